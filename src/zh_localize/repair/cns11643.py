"""CNS 11643, the national set of Taiwan, and EUC-TW, which writes it in bytes.

Source: ``data/cns11643.bin`` (``scripts/build_codings.py``), of Unihan's kIRG_TSource for the ideographs.
"""

from __future__ import annotations

import re
import zlib
from functools import cache

from zh_localize.repair.units import Known, UnitDecoder, encode_units
from zh_localize.text import tables

_CELLS = 94
_PLANE = _CELLS * _CELLS


@cache
def table() -> str:
    """A character for each place, by plane, row and cell; NUL for those that hold nothing."""
    return zlib.decompress(tables.read_bytes("cns11643.bin")).decode("utf-32-le")


def character(plane: int, row: int, cell: int) -> str | None:
    """The character at a place; row and cell are given in seven bits, from 0x21.

    >>> character(1, 0x44, 0x21), character(8, 0x21, 0x21)
    ('一', None)
    """
    found = table()[(plane - 1) * _PLANE + (row - 0x21) * _CELLS + cell - 0x21]
    return None if found == "\0" else found


@cache
def places() -> dict[str, bytes]:
    """Each character in EUC-TW: two bytes in plane 1, four in the others."""
    found = {}
    codes = table()
    for place in range(len(codes) - 1, -1, -1):  # plane 1 goes before the others
        if codes[place] != "\0":
            plane, rest = divmod(place, _PLANE)
            pair = bytes((rest // _CELLS + 0xA1, rest % _CELLS + 0xA1))
            found[codes[place]] = bytes((0x8E, 0xA1 + plane)) + pair if plane else pair
    return found


def _of_unit(unit: bytes) -> str | None:
    if unit[0] < 0x80:
        return unit.decode("ascii")
    plane = unit[1] - 0xA0 if len(unit) == 4 else 1
    return character(plane, unit[-2] & 0x7F, unit[-1] & 0x7F)


class EucTwDecoder(UnitDecoder):
    """EUC-TW, in pieces."""

    name = "euc_tw"
    pattern = re.compile(rb"[\x00-\x7f]|[\xa1-\xfe]{2}|\x8e[\xa1-\xaf][\xa1-\xfe]{2}")
    units = re.compile(rb"(?:[\x00-\x7f]|[\xa1-\xfe]{2}|\x8e[\xa1-\xaf][\xa1-\xfe]{2})*+")
    begun = re.compile(rb"[\xa1-\xfe]|\x8e(?:[\xa1-\xaf][\xa1-\xfe]?)?")
    known = Known(_of_unit)


def encode_euc_tw(text: str, errors: str = "strict") -> tuple[bytes, int]:
    """A text in EUC-TW, and its length."""

    def unit(character: str) -> bytes | None:
        return character.encode("ascii") if character < "\x80" else places().get(character)

    return encode_units("euc_tw", text, errors, unit)
