"""Two edits of one glossary become one: row by row and field by field, with a name for each thing to be decided.

A row is known by concept, language and term, so edits of different rows, and of different fields of a row, never clash,
wherever in their files they stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from zh_localize.errors import EditError
from zh_localize.glossary.entries import KINDS, Entries, Key, Kind, Row
from zh_localize.glossary.model import Designation
from zh_localize.glossary.sheet import Sheet


class Conflict(NamedTuple):
    """What two edits disagree about; ``ours`` and ``theirs`` are the rows of each side, empty where it has none.

    ``name`` is ``changed`` (a field, in two ways), ``removed`` (here, and changed there), ``preferred`` (each side
    prefers another designation), ``replacement`` (one side names a designation that the other takes away) or
    ``concept`` (one side removes a concept that the other uses).
    """

    name: str
    key: Key
    message: str
    ours: tuple[Row, ...] = ()
    theirs: tuple[Row, ...] = ()


class Merged(NamedTuple):
    """What came of a merge: where there is a conflict, ours, or the row that would be lost."""

    entries: Entries
    conflicts: tuple[Conflict, ...]


class ConflictError(EditError):
    """The glossary was changed by somebody else since it was opened, in the same places."""

    def __init__(self, path: Path, conflicts: Sequence[Conflict]) -> None:
        self.path, self.conflicts = path, tuple(conflicts)
        told = "; ".join(f"{' '.join(conflict.key)}: {conflict.message}" for conflict in conflicts[:3])
        more = f" and {len(conflicts) - 3} more" if len(conflicts) > 3 else ""
        super().__init__(
            str(path), f"was changed by somebody else in the same places: {told}{more}", "decide and edit again"
        )


def merge(base: Entries, ours: Entries, theirs: Entries) -> Merged:
    """The entries with the edits of both sides since ``base``. Linear.

    >>> old = Designation("c1", "en", "policy", review="draft")
    >>> base, ours = Entries.of_rows([old]), Entries.of_rows([old._replace(review="approved", source="guide")])
    >>> theirs = Entries.of_rows([old._replace(note="uncountable")])
    >>> merge(base, ours, theirs).entries.terms["c1", "en", "policy"][8:]
    ('approved', '', '', '', 'guide', 'uncountable')
    """
    tables: dict[str, Mapping[Key, Row]] = {}
    conflicts: list[Conflict] = []
    for kind in KINDS:
        rows, found = merge_rows(kind, base.table(kind), ours.table(kind), theirs.table(kind))
        tables[kind.name] = rows
        conflicts += found
    entries = Entries(**tables)  # type: ignore[arg-type]
    conflicts += _concepts(entries, base, ours, theirs)
    return Merged(entries, tuple(sorted(conflicts, key=lambda conflict: (conflict.key, conflict.name))))


def merge_rows(
    kind: Kind, base: Mapping[Key, Row], ours: Mapping[Key, Row], theirs: Mapping[Key, Row]
) -> tuple[dict[Key, Row], list[Conflict]]:
    """The same for rows of one kind."""
    rows: dict[Key, Row] = {}
    conflicts: list[Conflict] = []
    for key in dict.fromkeys((*ours, *theirs)):
        old, our, their = base.get(key), ours.get(key), theirs.get(key)
        if our == their or their == old:
            row = our
        elif our == old:
            row = their
        elif our is None or their is None:
            row = our or their
            who, other = ("ours", "theirs") if our is None else ("theirs", "ours")
            message = f"removed by {who}, changed by {other}"
            conflicts.append(Conflict("removed", key, message, _some(our), _some(their)))
        else:
            row, differing = _fields(old, our, their)
            if differing:
                message = ", ".join(f"{name} is {o!r} in ours, {t!r} in theirs" for name, o, t in differing)
                conflicts.append(Conflict("changed", key, message, (our,), (their,)))
        if row is not None:
            rows[key] = row
    if kind.row is Designation:
        conflicts += _designations(rows, base, ours, theirs)  # type: ignore[arg-type]
    return rows, conflicts


def _fields(old: Row | None, our: Row, their: Row) -> tuple[Row, list[tuple[str, str, str]]]:
    """A row with the changes of both sides, and the fields that both changed otherwise."""
    before = old if old is not None else [""] * len(our)
    values, differing = [], []
    for name, was, ours, theirs in zip(our._fields, before, our, their, strict=True):
        values.append(theirs if ours == was else ours)
        if theirs not in (was, ours) and ours != was:
            differing.append((name, ours, theirs))
    return type(our)(*values), differing


Terms = Mapping[Key, Designation]


def _designations(rows: Terms, base: Terms, ours: Terms, theirs: Terms) -> Iterator[Conflict]:
    """What no row shows by itself: two preferred designations from two sides, replacements that went away."""
    sides = (_preferred(base), _preferred(ours), _preferred(theirs))
    for place, found in _preferred(rows).items():
        most = max(len(side.get(place, ())) for side in sides)
        if len(found) > most:
            new_ours = tuple(row for row in found if _key(row) in ours and base.get(_key(row)) != ours[_key(row)])
            new_theirs = tuple(row for row in found if row not in new_ours)
            names = " and ".join(repr(row.term) for row in (*new_ours, *new_theirs))
            message = f"{names} are preferred, one by each side"
            yield Conflict(
                "preferred", (place[0], place[1], new_ours[0].term if new_ours else ""), message, new_ours, new_theirs
            )
    for key, row in rows.items():
        target = (row.concept, row.lang, row.replaced_by)
        if not row.replaced_by or target in rows:
            continue
        had_ours, had_theirs = target in ours, target in theirs
        if had_ours != had_theirs and target in base:
            who = "theirs" if had_ours else "ours"
            message = f"replaced by {row.replaced_by!r}, which {who} removed"
            yield Conflict("replacement", key, message, _some(ours.get(key)), _some(theirs.get(key)))


def _preferred(rows: Terms) -> dict[tuple[str, str, str], list[Designation]]:
    """The preferred designations of each concept, language and style."""
    found: dict[tuple[str, str, str], list[Designation]] = {}
    for row in rows.values():
        if row.status == "preferred":
            found.setdefault((row.concept, row.lang, row.styles), []).append(row)
    return found


def _concepts(merged: Entries, base: Entries, ours: Entries, theirs: Entries) -> Iterator[Conflict]:
    """Concepts that one side removed and the other names."""
    gone = {key[0] for key in base.concepts if key not in merged.concepts}
    if not gone:
        return
    seen = set()
    for row in merged.terms.values():
        if row.concept in gone and row.concept not in seen:
            seen.add(row.concept)
            who = "ours" if (row.concept,) not in ours.concepts else "theirs"
            here = (row,) if who == "theirs" else ()
            there = (row,) if who == "ours" else ()
            yield Conflict("concept", _key(row), f"{who} removed the concept, the other side names it", here, there)
    for concept in merged.concepts.values():
        named = gone.intersection(filter(None, (concept.broader, *concept.related.split(","))))
        if named:
            message = f"names the concept {sorted(named)[0]}, which one side removed"
            rows = [_some(side.concepts.get((concept.concept,))) for side in (ours, theirs)]
            yield Conflict("concept", (concept.concept,), message, *rows)


def _key(row: Designation) -> Key:
    return row[:3]


def _some(row: Row | None) -> tuple[Row, ...]:
    return () if row is None else (row,)


def merge_files(base: Sheet, ours: Sheet, theirs: Sheet) -> tuple[str, tuple[Conflict, ...]]:
    """The text of ours with the edits of theirs, and with conflict markers where somebody has to decide.

    Comments that theirs brings are kept behind those at the head of the file.
    """
    rows, conflicts = merge_rows(ours.kind, base.rows, ours.rows, theirs.rows)
    text = ours.text(rows, [(conflict.ours, conflict.theirs) for conflict in conflicts])
    known = {*base.comments(), *ours.comments()}
    new = [line for line in theirs.comments() if line not in known]
    if new:
        lines = text.split("\n")
        place = next((number for number, line in enumerate(lines) if not line.startswith("#")), 0)
        text = "\n".join((*lines[:place], *new, *lines[place:]))
    return text, tuple(conflicts)
