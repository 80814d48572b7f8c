"""TMX 1.4b: a translation unit a concept, with the term to use in each language.

Source: TMX 1.4b Specification, Localization Industry Standards Association, 2005.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path

from zh_localize.errors import GlossaryFormatError
from zh_localize.glossary.exchange.collect import NEW, Collector
from zh_localize.glossary.exchange.entries import ANY, Entry, Languages, remark
from zh_localize.glossary.exchange.xml import Element, escape, parse
from zh_localize.glossary.model import Glossary


def write(entries: Iterable[Entry], source: str = "") -> Iterator[str]:
    """The entries as a TMX file; ``source`` is the language that is translated from, if it is one.

    Raises:
        ExchangeError: a text holds what no XML file can.
    """
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n'
    yield f'  <header creationtool="zh-localize" creationtoolversion="{version("zh-localize")}" segtype="phrase" '
    yield f'o-tmf="zh-localize" adminlang="en" srclang="{source or "*all*"}" datatype="plaintext"/>\n  <body>\n'
    for entry in entries:
        what = f"concept {entry.concept.concept!r}"
        yield f'    <tu tuid="{escape(entry.concept.concept, what)}">\n'
        if note := remark(entry):
            yield f"      <note>{escape(note, what)}</note>\n"
        if entry.concept.domain:
            yield f'      <prop type="x-domain">{escape(entry.concept.domain, what)}</prop>\n'
        for row in entry.terms:
            yield f'      <tuv xml:lang="{escape(row.lang, what)}"><seg>{escape(row.term, what)}</seg></tuv>\n'
        yield "    </tu>\n"
    yield "  </body>\n</tmx>\n"


def read(data: bytes, path: Path, languages: Languages = ANY) -> Glossary:
    """The units of a TMX file as concepts; what stands in inline codes is left out.

    Raises:
        GlossaryFormatError: with line, column and what to write instead.
    """
    units = parse(data, path, ("tu",))
    root = next(units, None)
    if root is None or root.name != "tmx":
        raise GlossaryFormatError(path, 1, 1, f"the root element {root.name if root else ''!r}", "give a TMX file")
    collector = Collector(path, ours=False, tags=languages.all)
    for number, unit in enumerate(units, 1):
        concept = unit.attributes.get("tuid") or f"{NEW}{number}"
        children = [*unit.children]
        domain = next((e.text for e in children if e.name == "prop" and e.attributes.get("type") == "x-domain"), "")
        note = "; ".join(child.text for child in children if child.name == "note")
        collector.concept(unit.line, unit.column, {"concept": concept, "domain": domain, "note": note})
        for child in children:
            if child.name == "tuv":
                term = "".join(_text(segment) for segment in child.children if segment.name == "seg")
                values = {"concept": concept, "lang": child.lang, "term": term, "review": "draft"}
                collector.designation(child.line, child.column, values)
    return collector.glossary()


def _text(element: Element) -> str:
    """The text of a segment; highlighted text is text, codes of a format are none."""
    parts = (
        part if isinstance(part, str) else _text(part) if part.name in ("hi", "sub") else "" for part in element.parts
    )
    return "".join(parts)
