"""``localise``: the main job."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from zh_localize.cli.progress import Progress
from zh_localize.cli.streams import Run, put, say


def localise(
    files: Annotated[list[str], typer.Argument(help="Documents to localise.", show_default=False)],
    to: Annotated[
        list[str], typer.Option("--to", help="A target: zh-Hans, zh-Hant-TW, zh-Hant-HK, ..., en; may be repeated.")
    ],
    out: Annotated[Path, typer.Option("--out", help="The folder for the results.")] = Path("out"),
    packs: Annotated[
        list[Path] | None, typer.Option("--glossary", help="A glossary pack or TSV file; may be repeated.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object a document.")] = False,
) -> None:
    """From a damaged Chinese document: its editions, its catalogues, and a report of every edit.

    Several documents get a folder each inside --out.

    Example: zh-localize localise report.txt --to zh-Hans --to zh-Hant-TW --to en --out out/
    """
    from zh_localize.glossary import Glossary
    from zh_localize.localise import localise as run_job
    from zh_localize.render import json_lines
    from zh_localize.text.variants import parse_target

    for tag in to:
        parse_target(tag)
    glossary = Glossary.load(*packs or ())
    run = Run(files)
    used: Counter[str] = Counter()
    with Progress(len(files)) as progress:
        for name in files:
            progress.show(name)
            with run.guard():
                path = Path(name)
                used[path.stem] += 1
                number = f"-{used[path.stem]}" if used[path.stem] > 1 else ""
                outcome = run_job(
                    path, to=to, out=out / f"{path.stem}{number}" if len(files) > 1 else out, glossary=glossary
                )
                if json:
                    put(f"{json_lines.line(_facts(outcome))}\n")
                say(_table(outcome))
    run.exit()


def _facts(outcome: object) -> dict[str, object]:
    """An outcome as plain values."""
    from zh_localize.localise import Outcome

    assert isinstance(outcome, Outcome)
    return {
        "file": str(outcome.source),
        "encoding": outcome.encoding,
        "repairs": sum(not edit.is_note for edit in outcome.repair.edits),
        "units": outcome.units,
        "terms": outcome.terms,
        "editions": {tag: str(path) for tag, path in outcome.editions.items()},
        "template": str(outcome.template),
        "catalogs": {tag: str(path) for tag, path in outcome.catalogs.items()},
        "report": str(outcome.page),
        "edits": str(outcome.edits),
    }


def _table(outcome: object) -> str:
    """What was done, in a few lines."""
    from zh_localize.localise import Outcome
    from zh_localize.rules import rule

    assert isinstance(outcome, Outcome)
    rows = [(f"{outcome.source}", f"{len(outcome.repair.source):,} characters, {outcome.encoding}")]
    counts = Counter(name for edit in outcome.repair.edits for name in edit.rules)
    lost = Counter({name: count for name, count in counts.items() if name.startswith("lost.")})
    repaired = counts - lost
    rows += (("  repaired", f"{count:,} x {rule(name).summary}") for name, count in repaired.most_common())
    if not repaired:
        rows.append(("  repaired", f"nothing: no {'other ' if lost else ''}damage found"))
    rows += (("  lost", f"{count:,} x {rule(name).summary}") for name, count in lost.most_common())
    for tag, path in outcome.editions.items():
        edits = sum(not edit.is_note for edit in outcome.conversions[tag].edits)
        rows.append((f"  {tag}", f"{edits:,} edits -> {path}"))
    for tag, path in outcome.catalogs.items():
        rows.append((f"  {tag} catalogue", f"{path} and .mo"))
    rows.append(("  units", f"{outcome.units:,}, with {outcome.terms:,} terms of the glossary -> {outcome.template}"))
    rows.append(("  report", f"{outcome.page}"))
    width = max(len(label) for label, _ in rows[1:])
    return "\n".join([": ".join(rows[0]), *(f"{label:<{width}}  {value}" for label, value in rows[1:])])
