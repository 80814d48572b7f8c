"""TBX read: of 2019 in both styles, martif of 2008, ours and those of other programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from zh_localize.errors import GlossaryFormatError
from zh_localize.glossary.exchange.collect import NEW, Collector, one_line
from zh_localize.glossary.exchange.tbx import MODULES, PREFIX, STATUSES
from zh_localize.glossary.exchange.xml import Element, parse
from zh_localize.glossary.model import Blocker, Concept, Designation, Glossary

_ENTRIES = ("conceptEntry", "termEntry")
_HEADERS = ("tbxHeader", "martifHeader")
_GROUPS = ("descripGrp", "adminGrp", "termNoteGrp")
_TERMS = ("termSec", "tig", "ntig")
_LANGUAGES = ("langSec", "langSet")
_HEADER = 1 << 12  # bytes in which our mark stands, where it does
_SKIPPED = ("transacGrp", "transac", "date")  # who changed what when: a pack has its history in git

_STATUS = {code: status for status, code in reversed(STATUSES.items())} | {
    "preferredTerm": "preferred",
    "admittedTerm": "admitted",
    "deprecatedTerm": "deprecated",
    "supersededTerm": "superseded",
    "preferred": "preferred",
    "admitted": "admitted",
    "deprecated": "deprecated",
    "superseded": "superseded",
    "obsolete": "superseded",
    "forbidden": "forbidden",
    "notRecommended": "deprecated",
    "standardizedTerm": "preferred",
    "legalTerm-admn-sts": "preferred",
    "regulatedTerm-admn-sts": "preferred",
    "standardizedTerm-admn-sts": "preferred",
}
_OF_CONCEPT = {"subjectField": "domain", "definition": "definition"}
_OF_TERM = {"partOfSpeech": "pos", "termType": "type", "source": "source"}


def read(data: bytes, path: Path) -> Glossary:
    """The glossary in a TBX file. Categories that a pack has no field for are kept in the note.

    A designation without a word on its review is approved when it names a source, and a draft otherwise.
    The dates of changes, and who made them, are left out. Linear in the size.

    Raises:
        GlossaryFormatError: with line, column and what to write instead.
    """
    units = parse(data, path, (*_ENTRIES, *_HEADERS))
    root = next(units, None)
    if root is None or root.name not in ("tbx", "martif", "TBX"):
        name = root.name if root else ""
        raise GlossaryFormatError(path, 1, 1, f"the root element {name!r}", "give a TBX file: <tbx> or <martif>")
    collector = Collector(path, ours=False)
    for number, unit in enumerate(units):
        if unit.name in _HEADERS:
            _header(unit, collector)
        else:
            _entry(unit, collector, number)
    return collector.glossary()


def is_ours(data: bytes) -> bool:
    """Whether a file is as we wrote it: a field that is not there is empty, and not dropped by another program."""
    return f"<p>{PREFIX}version=".encode() in data[:_HEADER]


def _header(header: Element, collector: Collector) -> None:
    """Concepts without a term and blockers, where the file is one of ours."""
    for paragraph in _all(header, "p"):
        name, _, value = paragraph.text.removeprefix(PREFIX).partition("=")
        if not paragraph.text.startswith(PREFIX):
            continue
        collector.ours = True
        if name == "concept":
            collector.concept(paragraph.line, paragraph.column, _fields(paragraph, value, Concept._fields, collector))
        elif name == "blocker":
            collector.blocker(paragraph.line, paragraph.column, _fields(paragraph, value, Blocker._fields, collector))


def _fields(element: Element, value: str, names: tuple[str, ...], collector: Collector) -> dict[str, str]:
    try:
        values = json.loads(value)
        if not isinstance(values, list) or not all(isinstance(item, str) for item in values):
            raise ValueError("no list of texts")
        return dict(zip(names, values, strict=True))
    except (ValueError, RecursionError):
        hint = f"write a JSON list of {', '.join(names)}, or take the paragraph out"
        raise GlossaryFormatError(collector.path, element.line, element.column, "a broken paragraph", hint) from None


def _entry(entry: Element, collector: Collector, number: int) -> None:
    """A concept with its terms; Weblate's files have no ids."""
    data = _Data()
    sections = []
    stays = False
    for child in entry.children:
        if child.name in _LANGUAGES:
            sections.append(child)
        elif _stays(child):
            stays = True
        else:
            data.add(child, _OF_CONCEPT)
    for section in sections:
        for child in section.children:
            if child.name not in _TERMS:
                data.add(child, _OF_CONCEPT, language=section.lang)
    concept = data.fields.pop("concept", "") or entry.attributes.get("id", "") or f"{NEW}{number}"
    values = {"concept": concept, **data.values(Concept._fields)}
    collector.concept(entry.line, entry.column, values)
    for section in sections:
        for child in section.children:
            if child.name in _TERMS:
                _term(child, concept, section.lang, collector, match="verbatim" if stays else "")


