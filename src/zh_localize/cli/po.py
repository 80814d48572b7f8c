"""``po``: gettext catalogues."""

from __future__ import annotations

import typer

from zh_localize.cli import po_check, po_derive, po_stats

app = typer.Typer(help="Gettext catalogues: derived from one another, checked, counted.", no_args_is_help=True)
app.command("derive")(po_derive.derive)
app.command("check")(po_check.check)
app.command("stats")(po_stats.stats)
