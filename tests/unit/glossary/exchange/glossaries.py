"""Glossaries for properties: every field filled with what a pack can hold."""

from __future__ import annotations

from hypothesis import strategies as st

from zh_localize.glossary import Blocker, Concept, Designation, Glossary
from zh_localize.glossary.model import MATCHES, REVIEWS, STATUSES

_CHARACTERS = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
_HARD = st.sampled_from(
    ["=1+1", "-ism", "@a", "'=", "a,b", 'say "x"', "<b>&amp;</b>", "zhl:note=x", "#tag", "；，", "_x0041_", "'", "中文"]
)
TEXT = st.one_of(_HARD, st.text(_CHARACTERS, max_size=12)).map(str.strip)
TERM = TEXT.filter(bool)
DATE = st.sampled_from(["", "1949", "1949-10", "1949-10-01"])
LANG = st.sampled_from(["zh-Hans-CN", "zh-Hant-TW", "zh-Hant-HK", "zh-TW", "en", "en-GB"])
CONCEPT = st.one_of(st.sampled_from(["zhp-0001", "1", "a b", "c1", "_", "<&>"]), TERM)
POS = st.one_of(st.sampled_from(["", "noun", "properNoun", "other"]), TEXT)
TYPE = st.one_of(st.sampled_from(["", "acronym", "setPhrase"]), TEXT)
STYLES = st.sampled_from(["", "prc-official", "hk-gov,tw-gov"])


@st.composite
def glossaries(draw: st.DrawFn) -> Glossary:
    """A glossary with at least one term; its concepts are declared, and no row stands twice."""
    names = draw(st.lists(CONCEPT, min_size=1, max_size=4, unique=True))
    concepts = [Concept(name, *draw(st.tuples(TEXT, TEXT, TEXT, TEXT, TEXT))) for name in names]
    rows = st.builds(
        Designation, st.sampled_from(names), LANG, TERM, st.sampled_from(STATUSES), STYLES, POS, TYPE,
        st.sampled_from(MATCHES), st.sampled_from(REVIEWS), DATE, DATE, TEXT, TEXT, TEXT,
    )  # fmt: skip
    designations = draw(st.lists(rows, min_size=1, max_size=6, unique_by=lambda row: row[:3]))
    blockers = draw(st.lists(st.builds(Blocker, LANG, TERM, TEXT), max_size=2))
    return Glossary(designations, blockers, concepts)


def content(glossary: Glossary) -> tuple[list[Designation], list[Concept], list[Blocker]]:
    """What is equal in equal glossaries, in whatever order it stands."""
    return sorted(glossary.designations), sorted(glossary.concepts.values()), sorted(glossary.blockers)
