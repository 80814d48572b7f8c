"""Random reports for the tests of the renderings."""

from __future__ import annotations

from hypothesis import strategies as st

from zh_localize.report import Edit, Grade, Report
from zh_localize.rules import all_rules

PLAIN = "ab經濟,。 \n\n\n"
"""Characters that any tool on text files takes."""
HOSTILE = PLAIN + "\r\t\x00\x07<>&\"'/\u2028\u200b\u202e\ufeff\ue000\ud800\udfff\U00020000"
"""Characters that break pages, lines and encodings too."""


def rules() -> st.SearchStrategy[str]:
    """The id of a rule, or of two joined."""
    return st.lists(st.sampled_from(sorted(all_rules())), min_size=1, max_size=2, unique=True).map("+".join)


@st.composite
def reports(draw: st.DrawFn, alphabet: str = HOSTILE) -> Report:
    """Text over ``alphabet`` with edits anywhere: notes, empty ones, ones that touch, ones across lines."""
    texts = st.text(alphabet, max_size=8)
    source, edits = draw(texts), []
    for before, after, note, kept in draw(st.lists(st.tuples(texts, texts, st.booleans(), texts), max_size=8)):
        after = before if note else after
        grade, choices = draw(st.sampled_from(Grade)), tuple(draw(st.lists(texts, max_size=2)))
        edits.append(Edit(len(source), len(source + before), before, after, draw(rules()), grade, choices))
        source += before + kept
    return Report(source, tuple(edits))
