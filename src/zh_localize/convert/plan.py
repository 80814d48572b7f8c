"""What a text needs to reach a variant: which chains of tables, in the light of how the text itself is written.

- A text in the other script goes through the chain of the target.
- A text that is wholly in the target's script keeps its spelling, so that conversion is idempotent; only the
  glyphs that mark another region give way, where they outnumber those of the target's own.
- A text that mixes both scripts was converted character by character: its one-to-many characters (干幹 余餘 并並
  系係繫) are decided anew, through Simplified. Left-over Simplified forms that are Traditional characters too
  (干部, 采用) show the same where several families of them stand and none of their Traditional forms does.
- Japanese and Korean text is left alone.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from zh_localize.convert import tables
from zh_localize.convert.apply import Engine
from zh_localize.report import Report
from zh_localize.text import scripts
from zh_localize.text.tables import read_rows
from zh_localize.text.variants import Variant

STRAY = 50  # marks of one script for one of the other from which the other is a quotation, not a mixture
LEFT_OVER_FAMILIES = 2  # families of left-over forms that show a conversion character by character
LEFT_OVER_SHARE = 4  # one left-over form for at most so many Traditional forms of such families

_TO_HANT = {"TW": "s2tw", "HK": "s2hk", "MO": "s2hk", None: "s2tw"}
_RESPELL = {"TW": ("hk2t", "t2tw"), "HK": ("tw2t", "t2hk"), "MO": ("tw2t", "t2hk")}
_FOREIGN = {  # glyphs of others, and the own ones that they are counted against
    "TW": (scripts.HONG_KONG_GLYPHS, scripts.TAIWAN_GLYPHS),
    "HK": ("裡", "裏着"),
    "MO": ("裡", "裏着"),
}


@cache
def engine(config: str, *, supplemented: bool = True) -> Engine:
    """The engine of a configuration, made once."""
    return Engine(tables.chain(config, supplemented=supplemented))


@cache
def _families() -> frozenset[str]:
    """Simplified characters that are Traditional ones as well, without those that are mere spellings."""
    found = {simplified for simplified, all_ in tables.candidates("STCharacters").items() if simplified in all_}
    return frozenset(found - {row[0] for row in read_rows("spellings.tsv")})


class Step(Protocol):
    """One pass over the text."""

    def convert(self, text: str) -> str:
        """The text after the pass."""

    def report(self, text: str) -> Report:
        """The same, explained."""


@dataclass(frozen=True, slots=True)
class _Strays:
    """Converts only the words that hold a character of the other script."""

    chain: Engine

    def convert(self, text: str) -> str:
        return self.report(text).text

    def report(self, text: str) -> Report:
        return self.chain.report(text).only(lambda edit: bool(scripts.marks(edit.before, "Hans")))


def steps(text: str, to: Variant) -> tuple[Step, ...]:
    """The passes that bring ``text`` to ``to``; none when it stays as it is."""
    script = scripts.detect(text)
    if script.name in ("Jpan", "Kore", "none"):
        return ()
    if to.script == "Hans":
        if script.hans and not script.hant:
            return ()
        return (engine("hk2s" if scripts.region(text) == "HK" else "tw2s"),)
    chain = engine(_TO_HANT[to.region])
    if not script.hant:
        return (chain,)
    if script.hans * STRAY > script.hant or _is_left_over(text, chain):
        return (engine("tw2s"), chain)
    if script.hans:
        return (_Strays(chain),)
    return _respelling(text, to.region)


def _is_left_over(text: str, chain: Engine) -> bool:
    """Whether a Traditional text shows left-over Simplified forms of several families, and few that are not."""
    folded = engine("tw2s").convert(text)
    anew = chain.convert(folded)
    if not len(text) == len(folded) == len(anew):
        return False
    families = _families()
    places = [i for i, character in enumerate(folded) if character in families]
    kept = Counter(folded[i] for i in places if text[i] != folded[i])
    left = Counter(text[i] for i in places if text[i] == folded[i] != anew[i])
    alone = {character: count for character, count in left.items() if not kept[character]}
    return len(alone) >= LEFT_OVER_FAMILIES and sum(alone.values()) * LEFT_OVER_SHARE > kept.total()


def _respelling(text: str, region: str | None) -> tuple[Step, ...]:
    """The passes that give up the glyphs of another region, where the text mostly follows that other region."""
    if region is None:
        return ()
    foreign, own = (sum(map(text.count, glyphs)) for glyphs in _FOREIGN[region])
    return tuple(map(engine, _RESPELL[region])) if foreign > own else ()
