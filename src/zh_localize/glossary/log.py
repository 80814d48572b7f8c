"""Who changed what in a glossary, when and why: a file of JSON Lines to which lines are only ever added."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from zh_localize.errors import GlossaryFormatError
from zh_localize.glossary.entries import KINDS, Entries, Row
from zh_localize.text.files import file_error, read_bytes


class RowChange(NamedTuple):
    """A row before and after; None where it was not there."""

    kind: str
    before: Row | None
    after: Row | None

    @property
    def row(self) -> Row:
        """The row as it is, or was."""
        found = self.after if self.after is not None else self.before
        assert found is not None  # one of the two is there
        return found

    @property
    def concept(self) -> str:
        """The concept that it is about; empty for blockers and shared names."""
        return getattr(self.row, "concept", "")


class Record(NamedTuple):
    """One edit: ``changes`` are its rows as objects, ``time`` is UTC in ISO 8601."""

    id: str
    time: str
    who: str
    why: str
    action: str
    changes: tuple[Mapping[str, Any], ...]

    def concerns(self, concept: str) -> bool:
        """Whether a row of a concept changed."""
        rows = (change[side] for change in self.changes for side in ("before", "after") if change.get(side))
        return any(row.get("concept") == concept for row in rows)


def changes(before: Entries, after: Entries) -> tuple[RowChange, ...]:
    """The rows that differ, kind by kind in the order of their keys. Linear, but for sorting what differs."""
    found = []
    for kind in KINDS:
        old, new = before.table(kind), after.table(kind)
        differing = [key for key, row in old.items() if new.get(key) != row] + [key for key in new if key not in old]
        found += [RowChange(kind.name, old.get(key), new.get(key)) for key in sorted(differing)]
    return tuple(found)


def line(record: Record, changed: Iterable[RowChange]) -> bytes:
    """The line of a record; empty fields of a row are left out."""
    rows = [{"kind": c.kind, "before": _object(c.before), "after": _object(c.after)} for c in changed]
    facts = {**record._asdict(), "changes": rows}
    return f"{json.dumps(facts, ensure_ascii=False)}\n".encode()


def append(path: Path, line: bytes) -> None:
    """Add a line, whole and once: what a stopped writer left of it is completed, a line that is there is not repeated.

    Raises:
        FileError: the file cannot be written.
    """
    try:
        with path.open("a+b") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - len(line)))
            tail = file.read()
            if tail == line:
                return
            begun = tail[tail.rfind(b"\n") + 1 :]
            if begun and not line.startswith(begun):
                line = b"\n" + line  # somebody else's line lacks its end
                begun = b""
            file.write(line[len(begun) :])
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise file_error(path, error) from None


def read(path: Path) -> Iterator[Record]:
    """The records of a history, in the order in which they were written; none when there is no file.

    Raises:
        GlossaryFormatError: a line is none of a history.
    """
    data = b""
    if path.exists():
        with contextlib.suppress(FileNotFoundError):
            data = read_bytes(path)
    for number, text in enumerate(data.split(b"\n"), 1):
        if not text.strip():
            continue
        try:
            facts = json.loads(text)
            yield Record(**{**facts, "changes": tuple(facts["changes"])})
        except (ValueError, TypeError, KeyError):
            hint = "take the line out, or restore it from version control"
            raise GlossaryFormatError(path, number, 1, "no record of a history", hint) from None


def _object(row: Row | None) -> dict[str, str] | None:
    return None if row is None else {name: value for name, value in row._asdict().items() if value}
