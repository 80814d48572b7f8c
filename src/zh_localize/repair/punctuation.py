"""Full-width punctuation that was folded to ASCII between Chinese.

``,;:()?!`` between Chinese go back to ，；：（）？！ in a document that has not one of these left, where it
carries other damage by byte-level replacement, or in several paragraphs many a mark that survives the fold
(。、“”《》); and in a paragraph
that has none of them, where all others have these alone. Numbers, times,
addresses, code and Latin sentences keep theirs. Source: row A3 of GBK is what such converters replace; row A1,
with 。 and 、, survives.
"""

from __future__ import annotations

import re

from zh_localize import rules
from zh_localize.repair.slips import FOLDED
from zh_localize.report import Edit, Report

_CHINESE = "[㐀-鿿豈-﫿\U00020000-\U0003ffff、。〈-】〔-〕“”‘’·—…％㈠-㈩①-⑳]"
_NEAR = re.compile(rf"(?<={_CHINESE})[,;:?!]|[,;:?!](?={_CHINESE})|(?<=%)[,;](?=[0-9])")
_BRACKETS = re.compile(r"\(([^()\n]{1,200})\)")
_HAS_CHINESE = re.compile("[㐀-鿿]")
_OWN = re.compile("[，；：（）？！]")
_SURVIVORS = re.compile("[。、“”《》]")
_TYPED = re.compile(
    r"[,;:?!] (?=[㐀-鿿])|(?<=[㐀-鿿])\.(?:\s|$)|(?<=[㐀-鿿])\.(?=[㐀-鿿])|(?<=[㐀-鿿])\"|\"(?=[㐀-鿿])"
)
_PARAGRAPH = re.compile("[^\n]+")
_BETWEEN = re.compile("(?<=[㐀-鿿])[,;:](?=[㐀-鿿])")
_PROSE = re.compile("[㐀-鿿]{9}")  # verse and lists have no such stretch
_SMILEY = re.compile(r"[:;][-']?[()DPpoO](?![㐀-鿿])|\([._;:^>TQ][^㐀-鿿()]{0,8}\)")

ALONE = 4  # folded marks between Chinese from which a document without other damage is taken to be folded
AMONG_OTHERS = 2  # the same for a paragraph among others with full-width marks
SURVIVING = 3  # marks that survive the fold that it must have too


def find(text: str, *, damaged: bool) -> Report:
    """The report that restores folded punctuation.

    Linear in the text.

    Args:
        damaged: whether the document shows other damage by byte-level replacement.

    >>> find("經濟,社會:發展1,000戶", damaged=True).text
    '經濟，社會：發展1,000戶'
    >>> find("經濟,社會:發展1,000戶", damaged=False).edits
    ()
    """
    spans = _folded(text) if _OWN.search(text) else [(0, len(text))] if damaged or _is_folded(text) else []
    places: list[int] = []
    for start, end in spans:
        part = text[start:end]
        places += (start + place for place in sorted({*_singles(part), *_pairs(part)}))
    grade = rules.rule("punctuation.width").grade
    edits = (Edit(p, p + 1, text[p], FOLDED[text[p]], "punctuation.width", grade) for p in places)
    return Report(text, tuple(edits))


def _folded(text: str) -> list[tuple[int, int]]:
    """The paragraphs that were folded in a document whose others have full-width punctuation alone."""
    if not _BETWEEN.search(text):
        return []
    found: list[tuple[int, int]] = []
    own = 0
    for match in _PARAGRAPH.finditer(text):
        between = len(_BETWEEN.findall(match[0]))
        if _OWN.search(match[0]):
            own += 1
            if between:  # somebody types both
                return []
        elif between >= AMONG_OTHERS and _PROSE.search(match[0]) and not _TYPED.search(match[0]):
            found.append(match.span())
    return found if own >= len(found) else []


def _is_folded(text: str) -> bool:
    """Whether a document without other damage was folded, not typed so."""
    marks = [match.start() for match in _BETWEEN.finditer(text)]
    enough = len(marks) >= ALONE and len(_SURVIVORS.findall(text)) >= SURVIVING
    several = enough and text.find("\n", marks[0], marks[-1]) >= 0  # one paragraph alone may have been typed so
    return several and bool(_PROSE.search(text)) and not _TYPED.search(text)


def _singles(text: str) -> list[int]:
    """Marks beside a Chinese character or mark, not followed by a blank as typed ones are."""
    smileys = {place for match in _SMILEY.finditer(text) for place in range(*match.span())}
    return [
        place
        for place in (match.start() for match in _NEAR.finditer(text))
        if place not in smileys and text[place + 1 : place + 2] != " "
    ]


def _pairs(text: str) -> list[int]:
    """Brackets that hold Chinese or follow a Chinese character, not set off by blanks as typed ones are."""
    places = []
    for match in _BRACKETS.finditer(text):
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        if " " not in (before, after, match[1][0], match[1][-1]) and _HAS_CHINESE.search(before + match[1]):
            places += [match.start(), match.end() - 1]
    return places
