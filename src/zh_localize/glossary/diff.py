"""What differs between two glossaries, concept by concept: what came and went, what was renamed or changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from zh_localize.glossary.entries import Entries, Row
from zh_localize.glossary.log import RowChange, changes


class ConceptDiff(NamedTuple):
    """The rows of one concept that differ; blockers and shared names stand under the empty id."""

    concept: str
    changes: tuple[RowChange, ...]


def diff(before: Entries, after: Entries) -> tuple[ConceptDiff, ...]:
    """The concepts that differ, in the order of their ids. Linear, but for sorting what differs.

    >>> from zh_localize.glossary.model import Designation
    >>> before = Entries.of_rows([Designation("c1", "en", "policy")])
    >>> [found] = diff(before, Entries.of_rows([Designation("c1", "en", "line")]))
    >>> [*lines(found)]
    ["c1 en: 'policy' -> 'line'"]
    """
    found: dict[str, list[RowChange]] = {}
    for change in changes(before, after):
        found.setdefault(change.concept, []).append(change)
    return tuple(ConceptDiff(concept, tuple(_paired(rows))) for concept, rows in sorted(found.items()))


def lines(found: ConceptDiff) -> Iterator[str]:
    """A concept's differences in words, one a line."""
    for change in found.changes:
        yield told(change)


def told(change: RowChange) -> str:
    """One difference in words."""
    before, after = change.before, change.after
    row = change.row
    name = " ".join(row[:2]) if change.kind != "concepts" else row[0]
    term = row[2] if change.kind == "terms" else ""
    if before is None or after is None:
        rest = row[3:] if change.kind == "terms" else row[len(name.split(" ")) :]
        names = row._fields[-len(rest) :] if rest else ()
        facts = ", ".join(f"{field} {value!r}" for field, value in zip(names, rest, strict=True) if value)
        verb = "+" if before is None else "-"
        return f"{verb} {' '.join(filter(None, (name, repr(term) if term else '', f'({facts})' if facts else '')))}"
    fields = [(field, old, new) for field, old, new in zip(row._fields, before, after, strict=True) if old != new]
    renamed = [f"{old!r} -> {new!r}" for field, old, new in fields if field == "term"]
    subject = f"{name}: {renamed[0]}" if renamed else f"{name} {term!r}:" if term else f"{name}:"
    parts = [f"{field} {old!r} -> {new!r}" for field, old, new in fields if field not in ("term", "concept", "lang")]
    return f"{subject}{';' if renamed and parts else ''} {', '.join(parts)}".rstrip()


def _paired(rows: Sequence[RowChange]) -> Iterator[RowChange]:
    """The changes, with a designation that went and one that came as a renaming where they are otherwise alike."""
    terms = [change for change in rows if change.kind == "terms"]
    gone = {_rest(change.before): change for change in terms if change.before and not change.after}
    came = {_rest(change.after): change for change in terms if change.after and not change.before}
    renamed = [(gone[rest], came[rest]) for rest in gone.keys() & came.keys()]
    old, new = dict(renamed), {after: before for before, after in renamed}
    for change in rows:
        if change in new:
            yield RowChange("terms", new[change].before, change.after)
        elif change not in old:
            yield change


def _rest(row: Row | None) -> tuple[str, ...]:
    """A designation without its term."""
    return (*row[:2], *row[3:]) if row else ()
