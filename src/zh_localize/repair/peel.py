"""Text that was UTF-8 and read as GBK more than once: 娴ｇ姴銈 was 浣犲ソ, and that was 你好.

What comes between is no Chinese, so no judge can tell how well it reads; but its bytes are UTF-8, which tells by its
form where a character begins. A character of which a byte is lost was two bytes of the text before: both are lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from zh_localize.repair.wild import LOST, bytes_of

SHORTEST = 6  # characters beyond ASCII of a run
_REPLACEMENT = (0xEF, 0xBF)  # how U+FFFD begins in UTF-8; the byte behind is lost whenever it was read as GBK


class Peeled(NamedTuple):
    """A text as it was before it was last read wrong, and where each of its characters comes from."""

    text: str
    places: tuple[tuple[int, int], ...]


def runs(text: str) -> Iterator[tuple[int, int]]:
    """Where only characters stand whose bytes may be those of UTF-8."""
    for match in _pattern().finditer(text):
        if sum(character > "\x7f" for character in match[0]) >= SHORTEST:
            yield match.span()


def peel(text: str) -> Peeled:
    """The text that was UTF-8 and was read as GBK; U+FFFD for each byte that is lost of it. Linear.

    >>> peel("娴ｇ姴銈").text
    '浣犲\ufffd\ufffd'
    """
    data = [*_data(text)]
    found: list[tuple[str, int, int]] = []
    i = 0
    while i < len(data):
        first, start = data[i]
        length = _length(first)
        j = i + 1
        while j < len(data) and j < i + length and (data[j][0] == LOST or 0x80 <= data[j][0] < 0xC0):
            j += 1
        sequence = [byte for byte, _ in data[i:j]]
        found += ((character, start, data[j - 1][1] + 1) for character in _read(sequence, length))
        i = j
    return Peeled("".join(character for character, *_ in found), tuple((start, end) for _, start, end in found))


def _data(text: str) -> Iterator[tuple[int, int]]:
    """The bytes of a text, each with the place of its character."""
    due = 0  # bytes that the character of UTF-8 still needs
    for place, character in enumerate(text):
        following = _bytes(text[place + 1])[0] if character == "€" and place + 1 < len(text) else 0
        # The euro sign is 80, or A2E3 where that ends one character and begins another.
        data = (0xA2, 0xE3) if due == 1 and 0x80 <= following < 0xC0 else _bytes(character)
        for byte in data:
            yield byte, place
            due = due - 1 if due and (byte == LOST or 0x80 <= byte < 0xC0) else _length(byte) - 1


def _bytes(character: str) -> tuple[int, ...]:
    if character == "\ufffd":
        return (LOST,)
    if character < "\x80":
        return (ord(character),)
    return tuple(bytes_of("gb18030").get(character, (b"\xff",))[0])


def _length(first: int) -> int:
    """How many bytes a character of UTF-8 has; three where its first is lost."""
    if first == LOST or 0xE0 <= first < 0xF0:
        return 3
    return 2 if 0xC2 <= first < 0xE0 else 4 if 0xF0 <= first < 0xF5 else 1


def _read(sequence: list[int], length: int) -> str:
    if LOST not in sequence and len(sequence) == length:
        try:
            return bytes(sequence).decode("utf-8")
        except UnicodeDecodeError:
            pass
    return "\ufffd" if tuple(sequence[:2]) == _REPLACEMENT else "\ufffd\ufffd"


@cache
def _pattern() -> re.Pattern[str]:
    """A run of characters both of whose bytes may stand in UTF-8 that holds Chinese, and of ASCII."""
    bytes_ = {
        *range(0x80, 0xC0),
        0xC2,
        0xC3,
        *range(0xCE, 0xD2),
        *range(0xE2, 0xF0),
    }  # Latin, Greek, Cyrillic signs too
    characters = (c for c, forms in bytes_of("gb18030").items() if bytes_.issuperset(forms[0]))
    return re.compile(f"[{re.escape(''.join(sorted(characters)))}\ufffd -~]{{{SHORTEST},}}")