def _term(element: Element, concept: str, lang: str, collector: Collector, match: str) -> None:
    data = _Data()
    term = ""
    styles: list[str] = []
    for child in _flat(element):
        if child.name == "term":
            term = child.text
        elif _category(child) == "administrativeStatus":
            data.fields.setdefault("status", _status(child, collector))
        elif _category(child) == "customerSubset":
            styles.append(child.text)
        elif _stays(child):
            match = "verbatim"
        else:
            data.add(child, _OF_TERM)
    values = {"concept": concept, "lang": lang, "term": term, "styles": ",".join(styles), "match": match}
    values |= data.values(Designation._fields)
    if "review" not in data.fields:
        values["review"] = "approved" if values.get("source") else "draft"
    collector.designation(element.line, element.column, values)


def _stays(element: Element) -> bool:
    """Whether an element says that the term is not translated."""
    return _category(element) in ("Translation needed", "translationNote") and element.text.strip().lower() == "no"


def _status(element: Element, collector: Collector) -> str:
    text = element.text.strip()
    if text not in _STATUS:
        hint = f"write one of {', '.join(dict.fromkeys(STATUSES.values()))}"
        raise GlossaryFormatError(collector.path, element.line, element.column, f"status {text!r}", hint)
    return _STATUS[text]


class _Data:
    """The categories of a concept or a term: fields that a pack has, and all others as notes."""

    def __init__(self) -> None:
        self.fields: dict[str, str] = {}
        self.notes: list[str] = []

    def add(self, element: Element, known: dict[str, str], language: str = "") -> None:
        if element.name in _SKIPPED:
            return
        if element.name in _GROUPS:  # the first says what it is about, the others say more about that
            for number, child in enumerate(element.children):
                self.add(child, {} if number else known, language)
            return
        category, text = _category(element), element.text
        name = category.removeprefix(PREFIX)
        if category == "note" and text.startswith(PREFIX) and "=" in text:
            name, _, text = text.removeprefix(PREFIX).partition("=")
            self.fields[name] = text
        elif category.startswith(PREFIX):
            self.fields[name] = text
        elif category in ("note", "descrip", "Usage note"):  # the latter two are Weblate's
            self.notes.append(text)
        elif category in known and known[category] not in self.fields and text.strip():
            self.fields[known[category]] = text
        elif text.strip() or element.attributes.get("target"):
            where = f" ({language})" if language else ""
            self.notes.append(f"{category}{where}: {one_line(text or element.attributes['target'])}")

    def values(self, names: tuple[str, ...]) -> dict[str, str]:
        """The fields of these names."""
        found = {name: value for name, value in self.fields.items() if name in names}
        return {"note": "; ".join(self.notes), **found}


def _flat(element: Element) -> Iterator[Element]:
    """The elements of a term; ``ntig`` of 2008 has them in a ``termGrp``."""
    for child in element.children:
        if child.name == "termGrp":
            yield from _flat(child)
        else:
            yield child


def _category(element: Element) -> str:
    """The data category: an attribute in one style, the tag itself in the other."""
    if element.name in ("descrip", "admin", "termNote", "ref", "xref", "descripNote", "adminNote"):
        return element.attributes.get("type", element.name)
    return f"{PREFIX}{element.name}" if element.namespace == MODULES["zhl"] else element.name


def _all(element: Element, name: str) -> Iterator[Element]:
    for child in element.children:
        if child.name == name:
            yield child
        yield from _all(child, name)
