"""The coverage of a glossary as a web page: a bar for each domain and language."""

from __future__ import annotations

from collections.abc import Iterable

from zh_localize.glossary.stats import Coverage, Statistics
from zh_localize.render.html import frame
from zh_localize.render.markup import attribute, counted, visible

_PARTS = (("approved", "rule-2"), ("draft", "rule-4"), ("missing", "none"))


def page(title: str, statistics: Statistics) -> str:
    """A page that needs nothing else: no script, no network. Each bar has its figures beside it.

    >>> from zh_localize.glossary import Designation, Glossary
    >>> from zh_localize.glossary.stats import count
    >>> "1 concept · 1 designation" in page("House", count(Glossary([Designation("c1", "en", "policy")])))
    True
    """
    tags = [row.lang for row in statistics.languages]
    head = "".join(f'<th scope="col">{visible(tag)}</th>' for tag in tags)
    of_domain: dict[str, list[Coverage]] = {}
    for row in statistics.domains:
        of_domain.setdefault(row.domain, []).append(row)
    rows = _row("all", statistics.languages) + "".join(_row(domain or "—", row) for domain, row in of_domain.items())
    legend = "".join(f'<li class="{style}"><i class="swatch"></i>{name}</li>' for name, style in _PARTS)
    facts = f"{counted(statistics.concepts, 'concept')} · {counted(statistics.designations, 'designation')}"
    table = (
        f'<table class="coverage"><thead><tr><th scope="col">Domain</th>'
        f'<th scope="col" class="number">Concepts</th>{head}</tr></thead><tbody>{rows}</tbody></table>'
    )
    return frame(title, "", f'<p class="summary">{facts}</p>\n<ul class="legend">{legend}</ul>\n{table}\n')


def _row(name: str, rows: Iterable[Coverage]) -> str:
    rows = tuple(rows)
    cells = "".join(f'<td data-label="{attribute(row.lang)}">{_bar(row)}</td>' for row in rows)
    return f'<tr><th scope="row">{visible(name)}</th><td class="number">{rows[0].concepts:,}</td>{cells}</tr>'


def _bar(row: Coverage) -> str:
    """A bar of three parts, and the share that has a name."""
    figures = [(name, style, getattr(row, name)) for name, style in _PARTS]
    tip = attribute(f"{row.lang}: " + ", ".join(f"{count:,} {name}" for name, _, count in figures))
    whole = max(row.concepts, 1)
    parts = "".join(
        f'<i class="{style}" style="width:{count / whole:.2%}"></i>' for _, style, count in figures if count
    )
    return f'<span class="stack" title="{tip}">{parts}</span><small>{row.approved:,} + {row.draft:,}</small>'
