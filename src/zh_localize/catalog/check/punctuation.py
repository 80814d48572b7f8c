"""Punctuation, quotation marks, blanks and widths.

Source: GB/T 15834-2011 (mainland); 重訂標點符號手冊 of Taiwan's Ministry of Education (2008); CLREQ of the W3C.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from zh_localize.catalog.check.message import Message, change, note
from zh_localize.convert.quotes import Quotes
from zh_localize.report import Edit
from zh_localize.text.variants import Variant

_H = "\u3400-\u9fff\uf900-\ufaff"
_NARROW = re.compile(f"(?<=[{_H}])[,;:?!](?=[{_H}])")
_WIDE = dict(zip(",;:?!", "，；：？！", strict=True))
_ALNUM = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]+")
_HAN_SPACE = re.compile(f"(?<=[{_H}])(?<![{_H}] [{_H}]) (?=[{_H}])(?![{_H}] )")
_STOPS = re.compile("。{2,}|，{2,}")
_DASH = re.compile(f"(?<=[{_H}]) ?--? ?(?=[{_H}])|(?<=[{_H}])—(?=[{_H}])")
_END = re.compile(r"(\.{3,}|…+|[.。．:：︰?？!！;；])[\"”」』')）\]]*\s*\Z")
_CLASSES = {
    character: name
    for name, characters in {
        "stop": ".。．", "colon": ":：︰", "question": "?？", "exclamation": "!！", "semicolon": ";；",
    }.items()
    for character in characters
}  # fmt: skip
_MARKS = {"stop": "。", "colon": "：", "question": "？", "exclamation": "！", "semicolon": "；", "ellipsis": "…"}
_PAIRS = (("“", "”"), ("「", "」"), ("『", "』"), ("《", "》"), ("〈", "〉"), ("（", "）"), ("【", "】"))
_LIST = re.compile("[0-9a-z一二三四五六七八九十]）")
_HAN_TEXT = re.compile(f"[{_H}]")


def width(message: Message) -> Iterator[Edit]:
    """ASCII marks between Chinese, but for those that join words of the source too (file:line)."""
    for match in _NARROW.finditer(message.target):
        is_joint = re.search(rf"[A-Za-z>]{re.escape(match[0])}[A-Za-z<]", message.source) is not None
        if message.is_free(*match.span()) and not is_joint:
            yield change(message, "po.punctuation", *match.span(), _WIDE[match[0]])


def end_mark(message: Message) -> Iterator[Edit]:
    """The translation ends in a mark of the same kind as its source."""
    if not _HAN_TEXT.search(message.target) or "\n" in message.source.strip():
        return
    source, target = (_class(text) for text in (message.source, message.target))
    if source == target or {source, target} <= {"", "stop"} or {source, target} <= {"stop", "exclamation"}:
        return
    expected = (_MARKS[source],) if source else ()
    yield note(message, "po.end-mark", len(message.target.rstrip()) - 1, len(message.target.rstrip()), *expected)


def _class(text: str) -> str:
    match = _END.search(re.sub(r"\([&_~][A-Za-z0-9]\)", "", text))
    if not match:
        return ""
    return "ellipsis" if match[1][0] == "…" or match[1].startswith("...") else _CLASSES[match[1]]


def quotes(message: Message) -> Iterator[Edit]:
    """Quotation marks in the manner of the region, and pairs that are whole."""
    for edit in _quotes(message.variant).report(message.target).edits:
        if not edit.is_note and message.is_free(edit.start, edit.end):
            yield change(message, "po.quotes", edit.start, edit.end, edit.after)
    if _is_open(message.source):
        return
    for opening, closing in _PAIRS:
        surplus = message.target.count(opening) - message.target.count(closing)
        if surplus and opening not in message.source and closing not in message.source:
            place = message.target.find(opening if surplus > 0 else closing)
            if not _LIST.search(message.target):
                yield note(message, "po.pair", place, place + 1)


def _is_open(source: str) -> bool:
    """Whether the source itself is a piece of a sentence with a mark that has no partner."""
    return source.count("(") != source.count(")") or len(source) < 3 or source.count('"') % 2 == 1


@cache
def _quotes(variant: Variant) -> Quotes:
    return Quotes(variant)


def ellipsis(message: Message) -> Iterator[Edit]:
    """Rows of stops for an ellipsis, hyphens or half a dash between Chinese."""
    for match in _STOPS.finditer(message.target):
        yield change(
            message, "po.ellipsis", *match.span(), "……" if match[0][0] == "。" and len(match[0]) > 2 else match[0][0]
        )
    for match in _DASH.finditer(message.target):
        if "--" in match[0] and "--" not in message.source.replace(" -- ", ""):
            yield change(message, "po.dash", *match.span(), "——")


def blanks(message: Message) -> Iterator[Edit]:
    """A blank between two Chinese characters."""
    if "  " in message.target or "\t" in message.target:
        return  # a table
    for match in _HAN_SPACE.finditer(message.target):
        yield change(message, "po.han-blank", *match.span(), "")


def full_width(message: Message) -> Iterator[Edit]:
    """Full-width letters and digits, and ideographic blanks inside of a text."""
    for match in _ALNUM.finditer(message.target):
        if match[0] not in message.source:
            yield change(message, "po.full-width", *match.span(), "".join(chr(ord(c) - 0xFEE0) for c in match[0]))


CHECKS = (width, end_mark, quotes, ellipsis, blanks, full_width)
