"""``repair``: texts, cells of tables, names of files."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import IO, Annotated

import typer

from zh_localize.cli.edits import (
    Check,
    Diff,
    Doubts,
    Encoding,
    Files,
    InPlace,
    Json,
    Operation,
    Recursive,
    run_edits,
    run_explanation,
)
from zh_localize.cli.streams import Output, Run, Stream
from zh_localize.errors import FileError
from zh_localize.report import Edit


def repair(
    files: Files = None,
    check: Check = False,
    diff: Diff = False,
    in_place: InPlace = False,
    recursive: Recursive = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="List each repair with its place, its rule and how far to trust it.")
    ] = False,
    report: Annotated[
        Path | None, typer.Option("--report", help="Write a page that shows every repair in its place.")
    ] = None,
    guess: Annotated[bool, typer.Option("--guess", help="Read what is doubtful too, as best it can be.")] = False,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", help="A rule, such as gloss.pinyin, or family, such as mojibake; may be repeated."),
    ] = None,
    skip: Annotated[
        list[str] | None, typer.Option("--skip", help="A rule or family that is left out; may be repeated.")
    ] = None,
    field: Annotated[
        list[str] | None,
        typer.Option("--field", help="A column of CSV, TSV or JSON Lines, * for all; its cells alone are repaired."),
    ] = None,
    filenames: Annotated[
        Path | None,
        typer.Option("--filenames", help="List what files and folders beneath a folder should be called."),
    ] = None,
    encoding: Encoding = None,
    json: Json = False,
) -> None:
    """Undo the damage that Chinese text met on its way; sound text is left alone.

    What nothing brings back (锟斤拷, U+FFFD, ????) is left as well. Where it is, and what is largely a guess, is told.

    Example: zh-localize repair page.txt > page.repaired.txt

    Example: zh-localize repair --report page.html page.txt

    Example: zh-localize repair --field title --field comment --in-place export.csv

    Example: zh-localize repair --filenames unpacked/ --in-place
    """
    from zh_localize.repair import chosen, repair_report
    from zh_localize.repair.stream import repair_stream

    settings = {"guess": guess, "only": tuple(only or ()), "skip": tuple(skip or ())}
    chosen(only or (), skip or ())
    if filenames:
        if files or field or only or skip or encoding or diff or explain or report or json or recursive:
            raise typer.BadParameter("--filenames goes with --guess, --check and --in-place alone")
        from zh_localize.cli import names

        names.repair_names(filenames, guess=guess, check=check, in_place=in_place)
        return
    run = Run(files, recursive=recursive, encoding=encoding)
    if field and recursive:
        run.files = [name for name in run.files if _kind_of(name)]
    operation: Operation = partial(repair_report, **settings)  # type: ignore[arg-type]
    if explain or report:
        run_explanation(run, partial(_reported, operation, field), report, "Repair", _line)
        return
    stream: Stream = partial(repair_stream, **settings)  # type: ignore[arg-type]
    run_edits(
        run, partial(_reported, operation, field), check=check, diff=diff, in_place=in_place, json=json,
        stream=partial(_streamed, operation, stream, field),
    )  # fmt: skip


def _reported(operation: Operation, fields: list[str] | None, name: str) -> Operation:
    """What is done to the text of an input: to all of it, or to some cells."""
    if not fields:
        return operation
    from zh_localize.repair.fields import fields_report

    return partial(fields_report, kind=_kind(name), names=fields, repair=operation, name=name)


def _streamed(operation: Operation, stream: Stream, fields: list[str] | None, name: str) -> Stream:
    """The same block by block, or record by record."""
    if not fields:
        return partial(_told, stream, name)
    from zh_localize.repair.fields import Table, fields_stream

    return partial(fields_stream, table=Table(_kind(name), fields, operation, name=name))


def _told(stream: Callable[..., bool], name: str, source: IO[str], target: Output) -> bool:
    """The same, with word of what is doubtful."""
    doubts = Doubts(name)
    changed = stream(source, target, tell=doubts.add)
    doubts.say()
    return changed


def _kind_of(name: str) -> str:
    """The kind of table that a file is by its name; empty for none."""
    from zh_localize.repair.fields import KINDS

    return KINDS.get(Path(name).suffix.lower(), "")


def _kind(name: str) -> str:
    from zh_localize.repair.fields import KINDS

    if kind := _kind_of(name):
        return kind
    raise FileError(name, f"is no table that --field can take apart; name files that end in {', '.join(KINDS)}")


def _line(text: str, edit: Edit) -> str:
    """A repair: its rule, its grade, what stood there and what should; of bytes read wrong, these and their code pages;
    where there are candidates, all of them and the margin of the first."""
    from zh_localize.render.byte_view import chain

    before, after = (part.replace("\n", " ") for part in (edit.before, edit.after))
    shown = [edit.rule, edit.grade, before, after]
    if edit.evidence:
        shown.append(chain(edit))
    if edit.choices:
        shown += ["|".join(edit.choices), str(edit.margin)]
    return "\t".join(shown)
