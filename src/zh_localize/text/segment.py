"""Cut a Chinese text into sentences, with their offsets.

A sentence ends at 。！？ or at …… before a new one, with the closing quotation marks and brackets behind it, and
at the end of a line. Inside brackets and title marks nothing ends. Blanks, list bullets and control characters
around a sentence belong to none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_END = re.compile("[。！？!?]+[”’」』）)》〉】\\]]*|……[”’」』）)》〉】\\]]*(?=[^，、；：,;])|[\x00-\x08\x0e-\x1f\x7f]")
_EDGE = re.compile(r"[\s\x00-\x1f\x7f\u200b\ufeff]*(?:[-*•·+]\s*)*")
_WORD = re.compile(r"\w")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_BLANK = "".join(map(chr, range(0x21))) + "\x7f\xa0\u3000\u200b\ufeff"
_OPENING = dict(zip("（(《〈【[", "）)》〉】]", strict=True))


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: where it stands in the text, and the number of its paragraph, from 1."""

    start: int
    end: int
    paragraph: int


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a text, paragraph by paragraph; a paragraph is a line. Linear.

    >>> text = "一、總則。他說：“好。”\\n- 再見"
    >>> [(text[s.start:s.end], s.paragraph) for s in sentences(text)]
    [('一、總則。', 1), ('他說：“好。”', 1), ('再見', 2)]
    """
    position = 0
    for number, line in enumerate(text.split("\n"), 1):
        for start, end in _cut(line):
            yield Sentence(position + start, position + end, number)
        position += len(line) + 1


def _cut(line: str) -> Iterator[tuple[int, int]]:
    """The sentences of one line."""
    start = 0
    for end in (*_ends(line), len(line)):
        first, last = _trim(line, start, end)
        if _WORD.search(line, first, last):
            yield first, last
        start = end


def _ends(line: str) -> Iterator[int]:
    """Where sentences end within a line: behind end marks outside brackets, and at control characters."""
    for match in _END.finditer(line):
        if _CONTROL.match(match[0]) or not _open_brackets(line, match.start()) or match[0][-1] in "）)":
            yield match.end()


def _open_brackets(line: str, position: int) -> bool:
    """Whether a bracket is open before ``position``, looking back as far as a bracket may reasonably reach."""
    before = line[max(0, position - 200) : position]
    return any(before.rfind(opening) > before.rfind(closing) for opening, closing in _OPENING.items())


def _trim(line: str, start: int, end: int) -> tuple[int, int]:
    """The extent without blanks and bullets at its edges."""
    edge = _EDGE.match(line, start, end)
    first = edge.end() if edge else start
    return first, max(first, first + len(line[first:end].rstrip(_BLANK)))
