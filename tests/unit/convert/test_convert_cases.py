"""Conversion to a variant, row by row, and the golden editions."""

from __future__ import annotations

from pathlib import Path

import pytest

import zh_localize as zl
from cases import read

ROWS = [
    pytest.param(row, id=row["id"], marks=[pytest.mark.xfail(strict=True)] if row["expect"] == "xfail" else [])
    for row in read("convert.tsv")
]


@pytest.mark.parametrize("row", ROWS)
def test_convert(row: dict[str, str]) -> None:
    assert zl.convert(row["source"], to=row["to"]) == row["result"]


@pytest.mark.parametrize("row", [row for row in ROWS if not row.marks])
def test_what_is_converted_stays(row: dict[str, str]) -> None:
    assert zl.convert(row["result"], to=row["to"]) == row["result"]


@pytest.mark.parametrize("tag", ["zh-Hans", "zh-Hant-TW"])
def test_the_seed_report(seed: Path, tag: str) -> None:
    golden = (seed / f"report.{tag}.txt").read_text("utf-8")
    assert zl.convert((seed / "report.repaired.txt").read_text("utf-8"), to=tag) == golden
    assert zl.convert(golden, to=tag) == golden
