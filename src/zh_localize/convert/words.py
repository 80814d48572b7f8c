"""The user's own words: read from a file, and found in a text.

A file of words is UTF-8 text with one word a line, ``source TAB target``; ``#`` begins a comment line. Dictionaries
written for OpenCC are read too: where several targets stand side by side, the first is taken.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from zh_localize.errors import LineError
from zh_localize.text.files import read_utf8

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_NEXT_VALUE = re.compile(f"(?<=[{_HAN}]) +(?=[{_HAN}])")
_BLANK = " \t\r\u3000"


def read(path: Path) -> dict[str, str]:
    """The words of a file, source to target, in its order. Linear.

    Blanks around a word do not count. A space between two Han characters parts the values of OpenCC's form; any other
    space belongs to the target (``Visual Studio``).

    Raises:
        FileError: the file cannot be read.
        LineError: a line is no word, is not UTF-8, or gives a word that has another target already.
    """
    words: dict[str, str] = {}
    lines: dict[str, int] = {}
    for number, line in enumerate(read_utf8(path).split("\n"), 1):
        if not line.strip(_BLANK) or line.startswith("#"):
            continue
        source, target = _word(path, number, line)
        if words.setdefault(source, target) != target:
            found = f"{source!r} becomes {target!r} here and {words[source]!r} in line {lines[source]}"
            raise LineError(path, number, 1, found, "keep one of the two lines")
        lines.setdefault(source, number)
    return words


def _word(path: Path, number: int, line: str) -> tuple[str, str]:
    """The source and the target of one line, checked."""
    fields = [field.strip(_BLANK) for field in line.rstrip("\r").split("\t")]
    while len(fields) > 2 and not fields[-1]:
        fields.pop()
    if len(fields) == 1:
        hint = "write the word, a tab and what it becomes"
        raise LineError(path, number, len(line.rstrip(_BLANK)) + 1, "no tab", hint)
    if len(fields) > 2:
        column = len("\t".join(line.split("\t")[:2])) + 1
        hint = "write the word, one tab and what it becomes; comments have a line of their own that begins with #"
        raise LineError(path, number, column, f"{len(fields)} fields where 2 are due", hint)
    source, values = fields
    if not source:
        raise LineError(path, number, 1, "no word before the tab", "write the word that is to be replaced")
    target = _NEXT_VALUE.split(values, maxsplit=1)[0]
    if not target:
        hint = "write what the word becomes; to keep a word as it is, write it on both sides"
        raise LineError(path, number, line.index("\t") + 2, "nothing behind the tab", hint)
    return source, target


class Words:
    """Words made ready to be found in many texts; safe to share between threads.

    Raises ``ValueError`` for an empty word.

    >>> list(Words({"软件": "軟體", "软件园": "軟體園區"}).find("软件园的软件"))
    [(0, 3, '軟體園區'), (4, 6, '軟體')]
    """

    __slots__ = ("_lengths", "_packed", "_start", "targets")

    def __init__(self, targets: Mapping[str, str]) -> None:
        if "" in targets:
            raise ValueError("an empty word cannot be found; take it out")
        self.targets = dict(targets)
        self._packed: object = None
        lengths: dict[str, set[int]] = {}
        for word in self.targets:
            lengths.setdefault(word[:2], set()).add(len(word))
        for start, sizes in lengths.items():
            if start[:1] in self.targets:
                sizes.add(1)
        self._lengths = {start: tuple(sorted(sizes, reverse=True)) for start, sizes in lengths.items()}
        self._start = _start({word[:2] for word in self.targets})

    def packed(self, make: Callable[[Mapping[str, str]], object]) -> object:
        """What ``make`` makes of the words for the native core, made once."""
        if self._packed is None:
            self._packed = make(self.targets)
        return self._packed

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """``(start, end, target)`` of the longest word at each place, left to right, without overlaps.

        Linear in the text; the places where no word can begin are passed over by one regular expression.
        """
        if self._start is None:
            return
        search, lengths, targets = self._start.search, self._lengths, self.targets
        position = 0
        while match := search(text, position):
            start = position = match.start()
            for length in lengths.get(text[start : start + 2]) or lengths.get(text[start], ()):
                word = text[start : start + length]
                if word in targets and len(word) == length:
                    position = start + length
                    yield start, position, targets[word]
                    break
            else:
                position += 1

    def find_all(self, text: str) -> list[tuple[int, int, str]]:
        """``(start, end, target)`` of every occurrence of every word, overlapping ones too, longer ones first."""
        if self._start is None:
            return []
        found: list[tuple[int, int, str]] = []
        lengths, targets = self._lengths, self.targets
        for match in self._start.finditer(text):
            start = match.start()
            for length in lengths.get(text[start : start + 2]) or lengths.get(text[start], ()):
                word = text[start : start + length]
                if word in targets and len(word) == length:
                    found.append((start, start + length, targets[word]))
        return found


def _start(beginnings: set[str]) -> re.Pattern[str] | None:
    """A pattern of the places where a word may begin: its first character with one that follows a first one."""
    singles = {start for start in beginnings if len(start) == 1}
    firsts = {start[0] for start in beginnings} - singles
    branches = []
    if firsts:
        seconds = {start[1] for start in beginnings if len(start) == 2}
        branches.append(f"[{_class(firsts)}](?=[{_class(seconds)}])")
    if singles:
        branches.append(f"[{_class(singles)}]")
    return re.compile("|".join(branches)) if branches else None


def _class(characters: set[str]) -> str:
    """The inside of a character class."""
    return "".join(map(re.escape, sorted(characters)))
