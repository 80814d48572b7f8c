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
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from zh_localize.convert.engines import REGIONS, engine
from zh_localize.text import scripts
from zh_localize.text.scripts import Survey
from zh_localize.text.variants import Variant

if TYPE_CHECKING:
    import re
    from typing import Protocol

    from zh_localize.report import Report

    class Step(Protocol):
        """One pass over the text."""

        def convert(self, text: str) -> str:
            """The text after the pass."""

        def report(self, text: str) -> Report:
            """The same, explained."""


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


class Pass(NamedTuple):
    """A chain of tables run over a text, with our supplement, and with the context model where it serves the chain."""

    config: str
    context: bool = False
    supplemented: bool = True

    def convert(self, text: str) -> str:
        """See :class:`Step`."""
        return engine(self.config, supplemented=self.supplemented, context=self.context).convert(text)

    def report(self, text: str) -> Report:
        """See :class:`Step`."""
        from zh_localize.convert import explain

        return explain.report(self.config, text, supplemented=self.supplemented, context=self.context)


class _Strays(NamedTuple):
    """Converts only the characters of the other script."""

    chain: Pass

    def convert(self, text: str) -> str:
        return self.report(text).text

    def report(self, text: str) -> Report:
        return self.chain.report(text).only(lambda edit: bool(scripts.marks(edit.before, "Hans")))


def steps(texts: Iterable[str], survey: Survey, to: Variant, *, context: bool, japanese: bool) -> tuple[Step, ...]:
    """The passes that bring a text, given whole or in blocks of lines, to ``to``; none when it stays as it is."""
    script = survey.script
    if script.name in ("Kore", "none") or (script.name == "Jpan" and not japanese):
        return ()
    if to.script == "Hans":
        if script.hans and not script.hant:
            return ()
        return (Pass("hk2s" if survey.region == "HK" else "tw2s"),)
    config = _TO_HANT[to.region]
    chain = Pass(config, context and config in REGIONS)
    respelling = _respelling(survey, to.region)
    if script.hant * STRAY <= script.hans or not script.hant:
        return (chain, *respelling)
    if script.hans * STRAY > script.hant or _is_left_over(texts, chain):
        return (Pass("tw2s"), chain, *respelling)
    if script.hans:
        return (_Strays(chain), *respelling)
    return respelling


@cache
def _families() -> re.Pattern[str]:
    """Simplified characters that are Traditional ones as well, without those that are mere spellings."""
    import re

    from zh_localize.convert import tables
    from zh_localize.text.tables import read_rows

    found = {simplified for simplified, all_ in tables.candidates("STCharacters").items() if simplified in all_}
    return re.compile(f"[{''.join(sorted(found - {row[0] for row in read_rows('spellings.tsv')}))}]")


def _is_left_over(texts: Iterable[str], chain: Pass) -> bool:
    """Whether a Traditional text shows left-over Simplified forms of several families, and few that are not."""
    kept: Counter[str] = Counter()
    left: Counter[str] = Counter()
    for text in texts:
        folded = Pass("tw2s").convert(text)
        anew = chain.convert(folded)
        if not len(text) == len(folded) == len(anew):
            continue
        places = [match.start() for match in _families().finditer(folded)]
        kept.update(folded[i] for i in places if text[i] != folded[i])
        left.update(text[i] for i in places if text[i] == folded[i] != anew[i])
    alone = {character: count for character, count in left.items() if not kept[character]}
    return len(alone) >= LEFT_OVER_FAMILIES and sum(alone.values()) * LEFT_OVER_SHARE > kept.total()


def _respelling(survey: Survey, region: str | None) -> tuple[Step, ...]:
    """The passes that give up the glyphs of another region, where the text mostly follows that other region."""
    if region is None:
        return ()
    foreign, own = map(survey.glyph_count, _FOREIGN[region])
    return tuple(Pass(config, supplemented=False) for config in _RESPELL[region]) if foreign > own else ()
