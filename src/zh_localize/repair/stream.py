"""Repair of a stream in bounded memory, block by block."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING

from zh_localize.repair import repair, repair_report
from zh_localize.report import Edit

if TYPE_CHECKING:
    from typing import IO

    from _typeshed import SupportsWrite

SIZE = 1 << 20  # characters of a block
_STOPS = ("。！？!?；;", "，、,. \t\u3000")  # where a line that is longer may be cut, the best first


def repair_stream(
    source: IO[str],
    target: SupportsWrite[str],
    *,
    guess: bool = False,
    only: Collection[str] = (),
    skip: Collection[str] = (),
    tell: Callable[[int, Edit], None] | None = None,
) -> bool:
    """Repair a stream, such as an open file, and write the result; whether anything has changed.

    Blocks of whole lines, of about a million characters, are repaired each by itself, in the memory of one: a text
    below that comes out as :func:`~zh_localize.repair.repair` gives it. In a longer one what a block shows, such as the
    code pages of short passages or folded punctuation, counts for that block alone, and so does a block of code that
    is longer. A line that is longer is cut behind a sentence, or wherever it must be. Open the source with
    ``newline="\\n"``, so that line ends stay as they are.

    Args:
        tell: called with the line, from 1, and each edit.
    Raises:
        UnknownRuleError: ``only`` or ``skip`` names no rule of repair.

    >>> import io
    >>> target = io.StringIO()
    >>> repair_stream(io.StringIO("經(jīng)濟(jì)\\n發展"), target), target.getvalue()
    (True, '經濟\\n發展')
    """
    repair_report("", guess=guess, only=only, skip=skip)  # names are refused before anything is written
    changed, line = False, 1
    for block in blocks(source):
        if tell or guess or only or skip:
            report = repair_report(block, guess=guess, only=only, skip=skip)
            repaired, place = report.text, 0
            for edit in report.edits:
                line += block.count("\n", place, edit.start)
                place = edit.start
                if tell:
                    tell(line, edit)
            line += block.count("\n", place)
        else:
            repaired = repair(block)
        changed |= repaired != block
        target.write(repaired)
    return changed


def blocks(source: IO[str], size: int = SIZE) -> Iterator[str]:
    """A stream in blocks of whole lines, at most about ``size`` characters each; a longer line is cut. Linear.

    >>> import io
    >>> list(blocks(io.StringIO("一。二二\\n三\\n四四四四，四四"), 5))
    ['一。二二\\n', '三\\n', '四四四四，', '四四']
    """
    rest = ""
    while more := source.read(size - len(rest)):
        rest += more
        if len(rest) == size:
            end = _end(rest)
            yield rest[:end]
            rest = rest[end:]
    if rest:
        yield rest


def _end(text: str) -> int:
    """Where a block ends: behind its last line, else behind a sentence in its second half, else with the text."""
    end = text.rfind("\n") + 1
    for stops in _STOPS:
        end = end or max(text.rfind(stop, len(text) // 2) for stop in stops) + 1
    return end or len(text)
