"""Encodings as they are met in the wild: what bytes a character came from, and what bytes mean.

Windows maps bytes that a code page leaves open to control characters; a decoder that fails leaves U+FFFD or a question
mark for each byte; 0x80 is the euro sign of cp936. Source: the WHATWG Encoding Standard; Python's codecs.
"""

from __future__ import annotations

from functools import cache
from typing import Final

SINGLE: Final = ("cp1252", "mac_roman", "cp437", "cp1251", "cp1250", "cp1254", "cp866", "cp850")
DOUBLE: Final = ("gb18030", "cp950", "cp932", "cp949", "euc_jp")
LOST: Final = -1  # a byte of which nothing is left


@cache
def bytes_of(encoding: str) -> dict[str, bytes]:
    """The bytes of each character beyond ASCII that the encoding reads."""
    return _single(encoding) if encoding in SINGLE else _double(encoding)


@cache
def _single(encoding: str) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for byte in range(0x80, 0x100):
        try:
            found[bytes((byte,)).decode(encoding)] = bytes((byte,))
        except UnicodeDecodeError:
            found[chr(byte)] = bytes((byte,))
    for byte in range(0x80, 0xA0):
        found.setdefault(chr(byte), bytes((byte,)))  # read as Latin-1, or by a decoder that passes controls through
    return found


@cache
def _double(encoding: str) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for lead in range(0x80, 0x100):
        for data in (bytes((lead,)), *(bytes((lead, trail)) for trail in range(0x30, 0x100))):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            if len(text) == 1:
                found.setdefault(text, data)
    return found


@cache
def before_lost(encoding: str, following: int) -> frozenset[int]:
    """The bytes of which nothing is left in front of ``following``: those that are no pair with it."""
    if encoding in SINGLE or following == LOST:
        return frozenset(range(0x80, 0x100))
    return frozenset(byte for byte in range(0x80, 0x100) if not _is_read(bytes((byte, following)), encoding))


def _is_read(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        return error.start > 0
    return True


@cache
def characters_of(encoding: str) -> dict[bytes, str]:
    """The character of each two bytes, and of each byte beyond ASCII that is one by itself."""
    found: dict[bytes, str] = {}
    for lead in range(0x80, 0x100):
        for data in (bytes((lead,)), *(bytes((lead, trail)) for trail in range(0x30, 0x100))):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            if len(text) == 1:
                found[data] = text
    return found
