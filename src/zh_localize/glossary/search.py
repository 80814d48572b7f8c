"""Find rows of a glossary by what somebody remembers of them: characters in any script, English words, sounds, nearly.

``kxfzg``, ``kexue fazhan`` and ``kexfzg`` all find 科学发展观: each character of the term answers to its syllable or to
the first letter of it. Source: data/pinyin.tsv, made from pypinyin (MIT).
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from zh_localize.glossary.fold import fold
from zh_localize.glossary.model import STATUSES, Designation
from zh_localize.text import tables

_NEAR = 0.6  # of difflib's measure, from which two names are alike
_LONGEST = 60  # characters of a query


class Found(NamedTuple):
    """A designation and why it is here: ``id``, ``exact``, ``begins``, ``holds``, ``sound`` or ``near``."""

    how: str
    row: Designation


_ORDER = ("id", "exact", "begins", "holds", "sound", "near")


def search(rows: Iterable[Designation], query: str, *, limit: int = 20) -> tuple[Found, ...]:
    """The designations that a query may mean, the likeliest first. Linear in the rows.

    What is spelt only nearly so is looked for when nothing else is found.

    >>> rows = [Designation("c1", "zh-Hant-TW", "科學發展觀"), Designation("c2", "en", "policy")]
    >>> [search(rows, query)[0].how for query in ("科学发展观", "发展", "kxfzg", "kexuefazhan", "polcy", "c2")]
    ['exact', 'holds', 'sound', 'sound', 'near', 'id']
    """
    wanted = fold(query.strip()[:_LONGEST])
    if not wanted:
        return ()
    rows = list(rows)
    folded = [fold(row.term) for row in rows]
    sound = _letters(query)
    found = []
    for row, term in zip(rows, folded, strict=True):
        how = _how(row, term, wanted, sound)
        if how:
            found.append(Found(how, row))
    found = found or _near(rows, folded, wanted)
    found.sort(key=lambda f: (_ORDER.index(f.how), len(f.row.term), STATUSES.index(f.row.status), f.row))
    return tuple(found[:limit])


def _how(row: Designation, term: str, wanted: str, sound: str) -> str:
    if row.concept.lower() == wanted:
        return "id"
    if wanted in term:
        return "exact" if term == wanted else "begins" if term.startswith(wanted) else "holds"
    return "sound" if len(sound) > 1 and row.lang.startswith("zh") and sounds_like(term, sound) else ""


def sounds_like(term: str, sound: str) -> bool:
    """Whether some characters of a term, one after another, may sound so; both are folded.

    >>> sounds_like("科学发展观", "fzg"), sounds_like("科学发展观", "xuefa"), sounds_like("科学发展观", "kfz")
    (True, True, False)
    """
    table = _syllables()
    readings = [table.get(character, ()) for character in term]
    first = sound[0]
    for start, syllables in enumerate(readings):
        if any(syllable[0] == first for syllable in syllables) and _matches(readings, start, sound):
            return True
    return False


def _matches(readings: Sequence[Sequence[str]], start: int, sound: str) -> bool:
    """Whether the sound is spelt by characters from ``start`` on; the last syllable may be cut short."""
    places = {0}
    for syllables in readings[start:]:
        after = set()
        for place in places:
            for syllable in syllables:
                if sound.startswith(syllable, place):
                    after.add(place + len(syllable))
                if sound.startswith(syllable[0], place):
                    after.add(place + 1)
                if len(sound) - place > 1 and syllable.startswith(sound[place:]):
                    return True
        if len(sound) in after:
            return True
        if not after:
            return False
        places = after
    return False


@cache
def _syllables() -> dict[str, tuple[str, ...]]:
    """The syllables of each character."""
    found: dict[str, list[str]] = {}
    for syllable, characters in tables.read_rows("pinyin.tsv"):
        for character in characters:
            found.setdefault(character, []).append(syllable)
    return {character: tuple(those) for character, those in found.items()}


def _letters(query: str) -> str:
    """A query as sounds, v for ü; empty when it is none."""
    letters = query.strip()[:_LONGEST].lower().replace("ü", "v").replace("'", "").replace(" ", "")
    return letters if letters.isascii() and letters.isalpha() else ""


def _near(rows: Sequence[Designation], folded: Sequence[str], wanted: str) -> list[Found]:
    matcher = difflib.SequenceMatcher(autojunk=False)
    matcher.set_seq2(wanted)
    found = []
    for row, term in zip(rows, folded, strict=True):
        matcher.set_seq1(term)
        if matcher.real_quick_ratio() >= _NEAR and matcher.quick_ratio() >= _NEAR and matcher.ratio() >= _NEAR:
            found.append((-matcher.ratio(), Found("near", row)))
    return [hit for _, hit in sorted(found)]
