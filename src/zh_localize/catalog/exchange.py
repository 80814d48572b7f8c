"""Catalogues to and from polib, and to Babel: the models that users' code may already work with."""

from __future__ import annotations

import contextlib
from typing import Any

from zh_localize.catalog.header import Header
from zh_localize.catalog.model import Catalog, Previous, Unit, split_reference


def to_polib(catalog: Catalog) -> Any:
    """A ``polib.POFile`` with the header, every unit and all that polib can hold of them."""
    import polib

    pofile = polib.POFile(encoding="utf-8", wrapwidth=79)
    pofile.header = "\n".join(catalog.header_comments)
    pofile.metadata = {name: value for name, value in catalog.header if name}
    pofile.metadata_is_fuzzy = ["fuzzy"] if "fuzzy" in catalog.header_flags else []
    pofile.extend(polib.POEntry(**_polib_fields(unit)) for unit in catalog.units)
    return pofile


def from_polib(pofile: Any) -> Catalog:
    """The catalogue that a ``polib.POFile`` or ``polib.MOFile`` holds."""
    return Catalog(
        header=_header(pofile.metadata),
        units=tuple(_unit(entry) for entry in pofile),
        header_comments=_lines(pofile.header),
        header_flags=("fuzzy",) if getattr(pofile, "metadata_is_fuzzy", False) else (),
    )


def to_babel(catalog: Catalog) -> Any:
    """A ``babel.messages.Catalog`` with the header fields that Babel takes and every unit, the obsolete ones apart."""
    from babel.messages.catalog import Catalog as BabelCatalog
    from babel.messages.catalog import Message

    found = BabelCatalog(
        locale=catalog.header_field("Language") or None,
        header_comment="\n".join(f"# {line}".rstrip() for line in catalog.header_comments),
        fuzzy="fuzzy" in catalog.header_flags,
    )
    for field in catalog.header:
        with contextlib.suppress(ValueError, LookupError):  # a date or charset that Babel does not read
            found.mime_headers = [field]
    for unit in catalog.units:
        fields = _babel_fields(unit)
        if unit.obsolete:
            found.obsolete[unit.source if unit.context is None else (unit.source, unit.context)] = Message(**fields)
        else:
            found.add(**fields)
    return found


def _babel_fields(unit: Unit) -> dict[str, Any]:
    previous = unit.previous
    locations = ((file, int(line) if line else None) for file, line in map(split_reference, unit.references))
    return {
        "id": unit.source if unit.plural is None else (unit.source, unit.plural),
        "string": unit.target if unit.plural is None else unit.targets,
        "locations": list(locations),
        "flags": unit.flags,
        "auto_comments": unit.notes,
        "user_comments": unit.comments,
        "previous_id": [text for text in (previous.source, previous.plural) if text is not None] if previous else (),
        "context": unit.context,
    }


def _polib_fields(unit: Unit) -> dict[str, Any]:
    previous = unit.previous
    forms = {"msgstr": unit.target} if unit.plural is None else {"msgstr_plural": dict(enumerate(unit.targets))}
    return forms | {
        "msgid": unit.source,
        "msgctxt": unit.context,
        "msgid_plural": unit.plural or "",
        "tcomment": "\n".join(unit.comments),
        "comment": "\n".join(unit.notes),
        "occurrences": [split_reference(reference) for reference in unit.references],
        "flags": list(unit.flags),
        "previous_msgid": previous and previous.source,
        "previous_msgctxt": previous and previous.context,
        "previous_msgid_plural": previous and previous.plural,
        "obsolete": unit.obsolete,
    }


def _unit(entry: Any) -> Unit:
    plural = entry.msgid_plural or ("" if entry.msgstr_plural else None)
    forms = entry.msgstr_plural
    return Unit(
        source=entry.msgid,
        targets=(entry.msgstr,) if plural is None else tuple(forms[index] for index in sorted(forms)) or ("",),
        context=entry.msgctxt,
        plural=plural,
        comments=_lines(entry.tcomment),
        notes=_lines(entry.comment),
        references=tuple(f"{file}:{line}" if line else file for file, line in entry.occurrences),
        flags=tuple(entry.flags),
        previous=_previous(entry),
        obsolete=bool(entry.obsolete),
    )


def _previous(entry: Any) -> Previous | None:
    if entry.previous_msgid is None:
        return None
    return Previous(entry.previous_msgid, entry.previous_msgctxt, entry.previous_msgid_plural)


def _header(metadata: dict[str, str]) -> Header:
    return tuple((name, str(value)) for name, value in metadata.items())


def _lines(text: str | None) -> tuple[str, ...]:
    return tuple(text.split("\n")) if text else ()
