"""One writer at a time: a lock on a folder that the system gives back when its holder ends, however it ends."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from zh_localize.text.files import file_error


@contextlib.contextmanager
def locked(folder: Path, *, shared: bool = False) -> Iterator[None]:
    """Hold the lock of a folder; wait for it if another has it. The lock is advice: only those who ask for it heed it.

    On POSIX systems the folder itself is locked, so that no file is left behind and a read-only folder can be read; on
    Windows a file ``.lock`` in it.

    Args:
        shared: for readers, who exclude writers and not one another.
    Raises:
        FileError: there is no such folder, or its file system has no locks.
    """
    try:
        handle = os.open(folder, os.O_RDONLY) if sys.platform != "win32" else _lock_file(folder)
    except OSError as error:
        raise file_error(folder, error) from None
    try:
        _wait(folder, handle, shared=shared)
        yield
    finally:
        os.close(handle)


def _wait(folder: Path, handle: int, *, shared: bool) -> None:
    try:
        if sys.platform == "win32":
            import msvcrt
            import time

            while True:  # msvcrt gives up after ten seconds
                with contextlib.suppress(PermissionError):
                    msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
                    return
                time.sleep(0.02)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
    except OSError as error:
        raise file_error(folder, error) from None


def _lock_file(folder: Path) -> int:
    return os.open(folder / ".lock", os.O_RDWR | os.O_CREAT)
