"""The glossary as one table, a row a designation: what CSV and XLSX files hold. Nothing is lost.

What is said of a concept stands in the first of its rows. A concept without terms has a row of its own, a blocker
has the status ``blocker`` and no concept.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO
from pathlib import Path

from zh_localize.errors import GlossaryFormatError
from zh_localize.glossary.exchange.collect import Collector
from zh_localize.glossary.model import Blocker, Concept, Designation, Glossary

BLOCKER = "blocker"
_OF_CONCEPT = ("concept", "domain", "definition", "concept_note", "broader", "related")
COLUMNS = (*_OF_CONCEPT, *Designation._fields[1:])
_OTHERS = "name the --format of a file of another program"
_NEEDED = ("concept", "lang", "term")

_FIRST = frozenset("'=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
_FORMULA = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")  # full-width ones too: some spreadsheets take them


def neutral(cell: str) -> str:
    """The cell with an apostrophe before what a spreadsheet would take for a formula.

    >>> neutral("=1+1"), neutral("-ism"), neutral("a=b"), neutral("'=")
    ("'=1+1", "'-ism", 'a=b', "''=")
    """
    return f"'{cell}" if cell[:1] in _FIRST and _FORMULA.match(cell) else cell


def restored(cell: str) -> str:
    """The cell before :func:`neutral`; other apostrophes stay.

    >>> [restored(neutral(cell)) for cell in ("=1+1", "'=", "'t", "''")]
    ['=1+1', "'=", "'t", "''"]
    """
    return cell[1:] if cell[:1] == "'" and _FORMULA.match(cell) else cell


def rows(glossary: Glossary) -> Iterator[Sequence[str]]:
    """The table, its header first."""
    yield COLUMNS
    told: set[str] = set()
    empty = ("",) * (len(_OF_CONCEPT) - 1)
    for row in glossary.designations:
        concept = glossary.concepts.get(row.concept)
        if concept is None or row.concept in told:
            yield (row.concept, *empty, *row[1:])
        else:
            told.add(row.concept)
            yield (*concept, *row[1:])
    named = {row.concept for row in glossary.designations}
    blank = ("",) * (len(COLUMNS) - len(_OF_CONCEPT))
    for concept in glossary.concepts.values():
        if concept.concept not in named:
            yield (*concept, *blank)
    for blocker in glossary.blockers:
        cells = Designation("", blocker.lang, blocker.text, BLOCKER, review="", note=blocker.reason)
        yield ("", *empty, *cells[1:])


def from_rows(lines: Iterable[tuple[int, Sequence[str]]], path: Path) -> Glossary:
    """The glossary in a table: numbered lines, the header first; columns in any order, those that are not there empty.

    Raises:
        GlossaryFormatError: with line, the number of the column, and what to write instead.
    """
    lines = iter(lines)
    number, names = next(lines, (1, ()))
    names = [name.strip() for name in names]
    _check_header(names, number, path)
    collector = Collector(path)
    for number, cells in lines:
        if not any(cells):
            continue
        if any(cells[len(names) :]) or len(cells) < len(names):
            found, hint = f"{len(cells)} fields where {len(names)} are due", f"write {', '.join(names)}"
            raise GlossaryFormatError(path, number, min(len(cells), len(names)) + 1, found, hint)
        values = dict(zip(names, cells, strict=False))
        try:
            _add(values, number, collector)
        except GlossaryFormatError as error:
            name = error.found.split(" ")[0]
            column = names.index(name) + 1 if name in names else 1
            raise GlossaryFormatError(path, number, column, error.found, error.hint) from None
    return collector.glossary()


def _add(values: Mapping[str, str], number: int, collector: Collector) -> None:
    if values.get("status") == BLOCKER:
        row = Blocker(values["lang"], values["term"], values.get("note", ""))
        collector.blocker(number, 1, row._asdict())
        return
    of_concept = {name: values.get(name, "") for name in _OF_CONCEPT}
    of_concept["note"] = of_concept.pop("concept_note")
    if any(of_concept[name] for name in Concept._fields[1:]) or not (values["lang"] or values["term"]):
        collector.concept(number, 1, of_concept)
    if values["lang"] or values["term"]:
        collector.designation(number, 1, values)


def _check_header(names: Sequence[str], line: int, path: Path) -> None:
    for place, name in enumerate(names, 1):
        if name not in COLUMNS or name in names[: place - 1]:
            found = f"column {name!r} {'twice' if name in COLUMNS else 'is not known'}"
            raise GlossaryFormatError(path, line, place, found, f"use {', '.join(COLUMNS)}; {_OTHERS}")
    for name in _NEEDED:
        if name not in names:
            hint = f"the first line names the columns: {', '.join(_NEEDED)} at least; {_OTHERS}"
            raise GlossaryFormatError(path, line, 1, f"no column {name!r}", hint)


def write_csv(glossary: Glossary) -> Iterator[str]:
    """The table as CSV (RFC 4180), in UTF-8 with the mark that spreadsheets know it by; row by row.

    >>> print("".join(write_csv(Glossary([Designation("c1", "en", "=SUM")]))).splitlines()[1])
    c1,,,,,,en,'=SUM,preferred,,,,,approved,,,,,
    """
    yield "\ufeff"
    for row in rows(glossary):
        yield line([neutral(cell) for cell in row])


def read_csv(text: Iterable[str], path: Path) -> Glossary:
    """The glossary in the lines of a CSV file.

    Raises:
        GlossaryFormatError: with line, the number of the column, and what to write instead.
    """
    return from_rows(((number, [restored(cell) for cell in cells]) for number, cells in parse(text, path)), path)


def line(cells: Sequence[str], delimiter: str = ",") -> str:
    """A line of CSV."""
    if not any(_quoted(cell, delimiter) for cell in cells):
        return f"{delimiter.join(cells)}\r\n"
    buffer = StringIO()
    csv.writer(buffer, delimiter=delimiter).writerow(cells)
    return buffer.getvalue()


def _quoted(cell: str, delimiter: str) -> bool:
    return '"' in cell or delimiter in cell or "\n" in cell or "\r" in cell or cell != cell.strip()


def parse(text: Iterable[str], path: Path, delimiter: str = ",") -> Iterator[tuple[int, list[str]]]:
    """The rows of CSV with the numbers of the lines in which they begin; one at a time.

    Raises:
        GlossaryFormatError: a quotation mark is not closed, or a field is longer than 131,072 characters.
    """
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    begin = 1
    try:
        for cells in reader:
            yield begin, cells
            begin = reader.line_num + 1
    except csv.Error as error:
        hint = 'write fields with commas, quotation marks or breaks between "...", and " in them twice'
        raise GlossaryFormatError(path, begin, 1, str(error), hint) from None
