"""The damage strip: where in a text its edits lie, at one glance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from zh_localize.render.markup import anchor, attribute, counted
from zh_localize.report import Edit, Report

BINS = 200


def strip(report: Report, section: int, styles: Mapping[str, str]) -> str:
    """An SVG picture of the text from left to right, cut into :data:`BINS` equal stretches.

    The bar of a stretch is as high as the edits that start in it are many, notes among them; its colours are those of
    their rules (of a merged edit, its first rule), and it links to the first of them. Linear in the number of edits.

    Args:
        section: the number of the section, which its anchors carry.
        styles: the CSS class of every rule that occurs.
    """
    bins: dict[int, list[tuple[int, Edit]]] = {}
    for index, edit in enumerate(report.edits):
        place = min(BINS - 1, edit.start * BINS // max(1, len(report.source)))
        bins.setdefault(place, []).append((index, edit))
    peak = max(map(len, bins.values()), default=1)
    label = f"Where the {counted(len(report.edits), 'edit')} lie, from the start of the text to its end"
    bars = "".join(_bar(place, edits, peak, section, styles) for place, edits in bins.items())
    return (
        f'<svg class="strip" role="group" aria-label="{label}" viewBox="0 0 {BINS} {peak}" preserveAspectRatio="none">'
        f"{bars}</svg>"
    )


def _bar(place: int, edits: Sequence[tuple[int, Edit]], peak: int, section: int, styles: Mapping[str, str]) -> str:
    """One bar: its rules stacked, the most frequent at the bottom, in a link as high as the strip."""
    counts = Counter(edit.rules[0] for _, edit in edits).most_common()
    first, last = edits[0][1], edits[-1][1]
    tip = f"{counted(len(edits), 'edit')} at {first.start:,}–{last.end:,}: " + ", ".join(
        f"{id_} {n}" for id_, n in counts
    )
    stack, top = [], peak
    for id_, count in counts:
        top -= count
        stack.append(f'<rect class="{styles[id_]}" x="{place}" y="{top}" width="1" height="{count}"/>')
    return (
        f'<a href="#{anchor(section, edits[0][0])}" data-edits="{len(edits)}"><title>{attribute(tip)}</title>'
        f'<rect class="reach" x="{place}" y="0" width="1" height="{peak}"/>{"".join(stack)}</a>'
    )
