"""Encodings as they are met in the wild: what bytes a character came from, and what bytes mean.

Windows maps bytes that a code page leaves open to control characters; a decoder that fails leaves U+FFFD or a question
mark for each byte; 0x80 is the euro sign of cp936. Source: the WHATWG Encoding Standard; Python's codecs.
"""

from __future__ import annotations

from functools import cache
from itertools import takewhile
from typing import Final

SINGLE: Final = ("cp1252", "mac_roman", "cp437", "cp1251", "cp1250", "cp1254", "cp866", "cp850")
STRIPPED: Final = "iso8859-1"  # read as Latin-1, and the controls from 80 to 9F were taken out
LOST: Final = -1  # a byte of which nothing is left
LOSSY: Final = "\ufffd?"  # what decoders leave for a byte that they cannot read
SPACE, CASE, CUT = (
    15,
    4,
    40,
)  # prices of a space that was A0, of a letter that lost its case, of a byte that was cut off

_ANY = frozenset(range(0x80, 0x100))
_CONTROLS = frozenset(range(0x80, 0xA0))

Unit = tuple[tuple[int, tuple[int, ...]], ...]  # the byte sequences that a character may stand for, each with its price


def units(text: str, encoding: str, *, lost_case: bool = False) -> list[Unit]:
    """A text as bytes. Some characters stand for two sequences; of single bytes a space may have been A0, a letter may
    have lost its case, and the last may be cut off, which a last unit stands for."""
    if encoding == STRIPPED:
        return _stripped(text)
    known = bytes_of(encoding)
    single = encoding in SINGLE
    found: list[Unit] = []
    for character in text:
        if character in LOSSY and not single:
            found.append(((0, (LOST,)),))
        elif character == " " and single:
            found.append(((0, (0x20,)), (SPACE, (0xA0,))))
        elif character < "\x80":
            found.append(((0, (ord(character),)),))
        else:
            forms = sorted({character, capital(character)}) if lost_case and single else [character]
            found.append(
                tuple((CASE * (form != character), tuple(data)) for form in forms for data in known.get(form, ()))
            )
    return [*found, ((0, ()), (CUT, (LOST,)))] if single else found


def _stripped(text: str) -> list[Unit]:
    """A text as bytes of UTF-8, any of which may be gone that was a control: as many as complete a character."""
    found: list[Unit] = []
    data = [ord(character) for character in text]
    left = 0  # bytes that are kept of a character of three, behind the first
    for place, byte in enumerate(data):
        if 0xE0 <= byte < 0xF0:
            left = sum(1 for _ in takewhile(_continues, data[place + 1 : place + 3]))
            gone = (LOST,) * (2 - left)
            found.append(((0, (byte,)), (0, (byte, LOST))) if left == 1 else ((0, (byte, *gone)),))
        elif _continues(byte) and left == 1:
            found.append(((0, (byte,)), (0, (byte, LOST))))
            left = 0
        else:
            found.append(((0, (byte,)),) if byte < 0x100 else ())
    return found


def _continues(byte: int) -> bool:
    return 0xA0 <= byte < 0xC0


def capital(character: str) -> str:
    """The capital of a letter, where that is one letter of the ranges in which code pages have them."""
    upper = character.upper()
    return upper if character < "\u0300" and len(upper) == 1 else character


@cache
def bytes_of(encoding: str) -> dict[str, tuple[bytes, ...]]:
    """The bytes of each character beyond ASCII that the encoding reads: one sequence, or two.

    Shift-JIS of Windows has the extensions of NEC and IBM, which hold the same characters; cp936 has two euro signs.
    """
    found: dict[str, tuple[bytes, ...]] = {}
    for data, character in characters_of(encoding).items():
        found[character] = (*found.get(character, ()), data)[:2]
    if encoding == "gb18030":
        found["€"] = (b"\x80", *found["€"])
    if encoding in SINGLE:
        for byte in range(0x80, 0x100):
            data = bytes((byte,))
            if data not in characters_of(encoding):
                found[chr(byte)] = (data,)
            if byte < 0xA0:
                found.setdefault(chr(byte), (data,))  # read as Latin-1, or by a decoder that passes controls through
    return found


@cache
def characters_of(encoding: str) -> dict[bytes, str]:
    """The character of each byte beyond ASCII that is one by itself, and of each two bytes."""
    found: dict[bytes, str] = {}
    trails = () if encoding in SINGLE else range(0x30, 0x100)
    for lead in range(0x80, 0x100):
        for data in (bytes((lead,)), *(bytes((lead, trail)) for trail in trails)):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            if len(text) == 1:
                found[data] = text
    return found


@cache
def before_lost(encoding: str, following: int) -> frozenset[int]:
    """The bytes of which nothing is left in front of ``following``: those that are no pair with it."""
    if encoding == STRIPPED:
        return _CONTROLS
    if encoding in SINGLE or following == LOST:
        return _ANY
    return frozenset(byte for byte in _ANY if not _is_read(byte, following, encoding))


def _is_read(byte: int, following: int, encoding: str) -> bool:
    """Whether a byte is read with the one behind it, or by itself."""
    data = bytes((byte, following))
    known = characters_of(encoding)
    if data in known or data[:1] not in known:
        return data in known
    return following < 0x80 or data[1:] in known or (encoding == "cp932" and 0xA1 <= byte <= 0xDF)
