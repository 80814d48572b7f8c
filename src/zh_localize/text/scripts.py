"""Which script a text is written in, with the evidence for it.

A *mark* is a character that stands in only one of the two national character sets, GB 2312 and Big5, and that
conversion changes. Source: ``data/scripts.tsv``, made by ``scripts/build_opencc.py``.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

from zh_localize.text import tables

TAIWAN_GLYPHS = "裡群為眾麵衛線著床峰啟偽"
HONG_KONG_GLYPHS = "裏羣爲衆麪衞綫着牀峯啓僞"
_DECISIVE = {"TW": re.compile("裡"), "HK": re.compile("[裏衞綫着説]")}
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_SAMPLE = 1 << 16  # characters from which the marks that are shown are taken
_KANA = re.compile("[\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9f]")
_HANGUL = re.compile("[\uac00-\ud7a3\u1100-\u11ff]")


@dataclass(frozen=True, slots=True)
class Script:
    """What a text shows of its script: counts of characters, and the most frequent marks near its beginning."""

    han: int
    hans: int
    hant: int
    kana: int
    hangul: int
    marks: tuple[str, ...]

    @property
    def name(self) -> str:
        """``Hans``, ``Hant``, ``mixed``, ``Han`` (nothing tells), ``Jpan``, ``Kore`` or ``none``: no Han at all."""
        if self.kana > 1 and self.kana * 6 > self.han:
            return "Jpan"
        if self.hangul > 0 and self.hangul * 2 > self.han:
            return "Kore"
        if not self.han:
            return "none"
        if self.hans and self.hant:
            return "mixed"
        return "Hans" if self.hans else "Hant" if self.hant else "Han"

    @property
    def evidence(self) -> str:
        """The figures in one line."""
        shown = f" ({''.join(self.marks)})" if self.marks else ""
        return f"{self.han} Han characters, {self.hans} only Simplified, {self.hant} only Traditional{shown}"


@cache
def _marks() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(f"[{re.escape(characters)}]") for name, characters in tables.read_rows("scripts.tsv")}


def region(text: str) -> str | None:
    """``TW`` or ``HK`` where the glyphs of a Traditional text tell, else None.

    >>> region("這裡"), region("這裏"), region("臺北")
    ('TW', 'HK', None)
    """
    counts = {name: len(pattern.findall(text)) for name, pattern in _DECISIVE.items()}
    if counts["TW"] == counts["HK"]:
        return None
    return max(counts, key=lambda name: counts[name])


def marks(text: str, script: str) -> list[str]:
    """The characters of ``text`` that only ``Hans`` or only ``Hant`` has, in order; one pass in C."""
    return _marks()[script].findall(text)


def detect(text: str) -> Script:
    """Count what tells the scripts apart. Linear, five passes in C.

    >>> detect("经济社会").name, detect("經濟社會").name, detect("经濟").name, detect("人口").name
    ('Hans', 'Hant', 'mixed', 'Han')
    """
    sample = text[:_SAMPLE]
    return Script(
        han=_count(_HAN, text),
        hans=_count(_marks()["Hans"], text),
        hant=_count(_marks()["Hant"], text),
        kana=_count(_KANA, text),
        hangul=_count(_HANGUL, text),
        marks=tuple(c for c, _ in Counter(marks(sample, "Hans") + marks(sample, "Hant")).most_common(8)),
    )


def _count(pattern: re.Pattern[str], text: str) -> int:
    """How many characters match, without a list of them."""
    return len(text) - len(pattern.sub("", text))
