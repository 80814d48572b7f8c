"""Decide between the several counterparts of a character (发: 發 or 髮) from the characters around it.

The specification of the context model; ``text/_native.c`` gives equal results from the same table,
``data/choices.bin``, which ``scripts/build_choices.py`` writes. For each candidate but the first, the table holds
whole-number weights of *features*: a *template*, which names the places that it looks at, with what stands there.
The candidate with the largest sum wins, if it beats what the dictionaries wrote by the threshold of the case. The
first templates see the neighbours alone; where their sums decide by a clear lead already, the others are not asked.
Method, sources and measured quality: ``docs/model.md``.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from zh_localize.convert import tables
from zh_localize.convert.engines import REGION_NUMBERS
from zh_localize.text.tables import read_bytes

MAGIC = b"ZHLCHO01"
REACH = 5  # characters to either side that a template can look at
CANDIDATES = 8  # at most, of one character
CANTONESE, COLLOQUIAL = 1, 2  # registers of a line, by the characters in it, the second in Taiwan alone; 0 for neither
WAYS = 4  # entries of a bucket
UNIT = 16  # units of the table for 1 of log odds
OUTSIDE, DIGIT, LETTER, BEYOND = 1, 2, 3, 0xFFFE  # codes: outside the line, of these kinds, beyond the BMP
WITH_REGION, WITH_COVER, WITH_MARK, BY_CLASS = 1, 2, 4, 8
MULTIPLIERS = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0xD6E8FEB86659FD93  # odd, to spread over 64 bits
HEADER = struct.Struct("<8s6I3iI11Q")
TEMPLATE = struct.Struct("<II")
CHARACTER = struct.Struct(f"<II{CANDIDATES}I")
CLASS = struct.Struct("<II")

_MASK = 0xFFFFFFFFFFFFFFFF
_FOLD = dict.fromkeys((*range(0x30, 0x3A), *range(0xFF10, 0xFF1A)), "\x02")
_FOLD |= dict.fromkeys((*range(0x41, 0x5B), *range(0x61, 0x7B)), "\x03")
_BEYOND = re.compile("[\U00010000-\U0010ffff]")
_LINE_END = re.compile("[\r\n]")


class Place(NamedTuple):
    """A character to decide: where it is, which candidate the dictionaries chose, and how they came to it.

    ``cover`` is 0 where no phrase covers the character, 1 for a phrase with one value, 2 for a phrase whose row lists
    several values that differ here.
    """

    position: int
    base: int
    cover: int


class Choice(NamedTuple):
    """The candidate chosen, and by how much its score exceeds the best other one's; below 0, kept all the same."""

    candidate: int
    margin: int


_Template = tuple[int, tuple[int, ...], int, int]


class _Window(NamedTuple):
    """What the templates see: the character, its line as codes and as it is, and region, cover and mark as numbers."""

    character: int
    codes: str
    line: str
    known: tuple[int, int, int]


