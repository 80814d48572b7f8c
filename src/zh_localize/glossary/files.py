"""Read glossary packs: a folder with ``pack.toml``, TSV files of concepts and terms, and blockers.

Tab-separated, UTF-8, no quoting, ``#`` begins a comment line; the first other line names the columns.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice, repeat
from pathlib import Path
from typing import Any, TypeVar

from zh_localize.errors import FileError, GlossaryFormatError, TableError
from zh_localize.glossary import tags
from zh_localize.glossary.fold import fold, packed_folding
from zh_localize.glossary.model import (
    MATCHES,
    REVIEWS,
    STATUSES,
    Blocker,
    Concept,
    Designation,
    Glossary,
    SharedName,
    Verdict,
)
from zh_localize.text import native
from zh_localize.text.files import make_folder, read_bytes, read_utf8

_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_CHOICES = {"status": STATUSES, "review": REVIEWS, "match": MATCHES}
_NEEDED = ("concept", "lang", "term", "text")
_DATES = ("valid_from", "valid_to")
_PATTERNS = {"blockers": "blockers.tsv", "shared": "shared.tsv"}
_KEPT = 16  # compiled glossaries in a cache
_UNIQUE = ("concept", "term", "text", "definition")  # columns whose values hardly recur

Row = TypeVar("Row", Concept, Designation, Blocker, Verdict, SharedName)


def shipped() -> tuple[Path, ...]:
    """The packs that come with the package, or lie in the checkout it is run from."""
    package = Path(__file__).parent.parent
    inside = package / "glossaries"
    folder = inside if inside.is_dir() else package.parent.parent / "glossaries"
    return tuple(sorted(path.parent for path in folder.glob("*/pack.toml")))


def load(*paths: Path, cache: Path | None = None) -> Glossary:
    """The glossary of these packs and files, in the order given; without any, of those shipped."""
    from zh_localize.glossary import compiled  # which needs this package's types

    paths = paths or shipped()
    for path in paths:
        if pending_folder(path).exists():
            from zh_localize.glossary import store  # an edit was cut short, which is seldom

            store.finish(path)
    if not cache or not native.core("terms"):
        return _load(paths)
    path = cache / f"{digest(paths)}.glossary"
    with contextlib.suppress(FileError, TableError):
        return compiled.read(path)
    glossary = _load(paths)
    with contextlib.suppress(FileError):  # a cache that cannot be written is none
        make_folder(cache)
        compiled.write(glossary, path)
        _prune(cache)
    return glossary


def pending_folder(path: Path) -> Path:
    """Where an edit of a pack or file waits that has happened and is not written to its places yet."""
    return path / ".pending" if path.is_dir() else path.with_name(f".{path.name}.pending")


def _load(paths: Iterable[Path]) -> Glossary:
    designations: list[Designation] = []
    blockers: list[Blocker] = []
    concepts: dict[str, Concept] = {}
    for path in paths:
        rows = _designations(path)
        if designations:  # what an earlier pack says of a designation stands
            known = {row[:3] for row in designations}
            rows = [row for row in rows if row[:3] not in known]
        designations += rows
        if path.is_dir():
            concepts = _concepts(path) | concepts
            blockers += (row for file in pack_files(path, "blockers") for row in read_rows(file, Blocker))
    return Glossary(designations, blockers, concepts.values())


def _designations(path: Path) -> list[Designation]:
    """The designations of a pack, or of a single file."""
    if not path.is_dir():
        return read_rows(path, Designation)
    return [row for file in pack_files(path, "terms") for row in read_rows(file, Designation)]


def digest(paths: Iterable[Path]) -> str:
    """What a glossary of these packs and files is known by: the content of all, in their order."""
    found = hashlib.blake2b(compiled_version(), digest_size=16)
    for path in paths:
        if path.is_dir():
            kinds = [(kind, file) for kind in ("concepts", "terms", "blockers") for file in pack_files(path, kind)]
        else:
            kinds = [("file", path)]
        for kind, file in kinds:
            data = read_bytes(file)
            found.update(f"{kind} {len(data)}\n".encode() + data)
    return found.hexdigest()


def compiled_version() -> bytes:
    """What a compiled glossary depends on besides its sources: its layout, and how terms are folded."""
    from zh_localize.glossary.compiled import MAGIC

    return MAGIC + hashlib.blake2b(b"".join(packed_folding())).digest()


def _prune(cache: Path) -> None:
    """Keep the compiled glossaries that were made last."""
    made = sorted(cache.glob("*.glossary"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in made[_KEPT:]:
        path.unlink(missing_ok=True)


def _concepts(pack: Path) -> dict[str, Concept]:
    """The concepts of a pack by their ids, each of which stands once."""
    found: dict[str, tuple[Concept, Path]] = {}
    for file in pack_files(pack, "concepts"):
        for row in read_rows(file, Concept):
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


def shared_names(pack: Path) -> dict[tuple[str, str], frozenset[str]]:
    """The names that a pack lets several concepts have, by language and folded name: its ``shared.tsv``."""
    path = pack / "shared.tsv"
    if not path.is_file():
        return {}
    rows = read_rows(path, SharedName)
    return {(row.lang, fold(row.term)): frozenset(row.concepts.split(",")) for row in rows}


def read_toml(path: Path) -> dict[str, Any]:
    """The settings of a TOML file.

    Raises:
        GlossaryFormatError: it is no TOML, with the place of the first fault.
    """
    try:
        return tomllib.loads(read_utf8(path, error=GlossaryFormatError))
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        line, column = (int(place[1]), int(place[2])) if place else (1, 1)
        raise GlossaryFormatError(path, line, column, str(error), "write TOML, see toml.io") from None


def pack_files(pack: Path, kind: str) -> list[Path]:
    """The files of one kind that ``pack.toml`` names."""
    pattern = file_pattern(pack, kind)
    found = sorted(pack.glob(pattern))
    if not found and kind == "terms":
        raise FileError(pack, f"has no terms: nothing matches {pattern}; put TSV files there or mend pack.toml")
    return found


def file_pattern(pack: Path, kind: str) -> str:
    """How ``pack.toml`` names the files of one kind, such as ``terms/*.tsv``."""
    settings_file = pack / "pack.toml"
    settings = read_toml(settings_file)
    pattern = settings.get("files", {}).get(kind, _PATTERNS.get(kind, f"{kind}/*.tsv"))
    if not isinstance(pattern, str) or ".." in pattern or pattern.startswith("/"):
        raise GlossaryFormatError(settings_file, 1, 1, f"files.{kind} is {pattern!r}", "name files inside the pack")
    return pattern


def read_rows(path: Path, kind: type[Row]) -> list[Row]:
    """The rows of a TSV file as values of ``kind``, each checked; column by column, which is several times as fast."""
    return parse_rows(path, read_utf8(path, error=GlossaryFormatError), kind)


def parse_rows(path: Path, text: str, kind: type[Row]) -> list[Row]:
    """The rows of the text of a TSV file, as :func:`read_rows` gives them."""
    lines = text.replace("\r\n", "\n").split("\n")
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
    needed = known[: 2 if known[0] == "lang" else 3 if "term" in known else 1]
    for name in needed:
        if name not in names:
            hint = f"the first line that is no comment names the columns: {', '.join(needed)} at least"
            raise GlossaryFormatError(path, line, 1, f"no column {name!r}", hint)


def _first_bad(name: str, column: list[str]) -> tuple[int, str, str] | None:
    """The first value that a column cannot hold: its row, the column, and what to write instead."""
    if name in _NEEDED and [*map(str.strip, column)] == column and "" not in column and name != "lang":
        return None
    hints = {value: hint for value in set(column) if (hint := wanted(name, value))}
    if not hints:
        return None
    number = next(number for number, value in enumerate(column) if value in hints)
    return number, name, hints[column[number]]


def wanted(name: str, value: str) -> str:
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
