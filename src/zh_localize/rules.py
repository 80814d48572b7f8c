"""The rules behind edits: what each does, how precise it was measured to be, and the grade that follows.

Source: ``data/rules.tsv``; its figures are made by ``benchmarks/rules.py``, and a test makes them again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from zh_localize.errors import UnknownRuleError
from zh_localize.report import Grade

SAFE_FROM = 0.999
LIKELY_FROM = 0.95


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: ``precision`` is the share of its edits that were right among the ``edits`` that were judged."""

    id: str
    precision: float
    edits: int
    summary: str

    @property
    def grade(self) -> Grade:
        """SAFE from a precision of 0.999 on, LIKELY from 0.95 on, ASK below and for rules that were never measured."""
        if not self.edits or self.precision < LIKELY_FROM:
            return Grade.ASK
        return Grade.SAFE if self.precision >= SAFE_FROM else Grade.LIKELY


@cache
def all_rules() -> dict[str, Rule]:
    """Every rule by its id, in the order of the table."""
    text = files("zh_localize").joinpath("data", "rules.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {id_: Rule(id_, float(precision), int(edits), summary) for id_, precision, edits, summary in rows[1:]}


def rule(id_: str) -> Rule:
    """The rule of that id.

    Raises:
        UnknownRuleError: with the nearest id.

    >>> rule("gloss.pinyin").grade
    <Grade.SAFE: 'safe'>
    """
    try:
        return all_rules()[id_]
    except KeyError:
        raise UnknownRuleError(id_, all_rules()) from None


def matching(names: Iterable[str], ids: Iterable[str]) -> frozenset[str]:
    """Those of ``ids`` that names mean: an id, or a family such as ``gloss`` or ``gloss.*``.

    Raises:
        UnknownRuleError: a name means none of them; with the nearest id or family.

    >>> sorted(matching(["mojibake", "gloss.pinyin"], all_rules()))
    ['gloss.pinyin', 'mojibake.code-page', 'mojibake.guessed', 'mojibake.lossy']
    """
    ids = [*ids]
    known = {name: [name] for name in ids}
    for id_ in ids:
        known.setdefault(id_.split(".")[0], []).append(id_)
    try:
        return frozenset(id_ for name in names for id_ in known[name.removesuffix(".*")])
    except KeyError as error:
        raise UnknownRuleError(error.args[0], sorted(known)) from None
