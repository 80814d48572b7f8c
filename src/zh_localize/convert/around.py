"""What conversion goes around: protected spans, Japanese lines, and the user's words.

Spans are taken out before a text is converted and put back afterwards, so that words are seen across them: 头<b>发</b>
becomes 頭<b>髮</b>. The user's words stay in, as context for what stands beside them; what became of them gives way.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from zh_localize.report import Edit, Report
from zh_localize.text import protect
from zh_localize.text.scripts import Survey

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Inset:
    """A text without its ``spans``, and the user's words in that rest: start, end, target."""

    rest: str
    spans: tuple[Span, ...]
    words: tuple[tuple[int, int, str], ...]

    def __bool__(self) -> bool:
        return bool(self.spans or self.words)

    def put_back(self, text: str, converted: str) -> str:
        """The converted rest with the spans, or else the words, in their places; each character has kept its place."""
        parts: list[str] = []
        position = taken = 0
        for start, end in self.spans:
            parts += (converted[position : start - taken], text[start:end])
            position = start - taken
            taken += end - start
        for start, end, target in self.words:
            parts += (converted[position:start], target)
            position = end
        found = "".join((*parts, converted[position:]))
        return text if found == text else found

    def report(self, text: str, report: Report) -> Report:
        """The report of the rest carried over to the text, with the words; an edit across a span is parted, or left out
        where its length changes."""
        edits = sorted(self._with_words(report.edits), key=lambda edit: (edit.start, edit.end))
        removed = [0, *accumulate(end - start for start, end in self.spans)]
        places = [start - before for (start, _), before in zip(self.spans, removed, strict=False)]
        return Report(text, tuple(self._moved(edits, places, removed)))

    def _with_words(self, edits: Iterable[Edit]) -> Iterator[Edit]:
        from zh_localize import rules

        grade = rules.rule("convert.word").grade
        number = 0
        for edit in edits:
            while number < len(self.words) and self.words[number][1] <= edit.start:
                number += 1
            if number == len(self.words) or edit.end <= self.words[number][0]:
                yield edit
        for start, end, target in self.words:
            before = self.rest[start:end]
            if before != target:
                yield Edit(start, end, before, target, "convert.word", grade, (), before)

    def _moved(self, edits: Iterable[Edit], places: list[int], removed: list[int]) -> Iterator[Edit]:
        for edit in edits:
            first = bisect_right(places, edit.start)
            last = bisect_right(places, edit.end - 1) if edit.end > edit.start else first
            if first == last:
                yield replace(edit, start=edit.start + removed[first], end=edit.end + removed[first])
            elif len(edit.before) == len(edit.after):
                borders = [edit.start, *places[first:last], edit.end]
                for number, (low, high) in enumerate(pairwise(borders), first):
                    before, after = (part[low - edit.start : high - edit.start] for part in (edit.before, edit.after))
                    if low < high and (before != after or edit.is_note):
                        yield replace(
                            edit, start=low + removed[number], end=high + removed[number], before=before, after=after
                        )


def find(text: str, survey: Survey, words: object, *, japanese: bool) -> Inset:
    """What conversion goes around in a text. Looks closer only at lines where something may stand; linear."""
    spans = tuple(_spans(text, survey, japanese=japanese))
    rest = "".join(_without(text, spans)) if spans else text
    found = tuple(words.find(rest)) if words else ()  # type: ignore[attr-defined]
    return Inset(rest, spans, found)


def _spans(text: str, survey: Survey, *, japanese: bool) -> Iterator[Span]:
    """Protected spans and Japanese lines, those that touch as one; spans of ASCII with no Chinese on both sides matter
    to nobody."""
    lines = () if japanese else survey.japanese
    for start, end in _joined(protect.spans(text, survey.busy), lines):
        between = start > 0 and end < len(text) and text[start - 1] > "\x7f" and text[end] > "\x7f"
        if between or not text[start:end].isascii():
            yield start, end


def _joined(first: Iterable[Span], second: Iterable[Span]) -> Iterator[Span]:
    start = end = -1
    for low, high in sorted((*first, *second)):
        if low <= end:
            end = max(end, high)
            continue
        if start >= 0:
            yield start, end
        start, end = low, high
    if start >= 0:
        yield start, end


def _without(text: str, spans: Iterable[Span]) -> Iterator[str]:
    position = 0
    for start, end in spans:
        yield text[position:start]
        position = end
    yield text[position:]
