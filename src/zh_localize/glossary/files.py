"""Read glossary packs: a folder with ``pack.toml``, TSV files of concepts and terms, and blockers.

Tab-separated, UTF-8, no quoting, ``#`` begins a comment line; the first other line names the columns.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

from zh_localize.errors import FileError, GlossaryFormatError
from zh_localize.glossary.model import MATCHES, REVIEWS, STATUSES, Blocker, Concept, Designation, Glossary
from zh_localize.text.files import read_utf8

_LANG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_CHOICES = {"status": STATUSES, "review": REVIEWS, "match": MATCHES}
_PATTERNS = {
    "lang": (_LANG, "a BCP 47 tag such as zh-Hans-CN, zh-Hant-TW or en"),
    "valid_from": (_DATE, "a date written YYYY, YYYY-MM or YYYY-MM-DD"),
    "valid_to": (_DATE, "a date written YYYY, YYYY-MM or YYYY-MM-DD"),
}


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
    concepts: list[Concept] = []
    for path in paths or shipped():
        if path.is_dir():
            concepts += (Concept(**row) for file in _files(path, "concepts") for row in _rows(file, Concept))
            designations += (Designation(**row) for file in _files(path, "terms") for row in _rows(file, Designation))
            blockers += (Blocker(**row) for file in _files(path, "blockers") for row in _rows(file, Blocker))
        else:
            designations += (Designation(**row) for row in _rows(path, Designation))
    return Glossary(designations, blockers, concepts)


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


def _rows(path: Path, kind: type) -> Iterator[dict[str, str]]:
    """The rows of a TSV file as fields of ``kind``, each checked."""
    known = [field.name for field in fields(kind)]
    columns: list[str] = []
    good: set[tuple[str, str]] = set()  # values that were checked before
    for number, line in enumerate(read_utf8(path, error=GlossaryFormatError).splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        values = line.split("\t")
        if not columns:
            columns = _columns(path, number, values, known)
        elif len(values) != len(columns):
            found = f"{len(values)} fields where {len(columns)} are due"
            hint = f"separate {', '.join(columns)} by tabs, empty ones too"
            raise GlossaryFormatError(path, number, len(line) + 1, found, hint)
        else:
            row = dict(zip(columns, values, strict=True))
            for place, pair in enumerate(row.items()):
                if pair not in good:
                    _check(path, number, values, place, *pair)
                    good.add(pair)
            yield {name: value for name, value in row.items() if value}


def _columns(path: Path, number: int, names: list[str], known: list[str]) -> list[str]:
    """The header row, checked."""
    for name in names:
        if name not in known or names.count(name) > 1:
            found = f"column {name!r} {'twice' if name in known else 'is not known'}"
            raise GlossaryFormatError(path, number, _column(names, names.index(name)), found, f"use {', '.join(known)}")
    needed = known[: 3 if "term" in known else 2 if "text" in known else 1]
    for name in needed:
        if name not in names:
            hint = f"the first line that is no comment names the columns: {', '.join(needed)} at least"
            raise GlossaryFormatError(path, number, 1, f"no column {name!r}", hint)
    return names


def _check(path: Path, number: int, values: list[str], place: int, name: str, value: str) -> None:
    """Refuse a value that its column cannot hold."""
    hint = ""
    if name in ("concept", "lang", "term", "text") and not value.strip():
        hint = f"write the {name}"
    elif name in _CHOICES and value and value not in _CHOICES[name]:
        hint = f"write one of {', '.join(filter(None, _CHOICES[name]))}"
    elif name in _PATTERNS and value and not _PATTERNS[name][0].fullmatch(value):
        hint = f"write {_PATTERNS[name][1]}"
    if hint:
        raise GlossaryFormatError(path, number, _column(values, place), f"{name} is {value!r}", hint)


def _column(values: list[str], place: int) -> int:
    """The column of a line, from 1, at which a field begins."""
    return sum(len(value) + 1 for value in values[:place]) + 1
