"""What an edit of a glossary would do: which texts and translations are judged otherwise, and what can be automatic."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from zh_localize.glossary.check import Checker, Finding
from zh_localize.glossary.model import Glossary
from zh_localize.glossary.pairs import Pair
from zh_localize.glossary.policy import Policy, Severity
from zh_localize.report import Grade


class Effect(NamedTuple):
    """A unit that is judged otherwise: a line of a text, or a pair of a catalogue.

    ``appeared`` and ``gone`` are findings, whose offsets are of the whole text, in which the unit begins at ``start``;
    ``replacement`` is what the unit's text becomes where the edit brings replacements that are safe, else empty.
    """

    file: str
    line: int
    text: str
    appeared: tuple[Finding, ...]
    gone: tuple[Finding, ...]
    replacement: str
    start: int = 0

    @property
    def is_automatic(self) -> bool:
        """Whether every finding that appeared is a replacement that is safe."""
        return bool(self.replacement) and all(
            finding.edit.grade is Grade.SAFE and not finding.edit.is_note for finding in self.appeared
        )


class Impact:
    """Compares two states of a glossary over texts and pairs, with the severities of a check."""

    def __init__(
        self, before: Glossary, after: Glossary, *, policy: Policy | None = None, source: str = "zh", target: str = "en"
    ) -> None:
        self._before, self._after = before, after
        self._policy = policy or Policy()
        self._source, self._target = source, target
        self.units = 0

    def text(self, file: str, text: str, language: str = "zh") -> list[Effect]:
        """The lines of a text that are judged otherwise. Linear.

        >>> from zh_localize.glossary.model import Designation
        >>> after = Designation("c1", "zh-Hans-CN", "打工仔", "deprecated", replaced_by="农民工")
        >>> new = Designation("c1", "zh-Hans-CN", "农民工")
        >>> [effect] = Impact(Glossary([]), Glossary([after, new])).text("a.txt", "序\\n打工仔进城")
        >>> effect.line, effect.replacement, effect.is_automatic
        (2, '农民工进城', True)
        """
        lines = text.split("\n")
        self.units += len(lines)
        starts = [0]
        for line in lines:
            starts.append(starts[-1] + len(line) + 1)
        before, after = (self._checker(g).text(text, language) for g in (self._before, self._after))
        appeared, gone = _differing(before, after)
        of_line: dict[int, tuple[list[Finding], list[Finding]]] = {}
        for side, found in enumerate((appeared, gone)):
            for finding in found:
                of_line.setdefault(bisect_right(starts, finding.edit.start) - 1, ([], []))[side].append(finding)
        return [
            Effect(file, n + 1, lines[n], tuple(new), tuple(old), _replaced(lines[n], starts[n], new), starts[n])
            for n, (new, old) in sorted(of_line.items())
        ]

    def pairs(self, file: str, rows: Iterable[Pair]) -> list[Effect]:
        """The pairs of a catalogue that are judged otherwise. Linear."""
        effects = []
        old, new = self._checker(self._before), self._checker(self._after)
        document = ""
        for row in rows:
            self.units += 1
            if row.document != document:
                old, new, document = self._checker(self._before), self._checker(self._after), row.document
            before, after = (checker.pair(row.source, row.target, row.notes) for checker in (old, new))
            appeared, gone = _differing(before, after)
            if appeared or gone:
                changed = _replaced(row.target, 0, appeared)
                effects.append(Effect(file, row.line, row.target, appeared, gone, changed))
        return effects

    def _checker(self, glossary: Glossary) -> Checker:
        return Checker(glossary, policy=self._policy, source=self._source, target=self._target)


class Summary(NamedTuple):
    """The figures of an impact."""

    units: int
    changed: int
    automatic: int
    worse: int
    better: int
    files: tuple[tuple[str, int], ...]


def summary(impact: Impact, effects: Sequence[Effect]) -> Summary:
    """How many units are judged otherwise; worse are those with new warnings or errors, better those that lost some."""
    grave = Severity.WARNING.rank
    worse = [any(finding.severity.rank >= grave for finding in effect.appeared) for effect in effects]
    eased = [any(finding.severity.rank >= grave for finding in effect.gone) for effect in effects]
    better = sum(gone and not came for gone, came in zip(eased, worse, strict=True))
    files = tuple(Counter(effect.file for effect in effects).most_common())
    automatic = sum(effect.is_automatic for effect in effects)
    return Summary(impact.units, len(effects), automatic, sum(worse), better, files)


def _differing(old: Sequence[Finding], new: Sequence[Finding]) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """The findings that appeared, and those that are gone; expectations alone make no difference."""
    before, after = {_known(finding) for finding in old}, {_known(finding) for finding in new}
    appeared = tuple(finding for finding in new if _known(finding) not in before)
    return appeared, tuple(finding for finding in old if _known(finding) not in after)


def _known(finding: Finding) -> tuple[object, ...]:
    edit = finding.edit
    return (
        finding.rule,
        finding.severity,
        finding.concept,
        finding.start,
        finding.end,
        edit.start,
        edit.end,
        edit.after,
    )


def _replaced(line: str, start: int, found: Iterable[Finding]) -> str:
    """A line with the safe replacements among its findings; empty without any. Lines hold whole edits."""
    edits = [finding.edit for finding in found if finding.edit.grade is Grade.SAFE and not finding.edit.is_note]
    edits = [edit for edit in sorted(edits, key=lambda edit: edit.start) if edit.end - start <= len(line)]
    if not edits:
        return ""
    parts, place = [], start
    for edit in edits:
        if edit.start >= place:
            parts += [line[place - start : edit.start - start], edit.after]
            place = edit.end
    return "".join(parts) + line[place - start :]
