"""A glossary as a catalogue of gettext, as Weblate keeps its glossaries: a term, and its translation."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from zh_localize.catalog.header import default_header
from zh_localize.catalog.model import Catalog, Unit
from zh_localize.catalog.po import from_bytes, to_bytes
from zh_localize.glossary import Glossary
from zh_localize.glossary.exchange import Format, entries, weblate
from zh_localize.glossary.exchange.collect import NEW, Collector
from zh_localize.glossary.exchange.entries import Entry, Languages, remark


def to_catalog(taken: Iterable[Entry], languages: Languages) -> Catalog:
    """Terms as messages, with Weblate's flags: ``forbidden`` for what is not to be used, ``read-only`` for what stays.

    A source that stands twice has the id of its concept as its context.
    """
    _, target = entries.pair(languages, "po")
    units: list[Unit] = []
    seen: set[tuple[str | None, str]] = set()
    for entry in taken:
        source, translation = entry.terms
        context: str | None = None
        number = 1
        while (context, source.term) in seen:
            context = entry.concept.concept if number == 1 else f"{entry.concept.concept} {number}"
            number += 1
        seen.add((context, source.term))
        flags = ("forbidden",) if not translation.is_usable else ("read-only",) if source.match == "verbatim" else ()
        notes = (remark(entry),) if remark(entry) else ()
        units.append(Unit(source.term, (translation.term,), context=context, flags=flags, notes=notes))
    header = default_header("glossary", target, created="", generator="zh-localize")
    return Catalog(header=tuple((name, value) for name, value in header if value), units=tuple(units))


def from_catalog(catalog: Catalog, path: Path, languages: Languages) -> Glossary:
    """The terms of a catalogue that are translated and not in doubt, each a concept of its own, as drafts.

    Raises:
        GlossaryFormatError: a message is no term; lines count the messages.
    """
    source, target = entries.pair(languages, "po")
    collector = Collector(path)
    live = (unit for unit in catalog.units if unit.translated and not unit.obsolete)
    for number, unit in enumerate(live, 1):
        concept = f"{NEW}{number}"
        collector.concept(number, 1, {"concept": concept, "note": "; ".join((*unit.comments, *unit.notes))})
        match = "verbatim" if "read-only" in unit.flags else ""
        status = "forbidden" if "forbidden" in unit.flags else "preferred"
        shared = {"concept": concept, "review": "draft", "match": match}
        collector.designation(number, 1, {**shared, "lang": source, "term": unit.source})
        collector.designation(number, 1, {**shared, "lang": target, "term": unit.target, "status": status})
    return collector.glossary()


def _select(glossary: Glossary, languages: Languages) -> Iterable[Entry]:
    return weblate.select(glossary, *entries.pair(languages, "po"))


PO = Format(
    "po", "gettext, as Weblate keeps glossaries: one pair of languages",
    lambda _, taken, languages: to_bytes(to_catalog(taken, languages)),
    lambda data, path, languages: from_catalog(from_bytes(data, path), path, languages), _select, ".po",
)  # fmt: skip
