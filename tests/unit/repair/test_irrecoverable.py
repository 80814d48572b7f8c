"""Places whose content is gone are noted, row by row, and change nothing."""

from __future__ import annotations

import pytest

from cases import read
from zh_localize.repair import irrecoverable, repair, repair_report

ROWS = read("lost.tsv")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_places_are_noted(row: dict[str, str]) -> None:
    report = repair_report(row["text"])
    assert "|".join(edit.before for edit in report.edits) == row["lost"]
    assert {edit.rule for edit in report.edits} == ({row["rule"]} if row["lost"] else set())
    assert not report.changed
    assert repair(row["text"]) == row["text"]


def test_one_place_that_is_certain_shows_others() -> None:
    doubtful = "????公司简介"
    assert irrecoverable.find(doubtful).edits == ()
    assert len(irrecoverable.find(f"定于????的会议\n{doubtful}").edits) == 2


def test_a_note_keeps_its_place_behind_repairs() -> None:
    text = "促進經(jīng)濟(jì)發展，姓名：锟斤拷"
    report = repair_report(text)
    assert report.text == "促進經濟發展，姓名：锟斤拷"
    assert text[report.edits[-1].start : report.edits[-1].end] == "锟斤拷"


def test_a_long_line_takes_linear_time() -> None:
    line = "定于????的会议，" * 50_000  # minutes, were each place to be judged by all of its line
    assert len(irrecoverable.find(line).edits) == 50_000
