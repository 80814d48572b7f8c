"""What shows in a catalogue as a whole: its header, messages rendered in two ways, shifted ones, what is unfinished."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from zh_localize.catalog import names
from zh_localize.catalog.model import Catalog, Unit
from zh_localize.text import scripts
from zh_localize.text.variants import Variant

_PLURAL = re.compile(r"nplurals\s*=\s*1\s*;\s*plural\s*=\s*0\s*;?")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}(?:[+-]\d{4}|[A-Z]{1,5})?(?::\d{2})?")
_TOKEN = re.compile(r"[A-Za-z][A-Za-z0-9_-]{2,}|[0-9]{2,}|%[A-Za-z0-9$]+|\{\w*\}")
_MARKS = re.compile(r"\([&_~][A-Za-z0-9]\)|[&_~](?=[A-Za-z0-9])|[\s.:：。…!?]+$")
_MOST = 0.9  # of the marks of script in a catalogue from which it is in the other script
_LEAST_MARKS = 20
PLURAL_FORMS = "nplurals=1; plural=0;"


class Noted(NamedTuple):
    """A note on a unit, or on the header where ``unit`` is None; ``expected`` is what should stand there."""

    rule: str
    unit: Unit | None
    text: str
    expected: tuple[str, ...] = ()


def header(catalog: Catalog, variant: Variant, path: Path | None) -> Iterator[Noted]:
    """The header: its fields, the plural forms of Chinese, the language beside the path and the script of the text."""
    field = catalog.header_field
    if not catalog.has_header:
        yield Noted("po.header", None, "", ("Language", "Content-Type", "Plural-Forms"))
        return
    language = field("Language")
    if not language:
        yield Noted("po.language", None, "Language", (variant.locale,))
    found = names.find(path) if path else None
    if language and found and _variant(language) is not None and _variant(language) != found.variant.locale:
        yield Noted("po.language", None, f"Language: {language}", (found.variant.locale,))
    plural = field("Plural-Forms")
    has_plurals = plural is not None or any(unit.plural is not None for unit in catalog.units)
    if has_plurals and not _PLURAL.fullmatch((plural or "").strip()):
        yield Noted("po.plural", None, f"Plural-Forms: {plural or ''}", (PLURAL_FORMS,))
    missing = tuple(name for name in ("MIME-Version", "Content-Type", "Content-Transfer-Encoding") if not field(name))
    if missing:
        yield Noted("po.header", None, "", missing)
    revised = field("PO-Revision-Date")
    if revised is not None and not _DATE.fullmatch(revised):
        yield Noted("po.header", None, f"PO-Revision-Date: {revised}", ("2024-05-01 12:00+0800",))
    yield from _script(catalog, variant)


def _variant(language: str) -> str | None:
    from zh_localize.errors import UnknownVariantError

    try:
        return Variant.parse(language).locale
    except UnknownVariantError:
        return None


def _script(catalog: Catalog, variant: Variant) -> Iterator[Noted]:
    counts: Counter[str] = Counter()
    for unit in catalog.units:
        for script in ("Hans", "Hant") if unit.translated and not unit.obsolete else ():
            counts[script] += sum(len(scripts.marks(target, script)) for target in unit.targets)
    if counts.total() >= _LEAST_MARKS and counts[variant.script] < (1 - _MOST) * counts.total():
        other = "Hant" if variant.script == "Hans" else "Hans"
        yield Noted("po.language", None, f"Language: {catalog.header_field('Language') or ''}", (f"zh-{other}",))


def drift(units: Sequence[Unit]) -> Iterator[Noted]:
    """A short message, or one but for its context and access key, that is translated in several ways."""
    renderings: dict[str, dict[str, list[Unit]]] = defaultdict(lambda: defaultdict(list))
    for unit in units:
        source = _MARKS.sub("", unit.source).lower()
        if unit.plural is None and 0 < len(source) <= 60:
            renderings[source][_MARKS.sub("", unit.target)].append(unit)
    for found in renderings.values():
        if len(found) > 1:
            best = max(found, key=lambda target: len(found[target]))
            for target, those in found.items():
                if target != best:
                    yield from (Noted("po.drift", unit, unit.target, (best,)) for unit in those)


def shifted(units: Sequence[Unit]) -> Iterator[Noted]:
    """Translations that fit the source of a neighbour: names, numbers and placeholders that only that one has."""
    sources = [set(_TOKEN.findall(unit.source + (unit.plural or ""))) for unit in units]
    targets = [set(_TOKEN.findall(unit.target)) for unit in units]
    for step in (1, -1):
        moved = [
            0 <= place + step < len(units)
            and len(targets[place]) > 1
            and not targets[place] & sources[place]
            and targets[place] <= sources[place + step]
            for place in range(len(units))
        ]
        for place, is_moved in enumerate(moved):
            if is_moved:
                yield Noted("po.shifted", units[place], units[place].target, (units[place + step].source,))


def unfinished(catalog: Catalog) -> Iterator[Noted]:
    """What a release should not have: messages that are fuzzy or not translated."""
    for unit in catalog.units:
        if not unit.obsolete and not unit.translated:
            yield Noted("po.fuzzy" if unit.fuzzy else "po.missing", unit, unit.target)


def access_mark(units: Sequence[Unit]) -> str:
    """The sign of access keys in the catalogue, by how translations show them; empty where there are none."""
    counts = Counter(mark for unit in units for mark in re.findall(r"\(([&_~])[A-Z0-9]\)", unit.target))
    if not counts:
        return ""
    mark, count = counts.most_common(1)[0]
    return mark if count >= 3 else ""
