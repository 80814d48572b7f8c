"""How much of a glossary is there: by domain and language, what is named, what is approved, what is a draft."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from zh_localize.glossary.model import Designation, Glossary


class Coverage(NamedTuple):
    """How a language stands in a domain: ``approved`` and ``draft`` count its concepts by the best name they have."""

    domain: str
    lang: str
    concepts: int
    approved: int
    draft: int
    designations: int
    unusable: int

    @property
    def missing(self) -> int:
        """Concepts without a name that may be used."""
        return self.concepts - self.approved - self.draft


class Statistics(NamedTuple):
    """The figures of a glossary; ``domains`` are by domain and language, ``languages`` over all domains."""

    concepts: int
    designations: int
    languages: tuple[Coverage, ...]
    domains: tuple[Coverage, ...]


def count(glossary: Glossary) -> Statistics:
    """The figures of a glossary. Linear.

    >>> rows = [Designation("c1", "en", "policy"), Designation("c2", "zh-Hans-CN", "政策", review="draft")]
    >>> found = count(Glossary(rows))
    >>> [(row.lang, row.approved, row.draft, row.missing) for row in found.languages]
    [('en', 1, 0, 1), ('zh-Hans-CN', 0, 1, 1)]
    """
    named = {row.concept for row in glossary.designations}
    domains = {concept: glossary.concepts[concept].domain if concept in glossary.concepts else "" for concept in named}
    domains |= {row.concept: row.domain for row in glossary.concepts.values()}
    sizes: dict[str, int] = {}
    for domain in domains.values():
        sizes[domain] = sizes.get(domain, 0) + 1
    tags = sorted({row.lang for row in glossary.designations})
    by_domain: dict[tuple[str, str], list[Designation]] = {}
    for row in glossary.designations:
        by_domain.setdefault((domains[row.concept], row.lang), []).append(row)
    found = tuple(_coverage(d, tag, sizes[d], by_domain.get((d, tag), ())) for d in sorted(sizes) for tag in tags)
    languages = tuple(_total(tag, len(domains), [row for row in found if row.lang == tag]) for tag in tags)
    return Statistics(len(domains), len(glossary.designations), languages, found)


def _total(tag: str, concepts: int, rows: Sequence[Coverage]) -> Coverage:
    """A language over all domains."""
    approved, draft = sum(row.approved for row in rows), sum(row.draft for row in rows)
    designations, unusable = sum(row.designations for row in rows), sum(row.unusable for row in rows)
    return Coverage("", tag, concepts, approved, draft, designations, unusable)


def _coverage(domain: str, tag: str, concepts: int, rows: Iterable[Designation]) -> Coverage:
    approved: set[str] = set()
    draft: set[str] = set()
    total = unusable = 0
    for row in rows:
        total += 1
        unusable += not row.is_usable
        if row.is_usable:
            (approved if row.review == "approved" else draft).add(row.concept)
    return Coverage(domain, tag, concepts, len(approved), len(draft - approved), total, unusable)
