"""Compiled glossaries: one file that is mapped into memory, in which rows are read when they are asked for.

The file is known by the hash of what it was made from, so that it never goes stale, and has a checksum of its own.
It can be deleted at any time. Layout: a head, a table of sections, and the sections, each beginning at a multiple
of eight bytes; numbers are of 32 bits in the order of this machine.
"""

from __future__ import annotations

import mmap
import struct
import sys
from array import array
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import overload
from zlib import crc32

from zh_localize.errors import FileError, TableError
from zh_localize.glossary.automaton import NativeAutomaton
from zh_localize.glossary.find import Finder, finder, gather, rank
from zh_localize.glossary.model import Blocker, Concept, Designation, Glossary
from zh_localize.text import native
from zh_localize.text.files import write_atomic

MAGIC = b"ZHLGLO01" + sys.byteorder[:1].encode() * 8
_HEAD = struct.Struct("<16sQII")  # magic, size, checksum, number of sections
_ROWS, _STARTS, _CONCEPTS, _BLOCKERS, _NAMES, _BY_NAME, _UNUSABLE, _LANGUAGES = range(8)
_EACH = 3  # sections of each language: the table of terms, where groups begin, the rows of the groups


def write(glossary: Glossary, path: Path) -> None:
    """Compile a glossary into a file; needs the native core.

    Raises:
        FileError: the file cannot be written.
    """
    rows = glossary.designations
    lines = ["\t".join(row).encode() for row in rows]
    order = sorted(range(len(rows)), key=lambda number: rows[number].concept)
    runs = [(name, [*run]) for name, run in groupby(order, key=lambda number: rows[number].concept)]
    languages = sorted({row.lang.split("-")[0] for row in rows})
    sections = [
        b"\n".join(lines),
        _starts(map(len, lines), 1),
        "\n".join("\t".join(concept) for concept in glossary.concepts.values()).encode(),
        "\n".join("\t".join(blocker) for blocker in glossary.blockers).encode(),
        "\n".join(name for name, _ in runs).encode(),
        _starts((len(run) for _, run in runs), 0) + array("I", order).tobytes(),
        array("I", (number for number, row in enumerate(rows) if not row.is_usable)).tobytes(),
        "\n".join(languages).encode(),
    ]
    numbers = {id(row): number for number, row in enumerate(rows)}
    for language in languages:
        sections += _language_sections(glossary, language, numbers)
    write_atomic(path, _joined(sections))


def _language_sections(glossary: Glossary, language: str, numbers: dict[int, int]) -> Iterator[bytes]:
    terms, found = gather(glossary, language)
    core = native.core("terms")
    assert core
    automaton = NativeAutomaton.of(core, terms)
    groups: list[list[Designation]] = [[] for _ in range(max(automaton.groups, default=-1) + 1)]
    for number, row in zip(automaton.groups, found, strict=True):
        if row is not None:
            groups[number].append(row)
    yield bytes(automaton.table)
    yield _starts(map(len, groups), 0)
    yield array("I", (numbers[id(row)] for group in groups for row in sorted(group, key=rank))).tobytes()


def _starts(sizes: Iterator[int] | map[int], gap: int) -> bytes:
    """Where things of these sizes begin that follow one another, and where another would."""
    found = array("I", [0])
    for size in sizes:
        found.append(found[-1] + size + gap)
    return found.tobytes()


def _joined(sections: Sequence[bytes]) -> bytes:
    place = _HEAD.size + 16 * len(sections)
    table = b""
    body: list[bytes] = []
    for section in sections:
        table += struct.pack("<QQ", place, len(section))
        padding = -len(section) % 8
        body += (section, bytes(padding))
        place += len(section) + padding
    content = table + b"".join(body)
    return _HEAD.pack(MAGIC, place, crc32(content), len(sections)) + content


