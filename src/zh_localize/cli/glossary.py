"""``glossary``: find terms in texts and check texts against them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from zh_localize.cli.edits import Files, Json
from zh_localize.cli.lines import Lines
from zh_localize.cli.streams import Run, put

app = typer.Typer(help="Find the terms of a glossary in texts, and check texts against it.", no_args_is_help=True)

Packs = Annotated[
    list[Path] | None,
    typer.Option("--glossary", help="A pack folder or a TSV file instead of the packs shipped; may be repeated."),
]


@app.command("find")
def find(files: Files = None, packs: Packs = None, json: Json = False) -> None:
    """List the terms that occur, with their place, concept and English rendering.

    Example: zh-localize glossary find report.txt
    """
    from zh_localize.glossary import Glossary
    from zh_localize.render import json_lines

    glossary = Glossary.load(*packs or ())
    run = Run(files)
    for name, text, _ in run.inputs():
        lines = Lines(text)
        for hit in glossary.find(text):
            if json:
                facts = {"file": name, "start": hit.start, "end": hit.end, "text": hit.text, "concept": hit.concept}
                put(f"{json_lines.line(facts)}\n")
            else:
                english = glossary.rendering(hit.concept, "en")
                put(f"{name}:{lines.at(hit.start)}\t{hit.text}\t{hit.concept}\t{english.term if english else ''}\n")
    run.exit()


@app.command("check")
def check(files: Files = None, packs: Packs = None, json: Json = False) -> None:
    """Report deprecated, superseded and forbidden terms; exit with 1 if there are any.

    Example: zh-localize glossary check --glossary house.tsv report.txt
    """
    from zh_localize.glossary import Glossary
    from zh_localize.render import json_lines

    glossary = Glossary.load(*packs or ())
    run = Run(files)
    for name, text, _ in run.inputs():
        lines = Lines(text)
        for edit in glossary.enforce(text).edits:
            run.found = True
            if json:
                put(f"{json_lines.edit_line(name, edit)}\n")
            else:
                change = edit.before if edit.is_note else f"{edit.before} -> {edit.after}"
                put(f"{name}:{lines.at(edit.start)} {edit.rule} [{edit.grade}] {change}\n")
    run.exit()
