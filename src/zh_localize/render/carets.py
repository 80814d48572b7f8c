"""Annotations for the terminal: a line that says what it is, then the text with the place underlined."""

from __future__ import annotations

import unicodedata

from zh_localize.render.annotations import Annotation

_AROUND = 40  # characters shown at either side of a place in a long line


def block(annotation: Annotation) -> str:
    """One annotation in some lines, each with its line end. Wide characters are two columns.

    >>> found = Annotation("a.txt", 1, 3, 1, 5, "warning", "term.missing", "no rendering", (("落实党组会议", 2, 4),))
    >>> print(block(found), end="")
    a.txt:1:3: warning: no rendering [term.missing]
        落实党组会议
            ^^^^
    """
    head = f"{annotation.file}:{annotation.line}:{annotation.column}: {annotation.level}: {annotation.message}"
    lines = [f"{head} [{annotation.rule}]"]
    for text, start, end in annotation.lines:
        first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
        before = _plain(text[first:start])
        before = f"…{before}" if first else before
        place = _plain(text[start:end])
        lines.append(f"    {before}{place}{_plain(text[end:last])}{'…' if last < len(text) else ''}")
        if end > start:
            lines.append(f"    {' ' * _width(before)}{'^' * max(1, _width(place))}")
    return "\n".join([*lines, ""])


def _width(text: str) -> int:
    """The columns that a terminal gives to a text."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _plain(text: str) -> str:
    """The text without controls, which a terminal might obey."""
    return "".join(c if c.isprintable() else " " for c in text)
