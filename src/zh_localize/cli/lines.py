"""Places in a text as people count them."""

from __future__ import annotations


class Lines:
    """Line and column of ascending offsets in a text, in one pass."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._line, self._start = 1, 0

    def number(self, offset: int) -> int:
        """The line of an offset that is not before the last one asked for, from 1."""
        self.at(offset)
        return self._line

    def at(self, offset: int) -> str:
        """``line:column`` of an offset that is not before the last one asked for; both from 1."""
        count = self._text.count("\n", self._start, offset)
        if count:
            self._line += count
            self._start = self._text.rfind("\n", self._start, offset) + 1
        return f"{self._line}:{offset - self._start + 1}"
