"""How far catalogues have come, as a web page with bars: no script, no network."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from zh_localize.catalog.stats import Counts, by_locale
from zh_localize.render.markup import attribute, visible

Row = tuple[str, str, Counts]  # file, locale, counts

_KINDS = (("human", "by humans"), ("derived", "derived"), ("fuzzy", "to be confirmed"), ("missing", "missing"))
_STYLE = """\
:root{color-scheme:light dark;--human:#1a7f4b;--derived:#4c8fd6;--fuzzy:#d9a21b;--missing:#8886}
body{font:1rem/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem}
table{border-collapse:collapse;width:100%}th,td{padding:.3rem .6rem;text-align:right;border-bottom:1px solid #8884}
th:first-child,td:first-child{text-align:left;overflow-wrap:anywhere}td.bar{width:35%;min-width:8rem}
.bars{display:flex;height:.9rem;border-radius:.2rem;overflow:hidden}.bars i{display:block}
.human{background:var(--human)}.derived{background:var(--derived)}
.fuzzy{background:var(--fuzzy)}.missing{background:var(--missing)}
.key i{display:inline-block;width:.9rem;height:.9rem;margin:0 .3rem 0 1rem;vertical-align:-.1rem}
@media print{*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
"""


def page(rows: Sequence[Row]) -> str:
    """A self-contained page: a bar for each locale, then one for each file. Nothing of a name can become markup.

    >>> '<td>zh_TW</td>' in page([("zh_TW.po", "zh_TW", Counts(human=1))])
    True
    """
    locales = by_locale((locale, counts) for _, locale, counts in rows)
    key = "".join(f'<i class="{name}"></i>{title}' for name, title in _KINDS)
    tables = _table("Locale", locales.items()) + _table("File", ((file, counts) for file, _, counts in rows))
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Catalogues</title>\n<style>\n{_STYLE}</style>\n</head>\n<body>\n<h1>Catalogues</h1>\n"
        f'<p class="key">{key}</p>\n{tables}</body>\n</html>\n'
    )


def _table(title: str, rows: Iterable[tuple[str, Counts]]) -> str:
    heads = "".join(f"<th>{name}</th>" for name, _ in _KINDS)
    lines = "".join(_row(name, counts) for name, counts in rows)
    head = f"<tr><th>{title}</th><th>done</th><th></th>{heads}</tr>"
    return f"<h2>By {title.lower()}</h2>\n<table>\n{head}\n{lines}</table>\n"


def _row(name: str, counts: Counts) -> str:
    numbers = [(kind, getattr(counts, kind)) for kind, _ in _KINDS]
    parts = "".join(
        f'<i class="{kind}" style="width:{100 * number / counts.total:.2f}%"></i>' for kind, number in numbers if number
    )
    label = attribute(", ".join(f"{number} {title}" for (_, title), (_, number) in zip(_KINDS, numbers, strict=True)))
    cells = "".join(f"<td>{number:,}</td>" for _, number in numbers)
    bar = f'<td class="bar"><div class="bars" role="img" aria-label="{label}">{parts}</div></td>'
    return f"<tr><td>{visible(name)}</td><td>{counts.done:.1f} %</td>{bar}{cells}</tr>\n"
