"""Files of text in whatever encoding: checked to be text through and through, then read or opened as a stream."""

from __future__ import annotations

import codecs
import contextlib
import encodings.aliases
import io
from collections.abc import Iterator
from pathlib import Path
from typing import IO, BinaryIO

from zh_localize.errors import FileError, UndecodableError, UnknownEncodingError
from zh_localize.repair.encodings import Encoding, encoding_of
from zh_localize.repair.pieces import decoded_chunks, undecodable
from zh_localize.text.files import file_error

_CHUNK = 1 << 20
_MARKS = {
    "utf-8": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE, "utf-32-be": codecs.BOM_UTF32_BE, "gb18030": b"\x84\x31\x95\x33",
}  # fmt: skip


def read_text(path: Path, encoding: str | None = None) -> tuple[str, str]:
    """The text of a file and the encoding it is in; line ends stay as they are.

    Args:
        encoding: the one to read it in; by default the one that its bytes suggest.
    Raises:
        UnknownEncodingError: Python has no such encoding of text.
        FileError: the file cannot be read, or holds NULs, so that it is no text.
        UndecodableError: some of its bytes are no text.
    """
    with open_binary(path) as stream:
        return read(stream, path, encoding)


def read(stream: BinaryIO, name: Path | str, encoding: str | None = None) -> tuple[str, str]:
    """The same of a stream that can go back."""
    text, found = checked(stream, name, encoding)
    return text.read(), found


def checked(stream: BinaryIO, name: Path | str, encoding: str | None = None) -> tuple[IO[str], str]:
    """A stream of bytes as one of text, once all of it is known to be text; and the encoding it is in.

    The stream is read to its end before; in the memory of some blocks. Raises as :func:`read_text` does.
    """
    found = _given(stream, encoding) if encoding else encoding_of(stream)
    start = found.mark
    try:
        for text, end in decoded_chunks(stream, found.codec, found.mark):
            if "\0" in text:
                place = _nul(stream, start, text, found)
                reason = f"byte {place} is NUL, so this is no text; remove the NULs or name a text file"
                raise FileError(name, reason)
            start = end
    except UnicodeDecodeError:
        raise _undecodable(stream, found, name, given=encoding is not None) from None
    except UnicodeError as error:  # of codecs that do not say where
        raise FileError(name, f"is no text in {found.name} ({error}); choose another encoding") from None
    stream.seek(found.mark)
    return io.TextIOWrapper(stream, found.codec, newline="\n"), found.name


def encoding_named(name: str) -> str:
    """Python's own name of an encoding of text.

    Raises:
        UnknownEncodingError: there is none of that name; with the nearest one.

    >>> encoding_named("Big5-HKSCS")
    'big5hkscs'
    """
    if _is_of_text(name):
        return codecs.lookup(name).name
    known = {*encodings.aliases.aliases.values(), "gb18030", "utf_8_sig"}
    raise UnknownEncodingError(name, sorted(filter(_is_of_text, known)))


def _is_of_text(name: str) -> bool:
    """Whether an encoding is known, and gives bytes for text, as base64 does not."""
    try:
        "".encode(name)
    except (LookupError, ValueError):
        return False
    return True


def _given(stream: BinaryIO, name: str) -> Encoding:
    """An encoding that was asked for; a byte order mark of its own is no part of the text."""
    name = encoding_named(name)
    stream.seek(0)
    mark = _MARKS.get(name, b"")
    return Encoding(name, "it was asked for", len(mark) if mark and stream.read(len(mark)) == mark else 0)


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


def _undecodable(stream: BinaryIO, encoding: Encoding, name: Path | str, *, given: bool) -> UndecodableError:
    found = undecodable(stream, encoding.codec, encoding.mark)
    first = next(found)
    count = len(first.data) + sum(len(other.data) for other in found)
    stream.seek(0)
    line, left = 1, first.offset
    while left and (data := stream.read(min(left, _CHUNK))):
        line += data.count(b"\n")
        left -= len(data)
    nearest = encoding.mixed[0] if encoding.mixed else encoding.name
    return UndecodableError(name, nearest, first.offset, line, first.data[0], count, given=given)
