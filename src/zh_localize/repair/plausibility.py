"""How much a string reads like Chinese: the judge of all repairs.

A bigram model of characters in Simplified space. Traditional characters are folded one to one, full-width forms to
ASCII, and letters, digits, blanks, kana and hangul to one sign each, so that script, width and names do not matter.
Source: ``data/plausibility.bin``, made by ``scripts/build_plausibility.py`` from the corpora in ``data/SOURCES.toml``.
"""

from __future__ import annotations

import struct
import sys
from array import array
from bisect import bisect_left
from functools import cache
from operator import add

from zh_localize.errors import TableError
from zh_localize.text import tables

MAGIC = b"ZHLP"
VERSION = 1
UNITS = 12  # units a nat
BACKOFF = 0.4  # weight of a character's own frequency where the pair was never seen
BACKOFF_COST = 11  # -ln BACKOFF in units
UNKNOWN_COST = 255
_MEMORY = 1 << 18  # pairs remembered at most


@cache
def _folding() -> dict[int, int]:
    """Code point to code point: script, width and classes."""
    found = {ord(t): ord(s.split(" ")[0]) for t, s in tables.read_rows("opencc/TSCharacters.tsv")}
    found = {t: s for t, s in found.items() if s < 0x10000}
    found |= dict.fromkeys((*range(0x3041, 0x3100), *range(0x31F0, 0x3200), *range(0xFF66, 0xFFA0)), ord("ア"))
    found |= dict.fromkeys(range(0xAC00, 0xD7A4), ord("가"))
    found |= dict.fromkeys((*range(0xC0, 0x2B0), *range(0x370, 0x530)), ord("a"))
    found |= {0xFF01 + i: 0x21 + i for i in range(94)}
    for start, end, sign in (("A", "Z", "a"), ("a", "z", "a"), ("0", "9", "0")):
        found |= dict.fromkeys(range(ord(start), ord(end) + 1), ord(sign))
        found |= dict.fromkeys(range(ord(start) + 0xFEE0, ord(end) + 0xFEE1), ord(sign))
    return found | dict.fromkeys(map(ord, "\t\n\r\v\f\xa0\u3000"), ord(" "))


def fold(text: str) -> str:
    """The text as the model sees it; as long as the text itself."""
    return text.translate(_folding())


class _Costs(dict[str, int]):
    """The cost of each pair of folded characters, computed when first asked for."""

    def __init__(self) -> None:
        super().__init__()
        data = tables.read_bytes("plausibility.bin")
        magic, version, _, characters, pairs = struct.unpack_from("<4sHHII", data)
        if (magic, version) != (MAGIC, VERSION):
            raise TableError("plausibility.bin", f"{magic!r} version {version}", f"{MAGIC!r} version {VERSION}")
        position = 16
        self.starts, position = _numbers("I", data, position, characters + 1)
        codes, position = _numbers("H", data, position, characters)
        self.seconds, position = _numbers("H", data, position, pairs)
        self.index = {chr(code): i for i, code in enumerate(codes)}
        self.singles = data[position : position + characters]
        self.pairs = data[position + characters :]

    def __missing__(self, pair: str) -> int:
        first, second = self.index.get(pair[0]), self.index.get(pair[1])
        cost = UNKNOWN_COST
        if second is not None:
            cost = min(cost, self.singles[second] + BACKOFF_COST)
            if first is not None:
                low, high, code = self.starts[first], self.starts[first + 1], ord(pair[1])
                place = bisect_left(self.seconds, code, low, high)
                if place < high and self.seconds[place] == code:
                    cost = self.pairs[place]
        if len(self) >= _MEMORY:
            self.clear()
        self[pair] = cost
        return cost


def _numbers(kind: str, data: bytes, position: int, count: int) -> tuple[array[int], int]:
    """``count`` little-endian numbers from ``position`` on, and the place behind them."""
    numbers = array(kind)
    end = position + count * numbers.itemsize
    numbers.frombytes(data[position:end])
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers, end


@cache
def _costs() -> _Costs:
    return _Costs()


def pair_costs() -> dict[str, int]:
    """The cost of each pair of folded characters, as ``costs`` looks it up."""
    return _costs()


def costs(text: str) -> list[int]:
    """The cost of each character given the one before it, for all but the first; in twelfths of a nat.

    0 is certain, 40 to 80 usual within words, above 150 a surprise. Linear, about 0.15 µs a character.

    >>> costs("社会") < costs("社烩")
    True
    """
    folded = fold(text)
    return list(map(_costs().__getitem__, map(add, folded, folded[1:])))


def cost(text: str) -> int:
    """The sum of :func:`costs`: how surprising the text is as a whole, in twelfths of a nat.

    >>> cost("。活動期間") < cost(";顒悠陂g")
    True
    """
    folded = fold(text)
    return sum(map(_costs().__getitem__, map(add, folded, folded[1:])))


def single(character: str) -> int:
    """The cost of a character by itself, in twelfths of a nat; above 130 it is rare.

    >>> single("的") < single("饕")
    True
    """
    table = _costs()
    place = table.index.get(fold(character))
    return UNKNOWN_COST if place is None else table.singles[place]
