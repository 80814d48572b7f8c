"""A patch written into the files of a pack: lines change in their places, all others stay as they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from zh_localize.errors import ExchangeError, FileError
from zh_localize.glossary import files, log, store, transaction
from zh_localize.glossary.exchange.patches import Patch
from zh_localize.glossary.log import RowChange
from zh_localize.glossary.model import Blocker, Concept, Designation
from zh_localize.glossary.store import Author
from zh_localize.glossary.transaction import Place, Write
from zh_localize.text.files import make_folder, read_bytes, read_utf8, write_atomic
from zh_localize.text.lock import locked

Row = Concept | Designation | Blocker

_DOMAIN = re.compile(r"[\w-]{1,64}")
_OTHERS = "imported"  # the file of what has no domain, or one that cannot be the name of a file
_SETTINGS = """# Glossary pack
name = "{}"
title = "{}"
version = "1"
files = {{ concepts = "concepts/*.tsv", terms = "terms/*.tsv", blockers = "blockers.tsv" }}
"""
_KEYS = {Concept: 1, Designation: 3, Blocker: 2}  # fields that tell a row from others


def create(pack: Path) -> None:
    """Make an empty pack of a folder that is not there, or has nothing in it.

    Raises:
        FileError: it cannot be made, or is something else.
    """
    if pack.exists() and (not pack.is_dir() or any(pack.iterdir())):
        raise FileError(pack, "is no pack: it has no pack.toml; name a pack, or a folder that is not there yet")
    make_folder(pack)
    name = re.sub(r'["\\\x00-\x1f\x7f]', "", pack.resolve().name)
    write_atomic(pack / "pack.toml", _SETTINGS.format(name, name).encode())


def write(patch: Patch, pack: Path, *, revision: str, author: Author) -> tuple[Path, ...]:
    """Change the files of a pack and its history, all or nothing, and give those that were changed.

    Args:
        revision: :func:`zh_localize.glossary.files.digest` of the pack that the patch was made for; none for a new one.
        author: who brings the file in, for the history.
    Raises:
        FileError: the pack was changed since, or cannot be written; then nothing has changed.
        ExchangeError: a row would be a comment.
    """
    place = Place(pack)
    with locked(place.folder):
        transaction.recover(place)
        if revision and revision != files.digest((pack,)):
            raise FileError(pack, "was changed by another program meanwhile; nothing was written, run again")
        planned = plan(patch, pack)
        writes = {path: Write(read_bytes(path) if path.exists() else b"", data) for path, data in planned.items()}
        transaction.commit(place, writes, log.line(store.record(author, "import"), _changes(patch)))
    return tuple(planned)


def _changes(patch: Patch) -> tuple[RowChange, ...]:
    """The changes of a patch as the history has them."""
    blockers = ((None, blocker) for blocker in patch.blockers)
    pairs = (("concepts", patch.concepts), ("terms", patch.designations), ("blockers", blockers))
    return tuple(RowChange(kind, before, after) for kind, changed in pairs for before, after in changed)


def plan(patch: Patch, pack: Path) -> dict[Path, bytes]:
    """What the files of a pack hold after a patch, for those that change; in the order in which to write them.

    Raises:
        ExchangeError: a row would be a comment.
    """
    domains = {after.concept: after.domain for _, after in patch.concepts if after}
    concepts = _Tables(pack, "concepts", Concept)
    terms = _Tables(pack, "terms", Designation)
    concepts.change(patch.concepts, domains)
    terms.change(patch.designations, {**concepts.domains(), **domains})
    blockers = _Tables(pack, "blockers", Blocker)
    blockers.change(((None, blocker) for blocker in patch.blockers), {})
    return dict((*terms.made(), *blockers.made(), *concepts.made()))


class _Tables:
    """The files of one kind."""

    def __init__(self, pack: Path, kind: str, row: type[Concept] | type[Designation] | type[Blocker]) -> None:
        self._pack = pack
        self._row = row
        self._pattern = files.file_pattern(pack, kind)
        paths = sorted(pack.glob(self._pattern))
        self._tables = {path: _Table(path, row) for path in paths}
        self._places = {key: table for table in self._tables.values() for key in table.rows}
        self._domains: dict[str, _Table] = {}
        self._homes = {key[0]: table for key, table in self._places.items()}

    def change(self, changes: Iterable[tuple[Row | None, Row | None]], domains: dict[str, str]) -> None:
        """Change rows in their files; new ones join those of their concept, or of its domain."""
        width = _KEYS[self._row]
        for before, after in changes:
            if before:
                self._places[tuple(before[:width])].replace(tuple(before[:width]), after)
            elif after:
                self._home(after[0], domains.get(after[0], "")).add(after)

    def domains(self) -> dict[str, str]:
        """The domain of each concept, by the file that holds it."""
        return {concept: table.path.stem for concept, table in self._homes.items()}

    def made(self) -> list[tuple[Path, bytes]]:
        """What changed."""
        return [(table.path, table.serialise()) for table in self._tables.values() if table.changed]

    def _home(self, concept: str, domain: str) -> _Table:
        if concept not in self._homes or self._row is Blocker:
            self._homes[concept] = self._of_domain(domain)
        return self._homes[concept]

    def _of_domain(self, domain: str) -> _Table:
        if domain not in self._domains:
            name = domain if _DOMAIN.fullmatch(domain) else _OTHERS
            path = self._pack / self._pattern.replace("**/", "").replace("*", name)
            self._domains[domain] = self._tables.setdefault(path, _Table(path, self._row))
        return self._domains[domain]


class _Table:
    """One file: its lines, and where each row stands."""

    def __init__(self, path: Path, row: type[Concept] | type[Designation] | type[Blocker]) -> None:
        self.path = path
        self.changed = False
        self.rows: dict[tuple[str, ...], int] = {}
        self._width = _KEYS[row]
        text = read_utf8(path) if path.exists() else ""
        self._end = "\r\n" if "\r\n" in text else "\n"
        self._lines: list[str | None] = [*text.replace("\r\n", "\n").split("\n")]
        if self._lines[-1] == "":
            self._lines.pop()
        data = [n for n, line in enumerate(self._lines) if line and line[0] != "#" and not line.isspace()]
        self._header = data[0] if data else len(self._lines)
        if not data:
            self._lines.append("\t".join(row._fields))
        self._columns = str(self._lines[self._header]).split("\t")
        self._fields = row._fields
        self._is_sorted = len(self._lines) - self._header == len(data) or not data
        for number in data[1:]:
            cells = dict(zip(self._columns, str(self._lines[number]).split("\t"), strict=True))
            self.rows[tuple(cells.get(name, "") for name in self._fields[: self._width])] = number
        keys = [*map(self._order(), (str(self._lines[number]) for number in data[1:]))]
        self._is_sorted &= keys == sorted(keys)

    def replace(self, key: tuple[str, ...], row: Sequence[str] | None) -> None:
        """Put another row in the place of one, or none."""
        self._lines[self.rows[key]] = self._line(row) if row else None
        self.changed = True

    def add(self, row: Sequence[str]) -> None:
        """A row more, at the end; the lines are put in order when they were before."""
        self._lines.append(self._line(row))
        self.changed = True

    def serialise(self) -> bytes:
        """The file as it is now."""
        lines = [line for line in self._lines[self._header + 1 :] if line is not None]
        if self._is_sorted:
            lines.sort(key=self._order())
        head = [str(line) for line in self._lines[: self._header + 1]]
        return "".join(f"{line}{self._end}" for line in (*head, *lines)).encode()

    def _line(self, row: Sequence[str]) -> str:
        """The line of a row; columns that the file has not and that the row needs are added to all lines."""
        cells = dict(zip(self._fields, row, strict=True))
        missing = [name for name, value in cells.items() if value and name not in self._columns]
        if missing:
            self._columns += missing
            tabs = "\t" * len(missing)
            self._lines[self._header] = "\t".join(self._columns)
            for number in range(self._header + 1, len(self._lines)):
                line = self._lines[number]
                if line and line[0] != "#" and not line.isspace():
                    self._lines[number] = line + tabs
        line = "\t".join(cells.get(name, "") for name in self._columns)
        if line.startswith("#"):
            raise ExchangeError(
                f"{line.split(chr(9))[0]!r} begins with #, which makes a comment of its line; rename it"
            )
        return line

    def _order(self) -> Callable[[str], tuple[str, ...]]:
        """What lines are sorted by: concept, language, status and term, or what tells other rows apart."""
        is_term = self._width == _KEYS[Designation]
        names = ("concept", "lang", "status", "term") if is_term else self._fields[: self._width]
        places = [self._columns.index(name) for name in names if name in self._columns]

        def order(line: str) -> tuple[str, ...]:
            cells = line.split("\t")
            return tuple(cells[place] for place in places)

        return order
