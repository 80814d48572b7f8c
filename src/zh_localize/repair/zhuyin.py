"""Zhuyin to pinyin: ㄈㄚˋ is fà. Source: the comparison table of Taiwan's Ministry of Education (國語注音符號手冊)."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


def _table(rows: str) -> dict[str, str]:
    """Zhuyin to pinyin, in turn."""
    words = rows.split()
    return dict(zip(words[::2], words[1::2], strict=True))


_INITIALS = _table("""
    ㄅ b ㄆ p ㄇ m ㄈ f ㄉ d ㄊ t ㄋ n ㄌ l ㄍ g ㄎ k ㄏ h
    ㄐ j ㄑ q ㄒ x ㄓ zh ㄔ ch ㄕ sh ㄖ r ㄗ z ㄘ c ㄙ s
""")
_FINALS = _table("""
    ㄚ a ㄛ o ㄜ e ㄝ ê ㄞ ai ㄟ ei ㄠ ao ㄡ ou ㄢ an ㄣ en ㄤ ang ㄥ eng ㄦ er
    ㄧ i ㄧㄚ ia ㄧㄛ io ㄧㄝ ie ㄧㄞ iai ㄧㄠ iao ㄧㄡ iu ㄧㄢ ian ㄧㄣ in ㄧㄤ iang ㄧㄥ ing
    ㄨ u ㄨㄚ ua ㄨㄛ uo ㄨㄞ uai ㄨㄟ ui ㄨㄢ uan ㄨㄣ un ㄨㄤ uang ㄨㄥ ong
    ㄩ ü ㄩㄝ üe ㄩㄢ üan ㄩㄣ ün ㄩㄥ iong
""")
_ALONE = _table("""
    i yi in yin ing ying iu you u wu ui wei un wen ong weng ü yu üe yue üan yuan ün yun iong yong
""")  # spelled otherwise without an initial
_TONES = {"ˊ": "\u0301", "ˇ": "\u030c", "ˋ": "\u0300", "˙": "", "": "\u0304"}


@lru_cache(maxsize=1 << 11)
def to_pinyin(zhuyin: str) -> str:
    """The pinyin of one syllable, with its tone mark; empty when it is no syllable.

    >>> [to_pinyin(zhuyin) for zhuyin in ("ㄈㄚ", "ㄐㄩㄥˇ", "ㄩˊ", "ㄓˋ", "˙ㄇㄜ", "ㄧㄚˊ", "ㄚㄅ")]
    ['fā', 'jiǒng', 'yú', 'zhì', 'me', 'yá', '']
    """
    letters = zhuyin.strip("ˊˇˋ˙")
    tone = _TONES[zhuyin.replace(letters, "", 1)[:1]]
    initial = _INITIALS.get(letters[:1], "")
    rest = letters[1:] if initial else letters
    final = _FINALS.get(rest, "") if rest else "i" if initial in ("zh", "ch", "sh", "r", "z", "c", "s") else ""
    if not final:
        return ""
    if not initial:
        final = _ALONE.get(final) or {"i": "y", "u": "w"}.get(final[0], final[0]) + final[1:]
    elif initial in ("j", "q", "x"):
        final = final.replace("ü", "u")
    return unicodedata.normalize("NFC", initial + _marked(final, tone))


def _marked(final: str, tone: str) -> str:
    """The final with the mark on the vowel that bears it: a, e, the o of ou, else the last one."""
    place = next((final.index(vowel) for vowel in ("a", "e", "ê", "ou") if vowel in final), -1)
    if place < 0:
        place = max(final.rfind(vowel) for vowel in "iouü")
    return final[: place + 1] + tone + final[place + 1 :]
