"""Run a text through a chain of tables, leftmost-longest, as OpenCC does.

A chain with a segmentation cuts the text first: at each phrase of the segmentation dictionary, longest first from
left to right, and into the runs between them. Every segment goes through all stages by itself, so that the words
of a later stage never reach across a border of the first. Compatibility ideographs are unified before, and
ideographic description sequences (⿰氵每) stay as they are. Source: the behaviour of OpenCC 1.4.2 on its own test
cases.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import islice

from zh_localize import rules
from zh_localize.convert import tables
from zh_localize.convert.tables import Chain, Stage
from zh_localize.report import Edit, Report

_DESCRIPTION = re.compile("[\u2ff0-\u2fff\u31ef]")
_ARITY = {"\u2ff2": 3, "\u2ff3": 3, "\u2ffe": 1, "\u2fff": 1}
_SHORT = 16  # characters of a segment up to which its result is kept
_BLOCK = 1 << 14  # pieces that are joined at a time
_REMEMBERED = 1 << 16  # segments whose result is kept


class Engine:
    """A chain made ready; remembers the segments it has seen. Safe to share between threads."""

    def __init__(self, chain: Chain) -> None:
        self._chain = chain
        self._memory: dict[str, str] = {}
        self._compatibility = tables.normalisation()
        self._compatible = re.compile(f"[{''.join(map(chr, self._compatibility))}]")

    def convert(self, text: str) -> str:
        """The converted text; the same object when nothing changes."""
        if self._compatible.search(text):
            text = text.translate(self._compatibility)
        blocks: list[str] = []
        pieces = self._converted(text)
        while block := "".join(islice(pieces, _BLOCK)):  # few long strings take less memory than many short ones
            blocks.append(block)
        converted = "".join(blocks)
        return text if converted == text else converted

    def _converted(self, text: str) -> Iterator[str]:
        """The text piece by piece, each segment converted."""
        memory, position = self._memory, 0
        for start, end in self._segments(text):
            if position < start:
                yield text[position:start]
            position = end
            segment = text[start:end]
            result = memory.get(segment)
            if result is None:
                result = self._through(segment)
                if len(segment) <= _SHORT:
                    if len(memory) >= _REMEMBERED:
                        memory.clear()
                    memory[segment] = result
            yield result
        if position < len(text):
            yield text[position:]

    def report(self, text: str) -> Report:
        """The same conversion with every change explained."""
        report = _normalise(text, self._compatibility)
        edits: list[Edit] = []
        middle = report.text
        for start, end in self._segments(middle):
            segment = middle[start:end]
            for edit in self._explain(segment).edits:
                edits.append(replace(edit, start=start + edit.start, end=start + edit.end))
        return report.then(lambda current: Report(current, tuple(edits)))

    def _explain(self, segment: str) -> Report:
        settled = self._chain.settled.get(segment)
        if settled is not None:
            return Report(segment, tuple(_differences(segment, 0, len(segment), settled, "convert.supplement")))
        report = Report(segment)
        for stage in self._chain.stages:
            report = report.then(partial(_explain, stage=stage))
        return report

    def _through(self, segment: str) -> str:
        settled = self._chain.settled.get(segment)
        if settled is not None:
            return settled
        for stage in self._chain.stages:
            segment = _run(segment, stage)
        return segment

    def _segments(self, text: str) -> Iterator[tuple[int, int]]:
        """The segments of the text, in order, without description sequences."""
        position = 0
        for low, high in _descriptions(text):
            yield from self._cut(text, position, low)
            position = high
        yield from self._cut(text, position, len(text))

    def _cut(self, text: str, position: int, end: int) -> Iterator[tuple[int, int]]:
        if self._chain.segments is None:
            if position < end:
                yield position, end
            return
        lengths, values = self._chain.segments.lengths, self._chain.segments.values
        start = position
        while position < end:
            for length in lengths.get(text[position : position + 2], ()):
                if position + length <= end and text[position : position + length] in values:
                    if start < position:
                        yield start, position
                    start = position + length
                    yield position, start
                    position = start
                    break
            else:
                position += 1
        if start < end:
            yield start, end


def _descriptions(text: str) -> Iterator[tuple[int, int]]:
    """Complete ideographic description sequences."""
    position = 0
    while match := _DESCRIPTION.search(text, position):
        start, needed, position = match.start(), 1, match.start()
        while needed and position < len(text) and not text[position].isspace():
            character = text[position]
            needed += (_ARITY.get(character, 2) if _DESCRIPTION.match(character) else 0) - 1
            position += 1
        if needed:
            position = start + 1
        else:
            yield start, position


def _phrases(text: str, stage: Stage) -> Iterator[tuple[int, int, str, str]]:
    """``(start, end, value, table)`` of each phrase of a stage, leftmost, by priority, then longest."""
    position, size = 0, len(text)
    while position < size:
        for dictionary in stage.phrases:
            found = dictionary.match(text, position)
            if found:
                yield position, found[0], found[1], dictionary.name
                position = found[0]
                break
        else:
            position += 1


def _run(text: str, stage: Stage) -> str:
    """The text after one stage."""
    position = 0
    parts: list[str] = []
    for start, end, value, _ in _phrases(text, stage):
        parts += (text[position:start].translate(stage.characters), value)
        position = end
    if not position:
        return text.translate(stage.characters)
    parts.append(text[position:].translate(stage.characters))
    return "".join(parts)


def _explain(text: str, stage: Stage) -> Report:
    """The report of one stage."""
    edits: list[Edit] = []
    position = 0
    for start, end, value, table in _phrases(text, stage):
        edits += _characters(text, position, start, stage)
        edits += _differences(text, start, end, value, tables.rule_of(table))
        position = end
    edits += _characters(text, position, len(text), stage)
    return Report(text, tuple(edits))


def _characters(text: str, start: int, end: int, stage: Stage) -> Iterator[Edit]:
    """Edits of the characters between phrases."""
    for place in range(start, end):
        before = text[place]
        after = stage.characters.get(ord(before), before)
        choices: tuple[str, ...] = ()
        rule = stage.character_rule
        if rule == "convert.character":
            choices = tables.candidates("STCharacters").get(before, ()) if after != before else ()
            rule = "convert.choice" if choices else rule
        if after != before:
            yield Edit(place, place + 1, before, after, rule, rules.rule(rule).grade, choices)


def _differences(text: str, start: int, end: int, value: str, rule: str) -> Iterator[Edit]:
    """Edits of a phrase: character by character where it keeps its length, else what lies between its common ends."""
    before, grade = text[start:end], rules.rule(rule).grade
    if len(before) == len(value):
        for offset, (old, new) in enumerate(zip(before, value, strict=True)):
            if old != new:
                yield Edit(start + offset, start + offset + 1, old, new, rule, grade)
        return
    shared = min(len(before), len(value))
    head = next((i for i in range(shared) if before[i] != value[i]), shared)
    tail = next((i for i in range(shared - head) if before[-1 - i] != value[-1 - i]), shared - head)
    old, new = before[head : len(before) - tail], value[head : len(value) - tail]
    yield Edit(start + head, end - tail, old, new, rule, grade)


def _normalise(text: str, table: dict[int, str]) -> Report:
    grade = rules.rule("convert.normalise").grade
    changed = ((place, table[ord(c)]) for place, c in enumerate(text) if ord(c) in table)
    return Report(text, tuple(Edit(p, p + 1, text[p], new, "convert.normalise", grade) for p, new in changed))
