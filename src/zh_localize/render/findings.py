"""Findings of a glossary check as messages, as JSON and at their places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zh_localize import rules
from zh_localize.glossary.check import Finding
from zh_localize.glossary.policy import Severity
from zh_localize.render import json_lines
from zh_localize.render.annotations import Annotation, Places

_SHOWN = 60  # characters of a source in a message
_LEVELS = {Severity.HINT: "note", Severity.WARNING: "warning", Severity.ERROR: "error"}


def message(finding: Finding) -> str:
    """What a finding says, in one line: the terms, the summary of its rule, and what to write."""
    edit = finding.edit
    named = finding.text if finding.text and finding.text != edit.before else ""
    named = f"{named[:_SHOWN]}…" if len(named) > _SHOWN else named
    subject = " ".join(
        part
        for part in (
            named, f"({finding.concept})" if finding.concept else "", repr(edit.before) if edit.before else "",
        ) if part
    )  # fmt: skip
    parts = [f"{subject}: {rules.rule(finding.rule).summary}"]
    if not edit.is_note:
        parts.append(f"write {edit.after!r}")
    elif finding.expected:
        verb = f"profile {finding.profile} prefers" if finding.profile else "the glossary has"
        verb = verb if finding.concept else "expected"
        parts.append(f"{verb} {', '.join(map(repr, finding.expected))}")
    return "; ".join(parts).replace("\n", " ")


def line(file: str, number: int, finding: Finding, *, paired: bool) -> str:
    """A finding as a JSON object on one line, without a line end.

    ``start`` and ``end`` are the term, in code points of its source (``paired``) or of the text itself; ``target`` is
    the place in the translation.
    """
    edit = finding.edit
    fields: dict[str, object] = {
        "file": file,
        "line": number,
        "rule": finding.rule,
        "concept": finding.concept,
        "tier": finding.tier,
        "severity": finding.severity.value,
        "start": finding.start,
        "end": finding.end,
        "text": finding.text,
    }
    if paired:
        fields["target"] = {"start": edit.start, "end": edit.end, "text": edit.before}
    if finding.expected:
        fields["expected"] = finding.expected
    if not edit.is_note:
        fields |= {"before": edit.before, "after": edit.after, "grade": edit.grade.value}
    if finding.profile:
        fields["profile"] = finding.profile
    return json_lines.line(fields)


def in_text(file: str, text: str, findings: Iterable[Finding]) -> Iterator[Annotation]:
    """The findings of a text by itself, at their places."""
    places = Places(text)
    for finding in findings:
        number, column = places.at(finding.edit.start)
        end = places.at(finding.edit.end)
        shown = places.line(number)
        extent = (shown, column - 1, end[1] - 1 if end[0] == number else len(shown))
        yield _annotation(file, (number, column, *end), finding, (extent,))


def in_pair(file: str, number: int, source: str, target: str, findings: Iterable[Finding]) -> Iterator[Annotation]:
    """The findings of a pair, at the line of the file that holds it; source and translation are shown."""
    for finding in findings:
        edit = finding.edit
        lines = ((source, finding.start, finding.end), (target, edit.start, edit.end))
        yield _annotation(file, (number, 1, number, 1), finding, lines)


def _annotation(
    file: str, place: tuple[int, int, int, int], finding: Finding, lines: tuple[tuple[str, int, int], ...]
) -> Annotation:
    level = _LEVELS[finding.severity]
    replacement = None if finding.edit.is_note or len(lines) > 1 else finding.edit.after
    return Annotation(file, *place, level, finding.rule, message(finding), lines, replacement)
