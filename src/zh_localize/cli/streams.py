"""What all commands share: reading inputs one by one, writing results, counting what went wrong."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

import typer

from zh_localize.cli.progress import Progress
from zh_localize.errors import CatalogFormatError, FileError
from zh_localize.localise import read_text, text_of
from zh_localize.text.files import write_atomic

STDIN = "-"


class Run:
    """One run of a command over its inputs: an input that fails is reported and the others are still done."""

    def __init__(self, files: list[str] | None) -> None:
        if not files and sys.stdin.isatty():
            raise typer.BadParameter("name at least one file, or - for standard input")
        self.files = files or [STDIN]
        self.found = False
        self.failed = False

    def inputs(self) -> Iterator[tuple[str, str, str]]:
        """``(name, text, encoding)`` of each input that can be read."""
        with Progress(len(self.files)) as progress:
            for name in self.files:
                progress.show(name)
                with self.guard():
                    text, encoding = _read(name)
                    yield name, text, encoding

    @contextlib.contextmanager
    def guard(self) -> Iterator[None]:
        """Report an input or output that fails and go on."""
        try:
            yield
        except (FileError, CatalogFormatError) as error:
            self.failed = True
            say(f"zh-localize: {error}")

    def exit(self) -> None:
        """End the command with the code of what happened."""
        code = 3 if self.failed else 1 if self.found else 0
        if code:
            raise typer.Exit(code)


def _read(name: str) -> tuple[str, str]:
    if name == STDIN:
        return text_of(sys.stdin.buffer.read(), "standard input")
    return read_text(Path(name))


def say(message: str) -> None:
    """A line for the person at the terminal."""
    print(message, file=sys.stderr)  # noqa: T201


def put(text: str) -> None:
    """Text for stdout, in UTF-8 and with its line ends as they are."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "surrogatepass"))


def put_in_place(name: str, text: str, encoding: str) -> None:
    """Write a file anew, in UTF-8; a byte order mark of UTF-8 is kept."""
    path = Path(name)
    with path.open("rb") as file:
        mark = b"\xef\xbb\xbf" if file.read(3) == b"\xef\xbb\xbf" else b""
    write_atomic(path, mark + text.encode("utf-8", "surrogatepass"))
    if encoding not in ("utf-8", "ascii"):
        say(f"{name}: was {encoding}, is UTF-8 now")
