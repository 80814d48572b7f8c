"""Leftmost-longest matching, against a twin that tries every key at every place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zh_localize.text.match import Matcher

LAW = settings(derandomize=True, deadline=None, database=None, max_examples=300)


def slowly(keys: set[str], text: str) -> list[tuple[int, int]]:
    found, position = [], 0
    while position < len(text):
        lengths = [len(key) for key in keys if key and text.startswith(key, position)]
        if lengths:
            found.append((position, position + max(lengths)))
            position += max(lengths)
        else:
            position += 1
    return found


keys = st.sets(st.text("党组织部会員A", min_size=1, max_size=4), max_size=12)


@LAW
@given(keys=keys, text=st.text("党组织部会員A。", max_size=30))
def test_the_same_as_its_slow_twin(keys: set[str], text: str) -> None:
    matcher = Matcher(keys)
    assert list(matcher.finditer(text)) == slowly(keys, text)
    for start in range(len(text)):
        longest = max((len(key) for key in keys if text.startswith(key, start)), default=0)
        assert matcher.match(text, start) == start + longest


@pytest.mark.parametrize(
    ("keys", "text", "found"),
    [
        (["ab", "abc"], "ab", ["ab"]),
        (["abc"], "ab", []),
        (["中华人民共和国", "中华"], "中华人民共和国和中华", ["中华人民共和国", "中华"]),
        (["𠀀𠀁", "𠀀"], "𠀀𠀁𠀀", ["𠀀𠀁", "𠀀"]),
        (["\ud800", "\0\0"], "\0\0\ud800", ["\0\0", "\ud800"]),
        (["经", "经济", "济"], "经济济", ["经济", "济"]),
    ],
)
def test_longest_first_and_never_past_the_end(keys: list[str], text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in Matcher(keys).finditer(text)] == found


def test_a_match_begins_nowhere_behind_the_text() -> None:
    assert Matcher(["a", "ab"]).match("ab", 2) == 2
