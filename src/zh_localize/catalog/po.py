"""PO and POT files: bytes to catalogue and back. The grammar is in ``po_parse``, the layout in ``po_layout``."""

from __future__ import annotations

from pathlib import Path

from zh_localize.catalog.arrange import arrange
from zh_localize.catalog.charset import codec_of, declared_charset
from zh_localize.catalog.model import Catalog
from zh_localize.catalog.po_keep import rewrite
from zh_localize.catalog.po_layout import serialise
from zh_localize.catalog.po_parse import parse
from zh_localize.errors import CatalogFormatError
from zh_localize.text.files import read_bytes, write_atomic

__all__ = ["format_bytes", "from_bytes", "parse", "read", "serialise", "to_bytes", "write"]


def read(path: Path) -> Catalog:
    """The catalogue in a PO or POT file, in the charset that its header declares; linear in its size.

    Raises:
        FileError: the file cannot be read.
        CatalogFormatError: with line, column and what to write instead.
    """
    return from_bytes(read_bytes(path), path)


def from_bytes(data: bytes, path: Path | str = "<bytes>") -> Catalog:
    """The catalogue in the bytes of a PO or POT file; a byte order mark is accepted.

    Raises:
        CatalogFormatError: the bytes are no text in the charset of the header, or the text is no catalogue.

    >>> header = 'msgid ""\\nmsgstr "Content-Type: text/plain; charset=Big5\\\\n"\\n'
    >>> from_bytes((header + 'msgid "Save"\\nmsgstr "儲存"\\n').encode("big5")).get("Save").target
    '儲存'
    """
    return parse(_decode(data.removeprefix(b"\xef\xbb\xbf"), path), path)


def to_bytes(catalog: Catalog) -> bytes:
    """The bytes of the PO file that :func:`write` writes, in UTF-8: entries that were read and not edited keep theirs.

    Raises:
        ValueError: a message holds what no PO file can, such as NUL.
    """
    return rewrite(catalog).encode("utf-8")


def format_bytes(catalog: Catalog) -> bytes:
    """The bytes of the PO file that ``msgcat`` writes of it, in UTF-8: every entry is laid out anew, 79 columns wide.

    Flags that ``msgcat`` does not know, and drops, are kept.

    Raises:
        ValueError: as :func:`to_bytes` does.
    """
    return serialise(arrange(catalog)).encode("utf-8")


def write(catalog: Catalog, path: Path) -> None:
    """Write a PO file in UTF-8 as :func:`to_bytes` has it; whole or not at all.

    Raises:
        FileError: the file cannot be written.
        ValueError: a message holds what no PO file can, such as NUL.
    """
    write_atomic(path, to_bytes(catalog))


def _decode(data: bytes, path: Path | str) -> str:
    charset, offset = declared_charset(data)
    codec = codec_of(charset)
    if codec is None:
        if data.isascii():
            return data.decode("ascii")  # whatever the charset is, these are the same in it
        hint = "convert the file to UTF-8, for example with iconv, and write charset=UTF-8"
        raise _error(data, offset, "utf-8", path, f"unknown charset {charset}", hint)
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        if charset in (None, "CHARSET") and (text := _guessed(data)) is not None:
            return text
        found = f"0x{data[error.start]:02X} is no text in {charset or 'UTF-8'}, the charset of the file"
        hint = "write the real charset in the Content-Type field of the header, or convert the file to it"
        raise _error(data, error.start, codec, path, found, hint) from None


def _guessed(data: bytes) -> str | None:
    """The text of a file that declares no charset and is not in UTF-8, None where no encoding fits all of it."""
    from zh_localize.repair import decode

    decoded = decode(data)
    return None if decoded.findings else decoded.text


def _error(data: bytes, offset: int, codec: str, path: Path | str, found: str, hint: str) -> CatalogFormatError:
    """An error at an offset in bytes."""
    start = data.rfind(b"\n", 0, offset) + 1
    column = len(data[start:offset].decode(codec, "replace")) + 1
    return CatalogFormatError(path, data.count(b"\n", 0, start) + 1, column, found, hint)
