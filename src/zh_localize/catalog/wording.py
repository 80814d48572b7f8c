"""Regional words of messages, chosen by the source: 文件 is 檔案 in Taiwan where the source says file.

A pass over text in the target's characters. What a Chinese word leaves open, the source tells: 程序 of a *program* is
程式, 信息 of a *message* is 訊息. A row acts only where its English words stand in the source; where two rows of one
word act, the longer English words go first, then the earlier row.

Source: ``data/wording.tsv``, a source in each row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from zh_localize import rules
from zh_localize.convert import Converter
from zh_localize.convert.words import Words
from zh_localize.report import Edit, Report
from zh_localize.text.tables import read_rows
from zh_localize.text.variants import Variant

_RULE = "convert.wording"
_COLUMNS = {"Hans": 1, "TW": 2, "HK": 3}
_CURRENT = 4  # where the word of the other region is current as well: mainland, taiwan, both or neither
_MARK = re.compile(r"[&_~](?=[A-Za-z])")


class _Row(NamedTuple):
    english: re.Pattern[str]
    length: int
    target: str


class Wording:
    """The words of a variant's region, for messages from a variant; safe to share between threads.

    >>> wording = Wording(Variant.HANS_CN, Variant.HANT_TW)
    >>> wording.report("Open _File", "打開文件").text, wording.report("Open a document", "打開文件").text
    ('開啟檔案', '開啟文件')
    """

    def __init__(self, origin: Variant, to: Variant) -> None:
        self._rows = _load(_region(origin), _region(to))
        self._words = Words({word: word for word in self._rows})
        self._to = _region(to)

    def is_current(self, source: str, word: str) -> bool:
        """Whether a word of the other region is current in this one as well, in the sense of ``source``."""
        rows = self._rows[word]
        if len({row.target for row in rows}) > 1:  # 文件 is current in Taiwan, but not for a file
            return any(row.target == word and row.english.search(_MARK.sub("", source)) for row in rows)
        return word in _current(self._to)

    def report(self, source: str, text: str) -> Report:
        """The edits that put the words of the region into ``text``, a translation of ``source``. Linear."""
        english = _MARK.sub("", source)
        grade = rules.rule(_RULE).grade
        edits = []
        for start, end, word in self._words.find(text):
            target = _choice(self._rows[word], english)
            if target is not None:
                edits.append(Edit(start, end, word, target, _RULE, grade, entry=word))
        return Report(text, tuple(edits))

    def open_words(self, source: str, text: str) -> Iterator[str]:
        """The words of ``text`` that have several meanings here, between which the source does not decide."""
        english = _MARK.sub("", source)
        for _, _, word in self._words.find(text):
            rows = self._rows[word]
            if len({row.target for row in rows} | {word}) > 2 and _choice(rows, english) is None:
                yield word


def _choice(rows: Sequence[_Row], english: str) -> str | None:
    """What a word becomes; None where the source does not tell."""
    found = [row for row in rows if row.english.search(english)]
    return max(found, key=lambda row: row.length).target if found else None


def _region(variant: Variant) -> str:
    if variant.script == "Hans":
        return "Hans"
    return "HK" if variant.region in ("HK", "MO") else "TW"


@cache
def _load(origin: str, to: str) -> dict[str, tuple[_Row, ...]]:
    """The rows by the words of the origin, in the characters of the target."""
    if origin == to:
        return {}
    tags = {"Hans": Variant.HANS_CN, "TW": Variant.HANT_TW, "HK": Variant.HANT_HK}
    spell = Converter(to=tags[to]).convert
    found: dict[str, list[_Row]] = {}
    for row in read_rows("wording.tsv"):
        before, after = row[_COLUMNS[origin]], row[_COLUMNS[to]]
        words = sorted(row[0].split("|"), key=len)
        english = re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)
        is_shared = to == "Hans" and row[_CURRENT] in ("mainland", "both")  # 選項 is no other word for 选项
        if before and not is_shared:
            found.setdefault(spell(before), []).append(_Row(english, len(words[-1]), after or spell(before)))
    return {word: tuple(rows) for word, rows in found.items()}


@cache
def _current(region: str) -> frozenset[str]:
    """The words of other regions that are current in one; those that the region itself is listed with, too."""
    tags = {"Hans": Variant.HANS_CN, "TW": Variant.HANT_TW, "HK": Variant.HANT_HK}
    spell = Converter(to=tags[region]).convert
    found: set[str] = set()
    for row in read_rows("wording.tsv"):
        found.add(row[_COLUMNS[region]])
        if row[_CURRENT] in ("both", "mainland" if region == "Hans" else "taiwan"):
            found.add(spell(row[2 if region == "Hans" else 1]))
    return frozenset(found)
