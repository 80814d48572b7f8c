"""Spans that no operation edits, kind by kind."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zh_localize.report import Edit, Grade, Report
from zh_localize.text import protect

LAW = settings(derandomize=True, deadline=None, database=None, max_examples=300)


def found(text: str) -> list[str]:
    return [text[start:end] for start, end in protect.spans(text)]


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("见 https://example.com/a,b;c:d?e=(f)!g 。", ["https://example.com/a,b;c:d?e=(f)!g"]),
        ("ftp://a.cn/x。sftp://b.cn/y，", ["ftp://a.cn/x", "sftp://b.cn/y"]),
        ("(https://a.cn/x)后", ["https://a.cn/x"]),
        ("https://zh.wikipedia.org/wiki/A_(B)后", ["https://zh.wikipedia.org/wiki/A_(B)"]),
        ("WWW不是地址", []),
        ("a@b是名字", []),
        ("first.last+tag@mail.example.com.cn，", ["first.last+tag@mail.example.com.cn"]),
        ('<p class="干部">文</p><br/>', ['<p class="干部">', "</p>", "<br/>"]),
        ("1<2且3>2", []),
        ("<小白>有人吗", []),
        ("&lt;&#x4E2D;&#20013;&中;", ["&lt;", "&#x4E2D;", "&#20013;"]),
        ("`代码,一`和`二;三`", ["`代码,一`", "`二;三`"]),
        pytest.param("``a`b`` 后", ["``a`b``"], marks=pytest.mark.xfail(strict=True)),
        ("前`没有结束", []),
        ("~~~\n代码\n~~~\n后", ["~~~\n代码\n~~~"]),
        ("```py\nprint('，')\n```", ["```py\nprint('，')\n```"]),
        ("共%d条，%1$s，%(name)s，%.2f，100%", ["%d", "%1$s", "%(name)s", "%.2f"]),
        ("共{n}条，{0}，{user.name!r:>10}，{{ 变量 }}", ["{n}", "{0}", "{user.name!r:>10}", "{{ 变量 }}"]),
        ("-{zh-hans:计算机;zh-hant:電腦}-和", ["-{zh-hans:计算机;zh-hant:電腦}-"]),
    ],
)
def test_kinds(text: str, spans: list[str]) -> None:
    assert found(text) == spans


@LAW
@given(st.text("a.:/@<>&;`~{}%s-中文，\n ()w1", max_size=60))
def test_spans_are_ordered_disjoint_and_not_empty(text: str) -> None:
    position = 0
    for start, end in protect.spans(text):
        assert position <= start < end <= len(text)
        position = end


@pytest.mark.parametrize(
    ("text", "place", "kept"),
    [
        ("前`干部`后", (0, 1), True),
        ("前`干部`后", (2, 4), False),
        ("前`干部`后", (0, 2), False),
        ("前`干部`后", (5, 6), True),
        ("前`干部`后", (4, 6), False),
        ("干部，`a`、`b`，干部", (11, 13), True),
        ("没有标记", (0, 4), True),
    ],
)
def test_outside_drops_the_edits_that_touch_a_span(text: str, place: tuple[int, int], kept: bool) -> None:
    start, end = place
    report = Report(text, (Edit(start, end, text[start:end], "X", "x", Grade.SAFE),))
    assert protect.outside(report).edits == (report.edits if kept else ())
