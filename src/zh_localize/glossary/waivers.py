"""Waivers that stand in a text: ``zhl:ignore CONCEPT REASON``.

One in a document holds for its own line and, where it stands alone in a comment, for the next; one in the notes of a
pair for that pair. Without a reason it holds nothing, and is a finding itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_WAIVER = re.compile(r"zhl:ignore[ \t]+([^\s>]+)[ \t]*([^\n]*)")
_COMMENT_END = re.compile(r"\s*(?:-->|\*/|#\}|%\})?\s*$")
_COMMENT_START = re.compile(r"\s*(?:<!--|/\*|\{#|#|//|%|\.\.)?\s*")


class Waiver(NamedTuple):
    """A waiver: where it stands, and the part of the text for which it holds."""

    concept: str
    reason: str
    start: int
    end: int
    text: str
    first: int
    last: int

    def covers(self, place: int) -> bool:
        """Whether it waives a finding about its concept at a place."""
        return bool(self.reason) and self.first <= place <= self.last


def read_waivers(text: str) -> tuple[Waiver, ...]:
    """The waivers in a text. Linear.

    >>> [found] = read_waivers("<!-- zhl:ignore c1 the name of the journal -->\\n党组")
    >>> found.concept, found.reason, found.covers(48)
    ('c1', 'the name of the journal', True)
    """
    return tuple(_read(text)) if "zhl:ignore" in text else ()


def _read(text: str) -> Iterator[Waiver]:
    for match in _WAIVER.finditer(text):
        first = text.rfind("\n", 0, match.start()) + 1
        last = text.find("\n", match.end())
        last = len(text) if last < 0 else last
        if _COMMENT_START.fullmatch(text, first, match.start()):
            following = text.find("\n", last + 1)
            last = len(text) if following < 0 else following
        reason = _COMMENT_END.sub("", match[2])
        yield Waiver(match[1], reason, match.start(), match.end(), match[0], first, last)
