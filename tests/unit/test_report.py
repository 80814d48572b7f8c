"""Reports refuse edits that cannot be, and give excerpts."""

from __future__ import annotations

import pytest

from zh_localize.report import Edit, Grade, Report


def edit(start: int, end: int, before: str, after: str, rule: str = "x", grade: Grade = Grade.SAFE) -> Edit:
    return Edit(start, end, before, after, rule, grade)


@pytest.mark.parametrize(
    ("edits", "pattern"),
    [
        ((edit(1, 2, "b", ""), edit(0, 1, "a", "")), "overlaps"),
        ((edit(0, 2, "ab", ""), edit(1, 2, "b", "")), "overlaps"),
        ((edit(2, 4, "c", ""),), "outside"),
        ((edit(0, 1, "b", ""),), "quote"),
    ],
)
def test_impossible_edits(edits: tuple[Edit, ...], pattern: str) -> None:
    with pytest.raises(ValueError, match=pattern):
        Report("abc", edits)


def test_only_and_excerpt() -> None:
    report = Report("abcd", (edit(0, 1, "a", "A"), edit(2, 3, "c", "", "y", Grade.ASK), edit(3, 4, "d", "d", "z")))
    assert report.text == "Abd"
    assert report.only(lambda e: e.grade >= Grade.LIKELY).text == "Abcd"
    assert [report.excerpt(0, 2), report.excerpt(2, 4), report.excerpt(1, 1)] == ["Ab", "d", ""]
    assert report.edits[2].is_note
    assert report.changed
    assert not Report("x").changed


def test_chains_merge_what_touches_the_same_characters() -> None:
    first = Report("經(jīng)濟", (edit(1, 7, "(jīng)", "", "gloss"),))
    both = first.then(lambda text: Report(text, (edit(0, 2, text, "经济", "convert", Grade.ASK),)))
    assert [(e.start, e.end, e.after, e.rules, e.grade) for e in both.edits] == [
        (0, 8, "经济", ("gloss", "convert"), Grade.ASK)
    ]
    assert both.undo() == "經(jīng)濟"
    back = first.then(lambda text: Report(text, (edit(1, 1, "", "(jīng)", "again"),)))
    assert back.text == "經(jīng)濟"
