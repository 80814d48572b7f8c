"""``glossary export`` and ``glossary import``: glossaries to and from the formats of other programs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zh_localize.cli.edits import Diff, Json
from zh_localize.cli.streams import put, put_bytes, say

if TYPE_CHECKING:
    from zh_localize.glossary import Concept, Designation
    from zh_localize.glossary.exchange import Format, Patch
    from zh_localize.glossary.exchange.entries import Languages

FormatName = Annotated[
    str,
    typer.Option(
        "--format", help="The format, by the ending of the file unless given; --list names all.", show_default=False
    ),
]
Source = Annotated[str, typer.Option("--from", help="The language of the source terms.", show_default=False)]
Targets = Annotated[
    list[str] | None, typer.Option("--to", help="A language of the target terms; repeatable where the format has room.")
]


def _list(wanted: bool) -> None:
    if wanted:
        for form in _formats():
            typer.echo(f"{form.name:15} {form.title}")
        raise typer.Exit


ListFormats = Annotated[bool, typer.Option("--list", callback=_list, is_eager=True, help="List the formats and exit.")]


def export(
    pack: Annotated[
        Path | None, typer.Argument(help="A pack folder or a TSV file; the packs shipped unless given.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", help="The file to write, with its manifest beside it; standard output unless given."
        ),
    ] = None,
    form: FormatName = "",
    source: Source = "",
    targets: Targets = None,
    approved: Annotated[bool, typer.Option("--approved", help="Only approved designations, no drafts.")] = False,
    list_formats: ListFormats = False,
) -> None:
    """Write a glossary in a format of other programs, and a manifest that makes of what comes back a patch.

    Example: zh-localize glossary export house/ -o house.tbx

    Example: zh-localize glossary export house/ --format deepl --from zh-Hant-TW --to en --approved -o terms.tsv
    """
    from zh_localize.glossary import Glossary, exchange
    from zh_localize.glossary.exchange import manifest
    from zh_localize.text.files import replacement, write_atomic

    if not form and output is None:
        raise typer.BadParameter("name the format with --format, or the file with -o")
    chosen = exchange.named(form, _formats()) if form else exchange.guess(output or Path(), _formats())
    languages = _languages(source, targets)
    glossary = exchange.narrowed(Glossary.load(*([pack] if pack else [])), languages, approved=approved)
    parts, taken = exchange.write(chosen, glossary, languages)
    if output is None:
        for part in parts:
            put_bytes(part)
        return
    with replacement(output) as new:
        for part in parts:
            new.file.write(part)
    write_atomic(manifest.path_of(output), manifest.serialise(manifest.describe(taken, chosen.name, languages)))
    count = f"{len(taken)} {'concepts' if chosen.whole else 'entries'}"
    left = len({row.concept for row in glossary.designations}) - len({entry.concept.concept for entry in taken})
    without = f"; concepts without what the format takes: {left}" if left else ""
    say(f"{output}: {count}{without}; keep {manifest.path_of(output).name} beside it")


def import_(
    file: Annotated[Path, typer.Argument(help="The file to read.")],
    into: Annotated[Path, typer.Option("--into", help="The pack to change; a folder that is not there becomes one.")],
    form: FormatName = "",
    source: Source = "",
    targets: Targets = None,
    manifest_file: Annotated[
        Path | None, typer.Option("--manifest", help="The manifest of the export; that beside the file unless given.")
    ] = None,
    diff: Diff = False,
    json: Json = False,
    list_formats: ListFormats = False,
) -> None:
    """Bring a file of another program into a pack; with the manifest of its export, only what was changed in it.

    What the file and the pack changed both is left alone and listed; the command ends with 1 then, and under --diff
    when something would change.

    Example: zh-localize glossary import house.tbx --into house/ --diff

    Example: zh-localize glossary import terms.csv --format google --from zh-Hans-CN --to en --into house/
    """
    from zh_localize.cli.desk import author
    from zh_localize.glossary import Glossary, exchange, files
    from zh_localize.glossary.exchange import manifest, pack

    beside = manifest.path_of(file)
    known = manifest.read(manifest_file or beside) if manifest_file or beside.is_file() else None
    if known and form and form != known.format:
        raise typer.BadParameter(f"--format is {form!r}, and the manifest is that of a {known.format} file")
    name = known.format if known else form
    chosen = exchange.named(name, _formats()) if name else exchange.guess(file, _formats())
    languages = _languages(source, targets)
    if known:
        languages = known.languages
    data = _read(file)
    read = chosen.read(data, file, languages)
    is_pack = (into / "pack.toml").is_file()
    has_terms = is_pack and any(into.glob(files.file_pattern(into, "terms")))
    revision = files.digest((into,)) if has_terms else ""  # before it is read, so that no change goes unseen
    there = Glossary.load(into) if has_terms else Glossary([])
    if known and not any(row.concept in there.concepts or there.of(row.concept) for row in known.rows):
        known = None  # of another pack: all of the file is new here
    change = exchange.patch(read, there, known, whole=chosen.whole, sparse=chosen.sparse(data))
    _show(change, diff=diff, json=json)
    if change.changed and not diff:
        if not is_pack:
            pack.create(into)
        pack.write(change, into, revision=revision, author=author(into, why=file.name))
    if change.conflicts or (diff and change.changed):
        raise typer.Exit(1)


def _formats() -> tuple[Format, ...]:
    from zh_localize.catalog.terms import PO
    from zh_localize.glossary.exchange import FORMATS

    return (*FORMATS, PO)


def _languages(source: str, targets: Sequence[str] | None) -> Languages:
    """The languages that were asked for, each of which must exist."""
    from zh_localize.glossary import tags
    from zh_localize.glossary.exchange.entries import Languages

    for option, tag in (("--from", source), *(("--to", target) for target in targets or ())):
        if tag and not tags.is_tag(tag):
            near = tags.nearest(tag)
            raise typer.BadParameter(f"{option} is {tag!r}; write {near or 'a BCP 47 tag such as zh-Hant-TW or en'}")
    return Languages(source, tuple(targets or ()))


def _read(path: Path) -> bytes:
    """The bytes of a file that is not larger than any glossary."""
    from zh_localize.errors import FileError
    from zh_localize.glossary.exchange.formats import MAX_BYTES
    from zh_localize.text.files import read_bytes

    if path.is_file() and path.stat().st_size > MAX_BYTES:
        raise FileError(path, f"is larger than {MAX_BYTES:,} bytes; divide it")
    return read_bytes(path)


def _show(change: Patch, *, diff: bool, json: bool) -> None:
    """Each change on a line where it is asked for, conflicts always, and the counts."""
    from zh_localize.render import json_lines

    kinds = {"added": 0, "changed": 0, "removed": 0}
    for before, after in (*change.concepts, *change.designations):
        kind = "changed" if before and after else "added" if after else "removed"
        kinds[kind] += 1
        if json:
            put(f"{json_lines.line({'kind': kind, 'before': _facts(before), 'after': _facts(after)})}\n")
        elif diff:
            put("".join(f"{sign}{chr(9).join(row)}\n" for sign, row in (("-", before), ("+", after)) if row))
    for conflict in change.conflicts:
        if json:
            put(f"{json_lines.line({'kind': 'conflict', **conflict._asdict()})}\n")
        else:
            name = " ".join(filter(None, (conflict.concept, conflict.lang, conflict.term)))
            put(f"conflict: {name}: {conflict.reason}\n")
    kinds["added"] += len(change.blockers)
    counted = ", ".join(f"{kind}: {count}" for kind, count in kinds.items() if count)
    conflicts = f"; conflicts: {len(change.conflicts)}" if change.conflicts else ""
    kept = f"; no longer in the file, and kept: {len(change.kept)}" if change.kept else ""
    say(f"{counted or 'nothing changes'}{conflicts}{kept}")


def _facts(row: Concept | Designation | None) -> dict[str, str] | None:
    return row._asdict() if row else None
