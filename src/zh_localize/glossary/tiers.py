"""How well a text bears out that a rendering stands in it: the tiers of evidence.

A strict check for the agreed words is wrong on half of the good translations, because words inflect, change their
order and are shortened. So evidence is graded, and how much is enough is for a policy to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from zh_localize.glossary.fold import carried_back, fold, without_gaps
from zh_localize.glossary.model import Designation
from zh_localize.glossary.stems import DETERMINERS, POSSESSIVE, Word, words


class Tier(StrEnum):
    """What was found of a rendering, the best first."""

    PREFERRED = "preferred"  # the preferred designation, word for word
    ADMITTED = "admitted"  # an admitted one, word for word
    CASE = "case"  # the same words but for capitals
    STEM = "stem"  # the same words in the same order, inflected or with other function words
    BAG = "bag"  # the same words in another order, close together in one sentence
    SHORT = "short"  # the short form, behind a full form
    BARE = "bare"  # the short form of a name, with no full form before it
    NONE = "none"


ORDER = {tier: place for place, tier in enumerate(Tier)}


class Evidence(NamedTuple):
    """A rendering found in a text: the tier, and where it stands."""

    tier: Tier
    start: int
    end: int
    designation: Designation


class Target:
    """A text in which renderings are looked for; its words are found once. Linear to build, and to look into."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._words = words(text)
        self._content = [number for number, word in enumerate(self._words) if word.stem]
        self._by_text: dict[str, list[int]] = {}
        self._by_stem: dict[str, list[int]] = {}  # places in _content
        for number, word in enumerate(self._words):
            for text in {word.text.lower(), POSSESSIVE.sub("", word.text.lower())}:
                self._by_text.setdefault(text, []).append(number)
        for place, number in enumerate(self._content):
            self._by_stem.setdefault(self._words[number].stem, []).append(place)

    def best(self, renderings: Iterable[Designation], introduced: Iterable[Designation] = ()) -> Evidence | None:
        """The best evidence of any of the renderings; None when there is none.

        Args:
            introduced: renderings that stood in full before; their short forms count.

        >>> text = "The standing committees of people's congresses met."
        >>> row = Designation("c1", "en", "standing committee of a people's congress")
        >>> found = Target(text).best([row])
        >>> found.tier, text[found.start:found.end]
        (<Tier.STEM: 'stem'>, "standing committees of people's congresses")
        """
        found: list[Evidence] = []
        for rendering in renderings:
            evidence = self._evidence(rendering)
            if evidence and evidence.tier is Tier.PREFERRED:
                return evidence
            if evidence:
                found.append(evidence)
        if not found:
            found += (e for row in introduced if (e := self._short(row, Tier.SHORT)))
        if not found:
            found += (e for row in renderings if (e := self._short(row, Tier.BARE)))
        return min(found, key=lambda evidence: ORDER[evidence.tier], default=None)

    def _evidence(self, row: Designation) -> Evidence | None:
        rendering = _rendering(row.term)
        if not rendering.words:
            return None
        exact = self._exact(row, rendering)
        if exact or row.match == "verbatim":
            return exact
        if row.match == "case":
            return self._plural(row, rendering)
        if not rendering.stems:
            return None
        span = self._sequence(rendering.stems)
        if span:
            return self._at(Tier.STEM, *span, row)
        span = self._bag(rendering) if len(rendering.stems) > 1 else None
        return self._at(Tier.BAG, *span, row) if span else None

    def _exact(self, row: Designation, rendering: _Rendering) -> Evidence | None:
        """The words as they are; or, unless the row forbids it, with other capitals."""
        size = len(rendering.words)
        plain = Tier.PREFERRED if row.status == "preferred" else Tier.ADMITTED
        other: Evidence | None = None
        for first in self._by_text.get(rendering.lower[0], ()):
            part = self._words[first : first + size]
            if len(part) < size:
                continue
            written = [word.text for word in part]
            if "'" not in rendering.words[-1]:
                written[-1] = POSSESSIVE.sub("", written[-1])
            if written == rendering.words:
                if row.match != "verbatim" or self.text[part[0].start : part[-1].end] == row.term:
                    return Evidence(plain, part[0].start, part[-1].end, row)
            elif row.match == "" and not other and [text.lower() for text in written] == rendering.lower:
                other = Evidence(Tier.CASE, part[0].start, part[-1].end, row)
        return other

    def _plural(self, row: Designation, rendering: _Rendering) -> Evidence | None:
        """An acronym in the plural: SOEs."""
        size = len(rendering.words)
        for first in self._by_text.get(f"{rendering.lower[-1]}s", ()):
            part = self._words[max(0, first - size + 1) : first + 1]
            if [word.text for word in part] == [*rendering.words[:-1], f"{rendering.words[-1]}s"]:
                return Evidence(Tier.STEM, part[0].start, part[-1].end, row)
        return None

    def _sequence(self, stems: Sequence[str]) -> tuple[int, int] | None:
        """Where these stems follow one another, function words aside."""
        for first in self._by_stem.get(stems[0], ()):
            numbers = self._content[first : first + len(stems)]
            if [self._words[number].stem for number in numbers] == stems and self._is_one_sentence(numbers):
                return numbers[0], numbers[-1]
        return None

    def _bag(self, rendering: _Rendering) -> tuple[int, int] | None:
        """Where the stems of a rendering stand close together, in any order: two other words and no comma between.

        A capital of the rendering is one of the text too, so that the words of a name are not picked from all around.
        """
        stems = rendering.stems
        reach = len(stems) + 2
        if any(stem not in self._by_stem for stem in stems):
            return None
        rarest = min(stems, key=lambda stem: len(self._by_stem[stem]))
        for middle in self._by_stem[rarest]:
            sentence = self._words[self._content[middle]].sentence
            for first in range(max(0, middle - reach + 1), middle + 1):
                numbers = [n for n in self._content[first : first + reach] if self._words[n].sentence == sentence]
                picked = self._picked(rendering, numbers)
                if picked and not self._is_cut(min(picked), max(picked)):
                    return min(picked), max(picked)
        return None

    def _picked(self, rendering: _Rendering, numbers: Sequence[int]) -> list[int]:
        """A word for each stem, all different; empty when one is missing."""
        left = list(numbers)
        picked = []
        for stem, is_name in zip(rendering.stems, rendering.names, strict=True):
            number = next((number for number in left if self._fits(number, stem, is_name)), None)
            if number is None:
                return []
            left.remove(number)
            picked.append(number)
        return picked

    def _fits(self, number: int, stem: str, is_name: bool) -> bool:
        word = self._words[number]
        return word.stem == stem and (not is_name or word.text[0].isupper())

    def _is_cut(self, first: int, last: int) -> bool:
        """Whether a comma or the like stands between two words."""
        return any(mark in self.text[self._words[first].start : self._words[last].end] for mark in ",;:")

    def _short(self, row: Designation, tier: Tier) -> Evidence | None:
        """The short form of a rendering, with nothing before it that would name another thing."""
        for short in _shorts(row.term):
            if tier is Tier.BARE and not (len(short) > 1 and all(text[0].isupper() for text in short)):
                continue
            for first in self._by_text.get(short[0].lower(), ()):
                part = self._words[first : first + len(short)]
                if [word.text for word in part] == list(short) and self._is_definite(first):
                    return Evidence(tier, part[0].start, part[-1].end, row)
        return None

    def _is_definite(self, first: int) -> bool:
        """Whether a determiner or preposition stands before a word, or nothing in its sentence."""
        if first == 0 or self._words[first - 1].sentence != self._words[first].sentence:
            return True
        return self._words[first - 1].text.lower() in DETERMINERS

    def _is_one_sentence(self, numbers: Sequence[int]) -> bool:
        return self._words[numbers[0]].sentence == self._words[numbers[-1]].sentence

    def _at(self, tier: Tier, first: int, last: int, row: Designation) -> Evidence:
        return Evidence(tier, self._words[first].start, self._words[last].end, row)


