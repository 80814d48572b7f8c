"""Reports as one web page that needs nothing else: no script, no network, fit for a screen, a phone and paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from zh_localize.render import byte_view
from zh_localize.render.markup import anchor, attribute, counted, marked_text, visible
from zh_localize.render.strip import strip
from zh_localize.report import Grade, Report
from zh_localize.rules import all_rules, rule

_COLOURS = 10  # of page.css
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


SHOWN_BYTES = 100  # passages of a section whose bytes are listed
READING = 24  # characters of each that are shown beside them
SHOWN_EDITS = 20_000  # of a section that are shown in their place; tables and strip count all


@dataclass(frozen=True, slots=True)
class Section:
    """A report and what stands above it; ``language`` is the BCP 47 tag of its text and chooses the fonts."""

    title: str
    report: Report
    language: str


def page(title: str, sections: Sequence[Section]) -> str:
    """A self-contained HTML page of what each report does: how much, by which rules, where, and the text itself.

    The first section lies open, the others unfold. Nothing of a text can become markup, and the page can always be
    encoded as UTF-8. Linear in texts and edits; long texts are abridged, see ``marked_text``.

    Raises:
        UnknownRuleError: an edit names a rule that is not in the table of rules.

    >>> from zh_localize.report import Edit
    >>> report = Report("經(jīng)濟", (Edit(1, 7, "(jīng)", "", "gloss.pinyin", Grade.SAFE),))
    >>> '>(jīng)</del>濟' in page("Repair", [Section("a.txt", report, "zh-Hant")])
    True
    """
    styles = _styles(sections)
    blocks = "".join(_block(number, section, styles) for number, section in enumerate(sections))
    return frame(title, _contents(sections), blocks)


def frame(title: str, contents: str, main: str) -> str:
    """A page with the style of all pages: its title, what stands under that, and its main part, both as HTML."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{attribute(title)}</title>\n<style>\n{_style_sheet()}</style>\n</head>\n<body>\n"
        f"<header><h1>{visible(title)}</h1>{contents}</header>\n<main>\n{main}</main>\n</body>\n</html>\n"
    )


@cache
def _style_sheet() -> str:
    return files("zh_localize").joinpath("render", "page.css").read_text("utf-8")


def _styles(sections: Sequence[Section]) -> dict[str, str]:
    """A CSS class for every rule on the page, in the order of the table of rules; all sections share them."""
    present = {id_ for section in sections for edit in section.report.edits for id_ in edit.rules}
    order = {id_: position for position, id_ in enumerate(all_rules())}
    ids = sorted(present, key=lambda id_: order[rule(id_).id])
    return {id_: f"rule-{position % _COLOURS}" for position, id_ in enumerate(ids)}


def _contents(sections: Sequence[Section]) -> str:
    if len(sections) < 2:
        return ""
    entries = "".join(
        f'<li><a href="#section-{number}">{visible(section.title)}</a> <span>{_edits(section.report)}</span></li>'
        for number, section in enumerate(sections)
    )
    return f'<nav aria-label="Sections"><ul>{entries}</ul></nav>'


def _block(number: int, section: Section, styles: Mapping[str, str]) -> str:
    heading = f"<h2>{visible(section.title)}</h2>"
    body = _body(number, section, styles)
    if number == 0:
        return f'<section id="section-0">{heading}\n{body}</section>\n'
    summary = f"<summary>{heading}<span>{_edits(section.report)}</span></summary>"
    return f'<details id="section-{number}">{summary}\n{body}</details>\n'


def _body(number: int, section: Section, styles: Mapping[str, str]) -> str:
    report = section.report
    if report.edits:
        findings = f"{_table(report, number, styles)}\n{_map(report, number, styles)}\n"
    else:
        findings = '<p class="nothing">Nothing to change.</p>\n'
    text = marked_text(_shown(report), number, styles)
    left = len(report.edits) - SHOWN_EDITS
    rest = f'<p class="nothing">{counted(left, "more edit")} behind this, not shown.</p>\n' if left > 0 else ""
    shown = f'<div class="text" lang="{attribute(section.language)}">{text}</div>\n{rest}'
    return f"{_summary(report)}\n{findings}{_bytes(report, number)}{shown}"


