"""Run a text through a chain of tables, leftmost-longest, as OpenCC does; the pure twin of the native core.

A chain with a segmentation cuts the text first: at each phrase of the segmentation dictionary, longest first from
left to right, and into the runs between them. Every segment goes through all stages by itself, so that the words
of a later stage never reach across a border of the first. Compatibility ideographs are unified before, and
ideographic description sequences (⿰氵每) stay as they are, whatever their parts. Source: the behaviour of OpenCC
1.4.2 on its own test cases and on the texts of ``benchmarks/conversion_exact.py``.

What a text becomes is found in one pass over the composed chain (``compose.py``); with a context model, segment by
segment, and then the model decides the characters that have several counterparts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from zh_localize.convert import tables
from zh_localize.convert.choose import Chooser, Place
from zh_localize.convert.compose import Composed, compose
from zh_localize.convert.tables import Chain, Stage
from zh_localize.convert.words import Words

WORD = 0xFFFF  # what a row says of a user's word

Row = tuple[int, int, int, int]  # start, end; 0, or 1 + the candidate that the model chose, or WORD; the margin

_DESCRIPTION = re.compile("[\u2ff0-\u2fff]")
COMPATIBLE = re.compile("[\uf900-\ufaff\U0002f800-\U0002fa1f]")
_ASTRAL = "\U00010000-\U0010ffff"
_ARITY = {"\u2ff2": 3, "\u2ff3": 3, "\u2ffe": 1, "\u2fff": 1}
_LONGEST_DESCRIPTION = 32  # characters, in OpenCC
_SHORT = 16  # characters of a segment up to which its result is kept
_REMEMBERED = 1 << 16  # segments whose result is kept


class Engine:
    """A chain made ready, with a context model or without. Safe to share between threads.

    Args:
        chain: the tables.
        chooser: the context model, which decides between candidates as ``region`` writes them.
        everywhere: let it decide in phrases that nothing contradicts as well.
    """

    def __init__(
        self, chain: Chain, chooser: Chooser | None = None, region: str = "", *, everywhere: bool = False
    ) -> None:
        self._chain = chain
        self._chooser = chooser
        self._region = region
        self.finals = chooser.finals(region) if chooser else {}  # what each ambiguous character may become
        self._everywhere = everywhere
        self._memory: dict[str, tuple[str, tuple[Place, ...]]] = {}
        self._compatibility = tables.normalisation()

    def convert(self, text: str, words: Words | None = None) -> str:
        """The converted text; the same object when nothing changes. ``words`` go before everything else."""
        unified = text.translate(self._compatibility) if COMPATIBLE.search(text) else text
        if self._chooser:
            converted = "".join(self._segment_by_segment(text, unified, words))
        else:
            converted = "".join(self._place_by_place(text, unified, words))
        return text if converted == text else converted

    def explain(self, text: str, words: Words | None = None) -> tuple[str, list[Row]]:
        """The converted text, and a row for each segment that changed, each choice of the model and each word."""
        unified = text.translate(self._compatibility) if COMPATIBLE.search(text) else text
        rows: list[Row] = []
        converted = "".join(self._segment_by_segment(text, unified, words, rows))
        return (text if converted == text else converted), rows

    def through(self, segment: str) -> str:
        """What the tables make of one segment."""
        settled = self._chain.settled.get(segment)
        if settled is not None:
            return settled
        for stage in self._chain.stages:
            segment = run(segment, stage)
        return segment

    def segments(self, text: str, begin: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
        """The segments of ``text[begin:end]``, in order, without description sequences."""
        end = len(text) if end is None else end
        position = begin
        for low, high in descriptions(text, begin, end):
            yield from self._cut(text, position, low)
            position = high
        yield from self._cut(text, position, end)

    def places(self, text: str) -> Iterator[tuple[str, Place]]:
        """The places of a text that the model may decide, each with its segment. The text is unified."""
        for start, end in self.segments(text):
            for place in self._known(text[start:end])[1]:
                yield text[start:end], Place(start + place.position, place.base, place.cover)

    @cached_property
    def composed(self) -> Composed:
        """The chain as one table; takes about 0.2 s for the largest."""
        return compose(self._chain, run)

    @cached_property
    def _places(self) -> re.Pattern[str] | None:
        """Where something may stand that does not convert character by character."""
        pairs = self.composed.hits | self.composed.starts
        if not pairs:
            return None
        first, second = (_class({pair[i] for pair in pairs}) for i in (0, 1))
        expanding = "".join(f"|{character}" for character in sorted(self.composed.expanding))
        return re.compile(f"{first}(?={second}){expanding}")

    def _place_by_place(self, source: str, text: str, words: Words | None) -> Iterator[str]:
        """The pieces of the result: characters by themselves, and what does not convert by character."""
        by_character = text.translate(self.composed.characters)
        position = 0
        for begin, end, word, after in _stretches(text, words):
            for start, stop, value in self._exceptions(source, text, begin, end):
                yield by_character[position:start]
                yield value
                position = stop
            yield by_character[position:end]
            yield word
            position = after

    def _exceptions(self, source: str, text: str, begin: int, end: int) -> Iterator[tuple[int, int, str]]:
        """``(start, end, value)`` of what does not convert by character in ``text[begin:end]``."""
        if self._places is None and not _DESCRIPTION.search(text, begin, end):
            return
        position = begin
        for low, high in descriptions(text, begin, end):
            yield from self._exceptions_between(text, position, low)
            yield low, high, source[low:high]
            position = high
        yield from self._exceptions_between(text, position, end)

    def _exceptions_between(self, text: str, known: int, end: int) -> Iterator[tuple[int, int, str]]:
        """The same where no description sequence stands; ``known`` is where a segment surely begins."""
        composed = self.composed
        hits, starts, exceptions, expanding = (
            composed.hits,
            composed.starts,
            composed.exceptions,
            composed.expanding,
        )
        for match in self._places.finditer(text, known, end) if self._places else ():
            place = match.start()
            pair = text[place : place + 2]
            may_start = pair in starts or text[place] in expanding
            if place < known or not (may_start or pair in hits):
                continue
            start, stop = self._segment_at(text, place, known, end)
            if stop - start == 1 and may_start:
                start, stop = self._run_around(text, place, known, end)
                value = text[start:stop]
                for stage in composed.stages:
                    value = run(value, stage)
                yield start, stop, value
            elif start == place and text[start:stop] in exceptions:
                yield start, stop, exceptions[text[start:stop]]
            known = stop

    def _segment_at(self, text: str, place: int, known: int, end: int) -> tuple[int, int]:
        """The phrase that covers ``place``, or that character alone; segments are known up to ``known``."""
        inside = self.composed.inside
        start = place
        while start > known and text[start - 1 : start + 1] in inside:
            start -= 1
        while True:
            stop = start + self._longest(text, start, end)
            if stop > place:
                return start, stop
            start = stop

    def _run_around(self, text: str, place: int, known: int, end: int) -> tuple[int, int]:
        """The part of a run around ``place`` in which words of a stage may stand."""
        inside = self.composed.stage_inside
        begin, stop = place, place + 1
        while begin > known and text[begin - 1 : begin + 1] in inside:
            begin -= 1
        start = begin
        while start < place:
            low, high = self._segment_at(text, start, known, end)
            begin = max(begin, high) if high - low > 1 else begin
            start = high
        while stop < end and text[stop - 1 : stop + 1] in inside and self._longest(text, stop, end) == 1:
            stop += 1
        return begin, stop

    def _longest(self, text: str, start: int, end: int) -> int:
        """The length of the longest phrase at ``start``; 1 when there is none."""
        dictionary = self._phrases
        for length in dictionary.lengths.get(text[start : start + 2], ()):
            if start + length <= end and text[start : start + length] in dictionary.values:
                return length
        return 1

    @cached_property
    def _phrases(self) -> tables.Dictionary:
        return self._chain.segments or next(iter(self._chain.stages[0].phrases), tables.NO_WORDS)

    def _segment_by_segment(
        self, source: str, text: str, words: Words | None, rows: list[Row] | None = None
    ) -> Iterator[str]:
        """The pieces of the result, each segment converted and its choices made; ``text`` is the unified source."""
        position = 0
        for begin, end, word, after in _stretches(text, words):
            for start, stop in self.segments(text, begin, end):
                yield source[position:start]
                yield self._converted(text, start, stop, rows)
                position = stop
            yield source[position:end]
            yield word
            if rows is not None and end < after:
                rows.append((end, after, WORD, 0))
            position = after

    def _converted(self, text: str, start: int, stop: int, rows: list[Row] | None) -> str:
        """A segment converted; its places are decided in the light of the whole text."""
        segment = text[start:stop]
        value, places = self._known(segment)
        if rows is not None and value != segment:
            rows.append((start, stop, 0, 0))
        if not places or self._chooser is None:
            return value
        characters = list(value)
        moved = [Place(start + place.position, place.base, place.cover) for place in places]
        for place, choice in zip(moved, self._chooser.decide(text, moved, self._region), strict=True):
            characters[place.position - start] = self.finals[text[place.position]][choice.candidate]
            if rows is not None:
                rows.append((place.position, place.position + 1, 1 + choice.candidate, choice.margin))
        return "".join(characters)

    def _known(self, segment: str) -> tuple[str, tuple[Place, ...]]:
        """What the tables make of a segment, and its places to decide; remembered for short ones."""
        found = self._memory.get(segment)
        if found is None:
            value = self.through(segment)
            found = value, tuple(self._undecided(segment, value))
            if len(segment) <= _SHORT:
                if len(self._memory) >= _REMEMBERED:
                    self._memory.clear()
                self._memory[segment] = found
        return found

    def _undecided(self, segment: str, value: str) -> Iterator[Place]:
        """The characters of a segment that the model may decide; where lengths differ, nothing tells which is which."""
        if not self.finals or segment in self._chain.settled or len(value) != len(segment):
            return
        covered = self._chain.segments is not None and segment in self._chain.segments.values
        if covered and not self._everywhere and segment not in tables.contested():
            return
        several = tables.several().get(segment, 0)
        for offset, (before, after) in enumerate(zip(segment, value, strict=True)):
            forms = self.finals.get(before, ())
            if after in forms:
                yield Place(offset, forms.index(after), (2 if several >> offset & 1 else 1) if covered else 0)

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


def run(text: str, stage: Stage) -> str:
    """The text after one stage."""
    position = 0
    parts: list[str] = []
    for start, end, value, _ in phrases(text, stage):
        parts += (text[position:start].translate(stage.characters), value)
        position = end
    if not position:
        return text.translate(stage.characters)
    parts.append(text[position:].translate(stage.characters))
    return "".join(parts)


def phrases(text: str, stage: Stage) -> Iterator[tuple[int, int, str, str]]:
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


def _class(characters: set[str]) -> str:
    """A class that holds the characters; all beyond the BMP as one, since each by itself would cost time everywhere."""
    near = "".join(map(re.escape, sorted(c for c in characters if c <= "\uffff")))
    return f"[{near}{_ASTRAL if ord(max(characters)) > 0xFFFF else ''}]"


def _stretches(text: str, words: Words | None) -> Iterator[tuple[int, int, str, int]]:
    """The stretches between the user's words: begin, end, what the word behind becomes, where that ends."""
    begin = 0
    for start, end, target in words.find(text) if words else ():
        yield begin, start, target, end
        begin = end
    yield begin, len(text), "", len(text)


def descriptions(text: str, position: int, end: int) -> Iterator[tuple[int, int]]:
    """Complete ideographic description sequences."""
    while match := _DESCRIPTION.search(text, position, end):
        start, needed, position = match.start(), 1, match.start()
        last = min(end, start + _LONGEST_DESCRIPTION)
        while needed and position < last:
            character = text[position]
            needed += (_ARITY.get(character, 2) if _DESCRIPTION.match(character) else 0) - 1
            position += 1
        if needed:
            position = start + 1
        else:
            yield start, position
