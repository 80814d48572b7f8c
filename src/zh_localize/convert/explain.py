"""What an engine did to a text, as a report: each change with its layer, entry, candidates and margin.

Layers, in the order in which they are applied: OpenCC's tables (``convert.phrase``, ``.character``, ``.choice``,
``.region``, ``.normalise``), our supplement to them, the context model (``.context``; ``.doubt`` where its margin is
small), and before all of them the user's words (``.word``).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial

from zh_localize import rules
from zh_localize.convert import choose, tables
from zh_localize.convert.apply import COMPATIBLE, WORD, Row, descriptions, phrases
from zh_localize.convert.engines import REGIONS, engine
from zh_localize.convert.tables import Stage
from zh_localize.convert.words import Words
from zh_localize.report import Edit, Grade, Report

DOUBT = 2.0  # log odds: below, a choice of the model is shown for proofreading


def report(
    config: str, text: str, words: Words | None = None, *, supplemented: bool = False, context: bool = False
) -> Report:
    """The report of a conversion; its text is what the engine of the same settings gives."""
    unified = _normalise(text)
    rows = engine(config, supplemented=supplemented, context=context).explain(unified.text, words)[1]
    edits = _Edits(unified.text, config, supplemented, REGIONS.get(config, ""))
    for row in rows:
        edits.add(row, words)
    return unified.then(lambda current: Report(current, edits.all()))


class _Edits:
    """Edits by their place, as rows come in."""

    def __init__(self, text: str, config: str, supplemented: bool, region: str) -> None:
        self._text = text
        self._config = config
        self._supplemented = supplemented
        self._region = region
        self._found: dict[tuple[int, int], Edit] = {}

    def add(self, row: Row, words: Words | None) -> None:
        """What one row says."""
        start, end, choice, margin = row
        before = self._text[start:end]
        if choice == WORD and words:
            after = words.targets[before]
            if after != before:
                self._found[start, end] = Edit(
                    start, end, before, after, "convert.word", _grade("convert.word"), (), before
                )
        elif choice:
            self._choose(start, before, choice - 1, margin / choose.UNIT)
        else:
            for edit in _segment(self._config, before, self._supplemented):
                place = start + edit.start, start + edit.end
                self._found[place] = Edit(
                    *place, edit.before, edit.after, edit.rule, edit.grade, edit.choices, edit.entry
                )

    def _choose(self, place: int, before: str, candidate: int, margin: float) -> None:
        """A character that the model decided."""
        known = self._found.get((place, place + 1))
        forms = choose.load().finals(self._region)[before]
        after = forms[candidate]
        if margin < DOUBT:
            rule, grade = "convert.doubt", _grade("convert.doubt")
        elif after != (known.after if known else before):
            rule, grade = "convert.context", _grade("convert.context")
        elif known:
            rule, grade = known.rule, known.grade
        else:
            return
        choices = tuple(dict.fromkeys((after, *forms)))
        entry = known.entry if known else before
        margin = round(max(margin, 0.0), 2)
        self._found[place, place + 1] = Edit(place, place + 1, before, after, rule, grade, choices, entry, margin)

    def all(self) -> tuple[Edit, ...]:
        """In the order of the text."""
        return tuple(self._found[place] for place in sorted(self._found))


@cache
def _grade(rule: str) -> Grade:
    return rules.rule(rule).grade


@cache
def _segment(config: str, segment: str, supplemented: bool) -> tuple[Edit, ...]:
    """The edits of one segment, stage by stage."""
    chain = tables.chain(config, supplemented=supplemented)
    settled = chain.settled.get(segment)
    if settled is not None:
        return tuple(_differences(segment, 0, len(segment), settled, "convert.supplement"))
    found = Report(segment)
    for stage in chain.stages:
        found = found.then(partial(_stage, stage=stage))
    return found.edits


def _stage(text: str, stage: Stage) -> Report:
    """The report of one stage."""
    edits: list[Edit] = []
    position = 0
    for start, end, value, table in phrases(text, stage):
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
            yield Edit(place, place + 1, before, after, rule, _grade(rule), choices, before)


def _differences(text: str, start: int, end: int, value: str, rule: str) -> Iterator[Edit]:
    """Edits of a phrase: character by character where it keeps its length, else what lies between its common ends."""
    before, grade = text[start:end], _grade(rule)
    if len(before) == len(value):
        for offset, (old, new) in enumerate(zip(before, value, strict=True)):
            if old != new:
                yield Edit(start + offset, start + offset + 1, old, new, rule, grade, (), before)
        return
    shared = min(len(before), len(value))
    head = next((i for i in range(shared) if before[i] != value[i]), shared)
    tail = next((i for i in range(shared - head) if before[-1 - i] != value[-1 - i]), shared - head)
    old, new = before[head : len(before) - tail], value[head : len(value) - tail]
    yield Edit(start + head, end - tail, old, new, rule, grade, (), before)


def _normalise(text: str) -> Report:
    """Compatibility ideographs become their unified forms."""
    table, grade = tables.normalisation(), _grade("convert.normalise")
    places = [(match.start(), match[0]) for match in COMPATIBLE.finditer(text)]
    kept = [*descriptions(text, 0, len(text))] if places else []
    return Report(
        text,
        tuple(
            Edit(place, place + 1, before, table[ord(before)], "convert.normalise", grade)
            for place, before in places
            if ord(before) in table and not any(low <= place < high for low, high in kept)
        ),
    )
