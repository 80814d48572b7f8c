"""Findings that were there before: a file of them lets a check begin on a large text and report what is new.

A finding is known by its file, rule, concept and text, never by its line, so that edits elsewhere do not bring it back.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from zh_localize.errors import GlossaryFormatError
from zh_localize.glossary.check import Finding
from zh_localize.text.files import read_utf8

Key = tuple[str, str, str, str]  # file, rule, concept, text


def key(file: str, finding: Finding) -> Key:
    """What a finding is known by."""
    return Path(file).as_posix(), finding.rule, finding.concept, finding.text or finding.edit.before


class Baseline:
    """How many findings of each kind are known; each that comes up uses one of them."""

    def __init__(self, known: Counter[Key] | None = None) -> None:
        self._left = known or Counter()

    def new(self, file: str, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """The findings that are not known."""
        found = []
        for finding in findings:
            name = key(file, finding)
            if self._left[name] > 0:
                self._left[name] -= 1
            else:
                found.append(finding)
        return tuple(found)


def write(keys: Iterable[Key]) -> str:
    """The text of a baseline: a JSON array a line, with the number of times, in order."""
    counts = sorted(Counter(keys).items())
    return "".join(f"{json.dumps([*name, count], ensure_ascii=False)}\n" for name, count in counts)


def read(path: Path) -> Baseline:
    """The baseline in a file.

    Raises:
        FileError: the file cannot be read.
        GlossaryFormatError: a line is none of a baseline.
    """
    known: Counter[Key] = Counter()
    for number, line in enumerate(read_utf8(path, error=GlossaryFormatError).split("\n"), 1):
        if not line.strip():
            continue
        try:
            *name, count = json.loads(line)
            file, rule, concept, text = map(str, name)
            known[file, rule, concept, text] += int(count)
        except (ValueError, TypeError):
            hint = "write it again with --write-baseline"
            raise GlossaryFormatError(path, number, 1, "no line of a baseline", hint) from None
    return Baseline(known)
