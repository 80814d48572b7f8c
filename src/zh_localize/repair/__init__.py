"""Repair: what was damaged on the way is put back, and sound text is left alone.

Order matters: readings are taken out first, so that bytes out of step are judged in their true neighbourhood, and what
was found decides whether punctuation was folded too. What one pass leaves may show more, so passes follow until
nothing changes: repair is idempotent.
"""

from __future__ import annotations

from zh_localize.repair import characters, glosses, leaks, mojibake, punctuation, slips
from zh_localize.report import Report
from zh_localize.text import protect

__all__ = ["repair", "repair_report"]

PASSES = 8  # at most; two are usual for damaged text, one for sound text


def repair(text: str) -> str:
    """The text with its damage undone; sound text comes back as the same string.

    Same decisions as :func:`repair_report`. Never raises, whatever the code points.

    >>> repair("促進經(jīng)濟(jì)社會發(fā)展")
    '促進經濟社會發展'
    """
    return repair_report(text).text


def repair_report(text: str) -> Report:
    """Every repair with its place, rule and grade.

    Offsets are code points of ``text``. Time is linear: long sound text passes at about 4 million
    characters a second, short lines at half a million.

    >>> [(edit.before, edit.rule) for edit in repair_report("促進經(jīng)濟(jì)發展").edits]
    [('(jīng)', 'gloss.pinyin'), ('(jì)', 'gloss.pinyin')]
    """
    report = _pass(text)
    for _ in range(PASSES):
        again = report.then(_pass) if report.changed else report
        if again == report:
            break
        report = again
    return report


def _pass(text: str) -> Report:
    report = leaks.find(text).then(lambda repaired: protect.outside(glosses.find(repaired)))
    report = report.then(mojibake.find)
    report = report.then(lambda repaired: protect.outside(slips.find(repaired)))
    report = report.then(lambda repaired: protect.outside(characters.find(repaired)))
    return report.then(lambda repaired: protect.outside(punctuation.find(repaired, damaged=_is_sliding(report))))


def _is_sliding(report: Report) -> bool:
    """Whether a document shows damage of the kind that comes with folded punctuation."""
    return any(name.startswith(("gloss.", "slip.")) for edit in report.edits for name in edit.rules)
