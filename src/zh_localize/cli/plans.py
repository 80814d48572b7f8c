"""What the commands of ``glossary`` that compare do: differences, merges, the impact of an edit, suggestions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import typer

from zh_localize.cli.streams import Run, put, say
from zh_localize.errors import GlossaryFormatError
from zh_localize.glossary import Glossary, store
from zh_localize.glossary.check import Finding
from zh_localize.glossary.diff import diff as differences
from zh_localize.glossary.diff import lines
from zh_localize.glossary.entries import KINDS, Kind
from zh_localize.glossary.impact import Effect, Impact, summary
from zh_localize.glossary.merge import Conflict, merge_files
from zh_localize.glossary.merge import merge as merged
from zh_localize.glossary.sheet import Sheet
from zh_localize.render import json_lines
from zh_localize.render.markup import counted
from zh_localize.text.files import read_utf8, write_atomic

_CATALOGUES = (".po", ".pot", ".xlf", ".xliff", ".jsonl", ".ndjson", ".tsv")
SAMPLES = 5
_AROUND = 24  # characters of an excerpt before the place


def diff(before: Path, after: Path, *, json: bool) -> None:
    """Print what differs between two glossaries; exit with 1 if anything does."""
    found = differences(store.read(before).entries, store.read(after).entries)
    for concept in found:
        if json:
            for change in concept.changes:
                rows = {side: row and row._asdict() for side, row in zip(("before", "after"), change[1:], strict=True)}
                put(f"{json_lines.line({'concept': concept.concept, 'kind': change.kind, **rows})}\n")
        else:
            put("".join(f"{line}\n" for line in lines(concept)))
    if found:
        raise typer.Exit(1)


def merge(base: Path, ours: Path, theirs: Path, why: str, by: str) -> None:
    """Merge theirs into ours; tell the conflicts and exit with 1 if there are any."""
    from zh_localize.cli.desk import Desk

    conflicts: Iterable[Conflict]
    if ours.is_dir():
        opened = store.read(ours)
        found = merged(store.read(base).entries, opened.entries, store.read(theirs).entries)
        conflicts = found.conflicts
        if not conflicts:
            store.save(opened, found.entries, Desk(ours, why, by, None).author(), "merge")
    else:
        text, conflicts = merge_files(*_sheets(base, ours, theirs))
        write_atomic(ours, text.encode())
    for conflict in conflicts:
        say(f"conflict: {' '.join(conflict.key)}: {conflict.message} [{conflict.name}]")
    if conflicts:
        raise typer.Exit(1)


def impact(
    files: list[str] | None, pairs: Sequence[str], packs: Sequence[Path] | None, after: Path, samples: int, *,
    recursive: bool, json: bool,
) -> None:  # fmt: skip
    """Print what another state of a glossary would change."""
    texts = files or ([] if pairs else None)
    found = Impact(Glossary.load(*packs or ()), Glossary.load(after))
    run = Run(texts if texts is None or texts else ["-"], recursive=recursive)
    effects: list[Effect] = []
    if texts is None or texts:
        for name, text, _ in run.inputs():
            effects += found.text(name, text)
    _take_pairs(found, effects, run, pairs)
    _put_impact(found, effects, samples, json=json)
    run.exit()


def show_impact(before: Glossary, after: Glossary, names: Sequence[str]) -> None:
    """Print what an edit would change in texts and catalogues, which their names tell apart; nothing is saved."""
    found = Impact(before, after)
    texts = [name for name in names if not name.endswith(_CATALOGUES)]
    run = Run(texts or ["-"])
    effects: list[Effect] = []
    if texts:
        for name, text, _ in run.inputs():
            effects += found.text(name, text)
    _take_pairs(found, effects, run, [name for name in names if name.endswith(_CATALOGUES)])
    _put_impact(found, effects, SAMPLES, json=False)
    say("nothing is saved; run it without --impact to save")
    run.exit()


def suggest(files: list[str] | None, packs: Sequence[Path] | None, limit: int, *, recursive: bool, json: bool) -> None:
    """Print likely terms of texts and PO files."""
    from zh_localize.catalog import Catalog
    from zh_localize.glossary import suggest as suggesting

    catalogues = [name for name in files or () if name.endswith((".po", ".pot"))]
    texts = [name for name in files or () if name not in catalogues]
    run = Run(texts or (["-"] if catalogues else None), recursive=recursive)
    found = []
    if texts or not catalogues:
        found += [text for _, text, _ in run.inputs()]
    for name in catalogues:
        with run.guard():
            units = Catalog.load(Path(name)).units
            found.append("\n".join(text for unit in units for text in (unit.source, *unit.targets)))
    for candidate in suggesting.suggest(found, Glossary.load(*packs or ()), limit=limit):
        if json:
            put(f"{json_lines.line(candidate._asdict())}\n")
        else:
            put(f"{candidate.text}\t{candidate.times}\t{candidate.score}\t{' | '.join(candidate.contexts)}\n")
    run.exit()


def _take_pairs(found: Impact, effects: list[Effect], run: Run, names: Iterable[str]) -> None:
    from zh_localize.cli.terms import read_pairs

    for name in names:
        with run.guard():
            effects += found.pairs(name, read_pairs(name, "zh", "en"))


def _put_impact(found: Impact, effects: Sequence[Effect], samples: int, *, json: bool) -> None:
    figures = summary(found, effects)
    if json:
        for effect in effects:
            facts = {
                "file": effect.file, "line": effect.line, "text": effect.text, "appeared": _facts(effect.appeared),
                "gone": _facts(effect.gone), "replacement": effect.replacement,
            }  # fmt: skip
            put(f"{json_lines.line(facts)}\n")
        return
    put(
        f"{counted(figures.units, 'unit')}; {figures.changed:,} judged otherwise: {figures.worse:,} with new warnings "
        f"or errors, {figures.better:,} with fewer; {figures.automatic:,} can be replaced automatically\n"
    )
    put("".join(f"  {name}: {count:,}\n" for name, count in figures.files))
    for effect in effects[:samples]:
        for sign, side in (("+", effect.appeared), ("-", effect.gone)):
            for finding in side:
                about = f"{finding.text or finding.edit.before} ({finding.concept}) [{finding.rule}]"
                put(f"{effect.file}:{effect.line}: {sign} {finding.severity} {about}\n")
        place = (*effect.appeared, *effect.gone)[0].edit.start - effect.start
        put(f"    {_excerpt(effect.text, place)}\n")
        if effect.replacement:
            put(f"    {_excerpt(effect.replacement, place)}\n")
    left = len(effects) - samples
    if left > 0 and samples:
        put(f"... and {left:,} more\n")


def _excerpt(text: str, place: int) -> str:
    """What stands around a place of a unit, on one line."""
    start, end = max(0, place - _AROUND), place + 2 * _AROUND
    cut = f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"
    return cut.replace("\n", "↵").strip()


def _facts(found: Iterable[Finding]) -> list[dict[str, str]]:
    return [{"rule": f.rule, "severity": f.severity.value, "concept": f.concept, "text": f.text} for f in found]


def _sheets(*paths: Path) -> list[Sheet]:
    """Three states of one file of a pack, whose columns tell its kind; some may be empty."""
    texts = [read_utf8(path, error=GlossaryFormatError) for path in paths]
    kinds = [kind for path, text in zip(paths, texts, strict=True) if (kind := _kind(path, text))]
    return [Sheet(path, text, kinds[0] if kinds else KINDS[0]) for path, text in zip(paths, texts, strict=True)]


def _kind(path: Path, text: str) -> Kind | None:
    header = next((line.split("\t") for line in text.splitlines() if line.strip() and not line.startswith("#")), None)
    if header is None:
        return None
    for kind in KINDS:
        if {*kind.row._fields[: kind.width]} <= {*header} <= {*kind.row._fields}:
            return kind
    hint = "name files of concepts, terms, blockers or shared names"
    raise GlossaryFormatError(path, 1, 1, f"no file of a pack has the columns {', '.join(header)}", hint)
