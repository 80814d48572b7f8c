"""Files in a folder and in those below it, without what ignore files name."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from zh_localize.text.files import file_error

IGNORE_FILES = (".gitignore", ".ignore")
_HEAD = 8000  # bytes in which git looks for a NUL to tell that a file is no text
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")

Rule = tuple[Path, object]


def files(folder: Path) -> Iterator[Path]:
    """The text files in ``folder`` and below, by name.

    Left out: hidden ones, symbolic links, what the ``.gitignore`` and ``.ignore`` files there and in the folders above
    (as far as the repository goes) name, and files that hold NULs, as those of git and ripgrep do.

    Raises:
        FileError: a folder cannot be read.
    """
    yield from _files(folder, [*_above(folder)])


def _files(folder: Path, rules: list[Rule]) -> Iterator[Path]:
    rules = [*rules, *_rules(folder)]
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise file_error(folder, error) from None
    for entry in entries:
        path = folder / entry.name
        is_folder = entry.is_dir(follow_symlinks=False)
        if entry.name.startswith(".") or entry.is_symlink() or _is_ignored(path, rules, is_folder=is_folder):
            continue
        if is_folder:
            yield from _files(path, rules)
        elif entry.is_file() and not _is_binary(path):
            yield path


def _above(folder: Path) -> Iterator[Rule]:
    """The rules of the folders above, from the top of the repository down."""
    resolved = folder.resolve()
    parents = (resolved, *resolved.parents)
    top = next((number for number, parent in enumerate(parents) if (parent / ".git").exists()), 0)
    for parent in reversed(parents[1 : top + 1]):
        yield from _rules(parent)


def _rules(folder: Path) -> Iterator[Rule]:
    """What the ignore files of a folder say of the paths below it."""
    import pathspec

    for name in IGNORE_FILES:
        path = folder / name
        if path.is_file():
            try:
                lines = path.read_text("utf-8", "surrogateescape").splitlines()
            except OSError as error:
                raise file_error(path, error) from None
            yield folder.resolve(), pathspec.GitIgnoreSpec.from_lines(lines)


def _is_ignored(path: Path, rules: list[Rule], *, is_folder: bool) -> bool:
    """Whether the last rule that speaks of a path leaves it out."""
    import pathspec

    resolved = path.resolve()
    for folder, spec in reversed(rules):
        assert isinstance(spec, pathspec.GitIgnoreSpec)
        name = resolved.relative_to(folder).as_posix() + ("/" if is_folder else "")
        found = spec.check_file(name).include
        if found is not None:
            return found
    return False


def _is_binary(path: Path) -> bool:
    """Whether a file holds a NUL near its beginning, and no mark of UTF-16 or UTF-32; one that fails is kept."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return False
    return b"\0" in head and not head.startswith(_WIDE_MARKS)
