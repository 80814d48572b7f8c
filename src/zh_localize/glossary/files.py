"""Read glossary packs: a folder with ``pack.toml``, TSV files of concepts and terms, and blockers.

Tab-separated, UTF-8, no quoting, ``#`` begins a comment line; the first other line names the columns.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice, repeat
from pathlib import Path
from typing import TypeVar

from zh_localize.errors import FileError, GlossaryFormatError
from zh_localize.glossary import tags
from zh_localize.glossary.model import MATCHES, REVIEWS, STATUSES, Blocker, Concept, Designation, Glossary
from zh_localize.text.files import read_utf8

_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_CHOICES = {"status": STATUSES, "review": REVIEWS, "match": MATCHES}
_NEEDED = ("concept", "lang", "term", "text")
_DATES = ("valid_from", "valid_to")
_UNIQUE = ("concept", "term", "text", "definition")  # columns whose values hardly recur

Row = TypeVar("Row", Concept, Designation, Blocker)


def shipped() -> tuple[Path, ...]:
    """The packs that come with the package, or lie in the checkout it is run from."""
    package = Path(__file__).parent.parent
    inside = package / "glossaries"
    folder = inside if inside.is_dir() else package.parent.parent / "glossaries"
    return tuple(sorted(path.parent for path in folder.glob("*/pack.toml")))


def load(*paths: Path) -> Glossary:
    """The glossary of these packs and files, in the order given; without any, of those shipped."""
    designations: list[Designation] = []
    blockers: list[Blocker] = []
    concepts: dict[str, Concept] = {}
    for path in paths or shipped():
        if path.is_dir():
            concepts = _concepts(path) | concepts  # the earlier pack goes first
            designations += (row for file in _files(path, "terms") for row in _rows(file, Designation))
            blockers += (row for file in _files(path, "blockers") for row in _rows(file, Blocker))
        else:
            designations += _rows(path, Designation)
    return Glossary(designations, blockers, concepts.values())


def _concepts(pack: Path) -> dict[str, Concept]:
    """The concepts of a pack by their ids, each of which stands once."""
    found: dict[str, tuple[Concept, Path]] = {}
    for file in _files(pack, "concepts"):
        for row in _rows(file, Concept):
            if row.concept in found:
                line = _line_with(file, row.concept, 2 if found[row.concept][1] == file else 1)
                first = found[row.concept][1]
                place = f"{first}:{_line_with(first, row.concept, 1)}"
                hint = f"give it another id; the first stands in {place}"
                raise GlossaryFormatError(file, line, 1, f"concept {row.concept!r} stands twice", hint)
            found[row.concept] = row, file
    return {concept: row for concept, (row, _) in found.items()}


def _line_with(path: Path, concept: str, occurrence: int) -> int:
    """The line of a file of concepts, from 1, on which an id stands for that time."""
    lines = read_utf8(path).split("\n")
    return [number for number, line in enumerate(lines, 1) if line.split("\t")[0] == concept][occurrence - 1]


def _files(pack: Path, kind: str) -> list[Path]:
    """The files of one kind that ``pack.toml`` names."""
    settings_file = pack / "pack.toml"
    try:
        settings = tomllib.loads(read_utf8(settings_file, error=GlossaryFormatError))
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        line, column = (int(place[1]), int(place[2])) if place else (1, 1)
        raise GlossaryFormatError(settings_file, line, column, str(error), "write TOML, see toml.io") from None
    pattern = settings.get("files", {}).get(kind, {"blockers": "blockers.tsv"}.get(kind, f"{kind}/*.tsv"))
    if not isinstance(pattern, str) or ".." in pattern or pattern.startswith("/"):
        raise GlossaryFormatError(settings_file, 1, 1, f"files.{kind} is {pattern!r}", "name files inside the pack")
    found = sorted(pack.glob(pattern))
    if not found and kind == "terms":
        raise FileError(pack, f"has no terms: nothing matches {pattern}; put TSV files there or mend pack.toml")
    return found


def _rows(path: Path, kind: type[Row]) -> list[Row]:
    """The rows of a TSV file as values of ``kind``, each checked; column by column, which is several times as fast."""
    lines = read_utf8(path, error=GlossaryFormatError).replace("\r\n", "\n").split("\n")
    rows = [line for line in lines if line and line[0] != "#" and not line.isspace()]
    if not rows:
        return []
    known = kind._fields
    names = rows.pop(0).split("\t")
    _check_columns(path, _line_of(lines, 0), names, known)
    tabs = len(names) - 1
    wrong = next((number for number, line in enumerate(rows) if line.count("\t") != tabs), None)
    if wrong is not None:
        count = f"{rows[wrong].count(chr(9)) + 1} fields where {len(names)} are due"
        hint = f"separate {', '.join(names)} by tabs, empty ones too"
        raise GlossaryFormatError(path, _line_of(lines, wrong + 1), len(rows[wrong]) + 1, count, hint)
    fields = "\t".join(rows).split("\t") if rows else []  # one list: a list for each row would cost as much as all else
    columns = {name: fields[place :: len(names)] for place, name in enumerate(names)}
    del fields
    bad = [first for name, column in columns.items() if (first := _first_bad(name, column))]
    if bad:
        number, name, hint = min(bad)
        place = _column(rows[number].split("\t"), names.index(name))
        value = f"{name} is {columns[name][number]!r}"
        raise GlossaryFormatError(path, _line_of(lines, number + 1), place, value, hint)
    filled = (_filled(kind, name, columns, len(rows)) for name in known)
    return [kind._make(values) for values in zip(*filled, strict=True)]


def _filled(kind: type[Row], name: str, columns: Mapping[str, Sequence[str]], count: int) -> Iterable[str]:
    """A column, with its default where a field is empty; values that recur are kept once."""
    default = kind._field_defaults.get(name, "")
    column = columns.get(name)
    if column is None:
        return repeat(default, count)
    if name in _UNIQUE:
        return column
    values = set(column)
    if len(values) == 1:
        return repeat(column[0] or default, count)
    once = {value: value or default for value in values}
    return map(once.__getitem__, column)


def _line_of(lines: Sequence[str], row: int) -> int:
    """The number of the line, from 1, that holds the row of that number, from 0; the header is the first."""
    numbers = (n for n, line in enumerate(lines, 1) if line and line[0] != "#" and not line.isspace())
    return next(islice(numbers, row, None))


def _check_columns(path: Path, line: int, names: Sequence[str], known: Sequence[str]) -> None:
    """Refuse a header row that names what is not known, one name twice, or not what is needed."""
    for name in names:
        if name not in known or names.count(name) > 1:
            found = f"column {name!r} {'twice' if name in known else 'is not known'}"
            raise GlossaryFormatError(path, line, _column(names, names.index(name)), found, f"use {', '.join(known)}")
    needed = known[: 3 if "term" in known else 2 if "text" in known else 1]
    for name in needed:
        if name not in names:
            hint = f"the first line that is no comment names the columns: {', '.join(needed)} at least"
            raise GlossaryFormatError(path, line, 1, f"no column {name!r}", hint)


def _first_bad(name: str, column: list[str]) -> tuple[int, str, str] | None:
    """The first value that a column cannot hold: its row, the column, and what to write instead."""
    if name in _NEEDED and [*map(str.strip, column)] == column and "" not in column and name != "lang":
        return None
    hints = {value: hint for value in set(column) if (hint := _hint(name, value))}
    if not hints:
        return None
    number = next(number for number, value in enumerate(column) if value in hints)
    return number, name, hints[column[number]]


def _hint(name: str, value: str) -> str:
    """What to write instead of a value that its column cannot hold; empty when it can."""
    if name in _NEEDED:
        if not value.strip():
            return f"write the {name}"
        if value != value.strip():
            return f"write {value.strip()!r}, without blanks at its edges"
    if name in _CHOICES and value and value not in _CHOICES[name]:
        return f"write one of {', '.join(filter(None, _CHOICES[name]))}"
    if name == "lang" and not tags.is_tag(value):
        near = tags.nearest(value)
        return f"write {near}" if near else "write a BCP 47 tag such as zh-Hans-CN, zh-Hant-TW or en"
    if name in _DATES and value and not _DATE.fullmatch(value):
        return "write a date as YYYY, YYYY-MM or YYYY-MM-DD"
    return ""


def _column(values: Sequence[str], place: int) -> int:
    """The column of a line, from 1, at which a field begins."""
    return sum(len(value) + 1 for value in values[:place]) + 1
