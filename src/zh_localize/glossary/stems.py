"""English words as they are compared when a rendering is looked for: by stem, in one spelling, without function words.

Stems are those of the Snowball stemmer (BSD licence); it leaves irregular verbs and plurals as they are, so those of
official texts stand here. British and American spellings are brought together by rules that need not be right, only
the same on both sides.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple, Protocol

_FUNCTION_WORDS = """
a an the of for in on at to by with from into and or as its their his her our your this that these those
is are was were be been being it they which who whom whose
"""
_IRREGULAR_FORMS = """
begin began begun, bind bound, break broke broken, bring brought, build built, buy bought, choose chose chosen,
draw drew drawn, drive drove driven, fight fought, find found, give gave given, grow grew grown, hold held, keep kept,
know knew known, lead led leadership, lend lent,
make made, mean meant, meet met, oversee oversaw overseen, rise rose risen,
run ran,
see saw seen, seek sought, sell sold, send sent, speak spoke spoken, spend spent, stand stood, strive strove striven,
take took taken, teach taught, think thought, undertake undertook undertaken, uphold upheld, win won,
withdraw withdrew withdrawn, write wrote written,
chairman chairmen, child children, man men, people peoples, policeman policemen, spokesman spokesmen, woman women
"""

STOP_WORDS = frozenset(_FUNCTION_WORDS.split())
DETERMINERS = STOP_WORDS - {"a", "an", "and", "or"}  # what may stand before a short form
_IRREGULAR = {form: base for base, *forms in map(str.split, _IRREGULAR_FORMS.split(",")) for form in forms}
_SPELLINGS = (  # British and American
    (re.compile("our(?=s?$|ed$|ing$|ers?$|able$|ite$)"), "or"),
    (re.compile("tre(?=s?$)"), "ter"),
    (re.compile("(?<=[a-z]{3})is(?=(?:e|ed|es|ing|er|ers|ation|ations)$)"), "iz"),
    (re.compile("(?<=[fc])ence(?=s?$)"), "ense"),
    (re.compile("mme(?=s?$)"), "m"),
    (re.compile("ll(?=(?:ed|ing|ers?|ors?|ment|ments)$)"), "l"),
    (re.compile("dge(?=ments?$)"), "dg"),
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
POSSESSIVE = re.compile("['’]s?$")
_SENTENCE_END = re.compile(r"[.!?;][\"”’)]*\s+(?=[\"“‘(]*[A-Z0-9])|\n")


class Word(NamedTuple):
    """A word of a text: where it stands, how it is written, its stem (empty for function words), its sentence."""

    start: int
    end: int
    text: str
    stem: str
    sentence: int


def words(text: str) -> list[Word]:
    """The words of an English text, in order. Linear.

    >>> [(word.text, word.stem) for word in words("The people’s governments were built")]
    [('The', ''), ("people's", 'peopl'), ('governments', 'govern'), ('were', ''), ('built', 'build')]
    """
    found: list[Word] = []
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    sentence, loud = 0, text.isupper()  # a heading in capitals has no acronyms to be seen
    for match in _WORD.finditer(text):
        while sentence < len(ends) and ends[sentence] <= match.start():
            sentence += 1
        written = match[0].replace("’", "'")
        found.append(Word(match.start(), match.end(), written, stem(written.lower() if loud else written), sentence))
    return found


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """The stem of a word in whatever case; empty for function words.

    >>> stem("labour") == stem("Labor"), stem("secretary") == stem("secret"), stem("of")
    (True, False, '')
    """
    if word.isupper() and len(word) > 1:
        return word  # an acronym
    if len(word) > 2 and word[:-1].isupper() and word[-1] == "s":
        return word[:-1]
    plain = POSSESSIVE.sub("", word).lower()
    if plain in STOP_WORDS:
        return ""
    plain = _IRREGULAR.get(plain, plain)
    for pattern, spelling in _SPELLINGS:
        plain = pattern.sub(spelling, plain)
    found: str = _stemmer().stemWord(plain)
    return found


@cache
def _stemmer() -> _Stemmer:
    """The stemmer; loaded when the first English word is met."""
    import snowballstemmer

    found: _Stemmer = snowballstemmer.stemmer("english")
    return found


class _Stemmer(Protocol):
    """What is used of the stemmer."""

    def stemWord(self, word: str, /) -> str:  # noqa: N802
        """The stem of a word."""
