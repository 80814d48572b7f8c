"""Sentences: where they end, and that none loses a word."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zh_localize.text.segment import sentences

LAW = settings(derandomize=True, deadline=None, database=None, max_examples=400)


def cut(text: str) -> list[str]:
    return [text[sentence.start : sentence.end] for sentence in sentences(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("他說。她說！誰說？", ["他說。", "她說！", "誰說？"]),
        ("真的嗎？！真的。", ["真的嗎？！", "真的。"]),
        ("他說：「好。」她走了。", ["他說：「好。」", "她走了。"]),
        ("他说：“好！”她说：“行。”", ["他说：“好！”", "她说：“行。”"]),
        ("见《你好！李焕英》。再看。", ["见《你好！李焕英》。", "再看。"]),
        ("（一）加强领导。（二）落实。", ["（一）加强领导。", "（二）落实。"]),
        ("增长3.5%。1.总则", ["增长3.5%。", "1.总则"]),
        ("无句号", ["无句号"]),
        ("一\n\n二\n", ["一", "二"]),
        ("　　段首。　　\n", ["段首。"]),
        ("- 甲\n* 乙\n• 丙", ["甲", "乙", "丙"]),
        ("……", []),
        ("", []),
        ("\ud800", []),
        ("𠀀。𠀁", ["𠀀。", "𠀁"]),
    ],
)
def test_where_sentences_end(text: str, found: list[str]) -> None:
    assert cut(text) == found


@LAW
@given(st.text("一二ab。！？…“”「」（）()《》，：\n \t　-·\x00😄3.", max_size=60))
def test_no_word_is_lost_and_nothing_overlaps(text: str) -> None:
    position, paragraph, words = 0, 1, []
    for sentence in sentences(text):
        assert position <= sentence.start < sentence.end <= len(text)
        assert sentence.paragraph == text.count("\n", 0, sentence.start) + 1 >= paragraph
        part = text[sentence.start : sentence.end]
        assert "\n" not in part
        assert re.search(r"\w", part)
        assert part == part.strip()
        position, paragraph = sentence.end, sentence.paragraph
        words += re.findall(r"\w", part)
    assert words == re.findall(r"\w", text)
