"""The laws of the design, over every operation at once."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from operations import ENFORCE, NAMES, REPAIR, TARGETS, all_operations
from texts import PROTECTED, every, mixed, realistic, spliced

from zh_localize import rules
from zh_localize.report import Report

LAW = settings(
    max_examples=150,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example, HealthCheck.data_too_large],
)


OPENERS = str.maketrans(dict.fromkeys("`<>&%{}@~"))


def replayed(report: Report) -> str:
    """The text after the edits, applied one by one from the last to the first."""
    text = report.source
    for edit in reversed(report.edits):
        assert text[edit.start : edit.end] == edit.before
        text = text[: edit.start] + edit.after + text[edit.end :]
    return text


def undone(report: Report) -> str:
    """The source, by taking the edits back one by one from the first to the last."""
    text = report.text
    for edit in report.edits:
        assert text[edit.start : edit.start + len(edit.after)] == edit.after
        text = text[: edit.start] + edit.before + text[edit.start + len(edit.after) :]
    return text


def check(report: Report) -> None:
    """What holds for every report."""
    position = 0
    for edit in report.edits:
        assert position <= edit.start <= edit.end <= len(report.source)
        assert report.source[edit.start : edit.end] == edit.before
        assert edit.grade == min(rules.rule(name).grade for name in edit.rules)
        position = edit.end
    assert replayed(report) == report.text
    assert report.undo() == undone(report) == report.source


@pytest.mark.parametrize("name", NAMES)
@LAW
@given(text=every)
@example(text="")
@example(text="\x00")
@example(text="\ud800經\udfff(jīng)\udc80")
def test_two_spellings_one_meaning_and_the_way_back(name: str, text: str) -> None:
    operation = all_operations()[name]
    report = operation.report(text)
    assert report.source == text
    assert report.text == operation.text(text)
    check(report)


@LAW
@given(first=st.sampled_from(NAMES), second=st.sampled_from(NAMES), text=every)
def test_two_operations_in_a_row(first: str, second: str, text: str) -> None:
    one, two = all_operations()[first], all_operations()[second]
    report = one.report(text).then(two.report)
    assert report.source == text
    assert report.text == two.text(one.text(text))
    check(report)


@LAW
@given(
    names=st.lists(st.sampled_from(("repair", "enforce", "s2twp", "tw2sp", "to zh-Hant-TW")), max_size=5), text=every
)
def test_many_operations_in_a_row(names: list[str], text: str) -> None:
    report, expected = Report(text), text
    for name in names:
        operation = all_operations()[name]
        report, expected = report.then(operation.report), operation.text(expected)
    assert report.text == expected
    check(report)


@pytest.mark.parametrize("name", ["repair", "enforce"])
@LAW
@given(text=st.one_of(every, realistic, spliced))
def test_once_is_enough(name: str, text: str) -> None:
    operation = all_operations()[name]
    once = operation.text(text)
    assert operation.text(once) == once


@pytest.mark.parametrize("name", [*(f"to {to}" for to in TARGETS), "house style", "mainland words", "no context"])
@LAW
@given(text=realistic)
def test_what_is_in_the_target_stays(name: str, text: str) -> None:
    operation = all_operations()[name]
    once = operation.text(text)
    assert operation.text(once) == once
    assert not operation.report(once).changed


@pytest.mark.parametrize("operation", [REPAIR, ENFORCE], ids=lambda operation: operation.name)
@LAW
@given(before=realistic, span=st.sampled_from(PROTECTED), after=realistic)
def test_protected_spans_come_back_as_they_are(operation, before: str, span: str, after: str) -> None:
    before, after = before.translate(OPENERS) + "\n（", "）" + after.translate(OPENERS)
    text, start, end = before + span + after, len(before), len(before + span)
    for edit in operation.report(text).edits:
        assert edit.is_note or edit.end <= start or edit.start >= end, (edit, text[start:end])
    assert span in operation.text(text)


@LAW
@given(text=mixed)
def test_a_step_that_does_nothing_adds_nothing(text: str) -> None:
    report = REPAIR.report(text)
    assert report.then(Report) == report
    assert Report(text).then(REPAIR.report) == report
