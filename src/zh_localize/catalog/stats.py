"""How far the translation of a catalogue has come, and who made it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path

from zh_localize.catalog.derive import is_derived
from zh_localize.catalog.model import Catalog
from zh_localize.catalog.names import find


@dataclass(frozen=True, slots=True)
class Counts:
    """Messages of a catalogue: each is ``human``, ``derived`` (as a program left it), ``fuzzy`` or ``missing``.

    >>> Counts(human=1, derived=2, fuzzy=1).done, (Counts(human=1) + Counts(missing=1)).total
    (75.0, 2)
    """

    human: int = 0
    derived: int = 0
    fuzzy: int = 0
    missing: int = 0
    obsolete: int = 0

    @property
    def total(self) -> int:
        """All messages but the obsolete ones."""
        return self.human + self.derived + self.fuzzy + self.missing

    @property
    def done(self) -> float:
        """The share that is translated, in percent; 100 where there is nothing to translate."""
        return 100 * (self.human + self.derived) / self.total if self.total else 100.0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(Counts)))


def count(catalog: Catalog) -> Counts:
    """The counts of a catalogue; linear."""
    numbers = dict.fromkeys((field.name for field in fields(Counts)), 0)
    for unit in catalog.units:
        if unit.obsolete:
            kind = "obsolete"
        elif not any(unit.targets) or (not unit.fuzzy and not all(unit.targets)):
            kind = "missing"
        elif unit.fuzzy:
            kind = "fuzzy"
        else:
            kind = "derived" if is_derived(unit) else "human"
        numbers[kind] += 1
    return Counts(**numbers)


def locale_of(catalog: Catalog, path: Path) -> str:
    """The locale of a catalogue: by its path, else by its header, else empty."""
    found = find(path)
    return found.variant.locale if found else catalog.header_field("Language") or ""


def by_locale(rows: Iterable[tuple[str, Counts]]) -> dict[str, Counts]:
    """The counts of each locale, in the order in which they come."""
    found: dict[str, Counts] = {}
    for locale, counts in rows:
        found[locale] = found.get(locale, Counts()) + counts
    return found
