"""Classes of characters that repair looks for, as regular expressions and as a table for the native core."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from zh_localize.text import tables

USUAL: Final = frozenset("“”‘’…—–·×÷°±§•′″™®©‰℃①②③④⑤⑥⑦⑧⑨⑩№→←↑↓■□●○★☆※√")  # signs at home in Chinese text
CJK: Final = "\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
HIDDEN: Final = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"  # of no width
FORMS: Final = "\u2e80-\u2fd5\ue000-\uf8ff\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe48\U0002f800-\U0002fa1f"  # see forms.tsv
LETTERS: Final = "a-zāáǎàēéěèếềêīíǐìōóǒòūúǔùüǖǘǚǜńňǹḿ"  # of pinyin

ODD: Final = re.compile(f"[^\x00-\x7f{CJK}{''.join(sorted(USUAL))}]")  # no Chinese and not at home in it
_STANDS_FOR, _ODD, _HAN, _READING, _CHINESE = 1, 2, 4, 8, 16  # as in _judge.h
HANS, HANT = 32, 64  # characters of one script alone


@cache
def of_one_script() -> dict[str, int]:
    """The characters that only Simplified or only Traditional text has, and which of both."""
    bits = {"Hans": HANS, "Hant": HANT}
    rows = tables.read_rows("scripts.tsv")
    return {character: bits[name] for name, characters in rows if name in bits for character in characters}


def table() -> bytes:
    """The classes of each character of the BMP, one bit each."""
    found = bytearray(0x10000)
    text = "".join(map(chr, range(0x10000)))
    for bit, pattern in (
        (_STANDS_FOR, f"[{HIDDEN}{FORMS}]"),
        (_ODD, ODD.pattern),
        (_HAN, "[㐀-鿿]"),
        (_READING, f"[{LETTERS}ㄅ-ㄩˊˇˋ˙]"),
        (_CHINESE, f"[{CJK}、。“”‘’…—·％]"),
    ):
        for match in re.finditer(pattern, text):
            found[match.start()] |= bit
    for character, bit in of_one_script().items():
        if character <= "\uffff":
            found[ord(character)] |= bit
    return bytes(found)
