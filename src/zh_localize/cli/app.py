"""The command tree."""

from __future__ import annotations

from typing import Annotated

import typer

from zh_localize.cli import doctor, glossary, job, po, repair, text

app = typer.Typer(
    name="zh-localize",
    help="Chinese text that can be published: repaired, converted, true to your terms, ready for translation.",
    epilog="Start with: zh-localize localise report.txt --to zh-Hans --to zh-Hant-TW --to en --out out/",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("localise")(job.localise)
app.command("localize", hidden=True)(job.localise)
app.command("repair")(repair.repair)
app.command("convert")(text.convert)
app.command("detect")(text.detect)
app.add_typer(glossary.app, name="glossary")
app.add_typer(po.app, name="po")
app.command("doctor")(doctor.doctor)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"zh-localize {version('zh-localize')}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Options that stand before a command."""
