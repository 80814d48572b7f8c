"""Several files and a line of the history, written all or not at all, whenever the writer is killed.

The new files are first written into ``.staged``, with a manifest. Then one rename makes ``.staged`` into ``.pending``:
that is the moment at which the edit happens. Whoever comes next, the writer itself or, if it was killed, the next
reader or writer, moves the files of ``.pending`` to their places, adds the line, and takes the manifest away last. Each
of these steps can be done again: a file that was moved is no longer there, a line that stands is not repeated.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import stat
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from zh_localize.errors import FileError
from zh_localize.glossary import log
from zh_localize.glossary.files import pending_folder
from zh_localize.text.files import file_error, make_folder, read_bytes, write_atomic

MANIFEST = "manifest.json"


class Place:
    """Where a pack, or a glossary of one file, keeps what its edits need."""

    def __init__(self, path: Path) -> None:
        self.path = path
        is_pack = path.is_dir()
        self.folder = path if is_pack else path.parent
        self.pending = pending_folder(path)
        self.staged = self.pending.with_suffix(".staged") if not is_pack else path / ".staged"
        self.history = path / "history.jsonl" if is_pack else path.with_suffix(".history.jsonl")


class Write(NamedTuple):
    """What a file holds, and is to hold; nothing before when it is new."""

    before: bytes
    after: bytes


def commit(place: Place, writes: Mapping[Path, Write], line: bytes) -> None:
    """Write files of a pack and a line of its history. The lock must be held, and nothing be pending.

    Raises:
        FileError: a folder cannot be written or is full, or a file is not what it was; then nothing has changed.
    """
    try:
        _clear(place.staged)
        place.staged.mkdir()
        targets = []
        for number, (path, write) in enumerate(writes.items()):
            target = Path(os.path.realpath(path))
            if (read_bytes(target) if target.exists() else b"") != write.before:
                raise FileError(path, "was changed by another program in this moment; run the command again")
            staged = place.staged / str(number)
            _write(staged, write.after)
            for needed in (target, target.parent, place.history):
                if needed.exists() and not os.access(needed, os.W_OK):
                    raise FileError(needed, "permission denied; check the rights of the file and of its folder")
            if target.exists():
                staged.chmod(stat.S_IMODE(target.stat().st_mode))
            targets.append({"path": path.relative_to(place.folder).as_posix(), "before": _digest(write.before)})
        manifest = {"files": targets, "line": line.decode()}
        _write(place.staged / MANIFEST, json.dumps(manifest, ensure_ascii=False).encode())
        _sync(place.staged)
        place.staged.rename(place.pending)
    except OSError as error:
        _clear(place.staged)
        raise error if isinstance(error, FileError) else file_error(place.folder, error) from None
    _finish(place, log.append)


def recover(place: Place) -> None:
    """Finish what a writer that was killed had begun. The lock must be held by nobody else.

    Raises:
        FileError: the folder cannot be written, or a file was changed by something else since; nothing is lost then.
    """
    _finish(place, _append_once)


def _append_once(path: Path, line: bytes) -> None:
    """Add a line that may stand anywhere in the file already."""
    if not path.exists() or line not in read_bytes(path):
        log.append(path, line)


def _finish(place: Place, append: Callable[[Path, bytes], None]) -> None:
    manifest = place.pending / MANIFEST
    if not place.pending.exists():
        return
    if not manifest.exists():  # it goes last, so all is done
        _clear(place.pending)
        return
    facts = json.loads(read_bytes(manifest))
    paths = [place.folder / file["path"] for file in facts["files"]]
    waiting = [number for number in range(len(paths)) if (place.pending / str(number)).exists()]
    for number in waiting:
        _check(place, paths[number], facts["files"][number]["before"])
    try:
        _sync(place.folder)  # the edit lasts before a file of it does
        for number in waiting:
            _move(place.pending / str(number), paths[number])
        if facts["line"]:
            append(place.history, facts["line"].encode())
        for folder in {path.parent for path in paths} | {place.folder}:
            _sync(folder)
        manifest.unlink()
        place.pending.rmdir()
    except OSError as error:
        reason = error.reason if isinstance(error, FileError) else file_error(place.folder, error).reason
        hint = f"the edit is kept in {place.pending} and will be finished by the next command"
        raise FileError(place.folder, f"{reason}; {hint}") from None


def _check(place: Place, path: Path, before: str) -> None:
    """Refuse to write over what something else wrote after the edit was begun."""
    if _digest(read_bytes(path) if path.exists() else b"") != before:
        hint = f"compare it with the files in {place.pending}, which hold the edit, then delete that folder"
        raise FileError(path, f"was changed after an edit that was cut short; {hint}")


def _move(staged: Path, path: Path) -> None:
    target = Path(os.path.realpath(path))
    make_folder(target.parent)
    try:
        staged.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:  # a symbolic link leads to another file system
            raise
        write_atomic(target, read_bytes(staged))
        staged.unlink()


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """Make renames in a folder last through a loss of power; Windows has no way to."""
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def _clear(folder: Path) -> None:
    """Take away what a writer left that is not needed; what cannot be taken away is in nobody's way."""
    shutil.rmtree(folder, ignore_errors=True)
