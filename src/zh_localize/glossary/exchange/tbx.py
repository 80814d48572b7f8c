"""TBX: ISO 30042:2019 in both its styles, strict TBX-Basic or our own dialect, and the older martif of 2008. Writing.

What TBX-Basic has no category for goes into notes ``zhl:field=value``; TBX-zhl has categories of its own for it.
Both are read back whole by :mod:`zh_localize.glossary.exchange.tbx_read`.

Source: ISO 30042:2019; the categories of TBX-Basic 1.2 as LTAC/TerminOrgs publish them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from zh_localize.errors import ExchangeError
from zh_localize.glossary.exchange.xml import escape
from zh_localize.glossary.model import Concept, Designation, Glossary

NAMESPACE = "urn:iso:std:iso:30042:ed-2"
MODULES = {
    "min": "http://www.tbxinfo.net/ns/min",
    "basic": "http://www.tbxinfo.net/ns/basic",
    "zhl": "urn:zh-localize:tbx",
}
STATUSES = {
    "preferred": "preferredTerm-admn-sts",
    "admitted": "admittedTerm-admn-sts",
    "deprecated": "deprecatedTerm-admn-sts",
    "superseded": "supersededTerm-admn-sts",
    "forbidden": "deprecatedTerm-admn-sts",
}
PARTS_OF_SPEECH = ("noun", "verb", "adjective", "adverb", "other")
TERM_TYPES = ("fullForm", "acronym", "abbreviation", "shortForm", "variant", "phrase")
PREFIX = "zhl:"

_CLOSEST = {"properNoun": "noun", "setPhrase": "phrase"}  # what TBX-Basic has nearest
_IN_MIN = ("administrativeStatus", "partOfSpeech", "subjectField", "customerSubset")
_NCNAME = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*")
_TITLE = "Glossary written by zh-localize"


class Dialect(NamedTuple):
    """How a TBX file is written: its type, ``dca`` or ``dct``, and the edition of the standard."""

    type: str = "TBX-zhl"
    style: str = "dca"
    edition: int = 2019


ZHL, ZHL_DCT = Dialect(), Dialect(style="dct")
BASIC, BASIC_DCT = Dialect("TBX-Basic"), Dialect("TBX-Basic", "dct")
MARTIF = Dialect("TBX", edition=2008)


def write(glossary: Glossary, dialect: Dialect = ZHL) -> Iterator[str]:
    """The glossary as a TBX file, concept by concept; concepts without a term and blockers stand in the header.

    Raises:
        ExchangeError: there is no term, or a text holds what no XML file can.

    >>> "".join(write(Glossary([Designation("c1", "en", "work unit")]))).count("<term>work unit</term>")
    1
    """
    if not glossary.designations:
        raise ExchangeError("the glossary has no terms, and a TBX file needs one; add a term")
    grouped: dict[str, list[Designation]] = {}
    for row in glossary.designations:
        grouped.setdefault(row.concept, []).append(row)
    yield from _begin(glossary, grouped, dialect)
    entry = "conceptEntry" if dialect.edition == 2019 else "termEntry"
    ids = _ids(grouped)
    for concept, rows in grouped.items():
        what = f"concept {concept!r}"
        yield f'      <{entry} id="{ids[concept]}">\n'
        yield from _concept(glossary.concepts.get(concept, Concept(concept)), ids[concept], dialect, what)
        yield from _languages(rows, dialect, what)
        yield f"      </{entry}>\n"
    root = "tbx" if dialect.edition == 2019 else "martif"
    yield f"    </body>\n  </text>\n</{root}>\n"


def closest(value: str, known: tuple[str, ...]) -> str:
    """The value of a closed list for a value that may not be in it; empty for none.

    >>> closest("properNoun", PARTS_OF_SPEECH), closest("particle", PARTS_OF_SPEECH), closest("", PARTS_OF_SPEECH)
    ('noun', 'other', '')
    """
    if not value or value in known:
        return value
    return _CLOSEST.get(value, "other" if "other" in known else "")


def implied(row: Designation) -> dict[str, str]:
    """The fields that a reader has of the categories of TBX-Basic alone."""
    back = {code: status for status, code in reversed(STATUSES.items())}
    return {
        "status": back[STATUSES[row.status]],
        "pos": closest(row.pos, PARTS_OF_SPEECH),
        "type": closest(row.type, TERM_TYPES),
        "styles": row.styles,
        "source": row.source,
        "review": "approved" if row.source else "draft",
        "note": "" if row.note.startswith(PREFIX) else row.note,
    }


def completed(row: Designation, known: Designation) -> Designation:
    """A row that went through a program that may have dropped what TBX-Basic has no category for, with that put back.

    >>> known = Designation("c1", "en", "Taiwan", pos="properNoun", valid_from="1949", source="x")
    >>> completed(Designation("c1", "en", "Taiwan", "admitted", pos="noun", review="draft"), known)[3:11]
    ('admitted', '', 'properNoun', '', '', 'approved', '1949', '')
    """
    basic = implied(known)
    fields = (
        was if not now or now == basic.get(name) or name == "review" else now
        for name, now, was in zip(Designation._fields, row, known, strict=True)
    )
    return Designation._make(fields)


def _begin(glossary: Glossary, grouped: Mapping[str, object], dialect: Dialect) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    if dialect.edition == 2019:
        names = ("min", "basic") if dialect.type == "TBX-Basic" else ("min", "basic", "zhl")
        modules = "".join(f' xmlns:{name}="{MODULES[name]}"' for name in names) if dialect.style == "dct" else ""
        yield f'<tbx xmlns="{NAMESPACE}"{modules} type="{dialect.type}" style="{dialect.style}" xml:lang="en">\n'
        header = "tbxHeader"
    else:
        yield f'<martif type="{dialect.type}" xml:lang="en">\n'
        header = "martifHeader"
    yield f"  <{header}>\n    <fileDesc>\n      <titleStmt>\n        <title>{_TITLE}</title>\n      </titleStmt>\n"
    yield "      <sourceDesc>\n"
    yield f"        <p>{PREFIX}version=1</p>\n"
    for concept in glossary.concepts.values():
        if concept.concept not in grouped:
            yield _paragraph("concept", concept)
    for blocker in glossary.blockers:
        yield _paragraph("blocker", blocker)
    yield f"      </sourceDesc>\n    </fileDesc>\n  </{header}>\n  <text>\n    <body>\n"


def _paragraph(name: str, row: tuple[str, ...]) -> str:
    text = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
    return f"        <p>{PREFIX}{name}={escape(text, f'{name} {row[0]!r}')}</p>\n"


def _ids(concepts: Mapping[str, object]) -> dict[str, str]:
    """An XML id for each concept: its own where it can be one."""
    ids: dict[str, str] = {}
    number = 0
    for concept in concepts:
        if _NCNAME.fullmatch(concept):
            ids[concept] = concept
            continue
        number += 1
        while f"c{number}" in concepts:
            number += 1
        ids[concept] = f"c{number}"
    return ids


def _concept(row: Concept, identifier: str, dialect: Dialect, what: str) -> Iterator[str]:
    indent = " " * 8
    if row.domain:
        yield _data(indent, "descrip", "subjectField", row.domain, dialect, what)
    if row.definition:  # in a group: the rules of TBX-Basic want it there
        yield f"{indent}<descripGrp>\n{_data(indent + '  ', 'descrip', 'definition', row.definition, dialect, what)}"
        yield f"{indent}</descripGrp>\n"
    rest = {"broader": row.broader, "related": row.related, "concept": "" if identifier == row.concept else row.concept}
    yield from _remainder(indent, row.note, rest, dialect, what)


def _languages(rows: list[Designation], dialect: Dialect, what: str) -> Iterator[str]:
    section, term = ("langSec", "termSec") if dialect.edition == 2019 else ("langSet", "tig")
    languages: dict[str, list[Designation]] = {}
    for row in rows:
        languages.setdefault(row.lang, []).append(row)
    for lang, group in languages.items():
        yield f'        <{section} xml:lang="{escape(lang, what)}">\n'
        for row in group:
            yield f"          <{term}>\n"
            yield from _term(row, dialect, what)
            yield f"          </{term}>\n"
        yield f"        </{section}>\n"


def _term(row: Designation, dialect: Dialect, what: str) -> Iterator[str]:
    indent = " " * 12
    known = implied(row)
    yield f"{indent}<term>{escape(row.term, what)}</term>\n"
    yield _data(indent, "termNote", "administrativeStatus", STATUSES[row.status], dialect, what)
    if known["pos"]:
        yield _data(indent, "termNote", "partOfSpeech", known["pos"], dialect, what)
    if known["type"]:
        yield _data(indent, "termNote", "termType", known["type"], dialect, what)
    for style in filter(None, row.styles.split(",")):
        yield _data(indent, "admin", "customerSubset", style, dialect, what)
    if row.source:
        yield _data(indent, "admin", "source", row.source, dialect, what)
    known["styles"] = ",".join(filter(None, row.styles.split(",")))
    rest = {
        name: value
        for name, value in zip(Designation._fields[3:], row[3:], strict=True)
        if name != "note" and value != known.get(name, "")
    }
    yield from _remainder(indent, row.note, rest, dialect, what)


def _remainder(indent: str, note: str, rest: Mapping[str, str], dialect: Dialect, what: str) -> Iterator[str]:
    """A note, and what TBX-Basic has no category for."""
    if note.startswith(PREFIX):
        rest = {**rest, "note": note}
    elif note:
        yield f"{indent}<note>{escape(note, what)}</note>\n"
    for name, value in rest.items():
        if not value:
            continue
        if dialect.type == "TBX-zhl":
            yield _data(indent, "admin", f"{PREFIX}{name}", value, dialect, what)
        else:
            yield f"{indent}<note>{PREFIX}{name}={escape(value, what)}</note>\n"


def _data(indent: str, element: str, category: str, value: str, dialect: Dialect, what: str) -> str:
    """A data category, as an attribute or as a tag."""
    text = escape(value, what)
    if dialect.style == "dct":
        module = "zhl" if category.startswith(PREFIX) else "min" if category in _IN_MIN else "basic"
        name = f"{module}:{category.removeprefix(PREFIX)}"
        return f"{indent}<{name}>{text}</{name}>\n"
    return f'{indent}<{element} type="{category}">{text}</{element}>\n'
