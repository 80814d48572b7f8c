"""The sidecar of an export: which concept each row came from, and what its designations were like.

JSON Lines beside the file, named after it: a head, then a line a row in the order of the file. With it, a file that
comes back is a patch: what was changed in it is told from what was changed in the pack meanwhile.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from zh_localize.errors import GlossaryFormatError
from zh_localize.glossary.exchange.entries import Entry, Languages
from zh_localize.text.files import read_utf8

VERSION = 1
_HINT = "keep the manifest as it was written; without it, the file is read as new terms"


class Listed(NamedTuple):
    """A row of an export: the concept, its content, and language, term and content of each designation."""

    concept: str
    content: str
    terms: tuple[tuple[str, str, str], ...]


class Manifest(NamedTuple):
    """What an export held."""

    format: str
    languages: Languages
    rows: tuple[Listed, ...]


def content(row: Iterable[str]) -> str:
    """What a row is known by: equal rows, and hardly any others, have the same.

    >>> content(("a", "b")) == content(("a", "b")), content(("a", "b")) == content(("ab", ""))
    (True, False)
    """
    return blake2b("\t".join(row).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def describe(entries: Iterable[Entry], name: str, languages: Languages) -> Manifest:
    """The manifest of entries that are written in the format of that name."""
    entries = [*entries]
    if not languages.all:
        languages = Languages("", tuple(sorted({row.lang for entry in entries for row in entry.terms})))
    rows = (
        Listed(e.concept.concept, content(e.concept), tuple((r.lang, r.term, content(r)) for r in e.terms))
        for e in entries
    )
    return Manifest(name, languages, tuple(rows))


def path_of(file: Path) -> Path:
    """Where the manifest of a file lies.

    >>> path_of(Path("out/terms.csv")).name
    'terms.csv.manifest.jsonl'
    """
    return file.with_name(f"{file.name}.manifest.jsonl")


def serialise(manifest: Manifest) -> bytes:
    """The manifest as it is written."""
    head = {"zhl-manifest": VERSION, "format": manifest.format, "from": manifest.languages.source}
    lines = [
        {**head, "to": manifest.languages.targets},
        *({"c": r.concept, "h": r.content, "t": r.terms} for r in manifest.rows),
    ]
    return "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines).encode("utf-8", "surrogatepass")


def read(path: Path) -> Manifest:
    """The manifest in a file.

    Raises:
        FileError: it cannot be read.
        GlossaryFormatError: it is none.
    """
    lines = read_utf8(path, error=GlossaryFormatError).split("\n")
    number = 0
    try:
        for number, line in enumerate(lines, 1):
            if number == 1:
                head = json.loads(line)
                if head["zhl-manifest"] != VERSION:
                    raise GlossaryFormatError(path, 1, 1, "a manifest of another version", "export again")
                name = str(head["format"])
                languages = Languages(str(head["from"]), tuple(map(str, head["to"])))
                rows: list[Listed] = []
            elif line:
                row = json.loads(line)
                terms = tuple((str(lang), str(term), str(known)) for lang, term, known in row["t"])
                rows.append(Listed(str(row["c"]), str(row["h"]), terms))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        if isinstance(error, GlossaryFormatError):
            raise
        raise GlossaryFormatError(path, number, 1, "no line of a manifest", _HINT) from None
    return Manifest(name, languages, tuple(rows))
