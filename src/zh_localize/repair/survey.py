"""One look over all bytes of a stream: what they are not, and those that tell most about the encoding."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import BinaryIO

HEAD = 1 << 16  # bytes kept from the beginning
SAMPLE = 1 << 15  # bytes kept of lines that are not ASCII
SIGNS = (b"~{", b"\x1b$", b"+")  # what escapes of seven bits begin with
_AFTER = 1 << 12  # bytes kept from the first of a sign on
_CHUNK = 1 << 20
_CONTROL = re.compile(rb"[\x01-\x06\x10-\x19\x1c-\x1f]")  # that neither text nor escapes use


@dataclass(slots=True)
class Survey:
    """What is known of a stream: its length, its beginning, the first lines that are not ASCII, the first escapes."""

    size: int = 0
    head: bytes = b""
    sample: bytes = b""
    is_ascii: bool = True
    is_utf8: bool = True
    has_nul: bool = False
    has_controls: bool = False  # in the head
    signs: dict[bytes, bytes] = field(default_factory=dict)


def survey(stream: BinaryIO) -> Survey:
    """Look over a stream from its beginning, in the memory of some blocks. Linear."""
    stream.seek(0)
    found = Survey()
    decoder = codecs.getincrementaldecoder("utf-8")()
    sample: list[bytes] = []
    wanted = SAMPLE
    rest = b""  # a line that has not ended
    while chunk := stream.read(_CHUNK):
        found.head = found.head or chunk[:HEAD]
        found.size += len(chunk)
        found.has_nul = found.has_nul or b"\0" in chunk
        if found.is_utf8:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                found.is_utf8 = False
        if chunk.isascii():
            if found.is_ascii:
                _note_signs(found, chunk)
            if rest:
                sample.append(_telling(rest, wanted))
                wanted, rest = wanted - len(sample[-1]), b""
            continue
        found.is_ascii = False
        if wanted > 0:
            lines = (rest + chunk).split(b"\n")
            rest = lines.pop() if len(lines) > 1 else b""
            for line in lines:
                if not line.isascii():
                    sample.append(_telling(line, wanted))
                    wanted -= len(sample[-1])
                    if wanted <= 0:
                        break
    if wanted > 0 and not rest.isascii():
        sample.append(_telling(rest, wanted))
    if found.is_utf8:
        try:
            decoder.decode(b"", True)
        except UnicodeDecodeError:
            found.is_utf8 = False
    found.sample = b"\n".join(sample)
    found.has_controls = _CONTROL.search(found.head) is not None
    return found


def _telling(line: bytes, wanted: int) -> bytes:
    """A line, or of a long one what begins at its first byte that is not ASCII."""
    if len(line) <= wanted:
        return line
    start = next(place for place, byte in enumerate(line) if byte >= 0x80) if len(line) > SAMPLE else 0
    return line[start : start + wanted]


def _note_signs(found: Survey, chunk: bytes) -> None:
    for sign in SIGNS:
        if sign not in found.signs and (place := chunk.find(sign)) >= 0:
            found.signs[sign] = chunk[place : place + _AFTER]
