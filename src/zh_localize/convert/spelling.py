"""House spellings: which of two current forms of a word a house writes, 台 or 臺, 公布 or 公佈, 周末 or 週末.

A choice ``台=臺`` writes the left as the right wherever both are spellings of one word, so that ``周=週`` turns 周末
and leaves 周到. A style, such as ``tw-moe``, is a list of choices. At each place the longest row of the table that
covers it decides, whichever way its neighbours are spelled. Source: ``data/house_spellings.tsv``, a source in each row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from zh_localize import rules
from zh_localize.errors import UnknownNameError
from zh_localize.report import Edit, Report
from zh_localize.text.tables import read_rows
from zh_localize.text.variants import Variant

_RULE = "convert.spelling"
_ALONE = (-1, True, 0)  # the key of a row of one character


class UnknownSpellingError(UnknownNameError):
    """Neither a house style nor a choice between two spellings."""

    kind = "spelling"


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the table at one of its characters: the word, and what is written there."""

    word: str
    after: str


_Words = dict[
    str, dict[str, _Row]
]  # words, compared by their classes, to a row for each character that may stand there


@cache
def _table() -> dict[str, tuple[tuple[str, str], ...]]:
    """``(from, to)`` of each choice and style."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name, before, after, _ in read_rows("house_spellings.tsv"):
        found.setdefault(name, []).append((before, after))
    return {name: tuple(pairs) for name, pairs in found.items()}


def names() -> tuple[str, ...]:
    """The names of all styles, then of all choices.

    >>> names()[:3]
    ('hk-edb', 'tw-moe', '了=瞭')
    """
    return tuple(sorted(_table(), key=lambda name: ("=" in name, name)))


class Spelling:
    """Choices and styles made ready for many texts; safe to share between threads.

    A single choice goes before what a style says of the same characters.

    Args:
        choices: names of styles, and choices such as ``台=臺``.
        to: the variant of the texts; spellings are those of Traditional characters.
    Raises:
        UnknownSpellingError: with the nearest name.
        ValueError: two choices contradict each other, or ``to`` is Simplified.

    >>> Spelling(["周=週", "台=臺"], Variant.HANT_TW).convert("周末到台北，周到的服務")
    '週末到臺北，周到的服務'
    """

    def __init__(self, choices: Sequence[str], to: Variant) -> None:
        if choices and to.script == "Hans":
            raise ValueError(f"house spellings are for Traditional characters, not for {to}; leave {choices[0]!r} out")
        rows = _rows(choices)
        self._fold = _classes(rows)
        self._always: dict[int, str] = {}
        self._places: dict[str, tuple[tuple[int, int, _Words], ...]] = {}
        found: dict[str, dict[tuple[int, bool, int], _Words]] = {}
        for choice, before, after in rows:
            word = before.translate(self._fold)
            for offset in _offsets(choice, before, after):
                key = (-len(word), before != after, offset)  # the longest first, and guards before others
                table = found.setdefault(word[offset], {}).setdefault(key, {})
                table.setdefault(word, {})[before[offset]] = _Row(before, after[offset])
        for character, tables in found.items():
            if set(tables) == {_ALONE}:
                self._always |= {ord(before): row.after for before, row in tables[_ALONE][character].items()}
            else:
                self._places[character] = tuple((key[2], -key[0], tables[key]) for key in sorted(tables))
        members = [chr(code) for code, folded in self._fold.items() if folded in self._places]
        self._search = re.compile(f"[{re.escape(''.join(members))}]") if members else None
        self._any = re.compile(f"[{re.escape(''.join(members) + ''.join(map(chr, self._always)))}]") if found else None

    def convert(self, text: str) -> str:
        """The text so spelled; the same object when nothing changes. Linear."""
        if not self._any or not self._any.search(text):
            return text
        parts: list[str] = []
        position = 0
        for place, row in self._choices(text):
            parts += (text[position:place], row.after)
            position = place + 1
        parts.append(text[position:])
        converted = "".join(parts).translate(self._always)
        return text if converted == text else converted

    def report(self, text: str) -> Report:
        """The same, explained: one edit a character; ``entry`` is the word that decided."""
        grade = rules.rule(_RULE).grade
        changes = [(place, row.after, row.word) for place, row in self._choices(text)]
        if self._any and self._always:
            changes += (
                (place, self._always[ord(text[place])], text[place])
                for place in (match.start() for match in self._any.finditer(text))
                if ord(text[place]) in self._always
            )
        edits = (
            Edit(place, place + 1, text[place], after, _RULE, grade, entry=word)
            for place, after, word in sorted(changes)
        )
        return Report(text, tuple(edits))

    def _choices(self, text: str) -> Iterator[tuple[int, _Row]]:
        """The places whose character changes by a row that looks at its neighbours."""
        if not self._search:
            return
        folded = text.translate(self._fold)
        for match in self._search.finditer(text):
            place = match.start()
            for offset, length, table in self._places[folded[place]]:
                start = place - offset
                rows = table.get(folded[start : start + length]) if start >= 0 else None
                if rows:
                    row = rows.get(text[place])
                    if row and row.after != text[place]:
                        yield place, row
                    break


def _rows(choices: Sequence[str]) -> list[tuple[str, str, str]]:
    """``(choice, from, to)`` of all rows that ``choices`` name; of styles only what no single choice speaks of."""
    table = _table()
    for name in choices:
        if name not in table:
            raise UnknownSpellingError(name, names())
    single = [name for name in dict.fromkeys(choices) if "=" in name]
    spoken = {frozenset(name) - {"="} for name in single}
    for style in dict.fromkeys(choices):
        if style not in single:
            single += (f"{a}={b}" for a, b in table[style] if {a, b} not in spoken and f"{a}={b}" not in single)
    _refuse_contradictions(single)
    return [(name, before, after) for name in single for before, after in table[name]]


def _refuse_contradictions(choices: Sequence[str]) -> None:
    """Raise ``ValueError`` where one choice gives up what another asks for; words may differ: 計劃=計畫, 企畫=企劃."""
    pairs = [(choice, _difference(choice)) for choice in choices]
    for choice, (_, new) in pairs:
        for other, (old, _) in pairs:
            words = len(choice) > 3 and len(other) > 3 and choice.split("=") != other.split("=")[::-1]
            if new == old and not words:
                raise ValueError(f"the spellings {choice!r} and {other!r} contradict each other; choose one")


def _difference(choice: str) -> tuple[str, str]:
    """The characters in which the two sides of a choice differ."""
    left, right = choice.split("=")
    return next((a, b) for a, b in zip(left, right, strict=True) if a != b)


def _classes(rows: Iterable[tuple[str, str, str]]) -> dict[int, str]:
    """Characters that are spellings of one another, each mapped to one of them: by it words are compared."""
    fold: dict[str, str] = {}
    for _, before, after in rows:
        for old, new in zip(before, after, strict=True):
            if old != new:
                first, second = fold.setdefault(old, old), fold.setdefault(new, new)
                for character, folded in fold.items():
                    if folded == second:
                        fold[character] = first
    return {ord(character): folded for character, folded in fold.items()}


def _offsets(choice: str, before: str, after: str) -> Iterator[int]:
    """Where in a row the character of its choice stands; a row that changes nothing guards all of them."""
    old, _ = _difference(choice)
    for offset, (a, b) in enumerate(zip(before, after, strict=True)):
        if a != b or (before == after and a == old):
            yield offset
