"""Places whose content is gone: replacement characters, question marks written for what an encoding lacked, memory that
was never written to. Each becomes a note, which changes nothing.

U+FFFD is EF BF BD in UTF-8; read as GBK a run of them is 锟斤拷, as Big5 嚙踝蕭, and with bytes of sound text between
锟侥硷拷 or 嚙瘠. Bytes CC, CD and DD, with which debuggers fill memory, are 烫, 屯 and 葺 in GBK. Source: the code
charts of GBK and Big5; the mechanisms are those of ``tests/data/lost.tsv``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from zh_localize import rules
from zh_localize.repair import plausibility
from zh_localize.repair.classes import CJK
from zh_localize.report import Edit, Report

LONG = 40  # question marks in a row that nobody types
MANY = 8  # question marks of a line that may have stood for its words

_RULES = {"replacement": "lost.replacement", "question": "lost.question-marks", "fill": "lost.fill"}
_SHOWN_BY = ("\ufffd", "锟", "嚙", "???", "烫烫烫烫", "屯屯屯屯", "葺葺葺葺")  # one of which is in all of them
_QUOTES = {"“": "”", "「": "」", "『": "』", "‘": "’", '"': '"', "'": "'", "`": "`", "【": "】"}
_ABOUT = re.compile(
    "乱码|亂碼|mojibake|文字化け|字符编码|字元編碼|替换字符|替換字元|未初始化|unicode|utf-?8|gbk|big5|u\\+fffd",
    re.IGNORECASE,
)
_MARKS = re.compile(r"\?+")
_HAN = re.compile("[㐀-鿿\U00020000-\U0003ffff]")
_BEFORE = re.compile(r"[,.:;/|<>=([{*#+“‘「『《〈（【，、：；-]")  # behind which no question mark stands
_OPEN = re.compile(rf"\s|{_BEFORE.pattern}")
_BEHIND = re.compile("[,:;，、：；]")  # before which none does


@cache
def _pattern() -> re.Pattern[str]:
    """All of them, the kind of each as the name of its group."""
    gbk = "".join(bytes((0xBD, trail)).decode("gbk", "ignore") for trail in range(0x40, 0xFF))
    big5 = "".join(bytes((0xBD, trail)).decode("cp950", "ignore") for trail in range(0x40, 0xFF))
    between = r"(?:[^\u0800-\U0003ffff\s]{1,3}\ufffd+)*"  # what GBK leaves where it was read as UTF-8
    replacement = rf"\ufffd+{between}|(?:锟斤拷)+锟?斤?|锟[{gbk}].?拷|(?:嚙[{big5}]蕭?)+"
    return re.compile(rf"(?P<replacement>{replacement})|(?P<fill>烫{{4,}}|屯{{4,}}|葺{{4,}})|(?P<question>\?{{3,}})")


def find(text: str) -> Report:
    """The report that notes places whose content is gone. Linear; faster than the look of repair where there is none.

    A few question marks in a row are punctuation as a rule. They stand for lost text where they follow what no question
    ends in and stand before what begins no sentence, or where they make up most of a line in runs of several lengths;
    once a document has such a place, one sign suffices for others. Nothing is noted in a line that speaks of such
    damage, or that is all that stands between quotation marks.

    >>> [(edit.start, edit.before, edit.rule) for edit in find("联系人：锟斤拷锟斤拷，电话见后").edits]
    [(4, '锟斤拷锟斤拷', 'lost.replacement')]
    """
    if not any(sign in text for sign in _SHOWN_BY):
        return Report(text)
    found = [*_pattern().finditer(text)]
    questions = {match.start(): match for match in found if match.lastgroup == "question"}
    lost = _lost_questions(text, [*questions.values()])
    kept = (match for match in found if match.start() not in questions or match.start() in lost)
    return Report(text, tuple(_note(match) for match in kept if not _is_spoken_of(text, *match.span())))


def _note(match: re.Match[str]) -> Edit:
    name = _RULES[match.lastgroup or ""]
    return Edit(match.start(), match.end(), match[0], match[0], name, rules.rule(name).grade)


def _is_spoken_of(text: str, start: int, end: int) -> bool:
    """Whether a place is all that stands between quotation marks, or its line speaks of such damage."""
    closing = _QUOTES.get(text[start - 1 : start])
    if closing and text[end : end + 1] == closing:
        return True
    first, last = _line(text, start)
    return _ABOUT.search(text, first, last) is not None


def _line(text: str, place: int) -> tuple[int, int]:
    """The line around a place, but for what is far from it."""
    first = max(text.rfind("\n", 0, place) + 1, place - 200)
    last = text.find("\n", place, place + 200)
    return first, min(len(text), place + 200) if last < 0 else last


def _lost_questions(text: str, runs: Iterable[re.Match[str]]) -> set[int]:
    """Where the runs of question marks begin that stand for lost text."""
    signs = {match.start(): _signs(text, *match.span()) for match in runs}
    return {start for start, sign in signs.items() if sign} if 2 in signs.values() else set()


def _signs(text: str, start: int, end: int) -> int:
    """2 where question marks are certainly no punctuation, 1 where they may be none, 0 where they are."""
    before, behind = text[max(0, start - 1) : start], text[end : end + 1]
    first = not before.strip()
    left = _BEFORE.match(before) is not None or _is_never_together(before, "?")
    comma = _BEHIND.match(behind) is not None
    right = comma or _is_never_together("?", behind)
    if (left and right) or (first and comma):
        return 2
    if (left or first) and (end - start >= LONG or _is_mostly_lost(text, *_line(text, start))):
        return 2
    return int(left or first or right)


def _is_never_together(first: str, second: str) -> bool:
    """Whether a pair of characters, one of them Chinese, does not occur in the model's text."""
    own = plausibility.single(second) + plausibility.BACKOFF_COST
    return any(map(_HAN.match, (first, second))) and plausibility.cost(first + second) >= own


def _is_mostly_lost(text: str, start: int, end: int) -> bool:
    """Whether question marks outnumber the characters of a line, in runs of several lengths."""
    runs = [*_runs(text, start, end)]
    marks = sum(last - first for first, last in runs)
    odd = {last - first for first, last in runs if first == start or _OPEN.match(text[first - 1])}
    wide = len(re.findall(f"[{CJK}]", text[start:end]))
    return marks >= MANY and len(odd) > 1 and marks > wide


def _runs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    return (match.span() for match in _MARKS.finditer(text, start, end))
