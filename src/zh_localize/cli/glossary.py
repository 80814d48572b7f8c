"""``glossary``: find terms in texts, check texts and translations against them, and check the glossary itself."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from zh_localize.cli.edits import Diff, Files, Json, Recursive
from zh_localize.cli.lines import Lines
from zh_localize.cli.streams import Run, put

app = typer.Typer(help="Find the terms of a glossary in texts, and check texts against it.", no_args_is_help=True)

Packs = Annotated[
    list[Path] | None,
    typer.Option(
        "--glossary",
        help="A pack folder or a TSV file instead of the packs shipped; the earlier goes first; repeatable.",
    ),
]
Profiles = Annotated[
    list[str] | None,
    typer.Option("--profile", help="A house style of the packs, or its TOML file; the later goes first; repeatable."),
]
Domains = Annotated[list[str] | None, typer.Option("--domain", help="Only concepts of this domain; repeatable.")]
Date = Annotated[
    str, typer.Option("--date", help="When the text was written: YYYY, YYYY-MM or YYYY-MM-DD.", show_default=False)
]


@app.command("find")
def find(
    files: Files = None,
    packs: Packs = None,
    profile: Profiles = None,
    domain: Domains = None,
    date: Date = "",
    language: Annotated[str, typer.Option("--language", help="The language of the texts.")] = "zh",
    recursive: Recursive = False,
    json: Json = False,
) -> None:
    """List the terms that occur, with their place, concept and English rendering.

    Example: zh-localize glossary find report.txt

    Example: zh-localize glossary find --domain npc-cppcc --date 2004 report.txt
    """
    from zh_localize.cli.terms import check_date, load
    from zh_localize.render import json_lines

    check_date(date)
    glossary, _ = load(packs, profile)
    run = Run(files, recursive=recursive)
    for name, text, _ in run.inputs():
        lines = Lines(text)
        for hit in glossary.find(text, language=language, domains=domain or (), date=date):
            if json:
                facts = {"file": name, "start": hit.start, "end": hit.end, "text": hit.text, "concept": hit.concept}
                put(f"{json_lines.line(facts)}\n")
            else:
                english = glossary.rendering(hit.concept, "en" if language == "zh" else "zh")
                put(f"{name}:{lines.at(hit.start)}\t{hit.text}\t{hit.concept}\t{english.term if english else ''}\n")
    run.exit()


@app.command("check")
def check(
    files: Files = None,
    pairs: Annotated[
        list[str] | None,
        typer.Option(
            "--pairs", help="A file of translations: .jsonl with keys zh and en, .tsv, .xlf, .xliff or .po; repeatable."
        ),
    ] = None,
    parallel: Annotated[
        tuple[Path, Path] | None, typer.Option("--parallel", help="A text and its translation, line by line.")
    ] = None,
    packs: Packs = None,
    profile: Profiles = None,
    domain: Domains = None,
    date: Date = "",
    source: Annotated[str, typer.Option("--source", help="The language that translations are made from.")] = "zh",
    target: Annotated[str, typer.Option("--target", help="The language that they are made into.")] = "en",
    language: Annotated[str, typer.Option("--language", help="The language of texts without a translation.")] = "zh",
    level: Annotated[
        str | None,
        typer.Option(
            "--level",
            help="The least severity that is shown and ends with 1: hint, warning (the default) or error. "
            "JSON and SARIF hold all unless it is given.",
        ),
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option("--baseline", help="A file of findings that are known and not shown again.")
    ] = None,
    write_baseline: Annotated[
        Path | None, typer.Option("--write-baseline", help="Write what is found as a baseline, and end with 0.")
    ] = None,
    style: Annotated[str, typer.Option("--format", help="text, json, sarif, github (annotations) or junit.")] = "text",
    fix: Annotated[
        bool, typer.Option("--fix", help="Replace what is safe to replace, in the files themselves.")
    ] = False,
    diff: Diff = False,
    recursive: Recursive = False,
    json: Json = False,
) -> None:
    """Report where a text or a translation departs from the glossary; exit with 1 if anything does.

    A waiver in a comment of the text, or in the notes of a pair, silences a finding: zhl:ignore CONCEPT REASON.

    Example: zh-localize glossary check --pairs report.jsonl --profile prc-official-en

    Example: zh-localize glossary check --glossary house/ --baseline known.jsonl --format sarif docs/*.md
    """
    from zh_localize.cli.terms import Check, check_date, load

    check_date(date)
    glossary, policy = load(packs, profile)
    run = Check(
        glossary, policy, date=date, domains=domain or (), source=source, target=target, language=language,
        level=level, style="json" if json else style, baseline=baseline, write_baseline=write_baseline,
    )  # fmt: skip
    if fix or diff:
        if pairs or parallel or (fix and diff):
            raise typer.BadParameter("--fix and --diff take texts, one of the two at a time")
        run.enforce(Run(files, recursive=recursive), fix=fix)
        return
    run.check(files, pairs or (), parallel, recursive=recursive)


@app.command("lint")
def lint(
    packs: Packs = None,
    level: Annotated[
        str, typer.Option("--level", help="The least severity that is shown: hint, warning or error.")
    ] = "hint",
    json: Json = False,
) -> None:
    """Check glossaries themselves: doubles, terms that cannot be found, circles, missing sources; exit with 1 if any.

    Example: zh-localize glossary lint --glossary house/
    """
    from zh_localize.cli.terms import run_lint

    run_lint(packs or (), level, json=json)
