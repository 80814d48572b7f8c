"""Repair of the cells of a table one by one; everything else of it keeps its bytes.

CSV as RFC 4180 has it, tab-separated values as IANA registered them (without quotation marks), JSON Lines with an
object a line. Cells are found with their places in the text, so that nothing is written anew but what a repair changes.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from zh_localize.errors import LineError, UnknownColumnError
from zh_localize.repair import repair_report
from zh_localize.report import Edit, Report

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

KINDS: Final = {".csv": "csv", ".tsv": "tsv", ".tab": "tsv", ".jsonl": "jsonl", ".ndjson": "jsonl"}  # by suffix
ALL: Final = "*"  # the name that means every column
LONGEST = 1 << 24  # characters of a record of CSV; more show a quotation mark that nothing closes
_KEYS = 100  # of JSON Lines that are remembered, to be named where one is missing

_QUOTED = re.compile(r'"((?:[^"]+|"")*+)"(?=,|\r?\n|\Z)')
_PLAIN = {mark: re.compile(rf"((?:[^{mark}\r\n]|\r(?!\n))*)") for mark in ",\t"}
_CLOSING = re.compile(r'(?:[^"]+|"")*+"')
_NEEDS_QUOTES = re.compile('[,"\r\n]')
_BLANK = re.compile(r"[ \t\r\n]*")
_OF_CSV = re.compile('""|.', re.DOTALL)  # what stands for one character between quotation marks
_OF_JSON = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\?.", re.DOTALL)
_DECODER = json.JSONDecoder(strict=False)

Repair = Callable[[str], Report]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its column, where its content stands, and how it is written: ``plain``, ``quoted`` or ``json``."""

    column: str
    start: int
    end: int
    form: str


def fields_report(
    text: str, kind: str, names: Collection[str], repair: Repair = repair_report, *, name: str = "table"
) -> Report:
    """The repairs of the cells of some columns of a table, each cell by itself. Linear.

    What a cell becomes is written as the cell was: ``""`` for a quotation mark in CSV, escapes in JSON where it has
    them.

    Args:
        kind: ``csv``, ``tsv`` or ``jsonl``.
        names: names of columns, or keys; ``*`` for all.
        repair: what is done to the content of each cell.
        name: what the table is called in errors.
    Raises:
        UnknownColumnError: there is no such column; with those that are there.
        LineError: a record is no JSON object, or a quotation mark of CSV is never closed.

    >>> fields_report('id,title\\n1,"經(jīng)濟(jì)"\\n', "csv", ["title"]).text
    'id,title\\n1,"經濟"\\n'
    """
    edits: list[Edit] = []
    start = 0
    for report in Table(kind, names, repair, name=name).reports(io.StringIO(text, newline="\n")):
        edits += (replace(edit, start=edit.start + start, end=edit.end + start) for edit in report.edits)
        start += len(report.source)
    return Report(text, tuple(edits))


def fields_stream(source: Iterable[str], target: SupportsWrite[str], table: Table) -> bool:
    """Repair a table record by record, in the memory of the longest one; whether anything has changed.

    Args:
        source: the lines of the table, with their line ends; such as a file opened with ``newline="\\n"``.
    Raises:
        UnknownColumnError, LineError: as of :func:`fields_report`; that a key is in no line shows at the end.
    """
    changed = False
    for report in table.reports(source):
        changed |= report.changed
        target.write(report.text)
    return changed


class Table:
    """A table some of whose columns are to be repaired; ``name`` is what errors call it. See :func:`fields_report`."""

    def __init__(
        self, kind: str, names: Collection[str], repair: Repair = repair_report, *, name: str = "table"
    ) -> None:
        self._kind = kind
        self._names = frozenset(names)
        self._repair = repair
        self._name = name

    def reports(self, lines: Iterable[str]) -> Iterator[Report]:
        """The report of each record in turn; a record is a line, or several where a cell of CSV holds line ends."""
        columns: list[str] = []  # of CSV and TSV
        keys: dict[str, None] = {}  # of JSON Lines
        for number, record in self._records(lines):
            if self._kind == "jsonl":
                cells = self._members(number, record)
                keys.update((cell.column, None) for cell in cells if len(keys) < _KEYS or cell.column in self._names)
            else:
                cells = _row(record, columns, "," if self._kind == "csv" else "\t")
                if not columns:
                    columns = [_content(record, cell).removeprefix("\ufeff") for cell in cells]
                    self._require(columns)
                    cells = []
            wanted = (cell for cell in cells if ALL in self._names or cell.column in self._names)
            yield Report(record, tuple(edit for cell in wanted for edit in self._edits(record, cell)))
        if self._kind == "jsonl":
            self._require(keys)

    def _require(self, columns: Collection[str]) -> None:
        for name in sorted(self._names - {ALL, *columns}):
            raise UnknownColumnError(self._name, name, columns)

    def _records(self, lines: Iterable[str]) -> Iterator[tuple[int, str]]:
        """The records of a table, each with the number of its first line."""
        if self._kind != "csv":
            yield from enumerate(lines, 1)
            return
        first, waiting, size, is_open = 1, [], 0, False
        for number, line in enumerate(lines, 1):
            waiting.append(line)
            size += len(line)
            is_open = _is_open(line, is_open)
            if is_open and size > LONGEST:
                break
            if not is_open:
                yield first, "".join(waiting)
                first, waiting, size = number + 1, [], 0
        if is_open:
            found = "a quotation mark that begins a cell is never closed"
            raise LineError(self._name, first, 1, found, "close it, or double it where it is part of the cell")

    def _members(self, number: int, record: str) -> list[Cell]:
        """The members of the object that a line is; those that are strings have a place, the others an empty one."""
        if not record.strip():
            return []
        try:
            return [*_members(record)]
        except (json.JSONDecodeError, RecursionError) as error:
            column = error.pos + 1 if isinstance(error, json.JSONDecodeError) else 1
            raise LineError(self._name, number, column, "this line is no JSON object", "write one a line") from None

    def _edits(self, record: str, cell: Cell) -> Sequence[Edit]:
        """The repairs of a cell, as they are written in it."""
        content = _content(record, cell)
        edits = self._repair(content).edits
        if not edits:
            return ()
        if cell.form == "plain" and any(_cannot_stand(edit.after, self._kind) for edit in edits):
            return () if self._kind == "tsv" else (_as_quoted(record, cell, content, edits),)
        raw = record[cell.start : cell.end]
        places = [*accumulate(map(len, _parts(raw, cell.form)), initial=cell.start)]
        write = _writer(raw, cell.form)
        found = []
        for edit in edits:
            start, end = places[edit.start], places[edit.end]
            before = record[start:end]
            after = before if edit.is_note else write(edit.after)
            found.append(replace(edit, start=start, end=end, before=before, after=after))
        return found


