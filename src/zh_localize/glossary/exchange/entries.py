"""What a format takes that holds terms side by side and no more: which terms, in which languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from zh_localize.errors import ExchangeError
from zh_localize.glossary.find import rank
from zh_localize.glossary.model import Concept, Designation, Glossary

SHORT = {
    "zh-Hans-CN": "zh-CN",
    "zh-Hant-TW": "zh-TW",
    "zh-Hant-HK": "zh-HK",
    "zh-Hant-MO": "zh-MO",
    "zh-Hans-SG": "zh-SG",
}
"""The tags that services and translation tools know for those of packs."""


class Languages(NamedTuple):
    """The language that is translated from, and those into which; without any, all that there are."""

    source: str = ""
    targets: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """The source first."""
        return (self.source, *self.targets) if self.source else self.targets


ANY = Languages()


class Entry(NamedTuple):
    """One row of such a file: a concept and the terms of it that stand there, the source first."""

    concept: Concept
    terms: tuple[Designation, ...]


def pair(languages: Languages, name: str) -> tuple[str, str]:
    """Source and target of a format that holds two languages.

    Raises:
        ExchangeError: none, or more, are named.
    """
    if not languages.source or len(languages.targets) != 1:
        raise ExchangeError(f"{name} holds one pair of languages; add, for example, --from zh-Hans-CN --to en")
    return languages.source, languages.targets[0]


def pairs(glossary: Glossary, source: str, target: str) -> Iterator[Entry]:
    """Each term of ``source`` that may be used, with the term of ``target`` to use for it."""
    for concept, rows in _by_concept(glossary):
        best = _best(rows, target)
        if best:
            usable = (row for row in rows if row.lang == source and row.is_usable)
            yield from (Entry(concept, (row, best)) for row in sorted(usable, key=rank))


def unique(entries: Iterable[Entry]) -> list[Entry]:
    """One entry for each source term, the best: services refuse a second one."""
    found: dict[str, Entry] = {}
    for entry in sorted(entries, key=lambda entry: rank(entry.terms[0])):
        found.setdefault(entry.terms[0].term, entry)
    return [*found.values()]


def sets(glossary: Glossary, languages: Sequence[str]) -> Iterator[Entry]:
    """Each concept with the term to use in each language; those with one term alone are left out."""
    for concept, rows in _by_concept(glossary):
        terms = tuple(best for language in languages if (best := _best(rows, language)))
        if len(terms) > 1:
            yield Entry(concept, terms)


def whole(glossary: Glossary) -> Iterator[Entry]:
    """Each concept with all its designations."""
    for concept, rows in _by_concept(glossary):
        yield Entry(concept, rows)


def all_languages(glossary: Glossary, languages: Languages) -> tuple[str, ...]:
    """The languages that were asked for, or every one of the glossary."""
    return languages.all or tuple(sorted({row.lang for row in glossary.designations}))


def remark(entry: Entry) -> str:
    """What a translator should know of a concept."""
    return "; ".join(filter(None, (entry.concept.definition, entry.concept.note)))


def _by_concept(glossary: Glossary) -> Iterator[tuple[Concept, tuple[Designation, ...]]]:
    groups: dict[str, list[Designation]] = {}
    for row in glossary.designations:
        groups.setdefault(row.concept, []).append(row)
    concepts: Mapping[str, Concept] = glossary.concepts
    for name, rows in groups.items():
        yield concepts.get(name, Concept(name)), tuple(rows)


def _best(rows: Iterable[Designation], language: str) -> Designation | None:
    return min((row for row in rows if row.lang == language and row.is_usable), key=rank, default=None)
