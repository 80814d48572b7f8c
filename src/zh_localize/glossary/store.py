"""Packs as they are edited: read with a revision, and written under a lock so that nobody's edit is lost."""

from __future__ import annotations

import datetime
import hashlib
import re
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from zh_localize.errors import EditError, GlossaryFormatError
from zh_localize.glossary import files, log, transaction
from zh_localize.glossary.entries import KINDS, Entries, Key, Kind, Row, checked
from zh_localize.glossary.log import Record, RowChange
from zh_localize.glossary.merge import ConflictError, merge
from zh_localize.glossary.sheet import Sheet
from zh_localize.glossary.transaction import Place, Write
from zh_localize.text.files import read_bytes
from zh_localize.text.lock import locked

Edit = Callable[[Entries], Entries]
_DOMAIN = re.compile(r"\w[\w.-]*")


class Author(NamedTuple):
    """Who edits, and why."""

    who: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A pack, or a single file of terms, as it was when it was read; ``revision`` is a hash of its files."""

    path: Path
    revision: str
    entries: Entries
    sheets: Mapping[Path, Sheet]
    data: Mapping[Path, bytes]


def read(path: Path) -> Snapshot:
    """A pack with its revision, never half of an edit; an edit that was cut short is finished first.

    Raises:
        FileError: a file cannot be read.
        GlossaryFormatError: a row is broken or stands twice.
    """
    place = Place(path)
    with locked(place.folder, shared=True):
        if not place.pending.exists():
            return _read(path)
    finish(path)
    return read(path)


def finish(path: Path) -> None:
    """Finish an edit of a pack or file that was cut short, if there is one.

    Raises:
        FileError: see :func:`transaction.recover`.
    """
    place = Place(path)
    with locked(place.folder):
        transaction.recover(place)


def change(path: Path, edit: Edit, author: Author, action: str) -> tuple[RowChange, ...]:
    """Edit a pack as it is now: what ``edit`` makes of its entries is written, and a record of it to the history.

    Linear in the pack. The lock is held meanwhile, so ``edit`` must not ask anybody anything.

    Args:
        action: what the history calls it, such as ``add``.
    Raises:
        EditError: the edit is none that the glossary can take.
        FileError: the pack cannot be read or written; nothing has changed then.
    """
    place = Place(path)
    with locked(place.folder):
        transaction.recover(place)
        found = _read(path)
        after = edit(found.entries)
        changed = log.changes(found.entries, after)
        if changed:
            for row in changed:
                if row.after is not None:
                    checked(row.after)
            writes = _writes(found, after)
            transaction.commit(place, writes, log.line(record(author, action), changed))
    return changed


def record(author: Author, action: str) -> Record:
    """The beginning of a line of the history."""
    time = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    return Record(uuid.uuid4().hex, time, author.who, author.why, action, ())


def save(opened: Snapshot, entries: Entries, author: Author, action: str) -> tuple[RowChange, ...]:
    """Write what became of a snapshot. If the pack was changed by somebody else since, both edits are merged.

    Raises:
        ConflictError: both changed the same; nothing has changed then.
    """

    def merged(current: Entries) -> Entries:
        if current == opened.entries:
            return entries
        found = merge(opened.entries, entries, current)
        if found.conflicts:
            raise ConflictError(opened.path, found.conflicts)
        return found.entries

    return change(opened.path, merged, author, action)


def write_formatted(path: Path, *, check: bool = False) -> list[Path]:
    """Write the files of a pack in their canonical form; the files that were not. With ``check`` none is written.

    No row changes, so the history has no line of it.
    """
    place = Place(path)
    with locked(place.folder):
        transaction.recover(place)
        found = _read(path)
        writes = {}
        for file, sheet in found.sheets.items():
            data = sheet.formatted().encode()
            if data != found.data[file]:
                writes[file] = Write(found.data[file], data)
        if writes and not check:
            transaction.commit(place, writes, b"")
    return sorted(writes)


def _read(path: Path) -> Snapshot:
    sheets: dict[Path, Sheet] = {}
    data: dict[Path, bytes] = {}
    tables: dict[str, dict[Key, Row]] = {kind.name: {} for kind in KINDS}
    for kind, file in _files(path):
        data[file] = read_bytes(file)
        sheets[file] = Sheet(file, _text(file, data[file]), kind)
        table = tables[kind.name]
        for key in table.keys() & sheets[file].rows.keys():
            first = next(other for other in sheets if sheets[other].kind is kind and key in sheets[other].rows)
            hint = f"keep one of the rows; the other is in {first}"
            raise GlossaryFormatError(file, 1, 1, f"{' '.join(key)} stands twice", hint)
        table |= sheets[file].rows
    revision = hashlib.blake2b(digest_size=16)
    for file, content in data.items():
        revision.update(f"{file.name} {len(content)}\n".encode() + content)
    return Snapshot(path, revision.hexdigest(), Entries(**tables), sheets, data)  # type: ignore[arg-type]


def _files(path: Path) -> Iterator[tuple[Kind, Path]]:
    for kind in KINDS:
        if path.is_dir():
            yield from ((kind, file) for file in sorted(path.glob(files.file_pattern(path, kind.name))))
        elif kind.name == "terms":
            yield kind, path


def _text(path: Path, data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        found = f"byte 0x{data[error.start]:02X} is not UTF-8"
        raise GlossaryFormatError(path, line, 1, found, "save the file as UTF-8") from None


def _writes(found: Snapshot, after: Entries) -> dict[Path, Write]:
    """The files that change. Linear."""
    homes = _Homes(found, after)
    wanted: dict[Path, dict[Key, Row]] = {file: {} for file in found.sheets}
    kinds = {file: sheet.kind for file, sheet in found.sheets.items()}
    for kind, key, row in after.rows():
        file = homes.of(kind, key, row)
        wanted.setdefault(file, {})[key] = row
        kinds.setdefault(file, kind)
    writes = {}
    for file, rows in wanted.items():
        sheet = found.sheets.get(file) or Sheet(file, "", kinds[file])
        if rows != sheet.rows:
            writes[file] = Write(found.data.get(file, b""), sheet.text(rows).encode())
    return writes


class _Homes:
    """Which file a row belongs in: the one that it is in, or that of its concept, or that of its domain."""

    def __init__(self, found: Snapshot, after: Entries) -> None:
        self._path, self._concepts = found.path, after.concepts
        former = found.entries.concepts
        self._moved = {
            key[0] for key, row in after.concepts.items() if key in former and former[key].domain != row.domain
        }
        self._domains = {row.domain for row in former.values()}
        self._files = {(s.kind.name, key): file for file, s in found.sheets.items() for key in s.rows}
        self._near = {(kind, key[0]): file for (kind, key), file in self._files.items()}
        self._of_kind = {kind.name: [f for f, s in found.sheets.items() if s.kind is kind] for kind in KINDS}
        self._patterns: dict[str, str] = {}

    def of(self, kind: Kind, key: Key, row: Row) -> Path:
        """The file of a row.

        Raises:
            EditError: there is no place for it.
        """
        has_domain = kind.name in ("concepts", "terms")
        file = self._files.get((kind.name, key)) or (self._near.get((kind.name, key[0])) if has_domain else None)
        if file is not None and not (has_domain and key[0] in self._moved and file.stem in self._domains):
            return file
        if not self._path.is_dir():
            if kind.name == "terms":
                return self._path
            hint = f"make a pack of {self._path.name}: a folder with pack.toml and terms/"
            raise EditError(" ".join(key), "a single file holds designations and nothing else", hint)
        if kind.name not in self._patterns:
            self._patterns[kind.name] = files.file_pattern(self._path, kind.name)
        return self._new(kind, row)

    def _new(self, kind: Kind, row: Row) -> Path:
        pattern, there = self._patterns[kind.name], self._of_kind[kind.name]
        if "*" not in pattern:
            return self._path / pattern
        if not pattern.endswith("/*.tsv") or (len(there) == 1 and there[0].stem not in self._domains):
            return there[0]
        concept = self._concepts.get((row[0],))
        name = concept.domain if concept and concept.domain else kind.name
        if not _DOMAIN.fullmatch(name):
            raise EditError(row[0], f"domain is {name!r}", "write a domain of letters, digits and -")
        return self._path / f"{pattern.removesuffix('*.tsv')}{name}.tsv"
