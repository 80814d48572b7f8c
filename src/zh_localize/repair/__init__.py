"""Repair: what was damaged on the way is put back, and sound text is left alone.

Order matters: escapes are read first, since anything may stand in them; readings are taken out before bytes are judged,
so that they are judged in their true neighbourhood; and what was found decides whether punctuation was folded too. What
one pass leaves may show more, so passes follow until nothing changes: repair is idempotent. A look over the text comes
before all of it, so that sound text passes at once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cache, lru_cache, partial
from typing import Final, Protocol

from zh_localize import rules
from zh_localize.repair import characters, glosses, irrecoverable, leaks, mojibake, plausibility, punctuation, slips
from zh_localize.repair.decoding import Decoded, Part, decode
from zh_localize.repair.pieces import Undecodable
from zh_localize.repair.plausibility import BYTES, CHARACTERS, GLOSSES, LEAKS, MARKS, SLIPS, WINDOWS, Look
from zh_localize.report import Report
from zh_localize.text import protect

__all__ = ["Decoded", "Part", "Undecodable", "decode", "repair", "repair_report"]

FAMILIES: Final = ("leak", "gloss", "mojibake", "slip", "character", "punctuation", "guess", "lost")
PASSES = 8  # at most; two are usual for damaged text, one for sound text


def repair(text: str) -> str:
    """The text with its damage undone; sound text comes back as the same string.

    Same decisions as :func:`repair_report`. Never raises, whatever the code points.

    >>> repair("促進經(jīng)濟(jì)社會發(fā)展")
    '促進經濟社會發展'
    """
    look = plausibility.look(text)
    return _repaired(text, look, _ids()).text if look.bits else text


def repair_report(text: str, *, guess: bool = False, only: Collection[str] = (), skip: Collection[str] = ()) -> Report:
    """Every repair with its place, rule and grade; places that are lost are notes of the family ``lost``.

    Offsets are code points of ``text``. Time is linear; ``benchmarks/repair_speed.py``
    measures it.

    Args:
        guess: read what is doubtful as well, as rules of the family ``guess``; ``only`` may ask for them by name.
        only: ids or families of rules (``gloss.pinyin``, ``mojibake``) without which nothing is done; all by default.
        skip: ids or families of rules that are left out.
    Raises:
        UnknownRuleError: with the nearest id or family.

    >>> [(edit.before, edit.rule) for edit in repair_report("促進經(jīng)濟(jì)發展").edits]
    [('(jīng)', 'gloss.pinyin'), ('(jì)', 'gloss.pinyin')]
    >>> repair_report("促進經(jīng)濟(jì)&#30332;&#23637;", only=["leak"]).text
    '促進經(jīng)濟(jì)發展'
    """
    wanted = chosen(only, skip)
    guess = guess or any(name.startswith("guess") for name in only)
    report = _repaired(text, plausibility.look(text), wanted)
    if guess:
        report = _then(report, partial(mojibake.find, guess=True), "guess.", wanted)
    return _then(report, irrecoverable.find, "lost.", wanted)


@cache
def _ids() -> frozenset[str]:
    """The ids of the rules of repair."""
    return frozenset(id_ for id_ in rules.all_rules() if id_.split(".")[0] in FAMILIES)


def chosen(only: Collection[str] = (), skip: Collection[str] = ()) -> frozenset[str]:
    """The ids of the rules of repair that are meant by ids and families.

    Raises:
        UnknownRuleError: with the nearest id or family.
    """
    return _chosen(tuple(only), tuple(skip)) if only or skip else _ids()


@lru_cache(maxsize=64)
def _chosen(only: tuple[str, ...], skip: tuple[str, ...]) -> frozenset[str]:
    wanted = rules.matching(only, _ids()) if only else _ids()
    return wanted - rules.matching(skip, _ids())


def _repaired(text: str, look: Look, wanted: frozenset[str]) -> Report:
    report = _pass(text, wanted, look)
    for _ in range(PASSES):
        again = report.then(partial(_pass, wanted=wanted)) if report.changed else report
        if again == report:
            break
        report = again
    return report


class _Step(Protocol):
    """One kind of repair, in the light of a look over the text."""

    def __call__(self, text: str, look: Look) -> Report:
        """The report of the step."""


_STEPS: Final[tuple[tuple[int, str, _Step], ...]] = (  # what a look finds, a family, its step
    (LEAKS, "leak.", leaks.find),
    (GLOSSES, "gloss.", lambda text, look: protect.outside(glosses.find(text, look))),
    (BYTES | WINDOWS, "mojibake.", mojibake.find),
    (SLIPS, "slip.", lambda text, look: protect.outside(slips.find(text, look))),
    (CHARACTERS, "character.", lambda text, look: protect.outside(characters.find(text, look))),
)


def _pass(text: str, wanted: frozenset[str], look: Look | None = None) -> Report:
    report = Report(text)
    look = look or plausibility.look(text)
    for bits, family, step in _STEPS:
        if look.bits & bits:
            found = _then(report, partial(step, look=look), family, wanted)
            if found is not report and found.changed:
                look = plausibility.look(found.text)
            report = found
    if not look.bits & MARKS:
        return report
    fold = partial(punctuation.find, damaged=_is_sliding(report))
    return _then(report, lambda repaired: protect.outside(fold(repaired)), "punctuation.", wanted)


def _then(report: Report, step: Callable[[str], Report], family: str, wanted: frozenset[str]) -> Report:
    """The report with those edits of a step behind it that are wanted; a step that can give none does not run."""
    if wanted is _ids():
        return report.then(step)
    if not any(id_.startswith(family) for id_ in wanted):
        return report
    return report.then(lambda text: step(text).only(lambda edit: wanted.issuperset(edit.rules)))


def _is_sliding(report: Report) -> bool:
    """Whether a document shows damage of the kind that comes with folded punctuation."""
    return any(name.startswith(("gloss.", "slip.")) for edit in report.edits for name in edit.rules)
