"""What all commands share: reading inputs one by one, writing results, counting what went wrong."""

from __future__ import annotations

import contextlib
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, BinaryIO, cast

import typer

from zh_localize.cli.progress import Progress
from zh_localize.errors import FileError, LineError, UnknownColumnError
from zh_localize.repair.declared import declarations
from zh_localize.repair.files import checked, encoding_named, open_binary
from zh_localize.text.files import replacement

STDIN = "-"
_SPOOLED = 1 << 24  # bytes of standard input that are kept in memory
_HEAD = 1 << 16  # bytes in which a document declares its encoding
_MARK = b"\xef\xbb\xbf"
_MARKED = ("utf-8", "utf-8-sig")

Stream = Callable[[IO[str], "Output"], bool]


class StandardOutputError(Exception):
    """Standard output is closed, or has no room; ``error`` is what the system says."""

    def __init__(self, error: OSError) -> None:
        self.error = error
        super().__init__(f"standard output: {error.strerror or error}; choose another place and run again")


class Output:
    """What text is written to: standard output, or a file of bytes; in UTF-8 and with its line ends as they are."""

    def __init__(self, file: BinaryIO | None = None) -> None:
        self._file = file

    def write(self, text: str, /) -> None:
        """Write the next part of the text."""
        data = text.encode("utf-8", "surrogatepass")
        if self._file:
            self._file.write(data)
        else:
            put_bytes(data)


class Run:
    """One run of a command over its inputs: an input that fails is reported and the others are still done."""

    def __init__(self, files: list[str] | None, *, recursive: bool = False, encoding: str | None = None) -> None:
        if not files and _is_at_terminal():
            raise typer.BadParameter("name at least one file, or - for standard input")
        self.files = files or [STDIN]
        self._encoding = None if encoding is None else encoding_named(encoding)
        self.found = False
        self.failed = False
        if recursive:
            self.files = [*self._walked(self.files)]

    def inputs(self) -> Iterator[tuple[str, str, str]]:
        """``(name, text, encoding)`` of each input that can be read."""
        for name in self._shown():
            with self.guard(), _open(name) as stream:
                text, encoding = checked(stream, _title(name), self._encoding)
                yield name, text.read(), encoding

    def convert(self, stream: Callable[[str], Stream], *, in_place: bool) -> None:
        """Run each input through its stream, in bounded memory, to standard output or into its own place."""
        for name in self._shown():
            with self.guard():
                if in_place:
                    self._in_place(name, stream(name))
                    continue
                with _open(name) as source:
                    stream(name)(checked(source, _title(name), self._encoding)[0], Output())

    @contextlib.contextmanager
    def guard(self) -> Iterator[None]:
        """Report an input or output that fails and go on."""
        try:
            yield
        except (FileError, LineError, UnknownColumnError) as error:
            self.failed = True
            say(f"zh-localize: {error}")

    def exit(self) -> None:
        """End the command with the code of what happened."""
        code = 3 if self.failed else 1 if self.found else 0
        if code:
            raise typer.Exit(code)

    def _shown(self) -> Iterator[str]:
        with Progress(len(self.files)) as progress:
            for name in self.files:
                progress.show(name)
                yield name

    def _in_place(self, name: str, stream: Stream) -> None:
        path = Path(name)
        with open_binary(path) as source:
            mark = source.read(len(_MARK))
            text, encoding = checked(source, path, self._encoding)
            with replacement(path) as new:
                new.file.write(mark if mark == _MARK and encoding in _MARKED else b"")
                new.wanted = stream(text, Output(new.file))
        if new.wanted:
            _tell(name, encoding)

    def _walked(self, names: list[str]) -> Iterator[str]:
        from zh_localize.cli.walk import files

        for name in names:
            if name != STDIN and Path(name).is_dir():
                with self.guard():
                    yield from map(str, files(Path(name)))
            else:
                yield name


def say(message: str) -> None:
    """A line for the person at the terminal."""
    if sys.stderr:
        print(message, file=sys.stderr)  # noqa: T201


def put(text: str) -> None:
    """Text for stdout, in UTF-8 and with its line ends as they are."""
    put_bytes(text.encode("utf-8", "surrogatepass"))


def put_in_place(name: str, text: str, encoding: str) -> None:
    """Write a file anew, in UTF-8; a byte order mark of UTF-8 is kept."""
    path = Path(name)
    with open_binary(path) as file:
        mark = file.read(len(_MARK))
    mark = mark if mark == _MARK and encoding in _MARKED else b""
    with replacement(path) as new:
        new.file.write(mark + text.encode("utf-8", "surrogatepass"))
    _tell(name, encoding)


def flush() -> None:
    """Hand on what waits to be written.

    Raises:
        StandardOutputError: standard output cannot take it.
    """
    try:
        if sys.stdout:
            sys.stdout.flush()
    except OSError as error:
        raise StandardOutputError(error) from None


def put_bytes(data: bytes) -> None:
    """Bytes for stdout, all of them.

    Raises:
        StandardOutputError: standard output cannot take them.
    """
    if not sys.stdout:
        raise StandardOutputError(OSError(0, "it is closed"))
    try:
        sys.stdout.flush()
        rest = memoryview(data)
        while rest:  # an unbuffered stream may take a part
            rest = rest[sys.stdout.buffer.write(rest) or 0 :]
    except OSError as error:
        raise StandardOutputError(error) from None


def _tell(name: str, encoding: str) -> None:
    if encoding in ("utf-8", "ascii"):
        return
    with open_binary(Path(name)) as file:
        said = [found for found in declarations(file.read(_HEAD)) if found.codec != "utf-8"]
    still = f", but {said[0].by} says {said[0].label} still" if said else ""
    say(f"{name}: was {encoding}, is UTF-8 now{still}")


def _is_at_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _title(name: str) -> str:
    return "standard input" if name == STDIN else name


@contextlib.contextmanager
def _open(name: str) -> Iterator[BinaryIO]:
    """An input that can go back; standard input is kept in memory or, where it is long, in a file."""
    if name != STDIN:
        with open_binary(Path(name)) as file:
            yield file
        return
    if sys.stdin is None:
        raise FileError("standard input", "is closed; name a file or open it")
    with tempfile.SpooledTemporaryFile(_SPOOLED) as kept:
        shutil.copyfileobj(sys.stdin.buffer, kept)
        yield cast("BinaryIO", kept)
