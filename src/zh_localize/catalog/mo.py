"""MO files: what programs look translations up in.

Source: the chapter "The Format of GNU MO Files" of the GNU gettext manual. Entries are sorted by the bytes of
``context EOT msgid`` and hashed, as ``msgfmt`` does, so that glibc finds each of them in either way.
"""

from __future__ import annotations

import struct
from itertools import accumulate
from pathlib import Path
from typing import Literal

from zh_localize.catalog.charset import charset_in
from zh_localize.catalog.header import in_utf8
from zh_localize.catalog.mo_hash import fill_table, table_size
from zh_localize.catalog.mo_parse import BYTE_ORDERS, from_bytes
from zh_localize.catalog.mo_system import Pieces, SystemStrings, depends_on_system
from zh_localize.catalog.model import Catalog, Unit
from zh_localize.text.files import file_error, read_bytes, write_atomic

__all__ = ["from_bytes", "is_mo", "read", "to_bytes", "write"]

_MAGIC = 0x950412DE
_HEADER_WORDS, _SYSTEM_WORDS = 7, 5
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
    A header that names no charset gets one where a message is not in ASCII, as it could not be read without. Messages
    with directives that depend on the system, such as ``%<PRIu64>`` in a ``c-format``, are written so that C programs
    find them; Python's ``gettext`` passes over them, as it does in those of ``msgfmt``. Linear but for the sorting.

    Raises:
        ValueError: a message holds NUL, which ends a string in an MO file.

    >>> data = to_bytes(Catalog(units=(Unit("Save", ("儲存",)), Unit("Open"))))
    >>> from_bytes(data).units
    (Unit(source='Save', targets=('儲存',), context=None, ...
    """
    entries, of_system = _entries(catalog)
    order = "<" if byteorder == "little" else ">"
    size = table_size(len(entries) + len(of_system))
    tables_at = 4 * (_HEADER_WORDS + (_SYSTEM_WORDS if of_system else 0))
    hashes_at = tables_at + 16 * len(entries)
    rest_at = hashes_at + 4 * size
    sources = [source for source, _ in entries]
    strings = [*sources, *(target for _, target in entries)]
    blob = b"".join(string + b"\0" for string in strings)
    system = SystemStrings(of_system, rest_at, len(blob))
    lengths = [len(string) for string in strings]
    tables = [0] * (2 * len(strings))
    tables[::2] = lengths
    offsets = accumulate((length + 1 for length in lengths), initial=rest_at + 4 * len(system.words))
    tables[1::2] = list(offsets)[:-1]
    head = [_MAGIC, system.revision, len(entries), tables_at, tables_at + 8 * len(entries), size, hashes_at]
    words = [*head, *system.head, *tables, *fill_table(sources, size), *system.words]
    return b"".join((struct.pack(f"{order}{len(words)}I", *words), blob, system.blob))


def _entries(catalog: Catalog) -> tuple[list[tuple[bytes, bytes]], list[tuple[Pieces, Pieces]]]:
    """Source and target of each unit that is written, sorted as a look-up expects them; apart those of the system."""
    entries = []
    of_system = []
    for unit in catalog.units:
        if unit.target and not unit.obsolete and not unit.fuzzy:
            if unit.flags and (pieces := depends_on_system(unit)):
                of_system.append(pieces)
                continue
            targets = unit.targets
            target = _encode(targets[0]) if len(targets) == 1 else b"\0".join(map(_encode, targets))
            entries.append((_source_bytes(unit), target))
    header = in_utf8(catalog.header_msgstr(without=_LEFT_OUT))
    if charset_in(header) is None and (of_system or not _is_ascii(entries)):
        header += _CONTENT_TYPE
    if header:
        head = catalog.origin.header if catalog.origin else Unit("")  # it has a plural in odd files
        entries.append((_source_bytes(head), _encode(header)))
    return sorted(entries), of_system


def _is_ascii(entries: list[tuple[bytes, bytes]]) -> bool:
    return all(source.isascii() and target.isascii() for source, target in entries)


def _source_bytes(unit: Unit) -> bytes:
    source = _encode(unit.source)
    if unit.context is not None:
        source = _encode(unit.context) + b"\4" + source
    return source if unit.plural is None else source + b"\0" + _encode(unit.plural)


def _encode(text: str) -> bytes:
    if "\0" in text:
        raise ValueError(f"the message {text[:40]!r} holds NUL, which ends a string in every catalogue; remove it")
    return text.encode()