def _is_open(line: str, is_open: bool) -> bool:
    """Whether a line of CSV ends inside of quotation marks, where it begins inside of them or not."""
    position = 0
    while True:
        if not is_open and line.startswith('"', position):
            is_open = True
            position += 1
        if is_open:
            closing = _CLOSING.match(line, position)
            if not closing:
                return True
            is_open, position = False, closing.end()
        position = line.find(",", position) + 1
        if not position:
            return False


def _row(record: str, columns: Sequence[str], mark: str) -> list[Cell]:
    """The cells of a record; those that go beyond the columns have none."""
    cells: list[Cell] = []
    position = 0
    while True:
        quoted = _QUOTED.match(record, position) if mark == "," else None
        match = quoted or _PLAIN[mark].match(record, position)
        assert match  # a plain cell may be empty
        column = columns[len(cells)] if len(cells) < len(columns) else ""
        cells.append(Cell(column, *match.span(1), "quoted" if quoted else "plain"))
        position = match.end() + 1
        if record[match.end() : position] != mark:
            return cells


def _members(record: str) -> Iterator[Cell]:
    position = _after(record, _BLANK.match(record).end(), "{")  # type: ignore[union-attr]
    if record.startswith("}", position):
        return
    while True:
        key, end = _value(record, position)
        if not isinstance(key, str):
            raise json.JSONDecodeError("no key", record, position)
        position = _after(record, end, ":")
        value, end = _value(record, position)
        yield Cell(key, position + 1, end - 1, "json") if isinstance(value, str) else Cell(key, end, end, "json")
        position = _BLANK.match(record, end).end()  # type: ignore[union-attr]
        if record.startswith("}", position):
            break
        position = _after(record, position, ",")
    end = _after(record, position, "}")
    if end != len(record):
        raise json.JSONDecodeError("more than an object", record, end)


def _value(record: str, position: int) -> tuple[object, int]:
    value, end = _DECODER.raw_decode(record, position)
    return value, end


def _after(record: str, position: int, mark: str) -> int:
    """The place behind a mark and the blanks around it."""
    position = _BLANK.match(record, position).end()  # type: ignore[union-attr]
    if not record.startswith(mark, position):
        raise json.JSONDecodeError(f"no {mark}", record, position)
    return _BLANK.match(record, position + 1).end()  # type: ignore[union-attr]


def _parts(raw: str, form: str) -> Iterable[str]:
    """What stands for each character of a cell."""
    return raw if form == "plain" else (_OF_CSV if form == "quoted" else _OF_JSON).findall(raw)


def _content(record: str, cell: Cell) -> str:
    raw = record[cell.start : cell.end]
    if cell.form == "json":
        return str(_DECODER.decode(f'"{raw}"'))
    return raw.replace('""', '"') if cell.form == "quoted" else raw


def _writer(raw: str, form: str) -> Callable[[str], str]:
    """Writes text as a cell is written."""
    if form == "plain":
        return str
    if form == "quoted":
        return lambda text: text.replace('"', '""')
    if "\\u" not in raw or not raw.isascii():
        return lambda text: json.dumps(text, ensure_ascii=False)[1:-1]
    if re.search(r"\\u[0-9a-f]*[A-F]", raw):
        return lambda text: re.sub(r"(?<=\\u)[0-9a-f]{4}", lambda code: code[0].upper(), json.dumps(text)[1:-1])
    return lambda text: json.dumps(text)[1:-1]


def _cannot_stand(text: str, kind: str) -> bool:
    """Whether text cannot be part of a cell without quotation marks."""
    return (_NEEDS_QUOTES.search(text) if kind == "csv" else re.search("[\t\r\n]", text)) is not None


def _as_quoted(record: str, cell: Cell, content: str, edits: Sequence[Edit]) -> Edit:
    """All repairs of a cell of CSV that needs quotation marks from now on."""
    after = Report(content, tuple(edits)).text.replace('"', '""')
    rule = "+".join(dict.fromkeys(name for edit in edits for name in edit.rules))
    grade = min(edit.grade for edit in edits)
    return Edit(cell.start, cell.end, record[cell.start : cell.end], f'"{after}"', rule, grade)
