"""Source and translation side by side: JSON Lines, tab-separated columns, XLIFF 1.2 and 2, and parallel texts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple
from xml.parsers import expat

from zh_localize.errors import CatalogFormatError


class Pair(NamedTuple):
    """A text and its translation; ``notes`` are what a translator wrote beside them, ``line`` counts from 1."""

    line: int
    source: str
    target: str
    notes: str = ""
    document: str = ""


def read_json_lines(path: Path, text: str, *, source: str = "zh", target: str = "en") -> Iterator[Pair]:
    """Pairs of a file with one JSON object a line: its keys are the languages, ``notes`` and ``document`` if need be.

    Raises:
        CatalogFormatError: a line holds no such object.
    """
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        hint = f'write {{"{source}": "...", "{target}": "..."}}'
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise CatalogFormatError(path, number, error.colno, error.msg, hint) from None
        except RecursionError:
            raise CatalogFormatError(path, number, 1, "JSON that is nested too deeply", hint) from None
        if not isinstance(row, dict):
            raise CatalogFormatError(path, number, 1, "no JSON object", hint)
        values = [row.get(key, "") for key in (source, target, "notes", "document")]
        for key in (source, target):
            if key not in row:
                raise CatalogFormatError(path, number, 1, f"no key {key!r}", hint)
        if not all(isinstance(value, str) for value in values):
            raise CatalogFormatError(path, number, 1, "a value that is no string", hint)
        yield Pair(number, *values)


def read_columns(path: Path, text: str) -> Iterator[Pair]:
    """Pairs of a tab-separated file: source, translation, and a third column of notes if need be; ``#`` is a comment.

    Raises:
        CatalogFormatError: a line has fewer columns than two.
    """
    for number, line in enumerate(text.split("\n"), 1):
        line = line.removesuffix("\r")
        if not line.strip() or line.startswith("#"):
            continue
        source, *others = line.split("\t")
        if not others:
            raise CatalogFormatError(path, number, len(line) + 1, "one column", "write source TAB translation")
        yield Pair(number, source, others[0], "\t".join(others[1:]))


def read_parallel(source: str, target: Path, target_text: str) -> Iterator[Pair]:
    """Pairs of two texts whose lines answer one another.

    Raises:
        CatalogFormatError: the number of lines differs.
    """
    lines = zip_longest(source.removesuffix("\n").split("\n"), target_text.removesuffix("\n").split("\n"))
    for number, (before, after) in enumerate(lines, 1):
        if before is None or after is None:
            found = "a line that the source has not" if before is None else "no line for one of the source"
            raise CatalogFormatError(target, number, 1, found, "give both files the same number of lines")
        yield Pair(number, before, after)


def read_xliff(path: Path, data: bytes) -> Iterator[Pair]:
    """Pairs of an XLIFF file; inline codes are left out, their text is kept.

    Raises:
        CatalogFormatError: it is no well-formed XML, or no XLIFF.
    """
    reader = _Xliff()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: reader.start(name, parser.CurrentLineNumber)
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise CatalogFormatError(
            path, error.lineno, error.offset + 1, expat.ErrorString(error.code), "write XML"
        ) from None
    if not reader.is_xliff:
        raise CatalogFormatError(path, 1, 1, "no element 'xliff'", "give an XLIFF file of version 1.2 or 2")
    yield from reader.pairs


class _Xliff:
    """Collects the segments of a file while it is parsed."""

    def __init__(self) -> None:
        self.pairs: list[Pair] = []
        self.is_xliff = False
        self._line = 0
        self._texts: dict[str, list[str]] = {}
        self._field = ""
        self._notes: list[str] = []
        self._first = 0  # of the pairs that belong to the unit that is open

    def start(self, name: str, line: int) -> None:
        name = name.rpartition(" ")[2]
        self.is_xliff |= name == "xliff"
        if name in ("trans-unit", "unit"):
            self._first, self._notes = len(self.pairs), []
        if name in ("trans-unit", "segment"):
            self._line, self._texts = line, {}
        if name in ("source", "target", "note"):
            self._field = name
            self._texts.setdefault(name, [])

    def end(self, name: str) -> None:
        name = name.rpartition(" ")[2]
        if name == "note":
            self._notes.append("".join(self._texts.pop("note", ())))
        if name == self._field:
            self._field = ""
        if name in ("trans-unit", "segment") and "target" in self._texts:
            self.pairs.append(Pair(self._line, *("".join(self._texts.get(key, ())) for key in ("source", "target"))))
        if name in ("trans-unit", "unit") and self._notes:
            notes = "\n".join(self._notes)
            self.pairs[self._first :] = [pair._replace(notes=notes) for pair in self.pairs[self._first :]]

    def characters(self, text: str) -> None:
        if self._field:
            self._texts[self._field].append(text)
