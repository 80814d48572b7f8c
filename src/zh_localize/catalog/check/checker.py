"""All checks over a catalogue: findings in its order, with waivers and severities."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from zh_localize import rules
from zh_localize.catalog.check import numbers, punctuation, structure, whole, wording
from zh_localize.catalog.check.message import Check, Message
from zh_localize.catalog.derive import origin_of
from zh_localize.catalog.model import Catalog, Unit
from zh_localize.catalog.names import find as name_in
from zh_localize.errors import UnknownVariantError
from zh_localize.glossary.check import Checker as TermChecker
from zh_localize.glossary.check import Finding, report
from zh_localize.glossary.policy import Severity
from zh_localize.report import Edit, Grade
from zh_localize.text.variants import Variant

CHECKS: tuple[Check, ...] = (
    *structure.CHECKS, *wording.CHECKS, *punctuation.CHECKS, *numbers.CHECKS,
)  # fmt: skip
SEVERITIES = {
    **dict.fromkeys(("po.placeholder", "po.tag", "po.line-ends", "po.damage", "po.language"), Severity.ERROR),
    **dict.fromkeys(("po.script", "po.shifted", "po.number", "po.date", "po.address"), Severity.WARNING),
    **dict.fromkeys(("po.access-key", "po.plural", "po.header", "po.fuzzy", "po.missing"), Severity.WARNING),
    **dict.fromkeys(("po.placeholder-guessed", "po.punctuation", "po.quotes", "po.untranslated"), Severity.WARNING),
    **dict.fromkeys(("po.pair", "po.han-blank", "po.full-width", "po.region"), Severity.WARNING),
    **dict.fromkeys(("po.access-key-style", "po.blank-ends", "po.end-mark"), Severity.HINT),
    **dict.fromkeys(("po.ellipsis", "po.dash", "po.drift"), Severity.HINT),
}
FIXES = frozenset((  # rules whose edits `--fix` makes
    "po.line-ends", "po.blank-ends", "po.script", "po.punctuation", "po.quotes", "po.ellipsis", "po.dash",
    "po.han-blank", "po.full-width",
))  # fmt: skip
HEADER = Unit("")


class CatalogChecker:
    """Checks catalogues of one variant.

    Args:
        variant: of the catalogue; by its path or header unless given.
        terms: a checker of terms for messages, where there is a glossary.
        only: ids of rules without which nothing is found; all by default.
        release: messages that are fuzzy or untranslated are findings.

    >>> catalog = Catalog((("Language", "zh_TW"),), (Unit("%d files", ("檔案",), flags=("c-format",)),))
    >>> [(unit.source, found.rule, found.expected) for unit, _, found in CatalogChecker().check(catalog)][-1]
    ('%d files', 'po.placeholder', ('%d',))
    """

    def __init__(
        self,
        *,
        variant: Variant | None = None,
        terms: TermChecker | None = None,
        only: Collection[str] = (),
        release: bool = False,
    ) -> None:
        self._variant = variant
        self._terms = terms
        self._only = frozenset(only)
        self._release = release

    def variant_of(self, catalog: Catalog, path: Path | None) -> Variant:
        """The variant that a catalogue is checked as.

        Raises:
            UnknownVariantError: neither the header nor the path names one.
        """
        if self._variant:
            return self._variant
        try:
            return origin_of(catalog)
        except UnknownVariantError:
            found = name_in(path) if path else None
            if found is None:
                raise
            return found.variant

    def check(self, catalog: Catalog, path: Path | None = None) -> Iterator[tuple[Unit, int, Finding]]:
        """Each finding with its unit and the number of the form; those of the header the unit ``HEADER``. Linear."""
        variant = self.variant_of(catalog, path)
        units = [unit for unit in catalog.units if unit.translated and not unit.obsolete]
        noted = [*whole.header(catalog, variant, path), *whole.drift(units), *whole.shifted(units)]
        if self._release:
            noted += whole.unfinished(catalog)
        of: dict[object, list[whole.Noted]] = {}
        for found in noted:
            of.setdefault(found.unit.key if found.unit else None, []).append(found)
        yield from self._kept(HEADER, 0, map(_noted, of.get(None, ())))
        mark = whole.access_mark(units)
        for unit in catalog.units:
            yield from self._kept(unit, 0, map(_noted, of.get(unit.key, ())))
            if unit.translated and not unit.obsolete:
                for number in range(len(unit.targets)):
                    message = Message(unit, number, variant, mark)
                    own = [_finding(message, edit) for check in CHECKS for edit in check(message)]
                    yield from self._kept(unit, number, [*own, *self._term_findings(message)])

    def _term_findings(self, message: Message) -> Iterable[Finding]:
        if self._terms is None:
            return ()
        notes = "\n".join((*message.unit.comments, *message.unit.notes))
        return self._terms.pair(message.source, message.target, notes)

    def _kept(self, unit: Unit, number: int, found: Iterable[Finding]) -> Iterator[tuple[Unit, int, Finding]]:
        for finding in found:
            is_waived = f"ignore-{finding.rule.removeprefix('po.')}" in unit.flags
            if not is_waived and (not self._only or finding.rule in self._only):
                yield unit, number, finding


def fixed(target: str, findings: Iterable[Finding]) -> str:
    """A translation with the edits of the rules that are safe to make; see ``FIXES``."""
    found = [f for f in findings if f.rule in FIXES or f.edit.grade is Grade.SAFE]
    return report(target, found).only(lambda edit: not edit.is_note).text


def _finding(message: Message, edit: Edit) -> Finding:
    severity = SEVERITIES[edit.rule]
    return Finding(edit.rule, severity, "", "", 0, 0, message.source, edit, edit.choices)


def _noted(found: whole.Noted) -> Finding:
    """A note on a whole translation, or on a header."""
    edit = Edit(0, len(found.text), found.text, found.text, found.rule, rules.rule(found.rule).grade, found.expected)
    source = found.unit.source if found.unit else ""
    return Finding(found.rule, SEVERITIES[found.rule], "", "", 0, 0, source, edit, found.expected)