def _bytes(report: Report, number: int) -> str:
    """The bytes of the first passages that were read wrong, folded up; each with a link to its place."""
    found = [(index, edit) for index, edit in enumerate(report.edits[:SHOWN_EDITS]) if edit.evidence]
    if not found:
        return ""
    rows = "".join(
        f'<tr><td class="number"><a href="#{anchor(number, index)}">{edit.start:,}</a></td>'
        f"<td><code>{attribute(byte_view.data(edit))}</code></td><td>{attribute(byte_view.code_pages(edit))}</td>"
        f'<td lang="zh">{visible(edit.after[:READING])}{"…" * (len(edit.after) > READING)}</td></tr>'
        for index, edit in found[:SHOWN_BYTES]
    )
    rest = f"<caption>The first {SHOWN_BYTES} of {len(found):,}.</caption>" if len(found) > SHOWN_BYTES else ""
    return (
        f'<details class="bytes"><summary>Bytes of {counted(len(found), "passage")}</summary><table>{rest}<thead><tr>'
        '<th scope="col" class="number">Place</th><th scope="col">Bytes</th><th scope="col">Code pages</th>'
        f'<th scope="col">Text</th></tr></thead><tbody>{rows}</tbody></table></details>\n'
    )


def _shown(report: Report) -> Report:
    """The part of a report that a page can hold; a browser shows no text with millions of edits."""
    if len(report.edits) <= SHOWN_EDITS:
        return report
    edits = report.edits[:SHOWN_EDITS]
    return Report(report.source[: edits[-1].end], edits)


def _edits(report: Report) -> str:
    return counted(sum(not edit.is_note for edit in report.edits), "edit")


def _summary(report: Report) -> str:
    notes = counted(sum(edit.is_note for edit in report.edits), "note")
    characters = counted(len(report.source), "character")
    growth = sum(len(edit.after) - len(edit.before) for edit in report.edits)
    result = f", {len(report.source) + growth:,} after" if growth else ""
    return f'<p class="summary">{_edits(report)} · {notes} · {characters}{result}</p>'


def _table(report: Report, number: int, styles: Mapping[str, str]) -> str:
    """The rules that had a part in the report, the busiest first; each count links to the first edit."""
    counts = Counter(id_ for edit in report.edits for id_ in edit.rules)
    first: dict[str, int] = {}
    for index, edit in enumerate(report.edits):
        for id_ in edit.rules:
            first.setdefault(id_, index)
    peak = max(counts.values())
    rows = "".join(
        _row(id_, count, count / peak, f"#{anchor(number, first[id_])}", styles[id_])
        for id_, count in counts.most_common()
    )
    merged = any(len(edit.rules) > 1 for edit in report.edits)
    caption = "<caption>An edit in which several rules had a part counts for each of them.</caption>" if merged else ""
    return (
        f'<table>{caption}<thead><tr><th scope="col">Rule</th><th scope="col">What it does</th>'
        f'<th scope="col">Grade</th><th scope="col" class="number">Edits</th><td></td></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _row(id_: str, count: int, share: float, link: str, style: str) -> str:
    facts = rule(id_)
    grade = facts.grade.value
    return (
        f'<tr class="{style}"><th scope="row"><i class="swatch"></i>{attribute(id_)}</th>'
        f'<td>{attribute(facts.summary)}</td><td><span class="grade {grade}">{grade}</span></td>'
        f'<td class="number"><a href="{link}">{count:,}</a></td>'
        f'<td class="bar"><i style="width:{share:.1%}"></i></td></tr>'
    )


def _map(report: Report, number: int, styles: Mapping[str, str]) -> str:
    """The strip with its legend, which stay in sight while the text is read."""
    present = {edit.rules[0] for edit in report.edits}
    rules = "".join(
        f'<li class="{style}"><i class="swatch"></i>{attribute(id_)}</li>'
        for id_, style in styles.items()
        if id_ in present
    )
    grades = "".join(f'<span class="grade {grade.value}">{grade.value}</span>' for grade in reversed(Grade))
    legend = f'<ul class="legend">{rules}<li class="grades">{grades}</li></ul>'
    return f'<div class="map">{strip(report, number, styles)}{legend}</div>'
