"""The bytes of an MO file to a catalogue, with a clear error for a damaged file.

Source: the chapter "The Format of GNU MO Files" of the GNU gettext manual; the strings that depend on the system are
read as ``msgunfmt`` shows them.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

from zh_localize.catalog.charset import charset_in, codec_of
from zh_localize.catalog.header import in_utf8, parse_header
from zh_localize.catalog.model import Catalog, Unit
from zh_localize.errors import CatalogFormatError

BYTE_ORDERS = {b"\xde\x12\x04\x95": "<", b"\x95\x04\x12\xde": ">"}

_HINT = "the file is damaged: compile it again from its PO file"
_MOST_SHARED = 16  # times that a byte of a sound file may be used, so that a damaged one cannot fill the memory
_NO_SEGMENT = 0xFFFFFFFF


def from_bytes(data: bytes, path: Path | str = "<bytes>") -> Catalog:
    """The catalogue in the bytes of an MO file, in the order of the file; linear in its size.

    Raises:
        CatalogFormatError: it is no MO file, or a damaged one; column 1 is its first byte.
    """
    return _MoFile(data, path).catalog()


class _MoFile:
    """The words and strings of an MO file, each looked up within its bounds."""

    def __init__(self, data: bytes, path: Path | str) -> None:
        self._data = data
        self._path = path
        self._codec = "utf-8"
        self._used = 0
        if data[:4] not in BYTE_ORDERS:
            hint = "give a file that msgfmt or zh-localize has compiled"
            raise CatalogFormatError(path, 1, 1, "no MO file: the first four bytes are not its magic number", hint)
        self._order = BYTE_ORDERS[data[:4]]

    def catalog(self) -> Catalog:
        revision, count, sources_at, targets_at = self._words(4, 4)
        if revision >> 16 > 1:
            raise self._error(4, f"revision {revision >> 16}.{revision & 0xFFFF} of the format", "expected 0 or 1")
        pairs = list(zip(self._strings(sources_at, count), self._strings(targets_at, count), strict=True))
        if revision & 0xFFFF:
            pairs += self._system_dependent_pairs()
        heads = (pair for (source, _), pair in pairs if source[:1] in (b"", b"\0"))  # the latter with a plural
        header = next((self._set_codec(target.partition(b"\0")[0], offset) for target, offset in heads), "")
        units = tuple(self._unit(*source, *target) for source, target in pairs if source[0][:1] not in (b"", b"\0"))
        try:
            return Catalog(parse_header(in_utf8(header)), units)
        except ValueError as error:
            raise self._error(0, str(error)) from None

    def _unit(self, source: bytes, source_at: int, target: bytes, target_at: int) -> Unit:
        ids, *plurals = self._decode(source, source_at).split("\0")
        context, mark, message = ids.partition("\4")
        targets = self._decode(target, target_at).split("\0")
        return Unit(
            source=message if mark else ids,
            targets=tuple(targets) if plurals else (targets[0],),
            context=context if mark else None,
            plural=plurals[0] if plurals else None,
        )

    def _strings(self, table: int, count: int) -> list[tuple[bytes, int]]:
        """The strings that a table of lengths and offsets points to, each with its offset."""
        words = self._words(table, 2 * count)
        return [(self._slice(offset, length), offset) for length, offset in zip(words[::2], words[1::2], strict=True)]

    def _system_dependent_pairs(self) -> Iterator[tuple[tuple[bytes, int], tuple[bytes, int]]]:
        """Sources and targets with directives such as ``%<PRIu64>``, which the C library completes at run time."""
        segment_count, segments_at, count, sources_at, targets_at = self._words(28, 5)
        names = [_segment(name.rstrip(b"\0")) for name, _ in self._strings(segments_at, segment_count)]
        tables = (self._words(sources_at, count), self._words(targets_at, count))
        for source, target in zip(*tables, strict=True):
            yield (self._joined(source, names), source), (self._joined(target, names), target)

    def _joined(self, offset: int, names: list[bytes]) -> bytes:
        (position,) = self._words(offset, 1)
        parts = []
        while True:
            offset += 8
            length, segment = self._words(offset - 4, 2)
            parts.append(self._slice(position, length))
            position += length
            if segment == _NO_SEGMENT:
                return b"".join(parts).removesuffix(b"\0")
            if segment >= len(names):
                raise self._error(offset, f"segment {segment} of {len(names)}")
            parts.append(names[segment])

    def _words(self, offset: int, count: int) -> tuple[int, ...]:
        if offset + 4 * count > len(self._data):
            raise self._error(offset, f"{count} numbers at byte {offset} of {len(self._data)}")
        return struct.unpack_from(f"{self._order}{count}I", self._data, offset)

    def _slice(self, offset: int, length: int) -> bytes:
        self._used += length
        if offset + length > len(self._data) or self._used > _MOST_SHARED * len(self._data):
            raise self._error(offset, f"a string of {length} bytes at byte {offset} of {len(self._data)}")
        return self._data[offset : offset + length]

    def _set_codec(self, header: bytes, offset: int) -> str:
        charset = charset_in(header.decode("ascii", "replace"))
        codec = codec_of(charset)
        if codec is None:
            raise self._error(offset, f"unknown charset {charset}", "compile it again from a PO file in UTF-8")
        self._codec = codec
        return self._decode(header, offset)

    def _decode(self, string: bytes, offset: int) -> str:
        try:
            return string.decode(self._codec)
        except UnicodeDecodeError as error:
            found = f"0x{string[error.start]:02X} is no text in {self._codec}, the charset of the file"
            raise self._error(offset + error.start, found) from None

    def _error(self, offset: int, found: str, hint: str = _HINT) -> CatalogFormatError:
        return CatalogFormatError(self._path, 1, offset + 1, found, hint)


def _segment(name: bytes) -> bytes:
    """How a PO file writes what the system fills in: ``<PRIu64>`` for a size, but ``I`` for its own digits."""
    return b"<%s>" % name if name.startswith(b"PRI") else name
