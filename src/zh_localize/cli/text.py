"""``convert`` and ``detect``: commands that read text and print what it becomes, or what it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zh_localize.cli.edits import Check, Diff, Encoding, Files, InPlace, Json, Recursive, run_edits, run_explanation
from zh_localize.cli.streams import Run, put, say
from zh_localize.errors import ZhLocalizeError
from zh_localize.report import Edit

if TYPE_CHECKING:
    from zh_localize.repair import Decoded

_SHOWN = 10  # parts of a text in several encodings


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
    encoding: Encoding = None,
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
    run = Run(files, recursive=recursive, encoding=encoding)
    if explain or review:
        run_explanation(run, lambda name: converter.report, review, "Conversion", _doubt_line)
        return
    run_edits(
        run, lambda name: converter.report, check=check, diff=diff, in_place=in_place, json=json,
        stream=lambda name: converter.convert_stream,
    )  # fmt: skip


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


def _doubt_line(text: str, edit: Edit) -> str:
    """A character that is in doubt: its candidates, the margin, and what stands around it."""
    if "convert.doubt" not in edit.rules:
        return ""
    around = text[max(0, edit.start - 8) : edit.start], text[edit.end : edit.end + 8]
    shown = "[".join((around[0], f"{edit.after}]{around[1]}")).replace("\n", " ")
    return f"{edit.before}\t{'|'.join(edit.choices)}\t{edit.margin}\t{shown}"


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
