"""Quotation marks: “ ” and ‘ ’ of the mainland to 「 」 and 『 』, and back.

Marks are paired first, within a paragraph or over several; then each pair is written by its depth, outer marks outside.
Only a pair with sound nesting inside and Chinese in or beside it is touched: apostrophes, marks without a partner and
quotations in English stay. Where a quotation runs over several paragraphs and repeats its opening mark at each, the
repeated marks follow. Protected spans are passed over. Source: GB/T 15834-2011 (mainland); the punctuation handbook of
Taiwan's Ministry of Education, 重訂標點符號手冊 (2008).
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from zh_localize import rules
from zh_localize.report import Edit, Report
from zh_localize.text import protect
from zh_localize.text.variants import Variant

_RULE = "convert.quotes"
_STYLES = {"Hant": (("「", "」"), ("『", "』")), "Hans": (("“", "”"), ("‘", "’"))}
_CLOSING = dict(zip("“‘「『", "”’」』", strict=True))
_OPENING = {closing: opening for opening, closing in _CLOSING.items()}
_TOKEN = re.compile("[“”‘’「」『』\n]")
_CHINESE = re.compile(
    "[\u2e80-\u2fdf\u3000-\u300b\u3010-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff]"
)
_LATIN = re.compile(r"[0-9A-Za-z\u00c0-\u024f]")
_LETTER = re.compile(r"[A-Za-z\u00c0-\u024f]")
_DECADE = re.compile("[0-9]0s")
_BESIDE = 4  # characters beside a pair in which Chinese is looked for, behind other marks and blanks
_SKIPPED = "“”‘’「」『』 \t"
_REACH = 20  # lines over which a pair may stretch without repeating its opening mark


@dataclass(slots=True)
class _Pair:
    """A mark that is open, and in the end a pair: the places of its opening marks and of the closing one."""

    mark: str
    openings: list[int]
    line: int
    chinese: int  # Chinese characters before it; once it is closed, inside it
    inside: list[_Pair] = field(default_factory=list)
    close: int = -1


class Quotes:
    """Quotation marks in the manner of a variant; safe to share between threads.

    >>> Quotes(Variant.HANT_TW).convert("他說：“我聽過‘別慌’這句話，it’s fine。”")
    '他說：「我聽過『別慌』這句話，it’s fine。」'
    >>> Quotes(Variant.HANS_CN).convert("他说：「读过『红楼梦』。」")
    '他说：“读过‘红楼梦’。”'
    """

    def __init__(self, to: Variant) -> None:
        self._styles = _STYLES[to.script]
        self._own = "".join(mark for pair in self._styles for mark in pair)
        self._foreign = re.compile("[“”‘’]" if to.script == "Hant" else "[「」『』]")

    def convert(self, text: str) -> str:
        """The text with its marks changed; the same object when none is. Linear."""
        changes = self._changes(text)
        if not changes:
            return text
        parts: list[str] = []
        position = 0
        for place, mark in changes:
            parts += (text[position:place], mark)
            position = place + 1
        parts.append(text[position:])
        return "".join(parts)

    def is_open(self, text: str) -> bool:
        """Whether a mark waits at the end of ``text``, which ends a line, for a partner behind it. Linear."""
        return _pairs(text)[1]

    def report(self, text: str) -> Report:
        """The same, explained: one edit a mark."""
        grade = rules.rule(_RULE).grade
        return Report(
            text, tuple(Edit(place, place + 1, text[place], mark, _RULE, grade) for place, mark in self._changes(text))
        )

    def _changes(self, text: str) -> list[tuple[int, str]]:
        """``(place, mark)`` of each mark that changes, in order."""
        if not self._foreign.search(text):
            return []
        changes: list[tuple[int, str]] = []
        waiting = [(pair, 0, False) for pair in _pairs(text)[0]]
        while waiting:
            pair, depth, follows = waiting.pop()
            own = pair.mark in self._own
            opening, closing = self._styles[depth % 2]
            rewritten = (follows if own else _is_chinese(text, pair)) and not _is_misread(text, pair, opening)
            if rewritten:
                changes += ((place, opening) for place in pair.openings)
                changes.append((pair.close, closing))
            depth += own or rewritten
            waiting += ((inner, depth, rewritten) for inner in pair.inside)
        return sorted((place, mark) for place, mark in changes if text[place] != mark)


def _pairs(text: str) -> tuple[list[_Pair], bool]:
    """The outermost sound pairs of a text, each with those inside it; and whether a mark may still find its partner."""
    found: list[_Pair] = []
    stack: deque[_Pair] = deque()
    line = edge = chinese = position = repeated = 0  # ``repeated``: opening marks at the edge of the line that go on
    for place, mark in _marks(text):
        if mark == "\n":
            line, edge, repeated = line + 1, place + 1, 0
            continue
        chinese += len(_CHINESE.findall(text, position, place))
        position = place
        while stack and stack[0].line < line - _REACH:
            found += stack.popleft().inside
        if mark in _CLOSING:
            at_edge = edge >= 0 and not text[edge:place].strip()
            edge = place + 1 if at_edge else -1
            if at_edge and repeated < len(stack) and stack[repeated].mark == mark and stack[repeated].line < line:
                stack[repeated].openings.append(place)
                stack[repeated].line = line
                repeated += 1
            else:
                edge = -1
                stack.append(_Pair(mark, [place], line, chinese))
        elif stack and stack[-1].mark == _OPENING[mark]:
            pair = stack.pop()
            pair.close, pair.chinese = place, chinese - pair.chinese
            (stack[-1].inside if stack else found).append(pair)
        elif mark not in "’”" or not _LATIN.match(text[place - 1 : place]):  # 5”, users’: no quotation marks
            while stack:
                found += stack.popleft().inside
    for pair in stack:
        found += pair.inside
    return found, any(pair.line >= line - _REACH for pair in stack)


def _marks(text: str) -> Iterator[tuple[int, str]]:
    """Quotation marks and line ends outside protected spans, in order, without apostrophes."""
    behind = (len(text) + 1, len(text) + 1)
    protected = protect.spans(text)
    low, high = next(protected, behind)
    for match in _TOKEN.finditer(text):
        place = match.start()
        while high <= place:
            low, high = next(protected, behind)
        if (place < low or match[0] == "\n") and not _is_apostrophe(text, place, match[0]):
            yield place, match[0]


def _is_apostrophe(text: str, place: int, mark: str) -> bool:
    """Whether a single mark is that of don’t or ’90s."""
    if mark not in "‘’":
        return False
    if _LETTER.match(text, place + 1):
        return bool(_LATIN.match(text[place - 1 : place]))
    return bool(_DECADE.match(text, place + 1))


def _is_misread(text: str, pair: _Pair, opening: str) -> bool:
    """Whether the pair would look like apostrophes, written with ``opening``."""
    return any(_is_apostrophe(text, place, opening) for place in (*pair.openings, pair.close))


def _is_chinese(text: str, pair: _Pair) -> bool:
    """Whether there is Chinese in or beside a pair."""
    before = text[max(0, pair.openings[0] - _BESIDE) : pair.openings[0]].rstrip(_SKIPPED)
    after = text[pair.close + 1 : pair.close + 1 + _BESIDE].lstrip(_SKIPPED)
    return bool(pair.chinese or _CHINESE.match(before[-1:]) or _CHINESE.match(after[:1]))
