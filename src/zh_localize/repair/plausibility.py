"""How much a string reads like Chinese: the judge of all repairs.

A model of pairs and triples of characters in Simplified space. Traditional characters are folded one to one, full-width
forms to ASCII, and letters, digits, blanks, kana and hangul to one sign each, so that script, width and names do not
matter.
Source: ``data/plausibility.bin``, made by ``scripts/build_plausibility.py`` from the corpora in ``data/SOURCES.toml``.
"""

from __future__ import annotations

import re
import struct
import sys
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate
from operator import add, sub
from typing import Any, NamedTuple

from zh_localize.errors import TableError
from zh_localize.repair import classes
from zh_localize.text import native, tables

MAGIC = b"ZHLP"
VERSION = 3
UNITS = 12  # units a nat
BACKOFF = 0.4  # weight of a character's own frequency where the pair was never seen
BACKOFF_COST = 11  # -ln BACKOFF in units
UNKNOWN_COST = 255
LEAKS, BYTES, WINDOWS, SLIPS, CHARACTERS, GLOSSES, MARKS = (1 << bit for bit in range(7))  # of a look; see _judge.h
UNKNOWN = 0xFFFF  # the number of characters that have none
SURPRISE = 140  # cost of a pair from which it may belong to a slip, in twelfths of a nat
SURPRISING = 142  # mean cost of a window from which a line may be read wrong
WINDOW = 6  # characters
_NOTHING = "\ufffe"  # what no model knows
_MEMORY = 1 << 18  # pairs remembered at most
_LEAK = re.compile(r"&(?:#|am)|\\u|[%=][89A-Fa-f][0-9A-Fa-f]|~\{|\x0e|\$\)A|\+[A-Za-z0-9+/]{3}")
_FOLDED = re.compile("[^\x00-\x7f][,;:()?!]|[,;:()?!][^\x00-\x7f]|%[,;]")
_MARKED = re.compile("[,;:()?!][^\x00-\x7f]|[^\x00-\x7f]\\?")
_SIGNS = (
    (BYTES, re.compile(f"{classes.ODD.pattern}[\x00-\x7f]*{classes.ODD.pattern}")),
    (CHARACTERS, re.compile(f"[{classes.HIDDEN}{classes.FORMS}]")),
    (GLOSSES, re.compile(f"[㐀-鿿][(（] ?[{classes.LETTERS}ㄅ-ㄩ˙]")),
    (SLIPS, re.compile(rf"[{classes.LETTERS}]\)")),
)


@cache
def _folding() -> dict[int, int]:
    """Code point to code point: script, width and classes."""
    found = {ord(t): ord(s.split(" ")[0]) for t, s in tables.read_rows("opencc/TSCharacters.tsv")}
    found = {t: s for t, s in found.items() if s < 0x10000}
    found |= dict.fromkeys((*range(0x3041, 0x3100), *range(0x31F0, 0x3200)), ord("ア"))
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
        magic, version, _, characters, pairs, triples = struct.unpack_from("<4sHHIII", data)
        if (magic, version) != (MAGIC, VERSION):
            raise TableError("plausibility.bin", f"{magic!r} version {version}", f"{MAGIC!r} version {VERSION}")
        data, position = zlib.decompress(data[20:]), 0
        self.starts, position = _numbers("I", data, position, characters + 1)
        codes, position = _numbers("H", data, position, characters)
        self.seconds, position = _numbers("H", data, position, pairs)
        self.index = {chr(code): i for i, code in enumerate(codes)}
        self.singles, position = data[position : position + characters], position + characters
        self.pairs, position = data[position : position + pairs], position + pairs
        self.behind, position = data[position : position + pairs], position + pairs
        self.thirds, position = _numbers("H", data, position, triples)
        self.triples = data[position:]

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


class _TripleCosts(dict[str, int]):
    """The cost of the last of three folded characters behind the two before it, computed when first asked for."""

    def __init__(self, table: _Costs) -> None:
        super().__init__()
        self._table = table
        self._starts = array("I", accumulate(table.behind, initial=0))  # of the triples that a pair begins

    def __missing__(self, triple: str) -> int:
        table = self._table
        first, code = table.index.get(triple[0]), ord(triple[1])
        cost = table[triple[1:]]
        if first is not None and triple[1] in table.index:
            low, high = table.starts[first], table.starts[first + 1]
            pair = bisect_left(table.seconds, code, low, high)
            if pair < high and table.seconds[pair] == code:
                low, high, code = self._starts[pair], self._starts[pair + 1], ord(triple[2])
                place = bisect_left(table.thirds, code, low, high)
                if place < high and table.thirds[place] == code:
                    cost = table.triples[place]
        if len(self) >= _MEMORY:
            self.clear()
        self[triple] = cost
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


@cache
def triple_costs() -> dict[str, int]:
    """The cost of the last of three folded characters: of the triple where it tells, else of the last pair."""
    return _TripleCosts(_costs())


class Suspect(NamedTuple):
    """A line that may need repairs: where it stands, which (bits), and where it first reads like no Chinese, or -1."""

    start: int
    end: int
    bits: int
    place: int


