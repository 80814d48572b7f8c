"""What commands have in common that run an operation on texts and show its edits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from zh_localize.cli.lines import Lines
from zh_localize.cli.streams import STDIN, Run, Stream, put, put_in_place, say
from zh_localize.report import Edit, Report

Files = Annotated[list[str] | None, typer.Argument(help="Files, or - for standard input.", show_default=False)]
Check = Annotated[bool, typer.Option("--check", help="Change nothing; exit with 1 if something would change.")]
Diff = Annotated[bool, typer.Option("--diff", help="Print a unified diff; exit with 1 if something would change.")]
InPlace = Annotated[bool, typer.Option("--in-place", "-i", help="Write the files themselves, whole or not at all.")]
Recursive = Annotated[
    bool, typer.Option("--recursive", "-r", help="Take the files in folders too, but for what .gitignore names.")
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object a line for each edit.")]
Encoding = Annotated[
    str | None,
    typer.Option("--encoding", help="Read the input in this encoding, such as gbk; detected by default."),
]

LOST = "lost."  # rules that note what nothing brings back
GUESSED = ("mojibake.guessed", "guess.")  # rules of what somebody should compare with the source
_PLACES = 10  # places that are named
Operation = Callable[[str], Report]


def run_edits(
    run: Run,
    operation: Callable[[str], Operation],
    *,
    check: bool,
    diff: bool,
    in_place: bool,
    json: bool,
    stream: Callable[[str], Stream],
) -> None:
    """Run an operation over all inputs and print what was asked for.

    ``operation`` and ``stream`` give what is done to the input of a name: as a report, and block by block.
    """
    if sum((check, diff, in_place)) > 1:
        raise typer.BadParameter("give one of --check, --diff and --in-place")
    if in_place and STDIN in run.files:
        raise typer.BadParameter("--in-place needs files, not standard input")
    if not (check or diff or json):
        run.convert(stream, in_place=in_place)
        run.exit()
        return
    for name, text, encoding in run.inputs():
        with run.guard():
            report = operation(name)(text)
            doubts = Doubts(name)
            lines = Lines(text)
            for edit in report.edits:
                doubts.add(lines.number(edit.start), edit)
            run.found |= (report.changed and (check or diff)) or (check and bool(doubts.lost))
            _print(name, report, check=check, diff=diff, in_place=in_place, json=json)
            doubts.say()
            if in_place and report.changed:
                put_in_place(name, report.text, encoding)
    run.exit()


def run_explanation(
    run: Run,
    operation: Callable[[str], Operation],
    page: Path | None,
    title: str,
    line: Callable[[str, Edit], str],
) -> None:
    """What ``line`` says of each edit, or all edits in their places as a page."""
    from zh_localize.render import html
    from zh_localize.text.files import write_atomic

    sections = []
    for name, text, _ in run.inputs():
        with run.guard():
            report = operation(name)(text)
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


def _print(name: str, report: Report, *, check: bool, diff: bool, in_place: bool, json: bool) -> None:
    """The result of one input as edits, as a diff, or as a line that counts."""
    from zh_localize.render import diff as diffs
    from zh_localize.render import json_lines

    if json:
        put("".join(f"{json_lines.edit_line(name, edit)}\n" for edit in report.edits))
    elif diff:
        put(diffs.unified(report, name))
    if check and report.changed:
        say(f"{name}: {sum(not edit.is_note for edit in report.edits)} edits")


class Doubts:
    """The lines of an input that somebody should look at: where text is lost, and where it is largely guessed."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.lost: list[int] = []
        self.guessed: list[int] = []

    def add(self, line: int, edit: Edit) -> None:
        """Count an edit if it is doubtful."""
        rules = edit.rules
        if any(rule.startswith(LOST) for rule in rules):
            self.lost.append(line)
        elif any(rule.startswith(GUESSED) for rule in rules):
            self.guessed.append(line)

    def say(self) -> None:
        """Tell how many there are, and the first lines."""
        for lines, one, many in (
            (self.lost, "place is lost", "places are lost"),
            (self.guessed, "passage is largely a guess", "passages are largely guesses"),
        ):
            if lines:
                different = [*dict.fromkeys(lines)]
                shown = ", ".join(f"{self._name}:{line}" for line in different[:_PLACES])
                more = f" and {len(different) - _PLACES} more lines" if len(different) > _PLACES else ""
                say(f"{len(lines)} {one if len(lines) == 1 else many}: {shown}{more}")
