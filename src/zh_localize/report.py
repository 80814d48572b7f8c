"""The one idea of the project: an operation on text is a function ``str -> Report``.

A :class:`Report` is the text it was given plus ordered, disjoint :class:`Edit` objects. Applying, undoing,
filtering and chaining are written here once, for repair, conversion and terminology alike. Nothing here knows
Chinese.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum


class Grade(StrEnum):
    """How far an edit may be trusted; it follows from the measured precision of its rule.

    >>> Grade.ASK < Grade.LIKELY < Grade.SAFE
    True
    """

    ASK = "ask"
    LIKELY = "likely"
    SAFE = "safe"

    @property
    def rank(self) -> int:
        """0 for ASK to 2 for SAFE."""
        return _RANKS[self.value]

    def __lt__(self, other: str) -> bool:
        return self.rank < Grade(other).rank

    def __le__(self, other: str) -> bool:
        return self.rank <= Grade(other).rank

    def __gt__(self, other: str) -> bool:
        return self.rank > Grade(other).rank

    def __ge__(self, other: str) -> bool:
        return self.rank >= Grade(other).rank


_RANKS = {"ask": 0, "likely": 1, "safe": 2}


@dataclass(frozen=True, slots=True)
class Edit:
    """One proposed change: ``before`` stands at ``start:end`` of the source, ``after`` should.

    Offsets count code points of the source, half-open. An edit whose ``before`` equals ``after`` is a *note*: the rule
    asks to look there and changes nothing. ``entry`` is what matched in a table or list, ``choices`` are the candidates
    of an ambiguous place, best first, and ``margin`` the log odds by which the first beats the next. ``evidence`` is
    what a rule found out, for programs: of bytes that were read wrong the code pages, ``cp1252>utf-8``. Where edits
    were merged by :meth:`Report.then`, ``rule`` and ``evidence`` are joined with ``+`` and ``grade`` is the lowest.

    >>> Edit(1, 7, "(jīng)", "", "gloss.pinyin", Grade.SAFE).is_note
    False
    """

    start: int
    end: int
    before: str
    after: str
    rule: str
    grade: Grade
    choices: tuple[str, ...] = ()
    entry: str = ""
    margin: float | None = None
    evidence: str = ""

    @property
    def is_note(self) -> bool:
        """True when the edit changes nothing."""
        return self.before == self.after

    @property
    def rules(self) -> tuple[str, ...]:
        """The ids of the rules that had a part in this edit, in the order in which they acted."""
        return tuple(self.rule.split("+"))


@dataclass(frozen=True, slots=True)
class Report:
    """A text and the edits proposed for it.

    Raises ``ValueError`` when the edits are not ordered, overlap, or do not quote the source as it is.

    >>> report = Report("經(jīng)濟", (Edit(1, 7, "(jīng)", "", "gloss.pinyin", Grade.SAFE),))
    >>> report.text, report.undo() == report.source
    ('經濟', True)
    """

    source: str
    edits: tuple[Edit, ...] = ()

    def __post_init__(self) -> None:
        position = 0
        for edit in self.edits:
            if not position <= edit.start <= edit.end <= len(self.source):
                raise ValueError(f"edit {edit} overlaps the one before it or lies outside the text")
            if self.source[edit.start : edit.end] != edit.before:
                raise ValueError(f"edit {edit} does not quote the text at its place")
            position = edit.end

    @property
    def text(self) -> str:
        """The source with every edit applied; linear in its length, and the source itself where there is none."""
        if not self.edits:
            return self.source
        return "".join(_pieces(self.source, self.edits, 0, len(self.source)))

    @property
    def changed(self) -> bool:
        """True when an edit changes the text; notes do not count."""
        return any(not edit.is_note for edit in self.edits)

    def only(self, predicate: Callable[[Edit], bool]) -> Report:
        """The same source with those edits alone for which ``predicate`` holds."""
        return Report(self.source, tuple(edit for edit in self.edits if predicate(edit)))

    def undo(self) -> str:
        """The source, rebuilt from ``text`` by taking every edit back; equals ``source``."""
        text, position, shift = self.text, 0, 0
        parts: list[str] = []
        for edit in self.edits:
            start = edit.start + shift
            parts += (text[position:start], edit.before)
            position = start + len(edit.after)
            shift += len(edit.after) - len(edit.before)
        parts.append(text[position:])
        return "".join(parts)

    def excerpt(self, start: int, end: int) -> str:
        """What became of ``source[start:end]``; an edit belongs to the excerpt in which it starts."""
        return "".join(_pieces(self.source, (e for e in self.edits if start <= e.start < end), start, end))

    def then(self, step: Callable[[str], Report]) -> Report:
        """Run ``step`` on :attr:`text` and give one report whose offsets are those of this source.

        Edits that touch the same characters are merged; all others stay apart. Linear in text and edits.

        >>> first = Report("a-b", (Edit(1, 2, "-", "", "x", Grade.SAFE),))
        >>> both = first.then(lambda text: Report(text, (Edit(1, 2, "b", "c", "y", Grade.LIKELY),)))
        >>> both.text, [(e.start, e.end, e.rule) for e in both.edits]
        ('ac', [(1, 2, 'x'), (2, 3, 'y')])
        """
        later = step(self.text)
        if not later.edits:
            return self
        if not self.edits:
            return Report(self.source, later.edits)
        return Report(self.source, tuple(_merge(self.source, later.source, self.edits, later.edits)))


def _pieces(source: str, edits: Iterable[Edit], start: int, end: int) -> Iterator[str]:
    position = start
    for edit in edits:
        yield source[position : edit.start]
        yield edit.after
        position = edit.end
    yield source[position:end]


def _merge(source: str, middle: str, first: tuple[Edit, ...], second: tuple[Edit, ...]) -> Iterator[Edit]:
    """Edits of ``second``, made on ``middle``, carried back to ``source`` and merged with ``first``."""
    shift = 0  # middle offset minus source offset, behind the edits of ``first`` that are done
    i = j = 0
    while i < len(first) or j < len(second):
        group_first: list[Edit] = []
        group_second: list[Edit] = []
        low = high = -1  # extent of the group in the middle text
        start_shift = shift
        while True:
            if i < len(first):
                low_i = first[i].start + shift
                high_i = low_i + len(first[i].after)
                if low < 0:
                    takes_first = j >= len(second) or (low_i, high_i) <= (second[j].start, second[j].end)
                else:
                    takes_first = low_i < high and high_i > low
                if takes_first:
                    group_first.append(first[i])
                    low = low_i if low < 0 else min(low, low_i)
                    high = max(high, high_i)
                    shift += len(first[i].after) - len(first[i].before)
                    i += 1
                    continue
            if j < len(second):
                edit = second[j]
                if low < 0 or (edit.start < high and edit.end > low):
                    group_second.append(edit)
                    low = edit.start if low < 0 else min(low, edit.start)
                    high = max(high, edit.end)
                    j += 1
                    continue
            break
        start, end = low - start_shift, high - shift
        if group_first and not group_second:
            yield group_first[0]
        elif group_second and not group_first:
            yield replace(group_second[0], start=start, end=end)
        else:
            parts = (*group_first, *group_second)
            before, after = source[start:end], "".join(_pieces(middle, group_second, low, high))
            if before != after or all(edit.is_note for edit in parts):
                rule = "+".join(dict.fromkeys(name for edit in parts for name in edit.rules))
                grade, last = min(edit.grade for edit in parts), parts[-1]
                evidence = "+".join(edit.evidence for edit in parts if edit.evidence)
                yield Edit(start, end, before, after, rule, grade, last.choices, last.entry, last.margin, evidence)
