"""The report of a text without its spans, carried over to the whole text; see ``around.py``."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import accumulate, pairwise

from zh_localize import rules
from zh_localize.convert.around import Inset
from zh_localize.report import Edit, Report


def carry(inset: Inset, text: str, report: Report) -> Report:
    """The report of ``inset.rest`` as one of ``text``, with the user's words. Linear.

    An edit across a span is parted, or left out where its length changes.
    """
    edits = sorted(_with_words(inset, report.edits), key=lambda edit: (edit.start, edit.end))
    removed = [0, *accumulate(end - start for start, end in inset.spans)]
    places = [start - before for (start, _), before in zip(inset.spans, removed, strict=False)]
    return Report(text, tuple(_moved(edits, places, removed)))


def _with_words(inset: Inset, edits: Iterable[Edit]) -> Iterator[Edit]:
    """The edits that touch no word, and those of the words."""
    grade = rules.rule("convert.word").grade
    number = 0
    for edit in edits:
        while number < len(inset.words) and inset.words[number][1] <= edit.start:
            number += 1
        if number == len(inset.words) or edit.end <= inset.words[number][0]:
            yield edit
    for start, end, target in inset.words:
        before = inset.rest[start:end]
        if before != target:
            yield Edit(start, end, before, target, "convert.word", grade, (), before)


def _moved(edits: Iterable[Edit], places: list[int], removed: list[int]) -> Iterator[Edit]:
    """The edits at their places in the text; ``places`` are those of the spans in the rest."""
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
