"""Find terms in a text: one leftmost-longest matcher over terms, deprecated forms and blockers.

Both sides are folded (see ``fold.py``) and gaps are left out, so one entry finds 科學發展觀, 科学发展观 and
科學(xué)發(fā)展觀, at the offsets of the text itself. A single character that needs context is a hit only behind
a number.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from typing import overload

from zh_localize.glossary.automaton import Automaton, Spans, build
from zh_localize.glossary.fold import Gap, fold, without_gaps
from zh_localize.glossary.model import STATUSES as _STATUSES
from zh_localize.glossary.model import Designation, Glossary, Hit

_NUMBERS = frozenset("一二三四五六七八九十百千万萬亿億半")

Fits = Callable[[Designation], bool]
Rows = tuple[Designation, ...]


class Hits(Sequence[Hit]):
    """The terms found in a text, in order. A hit is made when it is asked for: a book has a hundred thousand."""

    def __init__(self, text: str, spans: Spans, rows: Sequence[Designation]) -> None:
        self._text = text
        self._spans = spans
        self._rows = rows

    def __len__(self) -> int:
        return len(self._spans) // 3

    @overload
    def __getitem__(self, place: int) -> Hit: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Hit]: ...
    def __getitem__(self, place: int | slice) -> Hit | Sequence[Hit]:
        if isinstance(place, slice):
            return [self[number] for number in range(*place.indices(len(self)))]
        first = 3 * range(len(self))[place]
        start, end, row = self._spans[first : first + 3]
        return Hit(start, end, self._text[start:end], self._rows[row].concept, self._rows[row])

    def __iter__(self) -> Iterator[Hit]:
        text, rows, new = self._text, self._rows, tuple.__new__
        numbers = iter(self._spans)
        for start, end, number in zip(numbers, numbers, numbers, strict=True):
            row = rows[number]
            yield new(Hit, (start, end, text[start:end], row[0], row))


class Finder:
    """A matcher over the terms of one language; ``groups`` gives the designations that are folded alike."""

    def __init__(self, automaton: Automaton, groups: Callable[[int], Rows]) -> None:
        self._automaton = automaton
        self._groups = groups
        self._found: list[Designation] = []  # those found so far, by the number that hits know them by
        self._numbers: dict[tuple[int, int], int] = {}  # of each group and place in it
        self._plain: dict[int, int] = {}  # of each group that needs no second look: the number of its first row, or -1

    def find(self, text: str, fits: Fits | None = None) -> Hits:
        """The terms in the text, in order."""
        compact, gaps = without_gaps(text)
        spans = self._automaton.find(compact)
        if gaps:
            _carry_back(spans, gaps)
        kept = array("I")
        add, plain = kept.extend, self._plain.get if fits is None else (lambda group: None)
        numbers = iter(spans)
        for start, end, group in zip(numbers, numbers, numbers, strict=True):
            number = plain(group)
            if number is None:
                number = self._choose(text, start, end, group, fits)
            if number >= 0:
                add((start, end, number))
        return Hits(text, kept, self._found)

    def named(self, text: str) -> Rows:
        """Every designation that is written like ``text``."""
        compact = without_gaps(text)[0]
        spans = self._automaton.find(compact)
        if len(spans) != 3 or spans[0] != 0 or spans[1] != len(compact):
            return ()
        return tuple(row for row in self._groups(spans[2]) if _is_written(row, text))

    def _choose(self, text: str, start: int, end: int, group: int, fits: Fits | None) -> int:
        """The number of the first designation of a group that the place allows; -1 for none."""
        rows = self._groups(group)
        if fits is None and not any(row.match in ("case", "verbatim", "context") for row in rows):
            self._plain[group] = self._number(group, 0) if rows else -1
        found = text[start:end]
        for place, row in enumerate(rows):
            if _is_written(row, found) and (fits is None or fits(row)):
                needs_number = end == start + 1 and row.match == "context"
                return -1 if needs_number and not _is_counted(text, start) else self._number(group, place)
        return -1

    def _number(self, group: int, place: int) -> int:
        number = self._numbers.setdefault((group, place), len(self._found))
        if number == len(self._found):
            self._found.append(self._groups(group)[place])
        return number


def finder(glossary: Glossary, language: str) -> Finder:
    """The finder over the terms of a glossary."""
    terms, rows = gather(glossary, language)
    automaton = build(terms)
    groups: list[list[Designation]] = [[] for _ in range(max(automaton.groups, default=-1) + 1)]
    for number, row in zip(automaton.groups, rows, strict=True):
        if row is not None:
            groups[number].append(row)
    ranked = [tuple(sorted(group, key=rank)) for group in groups]
    return Finder(automaton, ranked.__getitem__)


def gather(glossary: Glossary, language: str) -> tuple[list[str], Sequence[Designation | None]]:
    """What is looked for: terms with their designations; blockers and replacements with none.

    What replaces a term is right already, although the term may stand in it.
    """
    own = [row for row in glossary.designations if is_of(row.lang, language)]
    others = [blocker.text for blocker in glossary.blockers if is_of(blocker.lang, language)]
    others += (row.replaced_by for row in own if row.replaced_by)
    return [row.term for row in own] + others, [*own, *(None for _ in others)]


def is_of(tag: str, language: str) -> bool:
    """Whether a tag such as ``zh-Hant-TW`` is one of a language such as ``zh``."""
    return tag == language or tag.startswith(f"{language}-")


def rank(designation: Designation) -> tuple[int, bool]:
    """The order of designations that are written alike; among equals the earlier pack goes first."""
    return _STATUSES.index(designation.status), designation.review != "approved"


def _carry_back(spans: Spans, gaps: Sequence[Gap]) -> None:
    """Make spans of a text without its gaps spans of the text; both ascend."""
    shift, place = 0, 0
    for index in range(0, len(spans), 3):
        start, end = spans[index], spans[index + 1]
        while place < len(gaps) and gaps[place][0] <= start:
            shift = gaps[place][1]
            place += 1
        spans[index] = start + shift
        while place < len(gaps) and gaps[place][0] < end:
            shift = gaps[place][1]
            place += 1
        spans[index + 1] = end + shift


def _is_written(row: Designation, text: str) -> bool:
    """Whether the term stands there as its match mode wants it."""
    if row.match not in ("case", "verbatim"):
        return True
    return row.term == text or (row.match == "case" and _with_case(row.term) == _with_case(text))


def _with_case(text: str) -> str:
    """The text folded but for the case of its letters."""
    return "".join(c if c.isascii() else fold(c) for c in without_gaps(text)[0])


def _is_counted(text: str, start: int) -> bool:
    """Whether a number stands before: 五里 counts a unit, 里面 does not."""
    return start > 0 and (text[start - 1].isdigit() or text[start - 1] in _NUMBERS)
