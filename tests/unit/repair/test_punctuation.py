"""Folded punctuation goes back between Chinese, and nowhere else."""

from __future__ import annotations

import pytest

from zh_localize.repair import punctuation

GAP = pytest.mark.xfail(strict=True, reason="a mark beside nothing but another folded mark is left")


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("經濟,社會;發展:完成", "經濟，社會；發展：完成"),
        ("好嗎?好!", "好嗎？好！"),
        ("第一條(目的)為了", "第一條（目的）為了"),
        ("二○一二年(甲)", "二○一二年（甲）"),
        ("圖書館(3樓)開放", "圖書館（3樓）開放"),
        ("增長5%,達到", "增長5%，達到"),
        ("增長5%,10戶", "增長5%，10戶"),
        ("他說:“好,”", "他說：“好，”"),
        ("9:30,開會", "9:30，開會"),
        ("共1,000人,其中30.5%", "共1,000人，其中30.5%"),
        ("甲,\n乙", "甲，\n乙"),
        ("《辦法》,另發", "《辦法》，另發"),
        pytest.param("好?!", "好？！", marks=GAP),
        pytest.param("(甲);\n乙", "（甲）；\n乙", marks=GAP),
        pytest.param("甲(乙(丙)丁)戊", "甲（乙（丙）丁）戊", marks=GAP),
    ],
)
def test_between_chinese(text: str, result: str) -> None:
    report = punctuation.find(text, damaged=True)
    assert report.text == result
    assert {edit.rule for edit in report.edits} == {"punctuation.width"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1,000:2,500",
        "f(x),g(y)",
        "Hello, world; it works (yes)!",
        "(a)甲",
        "甲 (乙) 丙",
        "甲, 乙",
        "好:)",
        "第1,2,3條",
        "x,y",
        "(12345)",
    ],
)
def test_elsewhere(text: str) -> None:
    assert punctuation.find(text, damaged=True).edits == ()


@pytest.mark.parametrize("own", "，；：（）？！")
def test_a_document_with_full_width_marks_of_its_own_stays(own: str) -> None:
    assert punctuation.find(f"經濟,社會{own}", damaged=True).edits == ()


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("經濟,社會", False),
        ("第一,加強領導工作和服務意識;第二,改進作風。\n第三,注重實效、質量。“好”", True),
        ("第一,加強領導工作和服務意識;第二,改進作風。第三,注重實效、質量。“好”", False),  # one paragraph
        ("第一,加強領導工作和服務意識;\n 第二,改進作風。第三,注重實效、質量。“好”", False),  # a blank as typed
        ("第一,加强领导工作和服务意识;第二,改进作风.\n第三,注重实效、质量。“好”,", False),  # a full stop as typed
    ],
)
def test_without_other_damage(text: str, folded: bool) -> None:
    assert punctuation.find(text, damaged=False).changed is folded
