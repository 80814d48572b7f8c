"""What a check is given: one form of a translation beside its source."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import cached_property

from zh_localize import rules
from zh_localize.catalog import placeholders
from zh_localize.catalog.model import Unit
from zh_localize.report import Edit, Grade
from zh_localize.text.variants import Variant


class Message:
    """A form of a translation: ``source`` is the msgid, or the msgid_plural where there is one.

    ``is_for_one`` tells the first of several forms, which may leave the number out. ``access_mark`` is the sign of
    access keys in the catalogue, ``&`` or ``_``; empty where it has none.
    """

    def __init__(self, unit: Unit, number: int, variant: Variant, access_mark: str = "") -> None:
        self.unit = unit
        self.target = unit.targets[number]
        self.source = unit.source if unit.plural is None else unit.plural
        self.is_for_one = number == 0 and len(unit.targets) > 1
        self.variant = variant
        self.access_mark = access_mark

    @cached_property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """What of the target is no prose: placeholders, and markup, addresses and keys that stand in the source."""
        return placeholders.spans(self.unit.source + "\n" + self.source, self.target, self.unit.flags)

    def is_free(self, start: int, end: int) -> bool:
        """Whether an extent of the target touches no such span."""
        place = bisect_left(self.spans, (end, 0)) - 1
        return place < 0 or self.spans[place][1] <= start


Check = Callable[[Message], Iterator[Edit]]


def note(message: Message, rule: str, start: int, end: int, *expected: str) -> Edit:
    """A note at a place of the target; ``expected`` is what should stand there."""
    text = message.target[start:end]
    return Edit(start, end, text, text, rule, rules.rule(rule).grade, expected)


def change(message: Message, rule: str, start: int, end: int, after: str, grade: Grade | None = None) -> Edit:
    """An edit of the target, of the grade of its rule unless told otherwise."""
    return Edit(start, end, message.target[start:end], after, rule, grade or rules.rule(rule).grade)
