"""Cut a long text into blocks of lines that convert by themselves: nothing that conversion looks at crosses a line."""

from __future__ import annotations

from collections.abc import Iterator

SIZE = 1 << 15  # characters: what stays in a processor's cache
_DESCRIPTIONS = "\u2ff0", "\u2fff"
_LONGEST_DESCRIPTION = 32  # characters of an ideographic description sequence, which may hold a line end


def blocks(text: str, size: int = SIZE) -> Iterator[str]:
    """Pieces of about ``size`` characters, each but the last ending with a line; a line is never cut. Linear.

    >>> [*blocks("一\\n二\\n三", size=2)]
    ['一\\n二\\n', '三']
    """
    start = 0
    while cut := _cut(text, start + size):
        yield text[start:cut]
        start = cut
    if start < len(text):
        yield text[start:]


def _cut(text: str, position: int) -> int:
    """Behind the first line end from ``position`` on at which no description sequence may be open; 0 for none."""
    first, last = _DESCRIPTIONS
    while cut := text.find("\n", position) + 1:
        if not any(first <= character <= last for character in text[max(0, cut - _LONGEST_DESCRIPTION) : cut]):
            return cut if cut < len(text) else 0
        position = cut
    return 0
