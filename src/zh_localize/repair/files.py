"""Files of text in whatever encoding: checked to be text through and through, then read or opened as a stream."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import IO, BinaryIO

from zh_localize.errors import FileError, UndecodableError
from zh_localize.repair.encodings import Encoding, encoding_of
from zh_localize.repair.pieces import decoded_chunks, undecodable
from zh_localize.text.files import file_error

_CHUNK = 1 << 20


def read_text(path: Path) -> tuple[str, str]:
    """The text of a file and the encoding it is in; line ends stay as they are.

    Raises:
        FileError: the file cannot be read, or holds NULs, so that it is no text.
        UndecodableError: some of its bytes are no text.
    """
    with open_binary(path) as stream:
        return read(stream, path)


def read(stream: BinaryIO, name: Path | str) -> tuple[str, str]:
    """The same of a stream that can go back."""
    text, encoding = checked(stream, name)
    return text.read(), encoding


def checked(stream: BinaryIO, name: Path | str) -> tuple[IO[str], str]:
    """A stream of bytes as one of text, once all of it is known to be text; and the encoding it is in.

    The stream is read to its end before; in the memory of some blocks. Raises as :func:`read_text` does.
    """
    encoding = encoding_of(stream)
    start = encoding.mark
    try:
        for text, end in decoded_chunks(stream, encoding.codec, encoding.mark):
            if "\0" in text:
                place = _nul(stream, start, text, encoding)
                reason = f"byte {place} is NUL, so this is no text; remove the NULs or name a text file"
                raise FileError(name, reason)
            start = end
    except UnicodeDecodeError:
        raise _undecodable(stream, encoding, name) from None
    stream.seek(encoding.mark)
    return io.TextIOWrapper(stream, encoding.codec, newline="\n"), encoding.name


@contextlib.contextmanager
def open_binary(path: Path) -> Iterator[BinaryIO]:
    """A file to be read; raises ``FileError`` where that cannot be."""
    try:
        with path.open("rb") as stream:
            yield stream
    except FileError:
        raise
    except OSError as error:
        raise file_error(path, error) from None


def _nul(stream: BinaryIO, start: int, text: str, encoding: Encoding) -> int:
    """The place of the first NUL in a text whose bytes begin at ``start``."""
    if encoding.is_wide:
        return start + len(text[: text.index("\0")].encode(encoding.name))
    stream.seek(start)
    while (place := (data := stream.read(_CHUNK)).find(b"\0")) < 0 and data:
        start += len(data)
    return start + place


def _undecodable(stream: BinaryIO, encoding: Encoding, name: Path | str) -> UndecodableError:
    found = undecodable(stream, encoding.codec, encoding.mark)
    first = next(found)
    count = len(first.data) + sum(len(other.data) for other in found)
    stream.seek(0)
    line, left = 1, first.offset
    while left and (data := stream.read(min(left, _CHUNK))):
        line += data.count(b"\n")
        left -= len(data)
    nearest = encoding.mixed[0] if encoding.mixed else encoding.name
    return UndecodableError(name, nearest, first.offset, line, first.data[0], count)