class Chooser:
    """A context model made ready. It keeps no state between calls: what it says depends on the arguments alone.

    >>> chooser = load()
    >>> chooser.finals("TW")["发"]
    ('發', '髮')
    >>> [chooser.finals("TW")["发"][c.candidate] for c in chooser.decide("他的头发白了", [Place(3, 1, 1)], "TW")]
    ['髮']
    """

    def __init__(self, data: bytes) -> None:
        magic, templates, self._bucket_count, characters, markers, classes, near, *numbers = HEADER.unpack_from(data)
        if magic != MAGIC:
            raise ValueError(f"not a context model: begins with {magic!r}")
        self.thresholds: tuple[int, ...] = tuple(numbers[:3])
        self._enough = numbers[3]
        self._odd = tuple(numbers[4:])
        place = HEADER.size
        all_templates = _templates(data, place, templates)
        self._near, self._far = all_templates[:near], all_templates[near:]
        place += templates * TEMPLATE.size
        self.candidates = _candidates(data, place, characters)
        place += characters * CHARACTER.size
        marks = struct.unpack_from(f"<{markers}I", data, place)
        self._marks = tuple(_marks_of(marks, register) for register in (CANTONESE, COLLOQUIAL))
        place += 4 * markers
        self._classes = dict(struct.unpack_from("<II", data, place + i * CLASS.size) for i in range(classes))
        place += CLASS.size * classes
        self._table = memoryview(data)[place + -place % 16 :].cast("I")

    def finals(self, region: str) -> dict[str, tuple[str, ...]]:
        """Each ambiguous character with its candidates as a region writes them; two of them may be written alike."""
        return _finals(self, region)

    def decide(self, source: str, places: Iterable[Place], region: str) -> Iterator[Choice]:
        """What to write at each of the places of ``source``, in order.

        Pure: a choice depends on the line around its place, not on other places. About 30 microseconds each.

        Args:
            source: the Simplified text, its compatibility ideographs unified.
            places: in ascending order, each of a character of ``candidates``.
            region: ``TW``, ``HK``, or an empty string for OpenCC's standard.
        """
        lives = _lives(self, region)
        begin, end = 0, -1
        for position, base, cover in places:
            if position >= end:
                begin, end = _line(source, position)
                line = "\x01" * REACH + source[begin:end] + "\x01" * REACH
                codes = fold(line)
                cantonese, colloquial = self._marks
                marked = CANTONESE if cantonese.search(line) else 0
                if not marked and region != "HK" and colloquial.search(line):
                    marked = COLLOQUIAL
            around = slice(position - begin, position - begin + 2 * REACH + 1)
            live = lives[source[position]]
            known = (REGION_NUMBERS[region], 2 * (cover * 8 + base + 1), 64 * marked)
            window = _Window(ord(source[position]), codes[around], line[around], known)
            scores = dict.fromkeys(live, 0)
            self._add_scores(window, self._near, scores)
            best, margin = _best(scores)
            if margin < self._enough:
                self._add_scores(window, self._far, scores)
                best, _ = _best(scores)
            if scores[best] - scores[base] < self.thresholds[cover]:
                best = base
            others = [scores[k] for k in live if k != best]
            yield Choice(best, scores[best] - max(others) if others else 0)

    def _add_scores(self, window: _Window, templates: list[_Template], scores: dict[int, int]) -> None:
        """Add what some templates say to the score of each candidate."""
        first, second, third = MULTIPLIERS
        odd, table, size, classes = self._odd, self._table, self._bucket_count, self._classes
        by_code = [ord(c) * o for c, o in zip(window.codes, odd, strict=True)]
        by_class = [classes.get(ord(c), 0) * o for c, o in zip(window.line, odd, strict=True)]
        region, cover, mark = window.known
        withs = [third * ((w & 1 and region) + (w & 2 and cover) + (w & 4 and mark)) for w in range(8)]
        own = window.character * first
        hashes = []
        for start, offsets, by, w in templates:
            value = own + start + withs[w]
            products = by_class if by else by_code
            for offset in offsets:
                value += products[offset]
            hashes.append(value)
        for candidate in scores:
            if not candidate:
                continue
            extra, total = candidate * second, 0
            for value in hashes:
                h = value + extra & _MASK
                h = (h ^ h >> 32) * third & _MASK
                h ^= h >> 32
                place = ((h & 0xFFFFFFFF) * size >> 32) * WAYS
                print_ = h >> 40
                for entry in table[place : place + WAYS]:
                    if entry >> 8 == print_ and entry:
                        total += (entry & 0xFF ^ 0x80) - 0x80
                        break
            scores[candidate] += total


@cache
def load() -> Chooser:
    """The model that is shipped.

    Raises:
        TableError: it is missing, or not the one that was built.
    """
    return Chooser(read_bytes("choices.bin"))


def fold(text: str) -> str:
    """The text as templates see it: digits alike, letters alike, and characters beyond the BMP alike."""
    return _BEYOND.sub("\ufffe", text.translate(_FOLD))


def _best(scores: dict[int, int]) -> tuple[int, int]:
    """The candidate with the largest score, the first of equals, and by how much it exceeds the best other one."""
    best = max(scores, key=scores.__getitem__)
    others = [score for candidate, score in scores.items() if candidate != best]
    return best, scores[best] - max(others) if others else 0


def _marks_of(marks: tuple[int, ...], register: int) -> re.Pattern[str]:
    """What shows the register of a line; each mark has its register above its code."""
    found = "".join(chr(mark & 0xFFFFFF) for mark in marks if mark >> 24 == register)
    return re.compile(f"[{found}]" if found else "(?!)")


def _templates(data: bytes, place: int, count: int) -> list[_Template]:
    """Of each template: what its number adds to the hash, the offsets, whether it sees classes, what else it sees."""
    found = []
    for number in range(count):
        mask, with_ = TEMPLATE.unpack_from(data, place + number * TEMPLATE.size)
        offsets = tuple(o for o in range(2 * REACH + 1) if mask >> o & 1)
        found.append((number * 8 * MULTIPLIERS[1], offsets, with_ & BY_CLASS, with_ & ~BY_CLASS))
    return found


def _candidates(data: bytes, place: int, count: int) -> dict[str, tuple[str, ...]]:
    """Each ambiguous character with its candidates in OpenCC's standard form."""
    rows = (CHARACTER.unpack_from(data, place + number * CHARACTER.size) for number in range(count))
    return {chr(character): tuple(map(chr, forms[:size])) for character, size, *forms in rows}


@cache
def _finals(chooser: Chooser, region: str) -> dict[str, tuple[str, ...]]:
    variants = tables.dictionary(f"{region}Variants").values if region else {}
    return {
        character: tuple(variants.get(form, form) for form in forms) for character, forms in chooser.candidates.items()
    }


@cache
def _lives(chooser: Chooser, region: str) -> dict[str, tuple[int, ...]]:
    """The candidates of each character without those that the region writes like an earlier one."""
    return {
        character: tuple(k for k, form in enumerate(forms) if forms.index(form) == k)
        for character, forms in _finals(chooser, region).items()
    }


def _line(source: str, position: int) -> tuple[int, int]:
    """The bounds of the line around a position."""
    begin = max(source.rfind("\n", 0, position), source.rfind("\r", 0, position)) + 1
    match = _LINE_END.search(source, position)
    return begin, match.start() if match else len(source)
