"""Reading and writing files so that nothing is lost: clear errors, and writes that happen whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from zh_localize.errors import FileError, LineError

_REASONS = {
    errno.ENOENT: "there is no such file; check the name",
    errno.EISDIR: "is a directory; name the files in it",
    errno.ENOTDIR: "a part of the path is not a directory; check the path",
    errno.EACCES: "permission denied; check the rights of the file and of its folder",
    errno.EPERM: "permission denied; check the rights of the file and of its folder",
    errno.EROFS: "lies on a read-only file system; choose another folder",
    errno.ENOSPC: "no space is left on the device; free some and run again",
    errno.ENAMETOOLONG: "the name is too long for the file system; choose a shorter one",
}


def file_error(path: Path | str, error: OSError) -> FileError:
    """What an ``OSError`` means for ``path``, in words that say what to do."""
    return FileError(path, _REASONS.get(error.errno or 0, f"{error.strerror or error}; check the file and try again"))


def read_bytes(path: Path) -> bytes:
    """The content of a file.

    Raises:
        FileError: it is missing, a directory, or may not be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise file_error(path, error) from None


def read_utf8(path: Path, *, error: type[LineError] = LineError) -> str:
    """The text of a file that must be UTF-8, without its byte order mark.

    Raises:
        FileError: the file cannot be read.
        LineError: a byte is not UTF-8; or the ``error`` of the caller's format.
    """
    data = read_bytes(path)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as cause:
        line = data.count(b"\n", 0, cause.start) + 1
        column = cause.start - data.rfind(b"\n", 0, cause.start)
        raise error(
            path, line, column, f"byte 0x{data[cause.start]:02X} is not UTF-8", "save the file as UTF-8"
        ) from None


@dataclass(slots=True)
class Replacement:
    """What is being written in place of a file; it takes that place in the end, unless it is not ``wanted``."""

    file: BinaryIO
    wanted: bool = True


@contextlib.contextmanager
def replacement(path: Path) -> Iterator[Replacement]:
    """Write a file whole or not at all: a temporary file in its folder, fsync, then rename.

    A symbolic link stays and its target is written; the mode of a file that was there is kept.

    Raises:
        FileError: the folder or the file cannot be written; what stood there still stands.
    """
    target = Path(os.path.realpath(path))
    try:
        if target.is_dir():
            raise FileError(path, _REASONS[errno.EISDIR])
        mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o666 & ~_umask()
        if target.exists() and not os.access(target, os.W_OK):
            raise FileError(path, _REASONS[errno.EACCES])
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:40]}.", suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as file:
                new = Replacement(file)
                yield new
                file.flush()
                os.fsync(file.fileno())
            if new.wanted:
                os.chmod(name, mode)  # noqa: PTH101
                os.replace(name, target)  # noqa: PTH105
        finally:
            with contextlib.suppress(OSError):
                os.unlink(name)  # noqa: PTH108
    except FileError:
        raise
    except OSError as error:
        raise file_error(path, error) from None


def write_atomic(path: Path, data: bytes) -> None:
    """Write a file as :func:`replacement` does."""
    with replacement(path) as new:
        new.file.write(data)


def make_folder(path: Path) -> None:
    """Make a folder and those above it; one that is there already is fine.

    Raises:
        FileError: it cannot be made, or a file stands in its place.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise FileError(path, "is a file, not a folder; choose another output folder") from None
    except OSError as error:
        raise file_error(path, error) from None


def _umask() -> int:
    """The umask of the process; the system lets it be read only by setting it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
