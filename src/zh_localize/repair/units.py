"""What codecs of our own have in common: bytes are read unit by unit, and what is no text goes to an error handler."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from typing import Any

Encode = Callable[[str, str], tuple[bytes, int]]
Unit = Callable[[str], bytes | None]  # the bytes of a character, None where it has none


class Known(dict[bytes, str]):
    """The text of each unit of bytes, looked up when first asked for."""

    def __init__(self, read: Callable[[bytes], str | None]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, unit: bytes) -> str:
        text = self._read(unit)
        if text is None:
            raise KeyError(unit)
        self[unit] = text
        return text


class UnitDecoder(codecs.BufferedIncrementalDecoder):
    """Units of bytes by a pattern; the beginning of one waits for its rest."""

    name: str
    pattern: re.Pattern[bytes]  # of a unit
    units: re.Pattern[bytes]  # of as many as stand together
    begun: re.Pattern[bytes]  # of a unit whose rest is to come
    known: Known

    def _buffer_decode(self, data: Any, errors: str, final: bool) -> tuple[str, int]:
        try:
            whole = self.units.match(data)
            place = whole.end() if whole else 0
            parts = ["".join(map(self.known.__getitem__, self.pattern.findall(data, 0, place)))]
        except KeyError:
            place, parts = 0, []
        while place < len(data):
            found = self.pattern.match(data, place)
            try:
                text = self.known[found[0]] if found else None
            except KeyError:
                text = None
            if found and text is not None:
                parts.append(text)
                place = found.end()
            elif not found and not final and self.begun.fullmatch(data, place):
                break
            else:
                text, place = refuse(self.name, data, place, errors)
                parts.append(text)
        return "".join(parts), place


def refuse(name: str, data: bytes, place: int, errors: str) -> tuple[str, int]:
    """What an error handler makes of a byte that is no text, and where it goes on."""
    error = UnicodeDecodeError(name, data, place, place + 1, "illegal multibyte sequence")
    text, end = codecs.lookup_error(errors)(error)
    assert isinstance(text, str)
    return text, end if end >= 0 else len(data) + end


def encode_units(name: str, text: str, errors: str, unit: Unit) -> tuple[bytes, int]:
    """The bytes of each character in turn, and the length of the text."""
    parts: list[bytes] = []
    place = 0
    while place < len(text):
        data = unit(text[place])
        if data is not None:
            parts.append(data)
            place += 1
            continue
        error = UnicodeEncodeError(name, text, place, place + 1, "no such character")
        found, place = codecs.lookup_error(errors)(error)
        parts.append(found if isinstance(found, bytes) else encode_units(name, found, "strict", unit)[0])
    return b"".join(parts), len(text)


def codec(name: str, decoder: type[codecs.IncrementalDecoder], encode: Encode) -> codecs.CodecInfo:
    """A codec as Python knows it, of a decoder and a function that encodes."""

    def decode(data: Any, errors: str = "strict") -> tuple[str, int]:
        return decoder(errors).decode(bytes(data), True), len(data)

    class Encoder(codecs.IncrementalEncoder):
        def encode(self, text: str, final: bool = False) -> bytes:
            return encode(text, self.errors)[0]

    class Writer(codecs.StreamWriter):
        def encode(self, text: str, errors: str = "strict") -> tuple[bytes, int]:
            return encode(text, errors)

    class Reader(codecs.StreamReader):
        def decode(self, data: bytes, errors: str = "strict") -> tuple[str, int]:
            return decode(data, errors)

    return codecs.CodecInfo(
        lambda text, errors="strict": encode(text, errors), decode, Reader, Writer, Encoder, decoder, name=name
    )
