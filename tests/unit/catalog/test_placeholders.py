"""Placeholders of every format, and what of a translation stays when it is converted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import read
from zh_localize.catalog import placeholders

ROWS = [pytest.param(row, id=row["id"]) for row in read("placeholders.tsv")]
SPANS = [
    ("Save _As", "另存为(_A)", ["(_A)"]),
    ("&File", "文件(&F)", ["(&F)"]),
    ("<b>%s</b> not found", "找不到<b>%s</b>", ["<b>", "%s", "</b>"]),
    ("see https://a.cn/x", "见https://a.cn/x中文", ["https://a.cn/x"]),
    ("title", '<a title="软件">', []),
    ("use `ls`", "用 `ls` 或 `软件`", ["`ls`"]),
    ("--verbose", "--verbose 和 --软", ["--verbose"]),
    ("a &amp; b", "甲&amp;乙", ["&amp;"]),
    ("50% off", "50%的折扣", []),
]


@pytest.mark.parametrize("row", ROWS)
def test_arguments(row: dict[str, str]) -> None:
    flags = tuple(flag for flag in row["flags"].split(",") if flag)
    found = sorted(placeholders.find(row["message"], flags))
    assert sorted(place.argument for place in found) == sorted(filter(None, row["arguments"].split("|")))
    assert all(row["message"][place.start : place.end] == place.text for place in found)


@pytest.mark.parametrize(("source", "target", "expected"), SPANS)
def test_what_stays(source: str, target: str, expected: list[str]) -> None:
    found = placeholders.spans(source, target)
    assert [target[start:end] for start, end in found] == expected


@given(st.text("%${}()<>&_sd1$ 软%n*.#", max_size=40), st.sampled_from([*placeholders.FORMATS, ""]))
def test_places_are_ordered_and_inside(text: str, name: str) -> None:
    flags = (f"{name}-format",) if name else ()
    position = 0
    for place in placeholders.find(text, flags):
        assert position <= place.start < place.end <= len(text)
        position = place.end
    position = 0
    for start, end in placeholders.spans(text, text, flags):
        assert position <= start < end <= len(text)
        position = end


@pytest.mark.parametrize("unit", ["{", "%", "<a ", "&", "${", "a://", "{a,", "`", "%(", "a@b."])
def test_linear(unit: str) -> None:
    placeholders.spans("", unit * 3000)
    placeholders.find(unit * 3000, ("icu-format",))
    placeholders.find(unit * 3000, ("python-brace-format", "python-format"))
