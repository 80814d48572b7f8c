"""What holds for every operation on text, whatever the text."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import zh_localize as zl
from cases import DATA, read
from zh_localize.convert import tables
from zh_localize.glossary import Designation, Glossary
from zh_localize.text import protect

SETTINGS = settings(
    max_examples=120, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], database=None
)
HOUSE = Glossary(
    [
        Designation("c1", "zh-Hans-CN", "农民工"),
        Designation("c1", "zh-Hans-CN", "打工仔", status="deprecated", replaced_by="农民工"),
        Designation("c2", "zh-Hans-CN", "五年规划"),
        Designation("c2", "zh-Hans-CN", "规划", status="forbidden", replaced_by="五年规划"),
        Designation("c3", "zh-Hans-CN", "里弄", status="superseded", replaced_by="弄堂"),
    ]
)
Operation = Callable[[str], zl.Report]
ACCURATE: dict[str, Operation] = {
    f"to {tag}": lambda text, tag=tag: zl.convert_report(text, to=tag)  # type: ignore[misc]
    for tag in ("zh-Hans", "zh-Hant-TW", "zh-Hant-HK")
}
EXACT: dict[str, Operation] = {name: zl.Converter(config=name).report for name in tables.configs()}
IDEMPOTENT: dict[str, Operation] = {"repair": zl.repair_report, "enforce": HOUSE.enforce, **ACCURATE}
ALL = {**IDEMPOTENT, **EXACT}

ODD = [*"干乾后後里裏裡只系係繫余餘并並于於发發髮經经濟济社會会展區区學习習的了是在么麼着著台臺"]
ODD += [*",;:()?!，；：（）？！。、“”「」abcgx\n 12.%@/`<>{}&#~-"]
ODD += [
    "(jīng)",
    "(jì)",
    "(huì )",
    "?wù)",
    ";顒悠陂g",
    "經(jīng)濟(jì)",
    "打工仔",
    "規劃",
    "里弄",
    "http://a.cn/文",
    "`x,y`",
    "<b a=干>",
]
ODD += ["\ud800", "\udfff", "\0", "😀", "𠮷", "ｶ", "あの", "가", "⿰", "豈", "�", "\ue000", "\u200b", "é"]
SOUND = [row["text"] for row in read("clean.tsv")] + [row["damaged"] for row in read("repair.tsv")]
SOUND += [path.read_text("utf-8")[:700] for path in sorted((DATA / "examples").glob("*.txt"))]


@st.composite
def spoilt(draw: st.DrawFn) -> str:
    """A passage of the case files with odd pieces put in."""
    text = draw(st.sampled_from(SOUND))[:300]
    for piece in draw(st.lists(st.sampled_from(ODD), max_size=5)):
        place = draw(st.integers(0, len(text)))
        text = text[:place] + piece + text[place:]
    return text


TEXTS = st.one_of(st.lists(st.sampled_from(ODD), max_size=30).map("".join), spoilt(), st.text(max_size=40))


@pytest.mark.parametrize("name", ALL)
@SETTINGS
@given(text=TEXTS)
def test_reports_quote_apply_and_undo(name: str, text: str) -> None:
    report = ALL[name](text)
    replayed, position = [], 0
    for edit in report.edits:
        assert position <= edit.start <= edit.end
        assert text[edit.start : edit.end] == edit.before
        replayed += [text[position : edit.start], edit.after]
        position = edit.end
    assert "".join((*replayed, text[position:])) == report.text
    assert report.undo() == report.source == text


@pytest.mark.parametrize("name", IDEMPOTENT)
@SETTINGS
@given(text=TEXTS)
def test_operations_are_idempotent(name: str, text: str) -> None:
    once = IDEMPOTENT[name](text).text
    assert IDEMPOTENT[name](once).text == once


@SETTINGS
@given(text=TEXTS)
def test_both_spellings_mean_the_same(text: str) -> None:
    assert zl.repair(text) == zl.repair_report(text).text
    for tag in ("zh-Hans", "zh-Hant-TW", "zh-Hant-HK"):
        assert zl.convert(text, to=tag) == zl.convert_report(text, to=tag).text
    for name in EXACT:
        converter = zl.Converter(config=name)
        assert converter.convert(text) == converter.report(text).text


@SETTINGS
@given(text=TEXTS, names=st.tuples(st.sampled_from(sorted(ALL)), st.sampled_from(sorted(ALL))))
def test_chains_compose(text: str, names: tuple[str, str]) -> None:
    first, second = (ALL[name] for name in names)
    chained = first(text).then(second)
    assert chained.text == second(first(text).text).text
    assert chained.undo() == chained.source == text


@pytest.mark.parametrize("name", ["repair", "enforce"])
@SETTINGS
@given(text=TEXTS)
def test_protected_spans_stay(name: str, text: str) -> None:
    kept = [text[start:end] for start, end in protect.spans(text)]
    result = IDEMPOTENT[name](text).text
    if name == "enforce":
        assert all(span in result for span in kept)
    else:
        assert all(span in result for span in kept if span.isascii() and "(" not in span)


@pytest.mark.parametrize("row", read("clean.tsv"), ids=lambda row: row["id"])
def test_clean_text_comes_back_untouched(row: dict[str, str]) -> None:
    assert zl.repair_report(row["text"]).edits == ()
