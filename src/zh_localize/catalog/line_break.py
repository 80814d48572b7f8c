"""Where a line may be broken and how wide its characters are, as GNU gettext decides it for a PO file.

Source: UAX #14 (line breaking) and UAX #11 (East Asian width), as far as they concern Chinese, Japanese, Korean and
the alphabets; scripts without spaces, such as Thai and Khmer, are broken at other signs only. Measured against
``msgcat`` 0.21 by ``benchmarks/catalogs.py``, on catalogues in some hundred languages.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache

_CHARACTERS = {  # the classes that a general category does not give, under their names in UAX #14
    "SP": " ",
    "QU": "\"'❛❜❝❞",
    "EX": "!?！？؛؞؟۔།༎༏༐༑༔",
    "IS": ",.:;;։،؍",
    "SY": "/",
    "HY": "-",
    "B2": "—",
    "IN": "…‥․",
    "PR": "+$£¥±№€\\＄￥￡−",
    "PO": "%‰°¢℃％′″￠؋٪",
    "CL": "}、。，．｡､﹐﹑﹒",
    "CP": ")]",
    "OP": "¡¿",
    "NS": "៖：；・･ー々ゝゞヽヾ〜‼⁇⁈⁉〻゠ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ",
    "BA": "|‐‒–‧\u00ad֊।॥་༴ཿ྅྾྿࿒၊။፡។៕៘៚",
    "BB": "´ˈˌ༁༂༃༄༆༇༉༊࿐࿑࿓",
    "GL": "\u00a0\u202f\u2060\ufeff\u2011\u2007༈༌༒",
    "ZW": "\u200b",
}
_CATEGORIES = {"Pe": "CL", "Pi": "QU", "Pf": "QU", "Mn": "CM", "Mc": "CM", "Me": "CM", "Cf": "CM", "Cc": "CM"}
_CLASSES = {character: name for name, characters in _CHARACTERS.items() for character in characters}
_ALL = frozenset((*_CHARACTERS, "AL", "HL", "NU", "ID", "WO"))

_NEVER_FIRST = frozenset(("CL", "CP", "EX", "IS", "SY", "ZW"))  # of a line, even after a space
_GLUED = frozenset(("GL", "QU", "BA", "HY", "NS", "IN"))  # to what stands directly before them
_TOGETHER = dict.fromkeys(_ALL, _GLUED) | {
    "OP": _ALL,
    "WO": _ALL,
    "QU": _ALL,
    "GL": _ALL,
    "BB": _ALL,
    "AL": _GLUED | {"AL", "HL", "NU", "PR", "PO", "OP"},
    "HL": _GLUED | {"AL", "HL", "NU", "PR", "PO", "OP"},
    "NU": _GLUED | {"AL", "HL", "NU", "PR", "PO", "OP"},
    "ID": _GLUED | {"PO"},
    "PR": _GLUED | {"AL", "HL", "NU", "ID", "OP", "WO"},
    "PO": _GLUED | {"AL", "HL", "NU", "OP", "WO"},
    "CL": _GLUED | {"PO", "PR"},
    "CP": _GLUED | {"PO", "PR", "AL", "HL", "NU"},
    "BA": _GLUED - {"GL"},
    "HY": _GLUED - {"GL"} | {"NU"},
    "IS": _GLUED | {"NU"},
    "SY": _GLUED | {"NU", "HL"},
    "B2": _GLUED | {"B2"},
}
_HEBREW = frozenset(map(chr, (*range(0x5D0, 0x5F3), *range(0xFB1D, 0xFB50))))
_NONE: frozenset[str] = frozenset()
_TOGETHER_ACROSS_SPACES = {
    "OP": _ALL,
    "WO": _ALL,
    "QU": frozenset(("OP", "WO")),
    "CL": frozenset(("NS",)),
    "B2": frozenset(("B2",)),
}


@cache
def width(character: str) -> int:
    """The columns that a character takes in a terminal: 2 when it is wide, 0 when it sits on the one before it.

    >>> [width(character) for character in "中aｱ、\\u0301"]
    [2, 1, 1, 2, 0]
    """
    if unicodedata.east_asian_width(character) in "WF":
        return 2
    if unicodedata.bidirectional(character) == "NSM":
        return 0
    return 0 if unicodedata.category(character) in ("Cf", "Cc") else 1


def text_width(text: str) -> int:
    """The columns of a text that holds no line break; linear.

    >>> text_width("中文 PO")
    7
    """
    return len(text) if text.isascii() else sum(map(width, text))


def break_points(text: str) -> Iterator[int]:
    """The offsets at which a new line may begin in ``text``, the inside of a PO string with its escapes; linear.

    A line never begins with a closing mark nor ends with an opening one, and an escape sequence stays whole.

    >>> list(break_points('他说：「好」。 ok \\\\n'))
    [1, 3, 8]
    """
    before, spaced, inside_escape = "", False, False
    for position, character in enumerate(text):
        after = _line_break_class(character)
        if inside_escape:
            before, inside_escape = after, False
            continue
        inside_escape = character == "\\"
        if after == "SP":
            spaced = True
            continue
        if after == "CM":
            if before and not spaced:
                continue
            after = "AL"
        if (before or spaced) and _may_part(before, after, spaced) and text[position : position + 2] != "\\n":
            yield position
        before, spaced = after, False


def _may_part(before: str, after: str, spaced: bool) -> bool:
    if before == "ZW":
        return after != "ZW"
    if after in _NEVER_FIRST:
        return False
    return after not in (_TOGETHER_ACROSS_SPACES.get(before, _NONE) if spaced else _TOGETHER[before])


@cache
def _line_break_class(character: str) -> str:
    """The class in UAX #14; ``WO`` is a wide opening mark, which unlike ``OP`` may part from a letter before it."""
    if name := _CLASSES.get(character):
        return name
    category = unicodedata.category(character)
    wide = unicodedata.east_asian_width(character) in "WF"
    if category == "Ps":
        return "WO" if wide else "OP"
    if name := _CATEGORIES.get(category):
        return name
    if wide:
        return "ID"
    if character in _HEBREW:
        return "HL"
    return {"Nd": "NU", "Sc": "PR"}.get(category, "AL")
