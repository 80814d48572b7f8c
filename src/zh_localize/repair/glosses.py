"""Readings stuck to characters by a web converter: ``經(jīng)濟(jì)`` is 經濟.

The converter's table holds, for characters whose Simplified form differs, the first reading of a dictionary. Whether a
bracket is such a gloss or a reading that an author wrote is decided for the document as a whole. Textbooks and
dictionaries gloss characters of every kind, give polyphones their different readings, gloss every character of a
sentence or only the head of an entry, speak of readings, and pick rare characters; the converter does none of that.
Source: the readings of ``data/readings.tsv`` (pypinyin, MIT), the most usual one first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache

from zh_localize import rules
from zh_localize.repair import plausibility, zhuyin
from zh_localize.repair.classes import LETTERS
from zh_localize.repair.plausibility import GLOSSES, Look
from zh_localize.report import Edit, Report
from zh_localize.text import scripts, tables

_GLOSS = re.compile(rf"(?<=[㐀-鿿])[(（] ?([{LETTERS}]{{1,6}}|˙?[ㄅ-ㄩ]{{1,3}}[ˊˇˋ˙]?) ?[)）]")
_HAN = re.compile("[㐀-鿿]")
_OPENING = frozenset("、，,：:\n【〔「『“‘《〈[(（ 　")
_CLOSING = frozenset("。，,\n】〕」』”’》〉])）：:、=＝ 　")
_CLAUSE_END = re.compile("[，。；：！？、,;:!?\n]")
_ABOUT_READINGS = re.compile(
    "[读讀][作音做法为為成]|[拼注字多异異]音|音[节節讀读調调]|声调|聲調|辨音|生字|[词詞]典|字典"
)

CONVERTER_SHARE = 0.9  # of the glosses that stand on characters with a differing Simplified form
CONSISTENT_SHARE = 0.8  # of the occurrences of a glossed character that are glossed
FEW = 8  # glosses below which a text that speaks of readings is left alone
FEW_KINDS = 3  # fewer glossed characters than this ask for more certainty
COMMON_SHARE = 0.6  # of the glossed characters that are common ones
COMMON = 135  # cost of a character by itself up to which it is a common one
COMMON_OF_TWO = 146  # the same where two characters are glossed


@cache
def readings() -> dict[str, tuple[str, ...]]:
    """The readings of each character that has another Simplified form, the most usual first."""
    return {character: tuple(found.split(" ")) for character, found in tables.read_rows("readings.tsv")}


@lru_cache(maxsize=1 << 12)
def toneless(reading: str) -> str:
    """A reading without its tone mark: ``jīng`` is ``jing``, ``lǜ`` is ``lü``."""
    letters = unicodedata.normalize("NFD", reading)
    return unicodedata.normalize("NFC", "".join(c for c in letters if c == "\u0308" or not unicodedata.combining(c)))


@cache
def _syllables() -> frozenset[str]:
    """The syllables of Mandarin, without tones; a bracket that holds another, such as ``(kg)``, is no reading."""
    return frozenset(toneless(reading) for found in readings().values() for reading in found)


def _pinyin(reading: str) -> str:
    """A reading as pinyin, whichever way it is written."""
    return zhuyin.to_pinyin(reading) if "ㄅ" <= reading[-1] <= "ㄩ" or "ㄅ" <= reading[0] <= "ㄩ" else reading


def has(known: Iterable[str], reading: str) -> bool:
    """Whether a reading is among the known ones, its tone aside."""
    return toneless(reading) in map(toneless, known)


def is_reading(character: str, reading: str) -> bool:
    """Whether a reading, in pinyin or zhuyin, is one of the character.

    >>> is_reading("學", "xué"), is_reading("學", "kg")
    (True, False)
    """
    return has(readings().get(character, ()), _pinyin(reading))


@dataclass(slots=True)
class _Evidence:
    """What the brackets of a document say about who wrote them."""

    glosses: list[re.Match[str]] = field(default_factory=list)
    others: int = 0
    heads: int = 0
    kinds: dict[str, set[str]] = field(default_factory=dict)

    def add(self, text: str, match: re.Match[str]) -> None:
        """Count one bracket behind a Han character."""
        character, reading = text[match.start() - 1], _pinyin(match[1])
        if not has(readings().get(character, ()), reading):
            self.others += toneless(reading) in _syllables()
            return
        self.glosses.append(match)
        self.kinds.setdefault(character, set()).add(reading)
        before, after = text[max(0, match.start() - 2) : match.start() - 1], text[match.end() : match.end() + 1]
        self.heads += (not before or before in _OPENING) and (not after or after in _CLOSING)

    @property
    def usual(self) -> int:
        """How many of the glossed characters have their most usual reading."""
        first = ((readings()[character][0], found) for character, found in self.kinds.items())
        return sum(reading in found or toneless(reading) in found for reading, found in first)


def find(text: str, look: Look | None = None) -> Report:
    """The report that takes every stuck reading out of ``text``, or none when readings belong in it.

    Linear in the text. Source of the criteria: the damaged pages and textbooks of the project's case files.

    >>> find("促進經(jīng)濟(jì)發展").text
    '促進經濟發展'
    >>> find("長(zhǎng)大和長(cháng)短").edits
    ()
    """
    evidence = _Evidence()
    for line in (look or plausibility.look(text)).at(GLOSSES):
        for match in _GLOSS.finditer(text, max(0, line.start - 1), line.end):
            evidence.add(text, match)
    if not evidence.glosses or not _is_converted(text, evidence):
        return Report(text)
    grade = rules.rule("gloss.pinyin").grade
    return Report(text, tuple(Edit(m.start(), m.end(), m.group(), "", "gloss.pinyin", grade) for m in evidence.glosses))


def _is_converted(text: str, evidence: _Evidence) -> bool:
    """Whether a converter stuck the readings there."""
    count, kinds = len(evidence.glosses), len(evidence.kinds)
    if count < CONVERTER_SHARE * (count + evidence.others):
        return False
    if any(len(found) > 1 for found in evidence.kinds.values()):
        return False
    if evidence.usual < CONVERTER_SHARE * kinds or 2 * evidence.heads > count:
        return False
    if _occurrences(text, evidence.glosses) * CONSISTENT_SHARE > count:
        return False
    plain = len(_HAN.findall(text)) - count
    if count > 2 and plain < count / 2:
        return False
    if len(scripts.marks(text, "Hans")) > len(scripts.marks(text, "Hant")):
        return False
    if count < FEW and _ABOUT_READINGS.search(text):
        return False
    if kinds >= FEW_KINDS:
        return sum(map(_is_common, evidence.kinds)) >= COMMON_SHARE * kinds
    return (
        all(readings()[character][0] in found for character, found in evidence.kinds.items())
        and all(plausibility.single(c) <= (COMMON if kinds == 1 else COMMON_OF_TWO) for c in evidence.kinds)
        and not evidence.others
    )


def _occurrences(text: str, glosses: list[re.Match[str]]) -> int:
    """How often the glossed characters stand in the clauses in which they are glossed."""
    count, start = 0, 0
    found: set[str] = set()
    remaining = iter([*glosses, None])
    gloss = next(remaining)
    for end in (*(match.start() for match in _CLAUSE_END.finditer(text)), len(text)):
        while gloss and gloss.start() < end:
            found.add(text[gloss.start() - 1])
            gloss = next(remaining)
        count += sum(text.count(character, start, end) for character in found)
        found.clear()
        start = end
    return count


def _is_common(character: str) -> bool:
    return plausibility.single(character) <= COMMON
