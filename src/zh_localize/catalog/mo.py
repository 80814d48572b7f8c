"""MO files: what programs look translations up in.

Source: the chapter "The Format of GNU MO Files" of the GNU gettext manual. Entries are sorted by the bytes of
``context EOT msgid`` and hashed, as ``msgfmt`` does, so that glibc finds each of them in either way.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Literal

from zh_localize.catalog.charset import charset_in
from zh_localize.catalog.header import header_text, in_utf8
from zh_localize.catalog.mo_parse import BYTE_ORDERS, from_bytes
from zh_localize.catalog.model import Catalog, Unit
from zh_localize.text.files import file_error, read_bytes, write_atomic

__all__ = ["from_bytes", "is_mo", "read", "to_bytes", "write"]

_HEADER_WORDS = 7
_LEFT_OUT = "POT-Creation-Date"  # by msgfmt too: it would change the file where nothing a program can see has changed
_CONTENT_TYPE = "Content-Type: text/plain; charset=UTF-8\n"


def is_mo(path: Path) -> bool:
    """True when the suffix of a file or its first bytes say that it is an MO file.

    Raises:
        FileError: the file cannot be read.
    """
    if path.suffix.lower() in (".mo", ".gmo"):
        return True
    try:
        with path.open("rb") as file:
            return file.read(4) in BYTE_ORDERS
    except OSError as error:
        raise file_error(path, error) from None


def read(path: Path) -> Catalog:
    """The catalogue in an MO file of either byte order: header, translations, contexts and plurals.

    Raises:
        FileError: the file cannot be read.
        CatalogFormatError: it is no MO file, or a damaged one.
    """
    return from_bytes(read_bytes(path), path)


def write(catalog: Catalog, path: Path) -> None:
    """Write an MO file in the little-endian order that every system reads; whole or not at all.

    Raises:
        FileError: the file cannot be written.
        ValueError: a message holds NUL, which ends a string in an MO file.
    """
    write_atomic(path, to_bytes(catalog))


def to_bytes(catalog: Catalog, *, byteorder: Literal["little", "big"] = "little") -> bytes:
    """The bytes of an MO file, the same that ``msgfmt`` writes for UTF-8.

    Left out are units without a translation, fuzzy and obsolete ones; a plural is kept when its first form is filled.
    A header that names no charset gets one, as nothing but ASCII could be read without. Directives that depend on the
    system, such as ``%<PRIu64>``, are written as they stand: Python finds such messages, C programs do not. Linear but
    for the sorting.

    Raises:
        ValueError: a message holds NUL, which ends a string in an MO file.

    >>> data = to_bytes(Catalog(units=(Unit("Save", ("儲存",)), Unit("Open"))))
    >>> from_bytes(data).units
    (Unit(source='Save', targets=('儲存',), context=None, ...
    """
    entries = _entries(catalog)
    order = "<" if byteorder == "little" else ">"
    size = _hash_table_size(len(entries))
    sources_at = 4 * _HEADER_WORDS
    targets_at = sources_at + 8 * len(entries)
    hashes_at = targets_at + 8 * len(entries)
    strings_at = hashes_at + 4 * size
    words = [0x950412DE, 0, len(entries), sources_at, targets_at, size, hashes_at]
    for strings in zip(*entries, strict=True):
        for string in strings:
            words += (len(string), strings_at)
            strings_at += len(string) + 1
    words += _hash_table([source for source, _ in entries], size)
    blob = b"".join(string + b"\0" for strings in zip(*entries, strict=True) for string in strings)
    return struct.pack(f"{order}{len(words)}I", *words) + blob


def _entries(catalog: Catalog) -> list[tuple[bytes, bytes]]:
    """Source and target of each unit that is written, sorted as a look-up expects them."""
    header = in_utf8(header_text(tuple(field for field in catalog.header if field[0] != _LEFT_OUT)))
    if charset_in(header) is None:
        header += _CONTENT_TYPE
    entries = [(b"", _encode(header))]
    for unit in catalog.units:
        if unit.target and not unit.fuzzy and not unit.obsolete:
            entries.append((_source_bytes(unit), b"\0".join(map(_encode, unit.targets))))
    return sorted(entries)


def _source_bytes(unit: Unit) -> bytes:
    context = b"" if unit.context is None else _encode(unit.context) + b"\4"
    plural = b"" if unit.plural is None else b"\0" + _encode(unit.plural)
    return context + _encode(unit.source) + plural


def _encode(text: str) -> bytes:
    if "\0" in text:
        raise ValueError(f"the message {text[:40]!r} holds NUL, which ends a string in every catalogue; remove it")
    return text.encode("utf-8")


def _hash_table_size(count: int) -> int:
    """A prime a third larger than the number of entries."""
    if count < 2:
        return 3
    size = max(count * 4 // 3, 5) | 1
    while any(size % divisor == 0 for divisor in range(3, int(size**0.5) + 1, 2)):
        size += 2
    return size


def _hash_table(sources: list[bytes], size: int) -> list[int]:
    """The number of each entry, from 1, at the place where the hash of its source leads; 0 where there is none."""
    table = [0] * size
    for number, source in enumerate(sources, 1):
        value = _hash(source.partition(b"\0")[0])
        place, step = value % size, 1 + value % (size - 2)
        while table[place]:
            place = (place + step) % size
        table[place] = number
    return table


def _hash(source: bytes) -> int:
    """The hash of P. J. Weinberger in 32 bits."""
    value = 0
    for byte in source:
        value = (value << 4) + byte
        if high := value & 0xF0000000:
            value ^= high ^ (high >> 24)
    return value
