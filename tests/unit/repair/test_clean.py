"""Sound text comes back untouched, row by row."""

from __future__ import annotations

import pytest

from cases import read
from zh_localize.repair import repair, repair_report

ROWS = read("clean.tsv")


def test_there_are_enough_of_every_kind() -> None:
    kinds = [row["id"].split("-")[0] for row in ROWS]
    assert len(kinds) > 500
    for kind in ("news", "gov", "classical", "textbook", "dict", "ja", "ko", "code", "web", "emoji", "forum"):
        assert kinds.count(kind) >= 10, kind


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_sound_text_is_left_alone(row: dict[str, str]) -> None:
    assert repair_report(row["text"]).edits == ()
    assert repair(row["text"]) == row["text"]


def test_it_is_left_alone_in_one_document_too() -> None:
    document = "\n".join(
        row["text"] for row in ROWS if row["id"].startswith(("news", "gov", "forum", "code", "textbook"))
    )
    assert repair(document) == document
