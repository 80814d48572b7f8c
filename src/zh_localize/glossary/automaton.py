"""Many terms found in a text at once: leftmost-longest, without overlaps, and whole words in spaced scripts.

The native core is a trie over folded characters (``_terms.c``); its pure twin looks up the first two characters and
then the lengths that terms with that beginning have. Both give the same results.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from types import ModuleType
from typing import Protocol, TypeAlias

from zh_localize.glossary.fold import fold, packed_folding
from zh_localize.text import native

Spans: TypeAlias = "array[int]"  # start, end and number of the group, one after the other


class Automaton(Protocol):
    """What finds terms; ``groups`` holds the number of the group of each term that it was made of."""

    @property
    def groups(self) -> Sequence[int]: ...

    def find(self, text: str) -> Spans:
        """Start, end and group of the longest term at each place, left to right. Linear in the text.

        A group is the terms that are folded alike.
        """


def build(terms: Iterable[str]) -> Automaton:
    """What finds these terms, which are not empty, with the core that is here.

    >>> automaton = build(["党组", "黨組織", "Party"])
    >>> list(automaton.find("党组织和党组，Partying")), list(automaton.groups)
    ([0, 3, 1, 4, 6, 0], [0, 1, 2])
    """
    core = native.core("terms")
    return NativeAutomaton.of(core, terms) if core else PureAutomaton(terms)


class NativeAutomaton:
    """A table of the native core and its groups; both may lie in a file that is mapped into memory."""

    def __init__(self, native: ModuleType, table: bytes | memoryview, groups: Sequence[int]) -> None:
        self._native = native
        self.table = table
        self.groups = groups

    @classmethod
    def of(cls, native: ModuleType, terms: Iterable[str]) -> NativeAutomaton:
        """Compile the terms."""
        table, groups = native.compile(list(terms), *packed_folding())
        return cls(native, table, array("I", groups))

    def find(self, text: str) -> Spans:
        """See :class:`Automaton`."""
        return array("I", self._native.find(self.table, *packed_folding(), text))


class PureAutomaton:
    """The pure twin, which is the specification."""

    def __init__(self, terms: Iterable[str]) -> None:
        self._numbers: dict[str, int] = {}
        numbers = self._numbers
        self.groups: Sequence[int] = array("I", (numbers.setdefault(fold(term), len(numbers)) for term in terms))
        lengths: dict[str, set[int]] = {}
        for key in numbers:
            lengths.setdefault(key[:2], set()).add(len(key))
        self._lengths = {start: tuple(sorted(found, reverse=True)) for start, found in lengths.items()}

    def find(self, text: str) -> Spans:
        """See :class:`Automaton`."""
        text = fold(text)
        lengths, numbers, size = self._lengths, self._numbers, len(text)
        found = array("I")
        position = 0
        while position < size:
            pair = text[position : position + 2]
            for length in lengths.get(pair, ()):
                end = position + length
                if (number := numbers.get(text[position:end])) is not None and end <= size:
                    if _cuts_word(text, position, end):
                        continue
                    found.extend((position, end, number))
                    position = end
                    break
            else:
                single = numbers.get(pair[0])
                if single is not None and not _cuts_word(text, position, position + 1):
                    found.extend((position, position + 1, single))
                position += 1
        return found


def _cuts_word(text: str, start: int, end: int) -> bool:
    """Whether a span begins or ends inside a word of a spaced script."""
    return (start > 0 and _is_spaced(text[start]) and _is_spaced(text[start - 1])) or (
        end < len(text) and _is_spaced(text[end - 1]) and _is_spaced(text[end])
    )


def _is_spaced(character: str) -> bool:
    return character < "\u2e80" and character.isalnum()
