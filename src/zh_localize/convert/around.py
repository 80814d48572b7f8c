"""What conversion goes around: protected spans, Japanese lines, and the user's words.

Spans are taken out before a text is converted and put back afterwards, so that words are seen across them: 头<b>发</b>
becomes 頭<b>髮</b>. The user's words stay in, as context for what stands beside them; what became of them gives way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from zh_localize.text.scripts import Survey

if TYPE_CHECKING:
    from zh_localize.convert.words import Words

Span = tuple[int, int]


class Inset(NamedTuple):
    """A text without its ``spans``, and the user's words in that rest: start, end, target."""

    rest: str
    spans: tuple[Span, ...]
    words: tuple[tuple[int, int, str], ...]

    def __bool__(self) -> bool:
        return bool(self.spans or self.words)

    def put_back(self, text: str, converted: str) -> str:
        """The converted rest with the spans, or else the words, in their places; each character has kept its place."""
        parts: list[str] = []
        position = taken = 0
        for start, end in self.spans:
            parts += (converted[position : start - taken], text[start:end])
            position = start - taken
            taken += end - start
        for start, end, target in self.words:
            parts += (converted[position:start], target)
            position = end
        found = "".join((*parts, converted[position:]))
        return text if found == text else found


def find(text: str, survey: Survey, words: Words | None, *, japanese: bool) -> Inset:
    """What conversion goes around in a text. Looks closer only at lines where something may stand; linear."""
    return take_out(text, _spans(text, survey, japanese=japanese), words)


def take_out(text: str, found: Iterable[Span], words: Words | None) -> Inset:
    """The text without spans that are ordered and disjoint, and the user's words in that rest."""
    spans = tuple(found)
    rest = "".join(_without(text, spans)) if spans else text
    return Inset(rest, spans, tuple(words.find(rest)) if words else ())


def _spans(text: str, survey: Survey, *, japanese: bool) -> Iterator[Span]:
    """Protected spans and Japanese lines, those that touch as one; spans of ASCII with no Chinese on both sides matter
    to nobody."""
    lines = () if japanese else survey.japanese
    for start, end in _joined(_protected(text, survey), lines):
        between = start > 0 and end < len(text) and text[start - 1] > "\x7f" and text[end] > "\x7f"
        if between or not text[start:end].isascii():
            yield start, end


def _protected(text: str, survey: Survey) -> Iterable[Span]:
    """Protected spans. Their patterns take longer to make than most texts to convert, so only where one may stand."""
    if not survey.busy and not survey.fenced:
        return ()
    from zh_localize.text import protect

    return protect.spans(text, survey.busy, fenced=survey.fenced)


def _joined(first: Iterable[Span], second: Iterable[Span]) -> Iterator[Span]:
    start = end = -1
    for low, high in sorted((*first, *second)):
        if low <= end:
            end = max(end, high)
            continue
        if start >= 0:
            yield start, end
        start, end = low, high
    if start >= 0:
        yield start, end


def _without(text: str, spans: Iterable[Span]) -> Iterator[str]:
    position = 0
    for start, end in spans:
        yield text[position:start]
        position = end
    yield text[position:]
