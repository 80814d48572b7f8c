"""The main job: one damaged Chinese document in, its editions, catalogues and a report out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from zh_localize.catalog import Catalog, Unit, default_header, mo, po
from zh_localize.convert import convert_report
from zh_localize.glossary import Glossary, Hit
from zh_localize.render import html, json_lines
from zh_localize.repair import repair_report
from zh_localize.repair.files import read_text
from zh_localize.report import Report
from zh_localize.text import scripts
from zh_localize.text.files import file_error, make_folder, write_atomic
from zh_localize.text.segment import Sentence, sentences
from zh_localize.text.variants import Variant, locale_name, parse_target

_OPENING = 12  # characters of a paragraph that its units carry as context


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the main job made of a document: the files by target, and the figures of what was done."""

    source: Path
    editions: dict[str, Path]
    template: Path
    catalogs: dict[str, Path]
    page: Path
    edits: Path
    repair: Report
    conversions: dict[str, Report]
    units: int
    terms: int
    encoding: str


def localise(
    path: Path | str, *, to: Sequence[Variant | str], out: Path | str, glossary: Glossary | None = None
) -> Outcome:
    """Repair a document, convert it to each Chinese variant of ``to``, and write catalogues for every target.

    In ``out``: ``<stem>.<tag>.txt`` for each Chinese target, ``<stem>.pot``, ``locales/<locale>/LC_MESSAGES/<stem>.po``
    and ``.mo``, ``report.html``, and ``report.json`` with the edits of the repair, one JSON object a line. All are made
    before the first is written, and each is written whole or not at all. Translations that stand in catalogues there
    are kept.

    Args:
        to: variants of Chinese, and tags of other languages, whose catalogues hold the term renderings.
        glossary: the terms; those shipped with the package by default.
    Raises:
        UnknownVariantError: a target is neither.
        FileError: the document cannot be read, or ``out`` cannot be written.
        UndecodableError: bytes of the document are no text.
        CatalogFormatError: a catalogue that stands in ``out`` cannot be read.
    """
    path, out = Path(path), Path(out)
    targets = [parse_target(tag) for tag in to]
    glossary = glossary or Glossary.load()
    text, encoding = read_text(path)
    repaired = repair_report(text)
    editions = {
        target: convert_report(repaired.text, to=target).then(glossary.enforce)
        for target in targets
        if isinstance(target, Variant)
    }
    units = [*_units(path, repaired.text, glossary)]
    created = _modified(path)
    files: dict[Path, bytes] = {}
    outcome = Outcome(
        source=path,
        editions={str(target): out / f"{path.stem}.{target}{path.suffix or '.txt'}" for target in editions},
        template=out / f"{path.stem}.pot",
        catalogs={str(t): out / "locales" / locale_name(t) / "LC_MESSAGES" / f"{path.stem}.po" for t in targets},
        page=out / "report.html",
        edits=out / "report.json",
        repair=repaired,
        conversions={str(target): report for target, report in editions.items()},
        units=len(units),
        terms=sum(len(found.hits) for found in units),
        encoding=encoding,
    )
    for variant, report in editions.items():
        files[outcome.editions[str(variant)]] = _encode(report.text)
    header = default_header(path.stem, None, created=created)
    template = Catalog(header, tuple(map(_template, units)), header_flags=("fuzzy",))
    files[outcome.template] = po.to_bytes(template)
    for target in targets:
        fill = _converted(editions[target]) if isinstance(target, Variant) else _rendered(glossary, target)
        name = outcome.catalogs[str(target)]
        header = default_header(path.stem, locale_name(target), created=created)
        catalog = _keep(Catalog(header, tuple(map(fill, units))), name)
        files[name] = po.to_bytes(catalog)
        files[name.with_suffix(".mo")] = mo.to_bytes(catalog)
    files[outcome.page] = _encode(html.page(path.name, [*_sections(outcome, text)]))
    files[outcome.edits] = "".join(f"{json_lines.edit_line(path.name, edit)}\n" for edit in repaired.edits).encode()
    for name, data in files.items():
        make_folder(name.parent)
        write_atomic(name, data)
    return outcome


