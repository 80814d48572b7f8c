"""A TSV file of a pack as it is edited: what does not change keeps its line, its place and the comments around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from pathlib import Path

from zh_localize.errors import GlossaryFormatError
from zh_localize.glossary.entries import Key, Kind, Row
from zh_localize.glossary.files import parse_rows

Sides = tuple[Sequence[Row], Sequence[Row]]  # what two edits make of the same rows


class Sheet:
    """The text of a file with its rows.

    Raises:
        GlossaryFormatError: a row is broken, or one key stands twice.
    """

    def __init__(self, path: Path, text: str, kind: Kind) -> None:
        self.path, self.kind = path, kind
        self._mark = "\ufeff" if text.startswith("\ufeff") else ""
        self._end = "\r\n" if "\r\n" in text else "\n"
        self._lines = text.removeprefix("\ufeff").replace("\r\n", "\n").removesuffix("\n").split("\n")
        rows: Iterator[Row] = iter(parse_rows(path, text.removeprefix("\ufeff"), kind.row))  # type: ignore[type-var]
        header = True
        self._rows: list[Row | None] = []  # of each line; None for comments, blank lines and the header
        self.columns: list[str] = []
        for line in self._lines:
            is_row = bool(line) and line[0] != "#" and not line.isspace()
            if is_row and header:
                header, is_row, self.columns = False, False, line.split("\t")
            self._rows.append(next(rows) if is_row else None)
        self.rows = self._keyed()

    def _keyed(self) -> dict[Key, Row]:
        found: dict[Key, Row] = {}
        for number, row in enumerate(self._rows, 1):
            if row is None:
                continue
            key = self.kind.key(row)
            if key in found:
                raise GlossaryFormatError(self.path, number, 1, f"{' '.join(key)} stands twice", "keep one of the rows")
            found[key] = row
        return found

    def text(self, wanted: Mapping[Key, Row], conflicts: Iterable[Sides] = ()) -> str:
        """The file with the rows that are wanted. Linear, but for sorting what is new.

        A row that changes stays in its place unless its order changes; new rows go where the order of a sorted file has
        them. A column that is missing and needed widens the whole file.

        Args:
            conflicts: rows of two sides; they stand between conflict markers, whatever is wanted of them.
        """
        conflicts = [*conflicts]
        order, key_of = self.kind.order, self.kind.key
        clashing = {key_of(row) for sides in conflicts for side in sides for row in side}
        wanted = {key: row for key, row in wanted.items() if key not in clashing}
        changed = [row for key, row in wanted.items() if self.rows.get(key) != row]
        changed += [row for sides in conflicts for side in sides for row in side]
        if not changed and len(wanted) == len(self.rows):
            return self._joined(self._lines)
        columns = self._columns(changed)
        kept: list[tuple[Row | None, str]] = []
        placed = set()
        for row, line in zip(self._rows, self._lines, strict=True):
            if row is None:
                is_header = bool(line) and line.split("\t") == self.columns and line[0] != "#"
                kept.append((None, "\t".join(columns) if is_header else line))
                continue
            new = wanted.get(key_of(row))
            if new is not None and order(new) == order(row):
                same = new == row and columns == self.columns
                kept.append((new, line if same else _line(new, columns)))
                placed.add(key_of(row))
        if not self.columns:
            kept = [*((row, line) for row, line in kept if line), (None, "\t".join(columns))]
        waiting = [(order(row), [_line(row, columns)]) for key, row in wanted.items() if key not in placed]
        waiting += self._blocks(conflicts, columns)
        waiting.sort(reverse=True)
        lines: list[str] = []
        for row, line in kept:
            while row is not None and waiting and waiting[-1][0] < order(row):
                lines += waiting.pop()[1]
            lines.append(line)
        for _, block in reversed(waiting):
            lines += block
        return self._joined(lines)

    def comments(self) -> list[str]:
        """The comment lines."""
        return [line for line in self._lines if line.startswith("#")]

    def _blocks(self, conflicts: Iterable[Sides], columns: Sequence[str]) -> list[tuple[Key, list[str]]]:
        """The rows of two sides between conflict markers, and where they stand; each row once."""
        blocks = []
        told: set[Row] = set()
        for sides in conflicts:
            ours, theirs = ([row for row in side if row not in told] for side in sides)
            told.update((*ours, *theirs))
            if ours or theirs:
                mine, other = ([_line(row, columns) for row in side] for side in (ours, theirs))
                lines = ["<<<<<<< ours", *mine, "=======", *other, ">>>>>>> theirs"]
                blocks.append((self.kind.order((*ours, *theirs)[0]), lines))
        return blocks

    def formatted(self) -> str:
        """The file in its canonical form: every column, rows in order, line feeds; comments stay before their rows."""
        columns = list(self.kind.row._fields)
        head = [*takewhile(lambda line: line.startswith("#"), self._lines)]
        before: list[str] = []
        rows: list[tuple[Row, list[str]]] = []
        for row, line in zip(self._rows[len(head) :], self._lines[len(head) :], strict=True):
            if row is not None:
                rows.append((row, before))
                before = []
            elif line.startswith("#"):
                before.append(line)
        rows.sort(key=lambda pair: self.kind.order(pair[0]))
        body = [line for row, comments in rows for line in (*comments, _line(row, columns))]
        return "".join(f"{line}\n" for line in (*head, "\t".join(columns), *body, *before))

    def _columns(self, rows: Sequence[Row]) -> list[str]:
        """The columns that the file needs to hold these rows too."""
        names, defaults = self.kind.row._fields, self.kind.row._field_defaults
        missing = [name for name in names if name not in self.columns]
        if self.columns and all(getattr(row, name) == defaults.get(name, "") for row in rows for name in missing):
            return self.columns
        return list(names)

    def _joined(self, lines: Sequence[str]) -> str:
        return self._mark + "".join(f"{line}{self._end}" for line in lines if line or len(lines) > 1)


def _line(row: Row, columns: Sequence[str]) -> str:
    return "\t".join(getattr(row, name) for name in columns)
