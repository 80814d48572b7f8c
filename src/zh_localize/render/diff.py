"""A report as a unified diff, for ``patch``, ``git apply`` and for eyes used to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from zh_localize.report import Edit, Report

_NAME_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def unified(report: Report, name: str, *, context: int = 3) -> str:
    """The changes of a report as a unified diff between ``a/name`` and ``b/name``; empty when nothing changes.

    Lines end at line feeds alone, as ``patch`` has it. A changed line is followed at once by what it becomes. The edits
    say which lines change, so nothing is searched: linear in text and edits. Lone surrogates pass through; write the
    diff with the error handler with which the text was read.

    Args:
        name: the path of the file, relative to where the diff will be applied.
        context: how many unchanged lines to show around a change.
    Raises:
        ValueError: ``context`` is negative.

    >>> from zh_localize.report import Grade
    >>> report = Report("經(jīng)濟\\n", (Edit(1, 7, "(jīng)", "", "gloss.pinyin", Grade.SAFE),))
    >>> print(unified(report, "a.txt"), end="")
    --- a/a.txt
    +++ b/a.txt
    @@ -1 +1 @@
    -經(jīng)濟
    +經濟
    """
    if context < 0:
        raise ValueError(f"context is {context}; give the number of lines to show, 0 or more")
    lines = _lines(report.source)
    parts: list[str] = []
    shift = 0  # lines of the result minus lines of the source, before the hunk
    for hunk in _hunks(list(_changes(report)), context):
        parts += _hunk_parts(lines, hunk, context, shift)
        shift += sum(len(change.after) - len(change.before) for change in hunk)
    if not parts:
        return ""
    return "".join((f"--- {_header_name('a', name)}\n", f"+++ {_header_name('b', name)}\n", *parts))


@dataclass(frozen=True, slots=True)
class _Change:
    """Whole lines that are replaced; ``first`` counts lines of the source from 0."""

    first: int
    before: Sequence[str]
    after: Sequence[str]

    @property
    def end(self) -> int:
        return self.first + len(self.before)


def _changes(report: Report) -> Iterator[_Change]:
    """The smallest runs of lines that contain the edits and differ from what they become."""
    source, line, position = report.source, 0, 0
    for start, end, edits in _line_spans(report):
        line += source.count("\n", position, start)
        position = start
        parts: list[str] = []
        behind = start
        for edit in edits:
            parts += (source[behind : edit.start], edit.after)
            behind = edit.end
        parts.append(source[behind:end])
        change = _trimmed(_Change(line, _lines(source[start:end]), _lines("".join(parts))))
        if change.before or change.after:
            yield change


def _line_spans(report: Report) -> Iterator[tuple[int, int, list[Edit]]]:
    """Spans of whole lines and the edits in each; an edit up to a line's end has the next line in its span.

    The last line ends one character behind the text, as if that were a line feed: an edit at the very end lies in it.
    """
    source = report.source
    start = end = 0
    edits: list[Edit] = []
    for edit in report.edits:
        if edit.is_note:
            continue
        if edit.start >= end:
            if edits:
                yield start, end, edits
            start, edits = max(end, source.rfind("\n", end, edit.start) + 1), []
        if edit.end >= end:
            end = (source.find("\n", edit.end) + 1) or len(source) + 1
        edits.append(edit)
    if edits:
        yield start, end, edits


def _trimmed(change: _Change) -> _Change:
    """The change without the lines at both its ends that stay as they are."""
    before, after = change.before, change.after
    shorter = min(len(before), len(after))
    head = 0
    while head < shorter and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < shorter - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    return _Change(change.first + head, before[head : len(before) - tail], after[head : len(after) - tail])


def _hunks(changes: Sequence[_Change], context: int) -> Iterator[Sequence[_Change]]:
    """Changes in groups, each so far from the next that their context does not meet."""
    if not changes:
        return
    begin = 0
    for index, (change, following) in enumerate(pairwise(changes), 1):
        if following.first - change.end > 2 * context:
            yield changes[begin:index]
            begin = index
    yield changes[begin:]


def _hunk_parts(lines: Sequence[str], hunk: Sequence[_Change], context: int, shift: int) -> Iterator[str]:
    first, last = max(0, hunk[0].first - context), min(len(lines), hunk[-1].end + context)
    growth = sum(len(change.after) - len(change.before) for change in hunk)
    yield f"@@ -{_range(first, last - first)} +{_range(first + shift, last - first + growth)} @@\n"
    position = first
    for change in hunk:
        yield from _marked(" ", lines[position : change.first])
        yield from _marked("-", change.before)
        yield from _marked("+", change.after)
        position = change.end
    yield from _marked(" ", lines[position:last])


def _marked(sign: str, lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        yield f"{sign}{line}" if line.endswith("\n") else f"{sign}{line}\n\\ No newline at end of file\n"


def _range(first: int, count: int) -> str:
    """A range of lines as hunks have it: counted from 1, an empty one named by the line before it."""
    if count == 1:
        return str(first + 1)
    return f"{first + 1 if count else first},{count}"


def _lines(text: str) -> list[str]:
    """The lines of a text with their line feeds; the last may have none."""
    lines = [f"{line}\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def _header_name(side: str, name: str) -> str:
    """A name as git writes it: quoted when it would break the line, ended by a tab when it holds a space."""
    path = f"{side}/{name.lstrip('/')}"
    quoted = "".join(map(_quoted, path))
    if quoted != path:
        return f'"{quoted}"'
    return f"{path}\t" if " " in path else path


def _quoted(character: str) -> str:
    if character in _NAME_ESCAPES:
        return _NAME_ESCAPES[character]
    return f"\\{ord(character):03o}" if character < " " or character == "\x7f" else character