@dataclass(frozen=True, slots=True)
class _Found:
    """A sentence of the document as a unit: its key, where it stands, and the terms in it."""

    source: str
    context: str
    places: tuple[Sentence, ...]
    references: tuple[str, ...]
    hits: Sequence[Hit]
    notes: tuple[str, ...]


def _units(path: Path, text: str, glossary: Glossary) -> Iterator[_Found]:
    """The sentences of the repaired text; one that recurs in paragraphs of the same opening is one unit."""
    found: dict[tuple[str, str], list[Sentence]] = {}
    openings: dict[int, str] = {}
    for sentence in sentences(text):
        source = text[sentence.start : sentence.end]
        opening = openings.setdefault(sentence.paragraph, source[:_OPENING])
        found.setdefault((f"{path.stem}: {opening}", source), []).append(sentence)
    for (context, source), places in found.items():
        hits = glossary.find(source)
        references = tuple(dict.fromkeys(f"{path.name}:{place.paragraph}" for place in places))
        yield _Found(source, context, tuple(places), references, hits, tuple(_notes(glossary, hits)))


def _notes(glossary: Glossary, hits: Iterable[Hit]) -> Iterator[str]:
    """A line for each term of a unit, with its English rendering and what is doubtful about it."""
    seen: set[str] = set()
    for hit in hits:
        rendering = glossary.rendering(hit.concept, "en")
        if rendering and hit.text not in seen:
            seen.add(hit.text)
            doubts = {"draft": rendering.review == "draft", "by context": hit.designation.match == "context"}
            doubt = ", ".join(name for name, is_so in doubts.items() if is_so)
            yield f"{hit.text}: {rendering.term}" + (f" ({doubt})" if doubt else "")


def _template(found: _Found) -> Unit:
    return Unit(found.source, context=found.context, notes=found.notes, references=found.references)


def _converted(report: Report) -> Callable[[_Found], Unit]:
    """Fills a unit with what became of its sentence in an edition."""

    def fill(found: _Found) -> Unit:
        place = found.places[0]
        return replace(_template(found), targets=(report.excerpt(place.start, place.end),))

    return fill


def _rendered(glossary: Glossary, language: str) -> Callable[[_Found], Unit]:
    """Fills a unit whose whole text is a term with its rendering; fuzzy where nobody approved it."""

    def fill(found: _Found) -> Unit:
        unit = _template(found)
        if len(found.hits) != 1 or found.hits[0].text != found.source.rstrip("。"):
            return unit
        rendering = glossary.rendering(found.hits[0].concept, language.split("-")[0])
        if rendering is None:
            return unit
        return replace(unit, targets=(rendering.term,), flags=("fuzzy",) if rendering.review == "draft" else ())

    return fill


def _keep(catalog: Catalog, path: Path) -> Catalog:
    """The catalogue with the translations and comments that stand in ``path``; units that are gone become obsolete."""
    if not path.exists():
        return catalog
    old = Catalog.load(path)
    units = []
    for unit in catalog.units:
        former = old.get(unit.source, unit.context)
        if former and any(former.targets) and not former.fuzzy:
            unit = replace(unit, targets=former.targets, flags=former.flags)
        units.append(replace(unit, comments=former.comments) if former else unit)
    gone = (unit for unit in old.units if catalog.get(unit.source, unit.context) is None and any(unit.targets))
    obsolete = (replace(unit, obsolete=True, references=(), notes=()) for unit in gone)
    return replace(catalog, units=(*units, *obsolete))


def _sections(outcome: Outcome, text: str) -> Iterator[html.Section]:
    """The sections of the page: the repair first, then each edition."""
    yield html.Section("Repair", outcome.repair, f"zh-{scripts.detect(text).name}" if text else "zh")
    for tag, report in outcome.conversions.items():
        yield html.Section(f"Edition {tag}", report, tag)


def _modified(path: Path) -> str:
    """When the document was last changed, as PO headers write it, so that the same document gives the same files."""
    try:
        time = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError as error:
        raise file_error(path, error) from None
    return time.strftime("%Y-%m-%d %H:%M+0000")


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
