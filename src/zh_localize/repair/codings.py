"""Codecs for Chinese that Python has none for: EUC-TW, ISO-2022-CN, Big5 with Unicode-At-On, GBK with a euro sign.

Once they are registered, ``bytes.decode``, ``str.encode`` and ``open`` know their names. Sources: ``data/big5_uao.bin``
(``scripts/build_codings.py``) and Microsoft's code page 936, where the byte 0x80 is the euro sign.
"""

from __future__ import annotations

import codecs
import re
import zlib
from functools import cache
from typing import Any

from zh_localize.repair import units as shared
from zh_localize.text import tables

NAMES = ("big5_uao", "euc_tw", "iso2022_cn", "windows_936")

_LEADS, _TRAILS = 0x81, 0x40  # the lowest bytes of a pair in Big5
_WIDTH = 0xFF - _TRAILS
_EURO = b"\x80"


@cache
def register() -> None:
    """Make the codecs known to Python; a second time does nothing."""
    codecs.register(lambda name: _codec(name.replace("-", "_")))


@cache
def _codec(name: str) -> codecs.CodecInfo | None:
    from zh_localize.repair import cns11643, iso2022_cn

    match name:
        case "big5_uao":
            return shared.codec(name, _UaoDecoder, _encode_uao)
        case "euc_tw":
            return shared.codec(name, cns11643.EucTwDecoder, cns11643.encode_euc_tw)
        case "iso2022_cn":
            return shared.codec(name, iso2022_cn.Iso2022CnDecoder, iso2022_cn.encode_iso2022_cn)
        case "windows_936":
            return shared.codec(name, _Windows936Decoder, _encode_windows_936)
    return None


@cache
def _uao() -> str:
    """A character for each pair of bytes; NUL for those that stand for nothing."""
    return zlib.decompress(tables.read_bytes("big5_uao.bin")).decode("utf-32-le")


@cache
def _uao_pairs() -> dict[str, bytes]:
    pairs = ((divmod(place, _WIDTH), character) for place, character in enumerate(_uao()) if character != "\0")
    found = {character: bytes((lead + _LEADS, trail + _TRAILS)) for (lead, trail), character in pairs}
    usual = {character: data for character in found if (data := _in_cp950(character)) and _of_uao(data) == character}
    return found | usual


def _in_cp950(character: str) -> bytes | None:
    try:
        return character.encode("cp950")
    except UnicodeEncodeError:
        return None


def _of_uao(unit: bytes) -> str | None:
    if unit[0] < 0x80:
        return unit.decode("ascii")
    found = _uao()[(unit[0] - _LEADS) * _WIDTH + unit[1] - _TRAILS]
    return None if found == "\0" else found


class _UaoDecoder(shared.UnitDecoder):
    name = "big5_uao"
    pattern = re.compile(rb"[\x00-\x7f]|[\x81-\xfe][\x40-\xfe]")
    units = re.compile(rb"(?:[\x00-\x7f]|[\x81-\xfe][\x40-\xfe])*+")
    begun = re.compile(rb"[\x81-\xfe]")
    known = shared.Known(_of_uao)


def _encode_uao(text: str, errors: str = "strict") -> tuple[bytes, int]:
    def unit(character: str) -> bytes | None:
        return character.encode("ascii") if character < "\x80" else _uao_pairs().get(character)

    return shared.encode_units("big5_uao", text, errors, unit)


class _Windows936Decoder(codecs.BufferedIncrementalDecoder):
    def _buffer_decode(self, data: Any, errors: str, final: bool) -> tuple[str, int]:
        def read(error: UnicodeError) -> tuple[str, int]:
            assert isinstance(error, UnicodeDecodeError)
            if error.object[error.start : error.start + 1] == _EURO:
                return "€", error.start + 1
            text, end = codecs.lookup_error(errors)(error)
            assert isinstance(text, str)
            return text, end

        codecs.register_error("zh-localize-euro", read)
        decoder = codecs.getincrementaldecoder("gbk")("zh-localize-euro")
        text = decoder.decode(data, final)
        return text, len(data) - len(decoder.getstate()[0])


def _encode_windows_936(text: str, errors: str = "strict") -> tuple[bytes, int]:
    def unit(character: str) -> bytes | None:
        try:
            return _EURO if character == "€" else character.encode("gbk")
        except UnicodeEncodeError:
            return None

    return shared.encode_units("windows_936", text, errors, unit)
