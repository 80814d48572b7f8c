"""Find terms in a text: one leftmost-longest matcher over terms, deprecated forms and blockers.

Both sides are folded character by character (script, width, quotation marks, case), so that offsets are those of the
text: one entry finds 科學發展觀 and 科学发展观. A single character that needs
context is a hit only behind a number. Source of the script folding: OpenCC's TSCharacters.
"""

from __future__ import annotations

from functools import cache

from zh_localize.glossary.model import STATUSES as _STATUSES
from zh_localize.glossary.model import Designation, Glossary, Hit
from zh_localize.text import tables
from zh_localize.text.match import Matcher

_QUOTES = {"「": "“", "」": "”", "『": "‘", "』": "’", "〝": "“", "〞": "”"}


@cache
def _folding() -> dict[int, str]:
    """Code point to the character that stands for it on both sides of a comparison."""
    rows = ((key, values.split(" ")[0]) for key, values in tables.read_rows("opencc/TSCharacters.tsv"))
    found = {ord(key): value for key, value in rows}
    found |= {0xFF01 + i: chr(0x21 + i).lower() for i in range(94)}
    found |= {ord(mark): twin for mark, twin in _QUOTES.items()}
    return found | {code: chr(code).lower() for code in range(ord("A"), ord("Z") + 1)} | {0x3000: " "}


def fold(text: str) -> str:
    """The text as terms are compared; as long as the text itself.

    >>> fold("「ＧＤＰ」增長")
    '“gdp”增长'
    """
    return text.translate(_folding())


class Finder:
    """A matcher over the terms of one language of a glossary."""

    def __init__(self, glossary: Glossary, language: str) -> None:
        self._terms: dict[str, list[Designation]] = {}
        for designation in glossary.designations:
            if designation.lang.split("-")[0] == language:
                self._terms.setdefault(fold(designation.term), []).append(designation)
        for rows in self._terms.values():
            rows.sort(key=_rank)
        blockers = {fold(blocker.text) for blocker in glossary.blockers if blocker.lang.split("-")[0] == language}
        blockers |= {fold(row.replaced_by) for rows in self._terms.values() for row in rows}  # what is right already
        self._matcher = Matcher((self._terms.keys() | blockers) - {""})

    def find(self, text: str) -> tuple[Hit, ...]:
        """The terms in the text, in order."""
        folded = fold(text)
        hits = []
        for start, end in self._matcher.finditer(folded):
            rows = self._terms.get(folded[start:end])
            if rows and not _inside_word(folded, start, end):
                found = text[start:end]
                row = next((row for row in rows if row.match not in ("case", "verbatim") or row.term == found), None)
                if row and (end > start + 1 or row.match != "context" or _counted(folded, start)):
                    hits.append(Hit(start, end, found, row.concept, row))
        return tuple(hits)

    def all(self, text: str) -> tuple[Designation, ...]:
        """Every designation that is written like ``text``."""
        return tuple(self._terms.get(fold(text), ()))


def _inside_word(text: str, start: int, end: int) -> bool:
    """Whether a match in a spaced script begins or ends inside a longer word."""
    return (start > 0 and _spaced(text[start - 1]) and _spaced(text[start])) or (
        end < len(text) and _spaced(text[end - 1]) and _spaced(text[end])
    )


def _counted(text: str, start: int) -> bool:
    """Whether a number stands before: 五里 counts a unit, 里面 does not."""
    return text[start - 1 : start].isdigit() or (start > 0 and text[start - 1] in "一二三四五六七八九十百千万亿半")


def _spaced(character: str) -> bool:
    return character.isalnum() and character < "\u2e80"


def _rank(designation: Designation) -> tuple[int, bool, str]:
    return _STATUSES.index(designation.status), designation.review != "approved", designation.concept
