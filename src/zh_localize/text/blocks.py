"""A long text, or a stream, in blocks of lines that convert by themselves: nothing that conversion looks at crosses
from one to the next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from zh_localize.text import scripts

if TYPE_CHECKING:
    from typing import IO

SIZE = 1 << 15  # characters: what stays in a processor's cache
_DESCRIPTIONS = "\u2ff0", "\u2fff"
_LONGEST_DESCRIPTION = 32  # characters of an ideographic description sequence, which may hold a line end

Take = Callable[[int], str]
IsOpen = Callable[[str, scripts.Survey], bool]


class Block(NamedTuple):
    """Some lines of a text, and what a survey finds in them."""

    text: str
    survey: scripts.Survey


def blocks(take: Take, is_open: IsOpen) -> Iterator[Block]:
    """Blocks of about ``SIZE`` characters, each but the last ending with a line; a line is never cut. Linear.

    Args:
        take: gives the next lines, of at least so many characters; nothing at the end.
        is_open: whether something begins in a block that may end behind it; the block then grows twofold.

    >>> [block.text for block in blocks(of_text("一\\n二\\n三"), lambda text, survey: text.startswith("一"))]
    ['一\\n二\\n三']
    """
    while text := take(SIZE):
        survey = scripts.survey(text)
        while (_is_described(text) or is_open(text, survey)) and (more := take(len(text))):
            text += more
            survey = scripts.survey(text)
        yield Block(text, survey)


class Stream:
    """The blocks of a stream that can be read again: each time they are asked for, from where it stood at first."""

    def __init__(self, stream: IO[str], is_open: IsOpen) -> None:
        self._stream = stream
        self._start = stream.tell()
        self._is_open = is_open

    def __iter__(self) -> Iterator[Block]:
        self._stream.seek(self._start)
        return blocks(self._take, self._is_open)

    def _take(self, size: int) -> str:
        """Read on; a stream that takes other marks for line ends as well gives up in the middle of a line."""
        text = self._stream.read(size)
        while text and not text.endswith("\n") and (more := self._stream.readline()):
            text += more
        return text


def of_text(text: str) -> Take:
    """Takes the lines of a text.

    >>> take = of_text("一\\n二\\n三")
    >>> take(1), take(2), take(9)
    ('一\\n', '二\\n', '三')
    """
    position = 0

    def take(size: int) -> str:
        nonlocal position
        start = position
        position = text.find("\n", start + size - 1) + 1 or len(text)
        return text[start:position]

    return take


def joined(surveys: Iterable[scripts.Survey]) -> scripts.Survey:
    """The survey of a text from those of its blocks; lines are not kept."""
    from functools import reduce

    return reduce(scripts.Survey.joined, surveys, scripts.survey(""))


def _is_described(text: str) -> bool:
    """Whether a description sequence may be open at the end."""
    first, last = _DESCRIPTIONS
    return any(first <= character <= last for character in text[-_LONGEST_DESCRIPTION:])
