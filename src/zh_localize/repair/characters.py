"""Characters that stand for others, and characters that nobody sees.

Radicals (⽂) and compatibility ideographs come out of PDF files, vertical punctuation out of layout programs, private
use out of GBK and HKSCS before they had code points; zero-width characters and directional marks come along from web
pages. Where the line speaks of such characters, where they carry meaning (emoji, scripts that join) and outside Chinese
they stay. Source: ``data/forms.tsv``, made by ``scripts/build_forms.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from zh_localize import rules
from zh_localize.repair import plausibility
from zh_localize.repair.classes import FORMS, HIDDEN
from zh_localize.repair.plausibility import CHARACTERS, Look
from zh_localize.report import Edit, Report
from zh_localize.text import tables

_HIDDEN = re.compile(f"[{HIDDEN}]+")
_UNSEEN = re.compile(f"[{HIDDEN}\ufe00-\ufe0f]*")
_ANY = re.compile(f"[{HIDDEN}{FORMS}]")
_HAN = re.compile("[㐀-鿿\U00020000-\U0002f7ff]")
_CHINESE = re.compile("[\u3000-\u303f㐀-鿿\uff00-\uff60\U00020000-\U0002f7ff]")
_PRIVATE = re.compile("[\ue000-\uf8ff]+")
_MARKS = re.compile("[\ue78d-\ue796]")  # punctuation in GBK
_FOREIGN = re.compile("[ぁ-ヿ가-힣ᄀ-ᇿ]")
_JOINING = re.compile(  # scripts from right to left, of India and South-East Asia, Mongolian; emoji
    "[\u0590-\u08ff\u0900-\u109f\u1780-\u18af\ufb1d-\ufdff\ufe70-\ufefc\u2190-\u2bff\u3030\u303d\U0001f000-\U0001faff]"
)
_ABOUT = {
    "radical": re.compile("部首|部件|偏旁|康熙|radical", re.IGNORECASE),
    "compatibility": re.compile("兼容|相容|異體|异体|字形|compatib|Unicode|U\\+", re.IGNORECASE),
}
_RULES = {
    "radical": "character.radical",
    "compatibility": "character.compatibility",
    "vertical": "character.vertical",
}


@cache
def _forms() -> dict[str, tuple[str, str]]:
    """What each character stands for, and its kind; of two readings of a private one, that of GBK."""
    found: dict[str, tuple[str, str]] = {}
    for code, other, kind in tables.read_rows("forms.tsv"):
        if kind != "hkscs" or chr(int(code, 16)) not in found:
            found[chr(int(code, 16))] = (chr(int(other, 16)), kind)
    return found


@cache
def _in_hkscs() -> dict[str, str]:
    """The characters of private use as HKSCS has them."""
    return {chr(int(a, 16)): chr(int(b, 16)) for a, b, kind in tables.read_rows("forms.tsv") if kind == "hkscs"}


def find(text: str, look: Look | None = None) -> Report:
    """The report that writes such characters as usual, or takes them out. Linear.

    >>> find("⽂字与︐中\u200b国").text, find("康熙部首⽂").text
    ('文字与，中国', '康熙部首⽂')
    """
    lines = (look or plausibility.look(text)).at(CHARACTERS)
    return Report(text, tuple(edit for line in lines for edit in _line(text, line.start, line.end)))


def _line(text: str, start: int, end: int) -> Iterator[Edit]:
    line = text[start:end]
    if not _HAN.search(line) or len(_FOREIGN.findall(line)) * 4 > len(_HAN.findall(line)):
        return
    hides = _hides(line)
    kept = {kind for kind, about in _ABOUT.items() if about.search(line)}
    stands_for = dict(_private(line))
    for match in _ANY.finditer(text, start, end):
        place, character = match.start(), match[0]
        if _HIDDEN.match(character):
            if hides and not _carries(text, place):
                yield _edit(place, character, "", "character.zero-width")
            continue
        after, kind = _forms().get(character, ("", ""))
        if "\ue000" <= character <= "\uf8ff":
            after = stands_for.get(place - start, "")
            if after:
                yield _edit(place, character, after, "character.private-use")
        elif after and kind not in kept and (kind != "vertical" or _is_beside_chinese(text, place)):
            yield _edit(place, character, after, _RULES[kind])


def _edit(place: int, before: str, after: str, rule: str) -> Edit:
    return Edit(place, place + 1, before, after, rule, rules.rule(rule).grade)


def _hides(line: str) -> bool:
    """Whether hidden characters stand beside Chinese, in a line without scripts that they belong to."""
    return not re.search("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]", line) and any(
        _HAN.match(line, max(0, match.start() - 1)) or _HAN.match(line, match.end()) for match in _HIDDEN.finditer(line)
    )


def _carries(text: str, place: int) -> bool:
    """Whether a hidden character joins or parts what stands around it."""
    after = _UNSEEN.match(text, place)
    behind = text[after.end() : after.end() + 1] if after else ""
    before = text[max(0, place - 4) : place].rstrip("\ufe0e\ufe0f\u200d\u200c")[-1:]
    return bool(_JOINING.match(before) or (behind and _JOINING.match(behind)))


def _is_beside_chinese(text: str, place: int) -> bool:
    beside = (text[place - 1 : place] if place else "", text[place + 1 : place + 2])
    return any(map(_CHINESE.match, beside))


def _private(line: str) -> Iterator[tuple[int, str]]:
    """What each character of private use stands for, as GBK has it or as HKSCS, in runs beside Chinese; punctuation of
    GBK anywhere. Of two forms the one that reads better."""
    for run in _PRIVATE.finditer(line):
        low, high = run.span()
        left, right = line[low - 1 : low] if low else " ", line[high : high + 1]
        is_beside = _HAN.match(left) or _HAN.match(right)
        for place in range(low, high):
            character, following = line[place], line[place + 1 : place + 2] or " "
            gbk, hkscs = _forms().get(character, ("", ""))[0], _in_hkscs().get(character, "")
            if _MARKS.match(character):
                left = gbk
            elif is_beside and (gbk or hkscs):
                costs = {form: plausibility.cost(left + form + following) for form in sorted({gbk, hkscs} - {""})}
                left = min(costs, key=lambda form: costs[form])
            else:
                left = character
                continue
            yield place, left
