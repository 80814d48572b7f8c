"""Edits as places that tools and people look at: line, column, level and message.

What the renderers for SARIF, GitHub, JUnit and the terminal share, for the reports of all operations.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import NamedTuple

from zh_localize import rules
from zh_localize.report import Edit, Report

LEVELS = ("note", "warning", "error")  # as SARIF names them, the lightest first


class Annotation(NamedTuple):
    """An edit at its place. Lines and columns count from 1, columns in code points; the end is behind the last.

    ``lines`` are what to show: each a line of text with the extent of what is meant in it.
    """

    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    level: str
    rule: str
    message: str
    lines: tuple[tuple[str, int, int], ...] = ()
    replacement: str | None = None


class Places:
    """Lines and columns of a text; built once, then each place takes the logarithm of the lines."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0]
        position = text.find("\n")
        while position >= 0:
            self._starts.append(position + 1)
            position = text.find("\n", position + 1)

    def at(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, from 1."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The line of that number, without its end."""
        end = self._starts[number] - 1 if number < len(self._starts) else len(self._text)
        return self._text[self._starts[number - 1] : end].removesuffix("\r")


def describe(edit: Edit) -> str:
    """What an edit is, in words: the summary of its rules, and what becomes what.

    >>> from zh_localize.report import Grade
    >>> describe(Edit(1, 7, "(jīng)", "", "gloss.pinyin", Grade.SAFE))
    "a reading stuck to a character is taken out: '(jīng)' -> ''"
    """
    summary = "; ".join(rules.rule(name).summary for name in edit.rules)
    return f"{summary}: {edit.before!r}" if edit.is_note else f"{summary}: {edit.before!r} -> {edit.after!r}"


def level_of(edit: Edit) -> str:
    """A change is a warning, a note a note."""
    return "note" if edit.is_note else "warning"


def annotate(
    file: str,
    report: Report,
    *,
    level: Callable[[Edit], str] = level_of,
    message: Callable[[Edit], str] = describe,
) -> Iterator[Annotation]:
    """The edits of a report at their places. Linear in text and edits, but for the logarithm of the lines."""
    places = Places(report.source)
    for edit in report.edits:
        line, column = places.at(edit.start)
        end_line, end_column = places.at(edit.end)
        text = places.line(line)
        extent = (text, column - 1, end_column - 1 if end_line == line else len(text))
        replacement = None if edit.is_note else edit.after
        yield Annotation(
            file, line, column, end_line, end_column, level(edit), edit.rule, message(edit), (extent,), replacement
        )
