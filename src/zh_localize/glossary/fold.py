"""How terms and texts are compared: character by character, blind to what a writer or a converter may have changed.

Script, width, case and quotation marks are folded one to one, so that offsets stay. What stands between two Han
characters and belongs to neither, a blank or a stuck reading as in 科學(xué)發展, is a gap: it is left out, and offsets
are carried back. Sources: OpenCC's TSCharacters for the script, Unicode's compatibility decompositions for the width.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from itertools import chain

from zh_localize.repair import glosses
from zh_localize.repair.classes import LETTERS
from zh_localize.text import tables

_QUOTES = {"「": "“", "」": "”", "『": "‘", "』": "’", "〝": "“", "〞": "”", "'": "’"}
_COMPATIBLE = (range(0x2E80, 0x2FE0), range(0xF900, 0xFB00), range(0xFF00, 0xFFF0), range(0x2F800, 0x2FA20))
_CASED = range(0x250)  # Latin; a character whose lower case is two characters stays
_BLANKS = " \t\xa0\u3000\u200b\u2060\ufeff\xad"
_HAN = "㐀-鿿豈-﫿\U00020000-\U000323af"
_GAP = re.compile(  # the first character is asked first: few characters have to be looked at twice
    rf"[{_BLANKS}(（](?<=[{_HAN}].)"
    rf"(?:(?<![(（])[{_BLANKS}]?|(?<=[(（]) ?([{LETTERS}]{{1,6}}|˙?[ㄅ-ㄩ]{{1,3}}[ˊˇˋ˙]?) ?[)）])(?=[{_HAN}])"
)

Gap = tuple[int, int]  # where the text without gaps goes on, and how much was left out up to there


@cache
def folding() -> dict[int, str]:
    """Code point to the character that stands for it on both sides of a comparison."""
    found = {code: chr(code).lower() for code in _CASED if len(chr(code).lower()) == 1}
    for code in chain(*_COMPATIBLE):
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1:
            found[code] = plain.lower()
    simplified = {ord(key): values.split(" ")[0] for key, values in tables.read_rows("opencc/TSCharacters.tsv")}
    for code, plain in found.items():
        found[code] = simplified.get(ord(plain), plain)
    found |= {key: value for key, value in simplified.items() if len(value) == 1}
    found |= {ord(mark): twin for mark, twin in _QUOTES.items()} | {0x3000: " ", 0xA0: " "}
    return {code: character for code, character in found.items() if chr(code) != character}


@cache
def packed_folding() -> tuple[bytes, bytes]:
    """The folding for the native core: what each character of the BMP becomes, and pairs of codes beyond it."""
    plane = array("I", range(0x10000))
    beyond = array("I")
    for code, character in sorted(folding().items()):
        if code < 0x10000:
            plane[code] = ord(character)
        else:
            beyond.extend((code, ord(character)))
    return plane.tobytes(), beyond.tobytes()


def fold(text: str) -> str:
    """The text as terms are compared; as long as the text itself.

    >>> fold("「ＧＤＰ」增長")
    '“gdp”增长'
    """
    return text.translate(folding())


def without_gaps(text: str) -> tuple[str, Sequence[Gap]]:
    """The text without blanks and stuck readings between Han characters, and where they were. Linear.

    One or two blanks are a gap; more are a column of a table. A bracket is one when it holds a reading of the
    character before it.

    >>> without_gaps("科學(xué)發 展")
    ('科學發展', [(2, 5), (3, 6)])
    """
    gaps: list[Gap] = []
    parts: list[str] = []
    position = shift = 0
    for match in _GAP.finditer(text):
        start, end = match.span()
        if match[1] and not glosses.is_reading(text[start - 1], match[1]):
            continue
        parts.append(text[position:start])
        gaps.append((start - shift, shift + end - start))
        shift += end - start
        position = end
    if not gaps:
        return text, ()
    parts.append(text[position:])
    return "".join(parts), gaps


def carried_back(gaps: Sequence[Gap], place: int) -> int:
    """A place in a text without its gaps as one in the text."""
    number = bisect_right(gaps, place, key=lambda gap: gap[0])
    return place + (gaps[number - 1][1] if number else 0)
