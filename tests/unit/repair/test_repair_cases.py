"""Damaged text and what repair makes of it, row by row."""

from __future__ import annotations

import pytest

from cases import DATA, read
from zh_localize.repair import repair, repair_report

ROWS = [
    pytest.param(row, id=row["id"], marks=[pytest.mark.xfail(strict=True)] if row["expect"] == "xfail" else [])
    for row in (*read("repair.tsv"), *read("real.tsv"))
]


@pytest.mark.parametrize("row", ROWS)
def test_repair(row: dict[str, str]) -> None:
    assert repair(row["damaged"]) == row["repaired"]


@pytest.mark.parametrize("name", ["report", "page"])
def test_examples_are_repaired_exactly(name: str) -> None:
    damaged = (DATA.parent.parent / "examples" / f"{name}.txt").read_text("utf-8")
    assert repair(damaged) == (DATA / "examples" / f"{name}.clean.txt").read_text("utf-8")


def test_the_seed_report(seed: object) -> None:
    from pathlib import Path

    folder = Path(str(seed))
    report = repair_report((folder / "report.damaged.txt").read_text("utf-8"))
    assert report.text == (folder / "report.repaired.txt").read_text("utf-8")
    rules = [edit.rule for edit in report.edits]
    assert (rules.count("gloss.pinyin"), rules.count("slip.straddle"), rules.count("punctuation.width")) == (
        519,
        5,
        187,
    )


@pytest.mark.parametrize(
    "text",
    [
        "1-7月份",
        "50.64亿元，增长99.37%",
        "https://a.cn/a,b(c);d:e",
        "他說：「1,000人」，時間12:30。",
        "",
        "\0",
        "\ud800",
    ],
)
def test_untouched(text: str) -> None:
    assert repair(text) == text