class Look(NamedTuple):
    """What a text may need: bits of all of it, and the lines that need any repair but that of punctuation."""

    bits: int
    lines: Sequence[Suspect]

    def at(self, bits: int) -> Iterator[Suspect]:
        """The lines that may need one of these repairs."""
        return (line for line in self.lines if line.bits & bits)


def look(text: str) -> Look:
    """What repairs a text may need; never one too few. At 50 million characters a second in the native core; of the
    pure twin, 4 million, which asks for most of them in any line that holds something unusual."""
    core = judge()
    if core:
        bits, found = core.look(text)
        return Look(bits, [Suspect(*line) for line in found])
    lines: list[Suspect] = []
    start = all_bits = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line = Suspect(start, end, *_look(text[start:end]))
        all_bits |= line.bits
        if line.bits:
            lines.append(line)
        start = end + 1
    return Look(all_bits | (MARKS if _FOLDED.search(text) else 0), lines)


def _look(line: str) -> tuple[int, int]:
    """The bits of a line, and where it first reads like no Chinese."""
    bits = LEAKS if _LEAK.search(line) else 0
    if line.isascii():
        return bits, -1
    for bit, pattern in _SIGNS:
        bits |= bit if pattern.search(line) else 0
    found = costs(f" {line}")
    if max(found) >= SURPRISE and (_MARKED.search(line) or _is_cluster(found)):
        bits |= SLIPS
    place = _surprise(found)
    return bits | (WINDOWS if place >= 0 else 0), place


def _is_cluster(found: list[int]) -> bool:
    """Whether three surprises lie close together."""
    places = [place for place, cost in enumerate(found) if cost >= SURPRISE]
    threes = zip(places, places[1:], places[2:], strict=False)
    return any(third - first <= 8 and second - first <= 4 for first, second, third in threes)


def surprises(text: str) -> list[int]:
    """The places of characters that are a surprise behind the one before. Linear."""
    core = judge()
    found: list[int] = core.surprises(text) if core else [i for i, c in enumerate(costs(text), 1) if c >= SURPRISE]
    return found


def _surprise(found: list[int]) -> int:
    """Where the first stretch of a line begins that reads like no Chinese; -1 for none."""
    if len(found) < WINDOW:
        return 0 if len(found) >= 4 and sum(found) > SURPRISING * len(found) else -1
    sums = [*accumulate(found, initial=0)]
    windows = [*map(sub, sums[WINDOW:], sums)]
    if max(windows) <= SURPRISING * WINDOW:
        return -1
    return next(place for place, cost in enumerate(windows) if cost > SURPRISING * WINDOW)


def known(text: str) -> str:
    """The folded text, with one sign for all characters that the model does not know."""
    index = _costs().index
    return "".join([c if c in index else _NOTHING for c in fold(text)])


def pair_costs() -> dict[str, int]:
    """The cost of each pair of folded characters, as ``costs`` looks it up."""
    return _costs()


@cache
def judge() -> Any:
    """The native core's judge, made ready; None where the pure twin is at work."""
    core: Any = native.core("repair")
    if core is None:
        return None
    table = _costs()
    numbers = {ord(character): number for character, number in table.index.items()}
    folding = _folding()
    fold_ = array("H", (numbers.get(folding.get(code, code), UNKNOWN) for code in range(0x10000)))
    beyond = sorted((code, numbers[to]) for code, to in folding.items() if code > 0xFFFF and to in numbers)
    return core.Judge(
        fold_, classes.table(), table.singles, table.starts, table.seconds, table.pairs, table.behind, table.thirds,
        table.triples, array("I", (number for pair in beyond for number in pair)), WINDOW, SURPRISING, SURPRISE,
    )  # fmt: skip


def costs(text: str) -> list[int]:
    """The cost of each character given the one before it, for all but the first; in twelfths of a nat.

    0 is certain, 40 to 80 usual within words, above 150 a surprise. Linear, about 0.15 µs a character.

    >>> costs("社会") < costs("社烩")
    True
    """
    core = judge()
    if core:
        return list(core.costs(text))
    folded = fold(text)
    return list(map(_costs().__getitem__, map(add, folded, folded[1:])))


def cost(text: str) -> int:
    """The sum of :func:`costs`: how surprising the text is as a whole, in twelfths of a nat.

    >>> cost("。活動期間") < cost(";顒悠陂g")
    True
    """
    core = judge()
    if core:
        total: int = core.cost(text)
        return total
    folded = fold(text)
    return sum(map(_costs().__getitem__, map(add, folded, folded[1:])))


def best(characters: str, left: str, right: str) -> str:
    """The one of ``characters`` that costs least between its neighbours, the first of equals; empty when there is none.

    >>> best("会烩汇", "社", "主")
    '会'
    """
    core = judge()
    if core:
        return characters[place : place + 1] if (place := core.best(characters, left, right)) >= 0 else ""
    pairs, before, behind = _costs(), fold(left[-1:]), fold(right[:1])
    costs_ = [(pairs[before + c] if before else 0) + (pairs[c + behind] if behind else 0) for c in fold(characters)]
    return characters[costs_.index(min(costs_))] if costs_ else ""


def single(character: str) -> int:
    """The cost of a character by itself, in twelfths of a nat; above 130 it is rare.

    >>> single("的") < single("饕")
    True
    """
    table = _costs()
    place = table.index.get(fold(character))
    return UNKNOWN_COST if place is None else table.singles[place]
