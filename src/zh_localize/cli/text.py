"""``repair``, ``convert`` and ``detect``: commands that read text and print text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zh_localize.cli.streams import STDIN, Run, Stream, put, put_in_place, say
from zh_localize.errors import ZhLocalizeError
from zh_localize.report import Edit, Report

if TYPE_CHECKING:
    from zh_localize.repair import Decoded

_SHOWN = 10  # parts of a text in several encodings

Files = Annotated[list[str] | None, typer.Argument(help="Files, or - for standard input.", show_default=False)]
Check = Annotated[bool, typer.Option("--check", help="Change nothing; exit with 1 if something would change.")]
Diff = Annotated[bool, typer.Option("--diff", help="Print a unified diff; exit with 1 if something would change.")]
InPlace = Annotated[bool, typer.Option("--in-place", "-i", help="Write the files themselves, whole or not at all.")]
Recursive = Annotated[
    bool, typer.Option("--recursive", "-r", help="Take the files in folders too, but for what .gitignore names.")
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object a line for each edit.")]


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
    json: Json = False,
) -> None:
    """Undo the damage that Chinese text met on its way; sound text is left alone.

    Example: zh-localize repair page.txt > page.repaired.txt

    Example: zh-localize repair --report page.html page.txt
    """
    from zh_localize.repair import repair_report

    run = Run(files, recursive=recursive)
    if explain or report:
        _explain(run, repair_report, report, "Repair", _repair_line)
        return
    _edit(run, repair_report, check=check, diff=diff, in_place=in_place, json=json)


def convert(
    files: Files = None,
    to: Annotated[
        str | None, typer.Option("--to", help="The variant to reach, such as zh-Hant-TW, zh-HK or zh-Hans.")
    ] = None,
    config: Annotated[
        str | None, typer.Option("--config", help="Apply an OpenCC configuration exactly, such as s2twp.")
    ] = None,
    engine: Annotated[
        str, typer.Option("--engine", help="zh-localize, or opencc-python-reimplemented.")
    ] = "zh-localize",
    words: Annotated[
        list[Path] | None,
        typer.Option("--words", help="A file of your own words, one 'word TAB target' a line; may be repeated."),
    ] = None,
    keep: Annotated[list[str] | None, typer.Option("--keep", help="A string to leave alone; may be repeated.")] = None,
    vocabulary: Annotated[bool, typer.Option("--vocabulary", help="Use the words of the region as well.")] = False,
    spelling: Annotated[
        list[str] | None,
        typer.Option("--spelling", help="A house style or spelling, such as tw-moe or 台=臺; may be repeated."),
    ] = None,
    quotes: Annotated[bool, typer.Option("--quotes", help="Write quotation marks as the target does.")] = False,
    japanese: Annotated[bool, typer.Option("--japanese", help="Convert passages in Japanese too.")] = False,
    context: Annotated[
        bool, typer.Option("--context/--no-context", help="Decide characters by what stands around them.")
    ] = True,
    explain: Annotated[
        bool, typer.Option("--explain", help="List the places that are in doubt, with the candidates.")
    ] = False,
    review: Annotated[
        Path | None, typer.Option("--review", help="Write a page that shows every change and doubt in its place.")
    ] = None,
    check: Check = False,
    diff: Diff = False,
    in_place: InPlace = False,
    recursive: Recursive = False,
    json: Json = False,
    list_: Annotated[bool, typer.Option("--list", help="List variants, configurations, engines, spellings.")] = False,
) -> None:
    """Convert between Simplified and Traditional Chinese and their regions.

    Example: zh-localize convert --to zh-Hant-TW --vocabulary --quotes report.txt

    Example: zh-localize convert --to zh-Hans --in-place --recursive docs/
    """
    from zh_localize.convert import Converter

    if list_:
        _list_conversions()
        return
    if (to is None) == (config is None):
        raise typer.BadParameter("give one of --to and --config")
    try:
        converter = Converter(
            to=to, config=config, engine=engine, words=_own_words(words or ()), keep=keep or (), context=context,
            vocabulary=vocabulary, spelling=spelling or (), quotes=quotes, japanese=japanese,
        )  # fmt: skip
    except ZhLocalizeError:
        raise
    except (TypeError, ValueError) as error:
        raise typer.BadParameter(str(error)) from None
    run = Run(files, recursive=recursive)
    if explain or review:
        _explain(run, converter.report, review, "Conversion", _doubt_line)
        return
    _edit(run, converter.report, check=check, diff=diff, in_place=in_place, json=json, stream=converter.convert_stream)


def _own_words(paths: Iterable[Path]) -> dict[str, str]:
    """The words of all files; a later file goes before an earlier one."""
    from zh_localize.convert import words

    return {word: target for path in paths for word, target in words.read(path).items()}


def _list_conversions() -> None:
    """Every name that the options of ``convert`` take, a line each."""
    from zh_localize.convert import engines, reference, spelling
    from zh_localize.text.variants import Variant

    kinds = {
        "variant": [variant.value for variant in Variant],
        "configuration": engines.CONFIGS,
        "engine": reference.NAMES,
        "spelling": spelling.names(),
    }
    put("".join(f"{kind}\t{name}\n" for kind, names in kinds.items() for name in names))


def _explain(
    run: Run,
    operation: Callable[[str], Report],
    page: Path | None,
    title: str,
    line: Callable[[str, Edit], str],
) -> None:
    """What ``line`` says of each edit, or all edits in their places as a page."""
    from zh_localize.cli.lines import Lines
    from zh_localize.render import html
    from zh_localize.text.files import write_atomic

    sections = []
    for name, text, _ in run.inputs():
        report = operation(text)
        if page:
            sections.append(html.Section(name, report, "zh"))
            continue
        lines = Lines(text)
        for edit in report.edits:
            if shown := line(text, edit):
                put(f"{name}:{lines.at(edit.start)}\t{shown}\n")
    if page:
        with run.guard():
            write_atomic(page, html.page(title, sections).encode("utf-8", "surrogatepass"))
    run.exit()


def _doubt_line(text: str, edit: Edit) -> str:
    """A character that is in doubt: its candidates, the margin, and what stands around it."""
    if "convert.doubt" not in edit.rules:
        return ""
    around = text[max(0, edit.start - 8) : edit.start], text[edit.end : edit.end + 8]
    shown = "[".join((around[0], f"{edit.after}]{around[1]}")).replace("\n", " ")
    return f"{edit.before}\t{'|'.join(edit.choices)}\t{edit.margin}\t{shown}"


def _repair_line(text: str, edit: Edit) -> str:
    """A repair: its rule, its grade, what stood there and what should."""
    before, after = (part.replace("\n", " ") for part in (edit.before, edit.after))
    return f"{edit.rule}\t{edit.grade}\t{before}\t{after}"


def detect(files: Files = None, recursive: Recursive = False, json: Json = False) -> None:
    """Tell the encoding, the script and the variant of a text, with the evidence.

    What a document declares counts unless its bytes deny it; a file whose lines are in several encodings is told line
    by line.

    Example: zh-localize detect *.txt
    """
    import sys

    from zh_localize.render import json_lines
    from zh_localize.repair import decode
    from zh_localize.text import scripts
    from zh_localize.text.files import read_bytes

    run = Run(files, recursive=recursive)
    for name in run.files:
        with run.guard():
            decoded = decode(sys.stdin.buffer.read() if name == "-" else read_bytes(Path(name)))
            script = scripts.detect(decoded.text)
            region = scripts.region(decoded.text) if script.name == "Hant" else None
            known = {"Hans": "zh-Hans", "Hant": "zh-Hant", "mixed": "zh-Hant", "Han": "zh", "Jpan": "ja", "Kore": "ko"}
            variant = known.get(script.name, "und") + (f"-{region}" if region else "")
            facts: dict[str, object] = {
                "file": name,
                "encoding": decoded.encoding,
                "encoding_evidence": decoded.evidence,
                "script": script.name,
                "script_evidence": script.evidence,
                "variant": variant,
                "undecodable": [found.offset for found in decoded.findings],
                "parts": [{"first": low, "last": high, "encoding": name} for low, high, name in _parts(decoded)],
            }
            if json:
                put(f"{json_lines.line(facts)}\n")
            else:
                put(f"{name}: {decoded.encoding}, {script.name}, {variant}\n")
                put(f"  encoding: {decoded.evidence}\n  script: {script.evidence}\n")
                put("".join(f"  lines {low}-{high}: {read}\n" for low, high, read in islice(_parts(decoded), _SHOWN)))
                put(f"  and {len(decoded.parts) - _SHOWN} more parts\n" if len(decoded.parts) > _SHOWN else "")
            if decoded.findings:
                run.found = True
                first = decoded.findings[0].offset
                say(f"{name}: {len(decoded.findings)} undecodable places, the first at byte {first}")
    run.exit()


def _parts(decoded: Decoded) -> Iterator[tuple[int, int, str]]:
    """The first line, the last one and the encoding of each part of a text whose lines are not all in one encoding."""
    line = 1
    for part in decoded.parts if decoded.encoding == "mixed" else ():
        text = decoded.text[part.start : part.end]
        lines = text.count("\n") + (not text.endswith("\n"))
        yield line, line + lines - 1, part.encoding
        line += lines


def _edit(
    run: Run,
    operation: Callable[[str], Report],
    *,
    check: bool,
    diff: bool,
    in_place: bool,
    json: bool,
    stream: Stream | None = None,
) -> None:
    """Run an operation over all inputs and print what was asked for; ``stream`` is the same block by block."""
    if sum((check, diff, in_place)) > 1:
        raise typer.BadParameter("give one of --check, --diff and --in-place")
    if in_place and STDIN in run.files:
        raise typer.BadParameter("--in-place needs files, not standard input")
    if stream and not (check or diff or json):
        run.convert(stream, in_place=in_place)
        run.exit()
        return
    for name, text, encoding in run.inputs():
        with run.guard():
            report = operation(text)
            run.found |= report.changed and (check or diff)
            _print(name, report, check=check, diff=diff, in_place=in_place, json=json)
            if in_place and report.changed:
                put_in_place(name, report.text, encoding)
    run.exit()


def _print(name: str, report: Report, *, check: bool, diff: bool, in_place: bool, json: bool) -> None:
    """The result of one input as edits, as a diff, as a line that counts, or as it is."""
    from zh_localize.render import diff as diffs
    from zh_localize.render import json_lines

    if json:
        put("".join(f"{json_lines.edit_line(name, edit)}\n" for edit in report.edits))
    elif diff:
        put(diffs.unified(report, name))
    elif not (check or in_place):
        put(report.text)
    if check and report.changed:
        say(f"{name}: {sum(not edit.is_note for edit in report.edits)} edits")
