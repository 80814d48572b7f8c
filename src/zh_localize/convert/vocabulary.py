"""Regional words: 鼠标 is 滑鼠 in Taiwan, 計程車 is 出租车 on the mainland. A pass over text in the target's script.

The words are OpenCC's. Three things keep them from where they do not belong:

- *guards*: longer strings in which the word does not stand, as 內存 in 體內存在, and OpenCC's own exceptions;
- *borders*: a word that overlaps a guard, or a word of the target, was cut out of its neighbours and stays;
- *subject*: a word that is current in the target region with another meaning (支持, 程序, 文件) is replaced only in a
  line that is about computing, which other words of the line must show.

Source: OpenCC's TWPhrases and HKPhrases and their reversals; ``data/vocabulary_guards.tsv``, a source in each row.
Asked for in BYVoid/OpenCC#1160 and #1164.
"""

from __future__ import annotations

from functools import cache

from zh_localize import rules
from zh_localize.convert import tables
from zh_localize.convert.apply import Engine
from zh_localize.convert.words import Words
from zh_localize.report import Edit, Report
from zh_localize.text.tables import read_rows
from zh_localize.text.variants import Variant

_RULE = "convert.vocabulary"
_TABLES = {  # the words, the chain that spells them, the chain that spells what they become
    "TW": (("TWPhrases",), "t2tw", "t2tw"),
    "HK": (("HKPhrases",), "t2hk", "t2hk"),
    "Hans": (("TWPhrasesRev", "HKPhrasesRev"), "tw2s", "t2s"),
}

Match = tuple[int, int, str]


class Vocabulary:
    """The words of a variant's region; safe to share between threads.

    A variant without a region, zh-Hant, has no words of its own and changes nothing; Simplified has those of the
    mainland.

    >>> Vocabulary(Variant.HANT_TW).convert("鼠標和內存，體內存在，數據庫支持者")
    '滑鼠和記憶體，體內存在，資料庫支持者'
    """

    def __init__(self, to: Variant) -> None:
        region = "Hans" if to.script == "Hans" else {"TW": "TW", "HK": "HK", "MO": "HK"}.get(to.region or "", "")
        self._targets, self._general, self._blockers, self._marks = _load(region)

    def convert(self, text: str) -> str:
        """The text in the words of the region; the same object when nothing changes. Linear."""
        parts: list[str] = []
        position = 0
        for start, end, target in self._matches(text):
            parts += (text[position:start], target)
            position = end
        if not position:
            return text
        parts.append(text[position:])
        return "".join(parts)

    def report(self, text: str) -> Report:
        """The same, explained: one edit a word."""
        grade = rules.rule(_RULE).grade
        return Report(
            text,
            tuple(
                Edit(start, end, text[start:end], target, _RULE, grade, entry=text[start:end])
                for start, end, target in self._matches(text)
            ),
        )

    def _matches(self, text: str) -> list[Match]:
        """``(start, end, target)`` of each word that is replaced, in order."""
        found = self._targets.find_all(text)
        if not found:
            return []
        found = _within_borders(found, self._blockers.find_all(text))
        certain = [match for match in found if text[match[0] : match[1]] not in self._general]
        if len(certain) == len(found):
            return _apart(found)
        return _apart(sorted(certain + self._on_computing(text, found, _apart(certain))))

    def _on_computing(self, text: str, found: list[Match], certain: list[Match]) -> list[Match]:
        """The matches of general words in lines that are about computing.

        A line is judged as it is when its certain words are replaced, so that a second run judges it the same.
        """
        kept: list[Match] = []
        behind, following, holds = -1, 0, False  # the end of the line that was judged last, the next certain word
        for match in found:
            if text[match[0] : match[1]] not in self._general:
                continue
            if match[0] > behind:
                start = text.rfind("\n", 0, match[0]) + 1
                behind = text.find("\n", match[0])
                behind = len(text) if behind < 0 else behind
                parts: list[str] = []
                while following < len(certain) and certain[following][0] < behind:
                    low, high, target = certain[following]
                    if low >= start:
                        parts += (text[start:low], target)
                        start = high
                    following += 1
                holds = self._is_on_computing("".join(parts) + text[start:behind])
            if holds:
                kept.append(match)
        return kept

    def _is_on_computing(self, line: str) -> bool:
        """Whether a line is about computing: one word that tells, or two different hints."""
        marks = {line[start:end]: kind for start, end, kind in self._marks.find(line)}
        return "subject" in marks.values() or len(marks) > 1


def _within_borders(found: list[Match], blockers: list[Match]) -> list[Match]:
    """The matches that no blocker holds or overlaps; a blocker inside a word does not count."""
    kept: list[Match] = []
    first, longest = 0, max((end - start for start, end, _ in blockers), default=0)
    for match in found:
        start, end, _ = match
        while first < len(blockers) and blockers[first][0] + longest <= start:
            first += 1
        place = first
        while place < len(blockers) and blockers[place][0] < end:
            low, high, _ = blockers[place]
            if high > start and (low < start or high > end):
                break
            place += 1
        else:
            kept.append(match)
    return kept


def _apart(found: list[Match]) -> list[Match]:
    """Leftmost-longest among matches, in order of their start."""
    kept: list[Match] = []
    for match in sorted(found, key=lambda match: (match[0], -match[1])):
        if not kept or match[0] >= kept[-1][1]:
            kept.append(match)
    return kept


@cache
def _load(region: str) -> tuple[Words, frozenset[str], Words, Words]:
    """The words of a region, those of them that are general words as well, the blockers, and the marks of computing."""
    rows = [row for row in read_rows("vocabulary_guards.tsv") if row[0] == region]
    never = {text for _, kind, text, _, _ in rows if kind == "never"}
    own = {text: (target,) for _, kind, text, target, _ in rows if kind == "word"}
    entries = {word: targets for word, targets in (_entries(region) | own).items() if word not in never}
    changing = {word for word, targets in entries.items() if word != targets[0]}
    chosen = {word: _settled(word, entries[word], changing) for word in changing}
    targets = {word: target for word, target in chosen.items() if target}
    for word, target in tuple(targets.items()):  # 文檔夾: what its parts would make is a word as well, 文件夾
        for longer in changing - {word}:
            if target in longer and longer in targets:
                targets.setdefault(longer.replace(target, word), targets[longer])
    guards = {text for _, kind, text, _, _ in rows if kind == "around"}
    blockers = guards | set(targets.values()) | {word for word in entries if word not in changing}
    marks = {text: kind for _, kind, text, _, _ in rows if kind in ("subject", "hint")}
    general = frozenset(text for _, kind, text, _, _ in rows if kind == "general")
    return Words(targets), general, Words(dict.fromkeys(blockers, "")), Words(marks)


def _settled(word: str, targets: tuple[str, ...], changing: set[str]) -> str:
    """The first target that is not itself a word to be replaced; empty when there is none."""
    return next((target for target in targets if target not in changing and target != word), "")


def _entries(region: str) -> dict[str, tuple[str, ...]]:
    """OpenCC's words of a region, all targets, in the characters of the region."""
    names, before, after = _TABLES.get(region, ((), "t2tw", "t2tw"))
    found: dict[str, tuple[str, ...]] = {}
    key_engine, target_engine = Engine(tables.chain(before)), Engine(tables.chain(after))
    for name in names:
        several = tables.candidates(name)
        for word, target in tables.dictionary(name).values.items():
            targets = several.get(word, (target,))
            found.setdefault(key_engine.convert(word), tuple(map(target_engine.convert, targets)))
    return found
