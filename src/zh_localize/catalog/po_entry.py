"""Entries in the shape that tools write, read at one stroke: a pattern for the whole entry, and what it holds.

Nine entries in ten have that shape. ``po_parse`` reads them here and all others token by token, five times as slowly;
both ways give the same unit.
"""

from __future__ import annotations

import re

from zh_localize.catalog.model import Unit
from zh_localize.catalog.po_string import unescape

_INSIDE = r'[^"\\\n]*(?:\\.[^"\\\n]*)*'
_MORE = rf'((?:"{_INSIDE}"\n)*)'
ENTRY = re.compile(
    r"((?:#(?:[ .:,][^\n]*)?\n)*)"
    rf'(?:msgctxt "({_INSIDE})"\n{_MORE})?'
    rf'msgid "({_INSIDE})"\n{_MORE}'
    rf'(?:msgstr "({_INSIDE})"\n{_MORE}'
    rf'|msgid_plural "({_INSIDE})"\n{_MORE}((?:msgstr\[[0-9]\] "{_INSIDE}"\n(?:"{_INSIDE}"\n)*)+))'
    r'(?=\n+(?:#|msgid "|msgctxt ")|\n*\Z)'  # else the entry may go on
)
_FORM = re.compile(rf'msgstr\[([0-9])\] "({_INSIDE})"\n{_MORE}')
_REFERENCE = re.compile(r"(?:\u2068[^\u2069]*\u2069|[^ \t\r\f\v])+")
_ISOLATED = re.compile(r"\u2068([^\u2068\u2069]*)\u2069(:[0-9]+)?")


class Comments:
    """The comment lines of an entry by kind, in their order."""

    __slots__ = ("comments", "flags", "notes", "references")

    def __init__(self) -> None:
        self.comments: list[str] = []
        self.notes: list[str] = []
        self.references: list[str] = []
        self.flags: list[str] = []

    def add(self, line: str) -> None:
        """Take a line that begins with ``#``."""
        kind = line[1:2]
        if kind == ":":
            self.references += references(line[2:])
        elif kind == ",":
            self.flags += filter(None, (flag.strip() for flag in line[2:].split(",")))
        elif kind == ".":
            self.notes.append(line[2:].rstrip("\r").removeprefix(" "))
        else:
            self.comments.append(line[1:].rstrip("\r").removeprefix(" "))


def references(line: str) -> list[str]:
    """The references of a ``#:`` line; blanks part them but inside U+2068 and U+2069, which hold a name together.

    >>> references(" a.c:1 \\u2068b c\\u2069:2")
    ['a.c:1', 'b c:2']
    """
    if line.isascii():
        return line.split()
    return [_plain(reference) for reference in _REFERENCE.findall(line)]


def unit_of(match: re.Match[str], codec: str) -> Unit | None:
    """The unit that a match of :data:`ENTRY` holds; None where its forms are not numbered from 0.

    Raises:
        EscapeError: an escape means nothing.
    """
    lines, context, more_context, source, more, target, more_target, plural, more_plural, forms = match.groups()
    if forms is None:
        targets: tuple[str, ...] = (_text(target, more_target, codec),)
    else:
        found = _FORM.findall(forms)
        if any(int(number) != index for index, (number, _, _) in enumerate(found)):
            return None
        targets = tuple(_text(first, rest, codec) for _, first, rest in found)
        plural = _text(plural, more_plural, codec)
    if context is not None:
        context = _text(context, more_context, codec)
    source = _text(source, more, codec)
    if not lines:
        return Unit(source, targets, context, plural)
    if lines.startswith("#: ") and lines.count("\n") == 1 and lines.isascii():  # the most usual, thus worth a way
        return Unit(source, targets, context, plural, (), (), tuple(lines[3:].split()))
    about = Comments()
    for line in lines[:-1].split("\n"):
        about.add(line)
    return Unit(
        source,
        targets,
        context,
        plural,
        tuple(about.comments),
        tuple(about.notes),
        tuple(about.references),
        tuple(dict.fromkeys(about.flags)),
    )


def _text(first: str, more: str, codec: str) -> str:
    raw = first + more[1:-2].replace('"\n"', "") if more else first
    return unescape(raw, codec) if "\\" in raw else raw


def _plain(reference: str) -> str:
    """A reference without the marks U+2068 and U+2069."""
    match = _ISOLATED.fullmatch(reference)
    return f"{match[1]}{match[2] or ''}" if match else reference
