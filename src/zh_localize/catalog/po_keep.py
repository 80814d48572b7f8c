"""A catalogue as text in which every entry that is as it was read keeps its text, to the byte."""

from __future__ import annotations

from zh_localize.catalog.header import in_utf8, parse_header
from zh_localize.catalog.model import Catalog, Origin, Unit
from zh_localize.catalog.po_layout import entry_text, header_unit


def rewrite(catalog: Catalog) -> str:
    """The text of a PO file: units that were read and not edited as they stood there, others as ``msgcat`` has them.

    A catalogue that was read and not edited gives the text that it was read from, but for a charset other than UTF-8.
    Where that text has its lines end in CR LF, those of new entries do. Linear in the size of the catalogue.

    Raises:
        ValueError: as :func:`~zh_localize.catalog.po_layout.serialise` does.

    >>> from zh_localize.catalog import po
    >>> catalog = po.parse("msgid 'a'".replace("'", '"') + '\\tmsgstr  "b"\\n# the end\\n')
    >>> rewrite(catalog)
    'msgid "a"\\tmsgstr  "b"\\n# the end\\n'
    """
    origin = catalog.origin
    header = _header_text(catalog, origin)
    texts = [unit.text for unit in catalog.units]
    ends = "\r\n" if any(text and text.endswith("\r\n") for text in (origin and origin.text, *texts[:1])) else "\n"
    parts: list[str] = []
    for place, (unit, text) in enumerate(zip(catalog.units, texts, strict=True)):
        if header is not None and place == (origin.place if origin else 0):
            _append(parts, header, header_unit(catalog), ends)
        _append(parts, text, unit, ends)
    if header is not None and (origin.place if origin else 0) >= len(texts):
        _append(parts, header, header_unit(catalog), ends)
    return "".join(parts) + (origin.rest if origin else "")


def _append(parts: list[str], text: str | None, unit: Unit, ends: str) -> None:
    """Add an entry below the others: its own text, or one that is laid out anew behind a blank line."""
    if parts and not parts[-1].endswith("\n") and (not text or text.startswith("#~")):
        parts.append(ends)  # entries that were read may share a line
    if not text:
        text = ("\n" if parts else "") + entry_text(unit)
        text = text.replace("\n", ends) if ends != "\n" else text
    parts.append(text)


def _header_text(catalog: Catalog, origin: Origin | None) -> str | None:
    """What the header was read from if it is still the same, ``""`` where it is another, None where there is none."""
    if origin is None or origin.text is None:
        return "" if catalog.has_header else None
    old = origin.header
    now = (catalog.header, catalog.header_comments, catalog.header_notes)
    was = (parse_header(old.target), old.comments, old.notes)
    if now != was or (catalog.header_references, catalog.header_flags) != (old.references, old.flags):
        return "" if catalog.has_header else None
    start = origin.text.index("msgstr")
    return origin.text[:start] + in_utf8(origin.text[start:])