def read(path: Path) -> Glossary:
    """The glossary in a compiled file; some milliseconds, however many terms it has.

    Raises:
        FileError: there is no such file.
        TableError: it is damaged, or of another version or machine.
    """
    try:
        with path.open("rb") as file:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError):
        raise FileError(path, "there is no compiled glossary") from None
    if len(data) < _HEAD.size:
        raise TableError(str(path), "no head", "a compiled glossary")
    magic, size, checksum, count = _HEAD.unpack_from(data)
    view = memoryview(data)
    if magic != MAGIC or size != len(data) or crc32(view[_HEAD.size :]) != checksum:
        raise TableError(str(path), "other bytes", "a compiled glossary")
    places = struct.iter_unpack("<QQ", view[_HEAD.size : _HEAD.size + 16 * count])
    return CompiledGlossary([view[place : place + length] for place, length in places])


class CompiledGlossary(Glossary):
    """A glossary whose rows lie in a file."""

    def __init__(self, sections: Sequence[memoryview]) -> None:
        self._sections = sections
        self._rows = _Rows(sections[_ROWS], sections[_STARTS])

    @cached_property
    def designations(self) -> tuple[Designation, ...]:  # type: ignore[override]
        """Every designation; reading them all takes as long as from text."""
        return tuple(self._rows)

    @cached_property
    def concepts(self) -> dict[str, Concept]:  # type: ignore[override]
        """The concepts by their ids."""
        return {row.concept: row for row in (Concept._make(line) for line in self._lines(_CONCEPTS))}

    @cached_property
    def blockers(self) -> tuple[Blocker, ...]:  # type: ignore[override]
        """The blockers."""
        return tuple(Blocker._make(line) for line in self._lines(_BLOCKERS))

    @cached_property
    def unusable(self) -> tuple[Designation, ...]:
        """See :attr:`Glossary.unusable`."""
        return tuple(self._rows[number] for number in self._sections[_UNUSABLE].cast("I"))

    def of(self, concept: str) -> tuple[Designation, ...]:
        """See :meth:`Glossary.of`."""
        place = self._names.get(concept)
        if place is None:
            return ()
        numbers = self._sections[_BY_NAME].cast("I")
        first = len(self._names) + 1
        return tuple(self._rows[row] for row in numbers[first + numbers[place] : first + numbers[place + 1]])

    @cached_property
    def _names(self) -> dict[str, int]:
        names = bytes(self._sections[_NAMES]).decode()
        return {name: number for number, name in enumerate(names.split("\n"))} if names else {}

    def _finder(self, language: str) -> Finder:
        if language not in self._finders:
            self._finders[language] = self._compiled_finder(language) or finder(self, language)
        return self._finders[language]

    def _compiled_finder(self, language: str) -> Finder | None:
        """The finder over a table in the file; None where the pure twin is at work, or nothing is of the language."""
        languages = bytes(self._sections[_LANGUAGES]).decode().split("\n")
        core = native.core("terms")
        if core is None or language not in languages:
            return None
        first = _LANGUAGES + 1 + _EACH * languages.index(language)
        table, starts, numbers = self._sections[first : first + _EACH]
        starts, numbers = starts.cast("I"), numbers.cast("I")

        def group(number: int) -> tuple[Designation, ...]:
            return tuple(self._rows[row] for row in numbers[starts[number] : starts[number + 1]])

        return Finder(NativeAutomaton(core, table, ()), group)

    def _lines(self, section: int) -> Iterator[list[str]]:
        text = bytes(self._sections[section]).decode()
        return (line.split("\t") for line in text.split("\n")) if text else iter(())


class _Rows(Sequence[Designation]):
    """The designations in a file."""

    def __init__(self, text: memoryview, starts: memoryview) -> None:
        self._text = text
        self._starts = starts.cast("I")

    def __len__(self) -> int:
        return len(self._starts) - 1

    @overload
    def __getitem__(self, place: int) -> Designation: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Designation]: ...
    def __getitem__(self, place: int | slice) -> Designation | Sequence[Designation]:
        if isinstance(place, slice):
            return [self[number] for number in range(*place.indices(len(self)))]
        number = range(len(self))[place]
        line = bytes(self._text[self._starts[number] : self._starts[number + 1] - 1])
        return Designation._make(line.decode().split("\t"))
