"""Names of files and folders: listed, or changed."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import typer

from zh_localize.cli.streams import Run, put
from zh_localize.errors import FileError
from zh_localize.text.files import file_error

_UNSHOWN = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


def repair_names(folder: Path, *, guess: bool, check: bool, in_place: bool) -> None:
    """List ``old -> new`` of each name beneath a folder that should be another, or change it; the deepest first.

    Hidden files and folders and what lies in them are left out, and links are not followed. No file is written over:
    where the new name is there already, or two names become the same, both are kept and told.
    """
    if check and in_place:
        raise typer.BadParameter("give one of --check and --in-place")
    run = Run([str(folder)])
    with run.guard():
        for old, new in _renamings(run, folder, guess=guess):
            with run.guard():
                if in_place:
                    _rename(old, new)
                put(f"{_shown(str(old))} -> {_shown(new)}\n")
                run.found |= check
    run.exit()


def _renamings(run: Run, folder: Path, *, guess: bool) -> Iterator[tuple[Path, str]]:
    """Each path beneath a folder with the name that it should have, if that is another and free."""
    from zh_localize.repair.names import is_usable, repair_name

    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise file_error(folder, error) from None
    for entry in entries:
        if entry.is_dir(follow_symlinks=False) and not entry.name.startswith("."):
            with run.guard():
                yield from _renamings(run, folder / entry.name, guess=guess)
    wanted = {entry.name: repair_name(entry.name, guess=guess) for entry in entries if not entry.name.startswith(".")}
    taken = Counter(wanted.values()) + Counter(name for name, new in wanted.items() if new != name)
    taken += Counter(entry.name for entry in entries if entry.name.startswith("."))
    for old, new in wanted.items():
        if new == old:
            continue
        with run.guard():
            path = folder / old
            if not is_usable(new):
                raise FileError(_shown(str(path)), f"cannot be called {_shown(new)!r}; rename it by hand")
            if taken[new] > 1:
                raise FileError(_shown(str(path)), f"would be {_shown(new)}, as another file; rename one by hand")
            yield path, new


def _rename(old: Path, new: str) -> None:
    target = old.with_name(new)
    if os.path.lexists(target):  # it may have come since, or the file system may take two names for one
        raise FileError(_shown(str(old)), f"would be {_shown(new)}, which is there now; rename one by hand")
    try:
        old.rename(target)
    except OSError as error:
        raise file_error(_shown(str(old)), error) from None


def _shown(name: str) -> str:
    """A name as it can be printed: bytes that are no text, and controls, as escapes."""
    return _UNSHOWN.sub(lambda match: f"\\x{ord(match[0]) & 0xFF:02x}", name)
