"""Which concept of a pack a row of a file is about, where the file has no ids."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from zh_localize.glossary.exchange.collect import NEW
from zh_localize.glossary.exchange.manifest import Manifest
from zh_localize.glossary.model import Designation, Glossary

Key = tuple[str, str]  # language and term
_DIGITS = 12  # an id with more is no number that goes on


def identify(file: Glossary, pack: Glossary, manifest: Manifest | None = None) -> dict[str, list[Designation]]:
    """The designations of a file by concept; those without an id get that of the concept with which they share terms.

    With a manifest that is the concept that the row was exported from; what is known nowhere gets a new id.
    """
    groups: dict[str, list[Designation]] = {}
    unnamed: dict[str, list[Designation]] = {}
    for row in file.designations:
        (unnamed if row.concept.startswith(NEW) else groups).setdefault(row.concept, []).append(row)
    if not unnamed:
        return groups
    exported = _by_manifest(unnamed.values(), manifest) if manifest else None
    there = _by_terms(pack)
    fresh = _fresh(pack, groups)
    for rows in unnamed.values():
        concept = (exported and exported(rows)) or there(rows) or next(fresh)
        kept = groups.setdefault(concept, [])
        seen = {row[1:3] for row in kept}
        kept += (row._replace(concept=concept) for row in rows if row[1:3] not in seen)
    return groups


def _by_manifest(groups: Iterable[Sequence[Designation]], manifest: Manifest) -> Callable[[Sequence[Designation]], str]:
    """Rows as they were exported first; of the others, those that share a term with a row that is not accounted for."""
    exact: dict[tuple[Key, ...], list[str]] = defaultdict(list)
    for listed in manifest.rows:
        exact[tuple((lang, term) for lang, term, _ in listed.terms)].append(listed.concept)
    found: dict[int, str] = {}
    for rows in groups:
        if concepts := exact.get(tuple(row[1:3] for row in rows)):
            found[id(rows)] = concepts.pop(0)
    left: dict[Key, list[str]] = defaultdict(list)
    for keys, concepts in exact.items():
        for key in keys:
            left[key] += concepts
    known: dict[Key, set[str]] = defaultdict(set)
    for listed in manifest.rows:
        for lang, term, _ in listed.terms:
            known[lang, term].add(listed.concept)

    def find(rows: Sequence[Designation]) -> str:
        if id(rows) in found:
            return found[id(rows)]
        for row in rows:  # the source goes before the target
            if left.get(row[1:3]):
                return left[row[1:3]].pop(0)
        return next((min(known[row[1:3]]) for row in rows if len(known.get(row[1:3], ())) == 1), "")

    return find


def _by_terms(pack: Glossary) -> Callable[[Sequence[Designation]], str]:
    """A concept of the pack that has all of these terms, or the only one that has any."""
    known: dict[Key, set[str]] = defaultdict(set)
    for row in pack.designations:
        known[row[1:3]].add(row.concept)

    def find(rows: Sequence[Designation]) -> str:
        named = [known[row[1:3]] for row in rows if row[1:3] in known]
        if not named:
            return ""
        common = set.intersection(*named)
        if common and len(named) == len(rows):
            return min(common)
        common = common or set.union(*named)
        return min(common) if len(common) == 1 else ""

    return find


def _fresh(pack: Glossary, groups: Iterable[str]) -> Iterator[str]:
    """Ids that nothing has, numbered on from the largest of the pack."""
    names = {*pack.concepts, *(row.concept for row in pack.designations), *groups}
    parted = ((prefix := name.rstrip("0123456789"), name[len(prefix) :]) for name in names)
    numbered = (parts for parts in parted if 0 < len(parts[1]) <= _DIGITS)
    prefix, digits = max(numbered, key=lambda parts: (int(parts[1]), parts), default=("c", "0"))
    number = int(digits)
    while True:
        number += 1
        name = f"{prefix}{number:0{len(digits)}}"
        if name not in names:
            yield name
