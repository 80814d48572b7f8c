"""Streams of bytes read as text piece by piece, so that memory stays bounded."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

_CHUNK = 1 << 20  # bytes read at a time
_ON_ERROR = "zh-localize-locate"


@dataclass(frozen=True, slots=True)
class Undecodable:
    """Bytes that are no text: where they stand in the file, from 0, and what they are."""

    offset: int
    data: bytes


def decoded_chunks(stream: BinaryIO, codec: str, start: int = 0, errors: str = "strict") -> Iterator[tuple[str, int]]:
    """The text of a stream from byte ``start`` on, piece by piece, each with the place behind its bytes.

    Raises:
        UnicodeDecodeError: some bytes are no text in that encoding.
    """
    stream.seek(start)
    decoder = codecs.getincrementaldecoder(codec)(errors)
    while chunk := stream.read(_CHUNK):
        text = decoder.decode(chunk)
        yield text, stream.tell() - len(decoder.getstate()[0])
    yield decoder.decode(b"", True), stream.tell()


def fits(stream: BinaryIO, codec: str) -> bool:
    """Whether all bytes of a stream are text in an encoding."""
    try:
        for _ in decoded_chunks(stream, codec):
            pass
    except UnicodeError:  # the codecs of ISO-2022 raise others than UnicodeDecodeError
        return False
    return True


def are_same(stream: BinaryIO, one: str, other: str) -> bool:
    """Whether two encodings read the same in a stream, and all bytes fit both."""
    decoders = codecs.getincrementaldecoder(one)(), codecs.getincrementaldecoder(other)()
    stream.seek(0)
    try:
        while chunk := stream.read(_CHUNK):
            first, second = (decoder.decode(chunk) for decoder in decoders)
            if first != second:
                return False
        first, second = (decoder.decode(b"", True) for decoder in decoders)
    except UnicodeError:  # the codecs of ISO-2022 raise others than UnicodeDecodeError
        return False
    return first == second


def undecodable(stream: BinaryIO, codec: str, start: int = 0) -> Iterator[Undecodable]:
    """Every run of bytes from ``start`` on that an encoding cannot read."""
    found: list[Undecodable] = []

    def note(error: UnicodeError) -> tuple[str, int]:
        assert isinstance(error, UnicodeDecodeError)
        before = stream.tell() - len(error.object)  # what a decoder works at ends where the stream was read to
        found.append(Undecodable(before + error.start, error.object[error.start : error.end]))
        return "", error.end

    codecs.register_error(_ON_ERROR, note)
    for _ in decoded_chunks(stream, codec, start, _ON_ERROR):
        yield from found
        found.clear()


def begin(data: bytes, codec: str, errors: str = "strict") -> str | None:
    """The beginning of a text, whose last character may be cut off; None where it does not fit."""
    try:
        return codecs.getincrementaldecoder(codec)(errors).decode(data)
    except UnicodeError:  # the codecs of ISO-2022 raise others than UnicodeDecodeError
        return None
