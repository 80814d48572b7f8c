"""``po``: gettext catalogues laid out, merged with a template, compiled; derived, checked and counted."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zh_localize.cli import po_check, po_derive, po_stats
from zh_localize.cli.streams import STDIN, Run, put_bytes, say

if TYPE_CHECKING:
    from zh_localize.catalog import Catalog

app = typer.Typer(help="Work on gettext catalogues: PO, POT and MO files.", no_args_is_help=True)
app.command("derive")(po_derive.derive)
app.command("check")(po_check.check)
app.command("stats")(po_stats.stats)

Catalogs = Annotated[list[str] | None, typer.Argument(help="PO files, or - for standard input.", show_default=False)]
Out = Annotated[Path | None, typer.Option("--out", "-o", help="Where to write; standard output by default.")]


@app.command("fmt")
def fmt(
    files: Catalogs = None,
    out: Out = None,
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; name the files that would change and exit with 1.")
    ] = False,
    in_place: Annotated[
        bool, typer.Option("--in-place", "-i", help="Write the files themselves, whole or not at all.")
    ] = False,
) -> None:
    """Lay catalogues out as msgcat does: 79 columns, wide characters as two, in UTF-8.

    Nothing of a translation changes, and no comment or flag is lost; a byte order mark is taken out.

    Example: zh-localize po fmt zh_TW.po -o zh_TW.po

    Example: zh-localize po fmt --check locales/*/LC_MESSAGES/*.po
    """
    from zh_localize.catalog import po
    from zh_localize.text.files import write_atomic

    run = Run(files)
    if sum((out is not None, check, in_place)) > 1:
        raise typer.BadParameter("give one of --out, --check and --in-place")
    if in_place and STDIN in run.files:
        raise typer.BadParameter("--in-place needs files, not standard input")
    if len(run.files) > 1 and not (check or in_place):
        raise typer.BadParameter("several files need --in-place or --check")
    for name in run.files:
        with run.guard():
            data = _read(name)
            laid_out = po.format_bytes(po.from_bytes(data, name))
            if check and laid_out != data:
                run.found = True
                say(f"{name}: would be laid out anew")
            elif in_place and laid_out != data:
                write_atomic(Path(name), laid_out)
            elif not (check or in_place):
                _write(out, laid_out)
    run.exit()


@app.command("merge")
def merge(
    catalog: Annotated[Path, typer.Argument(help="The catalogue with the translations.", show_default=False)],
    template: Annotated[Path, typer.Argument(help="The new template, a POT file.", show_default=False)],
    out: Out = None,
    fuzzy: Annotated[
        bool,
        typer.Option("--fuzzy/--no-fuzzy", help="Give a new message the translation of one like it, marked fuzzy."),
    ] = True,
    previous: Annotated[
        bool, typer.Option("--previous", help="Keep the msgid that a fuzzy translation was made for, in #| lines.")
    ] = False,
) -> None:
    """Bring a catalogue up to date with a new template; no translation is lost.

    Messages stand in the order of the template; those that it no longer has become obsolete. Entries in which nothing
    changes keep their bytes.

    Example: zh-localize po merge zh_TW.po report.pot -o zh_TW.po --previous
    """
    from zh_localize.catalog import po
    from zh_localize.catalog.merge import merge as merge_catalogs

    run = Run([str(catalog)])
    with run.guard():
        old, new = po.read(catalog), po.read(template)
        merged = merge_catalogs(old, new, fuzzy=fuzzy, previous=previous)
        _write(out, po.to_bytes(merged))
        say(f"{catalog}: {_counts(merged)}")
    run.exit()


@app.command("compile")
def compile_(
    files: Catalogs = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="The MO file; beside the PO file by default; - for stdout.")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; name the MO files that are not current and exit with 1.")
    ] = False,
) -> None:
    """Compile catalogues to the MO files that programs read; the same bytes as those of msgfmt.

    Fuzzy translations are left out. A catalogue that msgfmt refuses is refused, with the line.

    Example: zh-localize po compile zh_TW.po -o zh_TW.mo

    Example: zh-localize po compile --check locales/*/LC_MESSAGES/*.po
    """
    from zh_localize.catalog import compilation, mo, po

    run = Run(files)
    if out and len(run.files) > 1:
        raise typer.BadParameter("--out takes one catalogue; without it each MO file stands beside its PO file")
    if STDIN in run.files and out is None:
        raise typer.BadParameter("standard input needs --out")
    for name in run.files:
        with run.guard():
            source = po.from_bytes(_read(name), name)
            compilation.check(source, name)
            compiled = mo.to_bytes(source)
            target = out or Path(name).with_suffix(".mo")
            if not check:
                _write(target, compiled)
            elif not _holds(target, compiled):
                run.found = True
                say(f"{target}: {'is not that of' if target.exists() else 'is missing for'} {name}")
    run.exit()


def _read(name: str) -> bytes:
    from zh_localize.text.files import read_bytes

    return sys.stdin.buffer.read() if name == STDIN else read_bytes(Path(name))


def _write(out: Path | None, data: bytes) -> None:
    from zh_localize.text.files import write_atomic

    if out is None or str(out) == STDIN:
        put_bytes(data)
    else:
        write_atomic(out, data)


def _holds(path: Path, data: bytes) -> bool:
    from zh_localize.text.files import read_bytes

    return path.exists() and read_bytes(path) == data


def _counts(catalog: Catalog) -> str:
    """How many messages are in which state."""
    active = [unit for unit in catalog.units if not unit.obsolete]
    counts = {
        "translated": sum(unit.translated for unit in active),
        "fuzzy": sum(unit.fuzzy for unit in active),
        "untranslated": sum(not unit.fuzzy and not unit.translated for unit in active),
        "obsolete": len(catalog.units) - len(active),
    }
    return ", ".join(f"{count:,} {state}" for state, count in counts.items())
