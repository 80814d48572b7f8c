"""``po stats``: how far catalogues have come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zh_localize.cli.po_check import catalogues
from zh_localize.cli.streams import Run, put

if TYPE_CHECKING:
    from zh_localize.catalog.stats import Counts

_COLUMNS = ("human", "derived", "fuzzy", "missing", "obsolete")
_BAR = 20  # characters of a bar


def stats(
    files: Annotated[list[str], typer.Argument(help="Catalogues, or folders of them.", show_default=False)],
    page: Annotated[Path | None, typer.Option("--html", help="Write the figures as a page with bars.")] = None,
    json: Annotated[
        bool, typer.Option("--json", help="Print the figures of each file as a JSON object a line.")
    ] = False,
) -> None:
    """Count what is translated by humans, derived, fuzzy and missing, by file and by locale.

    Example: zh-localize po stats locales/

    Example: zh-localize po stats --html progress.html locales/
    """
    from zh_localize.catalog import Catalog
    from zh_localize.catalog.stats import by_locale, count, locale_of
    from zh_localize.render import json_lines, progress_page
    from zh_localize.text.files import write_atomic

    run = Run([*catalogues(files)])
    rows: list[tuple[str, str, Counts]] = []
    for name in run.files:
        with run.guard():
            catalog = Catalog.load(name)
            rows.append((name, locale_of(catalog, Path(name)), count(catalog)))
    if page:
        with run.guard():
            write_atomic(page, progress_page.page(rows).encode("utf-8", "surrogatepass"))
    elif json:
        for name, locale, counts in rows:
            facts = {"file": name, "locale": locale, **asdict(counts), "total": counts.total}
            put(f"{json_lines.line({**facts, 'done': round(counts.done, 1)})}\n")
    elif rows:
        locales = by_locale((locale, counts) for _, locale, counts in rows)
        shown = [*_lines((name, counts) for name, _, counts in rows)]
        total = [*_lines(locales.items())] if len(rows) > len(locales) else []
        put(_table([*shown, *total]))
    run.exit()


def _lines(rows: Iterable[tuple[str, Counts]]) -> Iterator[tuple[str, ...]]:
    """Each row as cells."""
    for name, counts in rows:
        filled = round(counts.done * _BAR / 100)
        bar = "█" * filled + "░" * (_BAR - filled)
        yield name, bar, f"{counts.done:.1f} %", *(f"{getattr(counts, column):,}" for column in _COLUMNS)


def _table(rows: Sequence[tuple[str, ...]]) -> str:
    lines = [("", "", "done", *_COLUMNS), *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    shown = []
    for name, bar, *figures in lines:
        cells = (figure.rjust(width) for figure, width in zip(figures, widths[2:], strict=True))
        shown.append("  ".join((name.ljust(widths[0]), bar.ljust(widths[1]), *cells)).rstrip())
    return "".join(f"{line}\n" for line in shown)
