"""Numbers and dates of the source that the translation does not have, across the units of both languages.

Chinese counts in 万 and 亿, English in thousand, million and billion; 三成 is 30 %, 民國98年 is 2009. Values are
compared, not digits: each number of the source has to stand in the translation in some form, not the other way round.
Small whole numbers, which both languages write in words or leave out, do not count.

Source: GB/T 15835-2011 for how numbers are written; measured by ``benchmarks/catalog_check.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from zh_localize.catalog.check.message import Message, note
from zh_localize.report import Edit

_TOLERANCE = 0.005  # of the value: 1.2 billion and 12亿 are the same, 1.25 billion and 12亿 are not
_LEAST = 11  # whole numbers below are not compared, unless a unit scales them
_ENGLISH = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_CHINESE = {
    "十": 1e1, "百": 1e2, "佰": 1e2, "千": 1e3, "仟": 1e3, "万": 1e4, "萬": 1e4, "亿": 1e8, "億": 1e8, "兆": 1e12,
}  # fmt: skip
_DIGITS = {character: value for value, one in enumerate("零一二三四五六七八九") for character in one} | {
    "〇": 0, "两": 2, "兩": 2,
}  # fmt: skip
_NUMBER = re.compile(
    r"(?<![A-Za-z0-9_.,#/:$%-])(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"
    r"(?:(?P<chinese> ?[十百千万萬亿億兆]{1,3})|[ -](?P<english>hundred|thousand|million|billion|trillion)\b"
    r"|(?![A-Za-z0-9_.,/:-]*[A-Za-z0-9_/:]))(?P<tenths>成)?",
    re.IGNORECASE,
)
_HAN_DIGITS = "零〇一二两兩三四五六七八九"
_HAN_NUMBER = re.compile(
    f"[{_HAN_DIGITS}十百千万萬亿億兆]*[十百千万萬亿億][{_HAN_DIGITS}十百千万萬亿億兆]*|[{_HAN_DIGITS}]{{2,}}"
)
_DIGIT_ROW = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")
_FRACTION = re.compile("[百千万萬]分之")
_TENTHS = re.compile(f"([{_HAN_DIGITS}])成")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_MONTH = "|".join(month if month == "may" else f"{month[:3]}(?:{month[3:]}|\\.)?" for month in _MONTHS)
_ENGLISH_DATE = re.compile(
    rf"\b(?:(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)? )?(?P<month>{_MONTH})(?: (?P<after>[0-3]?[0-9])(?:st|nd|rd|th)?,?)?,? "
    r"(?P<year>(?:1[5-9]|20)[0-9]{2})\b",
    re.IGNORECASE,
)
_CHINESE_DATE = re.compile(
    r"(?:(?P<roc>民[国國] ?)(?P<short>[0-9]{1,3})|(?P<year>[0-9]{4})) ?年"
    r"(?: ?(?P<month>[0-9]{1,2}) ?月(?: ?(?P<day>[0-9]{1,2}) ?[日号號])?)?"
)
_ISO_DATE = re.compile(r"\b(?P<year>(?:1[5-9]|20)[0-9]{2})-(?P<month>[01][0-9])-(?P<day>[0-3][0-9])\b")
_ROC = 1911

Date = tuple[int, int | None, int | None]


class Number(NamedTuple):
    """A number at its place."""

    start: int
    end: int
    value: float
    is_scaled: bool


def values(text: str) -> list[Number]:
    """The numbers of a text in either language, in digits and in Chinese numerals.

    >>> [number.value for number in values("1.3 million people, 130万人，一亿三千万，百分之三十，三成")]
    [1300000.0, 1300000.0, 130000000.0, 30.0, 30.0]
    """
    found = []
    for match in _NUMBER.finditer(text):
        value = float(match["digits"].replace(",", ""))
        unit = 1.0
        for character in (match["chinese"] or "").strip():
            unit *= _CHINESE[character]
        if match["english"]:
            unit = _ENGLISH[match["english"].lower()]
        if match["tenths"]:
            unit = 10.0
        found.append(Number(*match.span(), value * unit, unit != 1.0))
    taken = {place for number in found for place in range(number.start, number.end)}
    for match in _HAN_NUMBER.finditer(_FRACTION.sub("　　　", text)):
        if taken.isdisjoint(range(*match.span())):
            value = _han_value(match[0])
            found.append(Number(*match.span(), value, any(c in "百千万萬亿億兆" for c in match[0])))
    found += (Number(*m.span(), 10.0 * _DIGITS[m[1]], True) for m in _TENTHS.finditer(text))
    return sorted(found)


def _han_value(text: str) -> float:
    """The value of a Chinese numeral, or of a row of digits (二〇〇九)."""
    if all(character in _DIGITS for character in text):
        return float("".join(str(_DIGITS[character]) for character in text))
    total = section = digit = 0.0
    for character in text:
        if character in _DIGITS:
            digit = float(_DIGITS[character])
            continue
        unit = _CHINESE[character]
        if unit >= 1e4:
            section = (section + digit) or 1.0
            total = (total + section) * unit if unit > total > 0 else total + section * unit
            section = 0.0
        else:
            section += (digit or 1.0) * unit
        digit = 0.0
    return total + section + digit


def dates(text: str) -> list[tuple[int, int, Date]]:
    """The dates of a text with their places: year, and month and day where they are named.

    >>> [date for _, _, date in dates("March 5, 2009; 2009年3月; 民國98年")]
    [(2009, 3, 5), (2009, 3, None), (2009, None, None)]
    """
    found: list[tuple[int, int, Date]] = []
    for match in _ENGLISH_DATE.finditer(text):
        month = next(n for n, name in enumerate(_MONTHS, 1) if name.startswith(match["month"].lower()[:3]))
        day = match["day"] or match["after"]
        found.append((*match.span(), (int(match["year"]), month, int(day) if day else None)))
    for pattern in (_CHINESE_DATE, _ISO_DATE):
        for match in pattern.finditer(text):
            groups = match.groupdict()
            year = int(groups["short"]) + _ROC if groups.get("roc") else int(groups["year"])
            own_month, own_day = (int(groups[name]) if groups[name] else None for name in ("month", "day"))
            found.append((*match.span(), (year, own_month, own_day)))
    return sorted(found)


def numbers(message: Message) -> Iterator[Edit]:
    """Numbers of the source that the translation does not have."""
    if not any(character.isdecimal() for character in message.source) and not re.search(
        "[百千万亿萬億]", message.source
    ):
        return
    dated = {place for start, end, _ in dates(message.source) for place in range(start, end)}
    wanted = [
        number
        for number in values(message.source)
        if number.is_scaled or (number.value >= _LEAST and number.start not in dated)
    ]
    if not wanted:
        return
    parsed = values(message.target)
    found = [*parsed, *_plain_digits(message.target, parsed)]
    found += (Number(start, end, float(date[0]), False) for start, end, date in dates(message.target))
    missing = [number for number in wanted if not any(_is_same(number, other) for other in found)]
    texts = [message.source[number.start : number.end] for number in missing]
    if texts:
        others = [number for number in parsed if not any(_is_same(number, other) for other in wanted)]
        start, end = others[0][:2] if others else (0, 0)
        yield note(message, "po.number", start, end, *texts)


def _plain_digits(text: str, parsed: Iterable[Number]) -> Iterator[Number]:
    """Rows of digits that are no number by themselves: in names, versions and times."""
    taken = {place for number in parsed for place in range(number.start, number.end)}
    for match in _DIGIT_ROW.finditer(text):
        if match.start() not in taken:
            yield Number(*match.span(), float(match[0].replace(",", "")), False)


def _is_same(one: Number, other: Number) -> bool:
    """Whether two numbers have the same value; about the same where a unit has scaled one."""
    if not (one.is_scaled or other.is_scaled):
        return one.value == other.value
    return abs(one.value - other.value) <= _TOLERANCE * max(abs(one.value), abs(other.value))


def dates_of(message: Message) -> Iterator[Edit]:
    """A date of the source that the translation has otherwise."""
    wanted, found = dates(message.source), dates(message.target)
    if not wanted or not found:
        return
    for start, end, date in wanted:
        if not any(_agree(date, other) for _, _, other in found):
            place = found[min(len(found) - 1, wanted.index((start, end, date)))]
            yield note(message, "po.date", place[0], place[1], message.source[start:end])


def _agree(one: Date, other: Date) -> bool:
    return all(a is None or b is None or a == b for a, b in zip(one, other, strict=True))


CHECKS = (numbers, dates_of)