class HanTarget:
    """A Chinese text in which renderings are looked for: as they are, in whatever script, or not at all."""

    def __init__(self, text: str) -> None:
        self.text = text
        compact, self._gaps = without_gaps(text)
        self._folded = fold(compact)

    def best(self, renderings: Iterable[Designation], introduced: Iterable[Designation] = ()) -> Evidence | None:
        """The first preferred rendering that stands there, else the first admitted one.

        >>> row = Designation("c1", "zh-Hans-CN", "科学发展观")
        >>> HanTarget("落實科學(xué)發展觀").best([row])[:3]
        (<Tier.PREFERRED: 'preferred'>, 2, 12)
        """
        del introduced
        for row in sorted(renderings, key=lambda row: row.status != "preferred"):
            term = fold(without_gaps(row.term)[0])
            place = self._folded.find(term)
            if place >= 0:
                start, end = carried_back(self._gaps, place), carried_back(self._gaps, place + len(term) - 1) + 1
                return Evidence(Tier.PREFERRED if row.status == "preferred" else Tier.ADMITTED, start, end, row)
        return None


class _Rendering(NamedTuple):
    """A rendering as it is looked for."""

    words: list[str]
    lower: list[str]
    stems: list[str]
    names: list[bool]  # of each stem, whether its word has a capital


@lru_cache(maxsize=1 << 16)
def _rendering(term: str) -> _Rendering:
    found: list[Word] = words(term)
    written = [word.text for word in found]
    content = [word for word in found if word.stem]
    names = [word.text[0].isupper() for word in content]
    return _Rendering(written, [text.lower() for text in written], [word.stem for word in content], names)


@lru_cache(maxsize=1 << 12)
def _shorts(term: str) -> tuple[tuple[str, ...], ...]:
    """The short forms of a term: what its head ends with, the longest first, and the acronym of a name.

    "Political Bureau of the CPC Central Committee" may be "the Political Bureau" or "the Bureau" later on.
    """
    return tuple(dict.fromkeys(_short_forms([word.text for word in words(term)])))


def _short_forms(texts: Sequence[str]) -> Iterator[tuple[str, ...]]:
    preposition = next((place for place, text in enumerate(texts) if place and text.lower() in DETERMINERS), len(texts))
    head = tuple(texts[:preposition])
    for first in range(len(head)):
        if len(head) - first < len(texts):
            yield head[first:]
    names = [text for text in texts if text[0].isupper()]
    if len(names) > 2 and len(names) >= len(texts) - 2 and not any(re.fullmatch("[A-Z]{2,}", text) for text in names):
        yield ("".join(text[0] for text in names),)
