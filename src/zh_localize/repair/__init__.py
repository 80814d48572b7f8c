"""Repair: what was damaged on the way is put back, and sound text is left alone.

Order matters: escapes are read first, since anything may stand in them; readings are taken out before bytes are judged,
so that they are judged in their true neighbourhood; and what was found decides whether punctuation was folded too. What
one pass leaves may show more, so passes follow until nothing changes: repair is idempotent. A look over the text comes
before all of it, so that sound text passes at once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from zh_localize.repair import characters, glosses, leaks, mojibake, plausibility, punctuation, slips
from zh_localize.repair.decoding import Decoded, Part, decode
from zh_localize.repair.pieces import Undecodable
from zh_localize.repair.plausibility import BYTES, CHARACTERS, GLOSSES, LEAKS, MARKS, SLIPS, WINDOWS
from zh_localize.report import Report
from zh_localize.text import protect

__all__ = ["Decoded", "Part", "Undecodable", "decode", "repair", "repair_report"]

PASSES = 8  # at most; two are usual for damaged text, one for sound text


def repair(text: str) -> str:
    """The text with its damage undone; sound text comes back as the same string.

    Same decisions as :func:`repair_report`. Never raises, whatever the code points.

    >>> repair("促進經(jīng)濟(jì)社會發(fā)展")
    '促進經濟社會發展'
    """
    needed = plausibility.look(text)
    return _repaired(text, needed).text if needed else text


def repair_report(text: str) -> Report:
    """Every repair with its place, rule and grade.

    Offsets are code points of ``text``. Time is linear: long sound text passes at about 4 million
    characters a second, short lines at half a million.

    >>> [(edit.before, edit.rule) for edit in repair_report("促進經(jīng)濟(jì)發展").edits]
    [('(jīng)', 'gloss.pinyin'), ('(jì)', 'gloss.pinyin')]
    """
    return _repaired(text, plausibility.look(text))


def _repaired(text: str, needed: int) -> Report:
    report = _pass(text, needed)
    for _ in range(PASSES):
        again = report.then(_pass) if report.changed else report
        if again == report:
            break
        report = again
    return report


_STEPS: Final[tuple[tuple[int, Callable[[str], Report]], ...]] = (  # what a look must have found, and the step
    (LEAKS, leaks.find),
    (GLOSSES, lambda text: protect.outside(glosses.find(text))),
    (BYTES | WINDOWS, mojibake.find),
    (SLIPS, lambda text: protect.outside(slips.find(text))),
    (CHARACTERS, lambda text: protect.outside(characters.find(text))),
)


def _pass(text: str, needed: int | None = None) -> Report:
    report = Report(text)
    needed = plausibility.look(text) if needed is None else needed
    for bits, step in _STEPS:
        if needed & bits:
            found = report.then(step)
            if found is not report and found.changed:
                needed = plausibility.look(found.text)
            report = found
    if not needed & MARKS:
        return report
    return report.then(lambda repaired: protect.outside(punctuation.find(repaired, damaged=_is_sliding(report))))


def _is_sliding(report: Report) -> bool:
    """Whether a document shows damage of the kind that comes with folded punctuation."""
    return any(name.startswith(("gloss.", "slip.")) for edit in report.edits for name in edit.rules)
