"""Annotations as SARIF, GitHub commands, JUnit and blocks with carets, for the reports of any operation."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest
from hypothesis import given
from reports import PLAIN, reports

from zh_localize.render import carets, github, junit, sarif
from zh_localize.render.annotations import LEVELS, Annotation, Places, annotate
from zh_localize.report import Edit, Grade, Report

REPORT = Report(
    "党组\n經(jīng)濟\n",
    (
        Edit(0, 2, "党组", "党组", "term.missing", Grade.ASK),
        Edit(4, 10, "(jīng)", "", "gloss.pinyin", Grade.SAFE),
    ),
)


def test_places() -> None:
    found = [(a.line, a.column, a.end_line, a.end_column, a.level, a.replacement) for a in annotate("a.txt", REPORT)]
    assert found == [(1, 1, 1, 3, "note", None), (2, 2, 2, 8, "warning", "")]


@given(reports())
def test_places_are_where_the_edits_stand(report: Report) -> None:
    lines = report.source.split("\n")
    for edit, found in zip(report.edits, annotate("a", report), strict=True):
        start = sum(len(line) + 1 for line in lines[: found.line - 1]) + found.column - 1
        assert report.source[start:].startswith(edit.before)
        assert Places(report.source).line(found.line) == lines[found.line - 1].removesuffix("\r")


@given(reports())
def test_sarif_replays(report: Report) -> None:
    text = sarif.log(annotate("a b,ü.txt", report), "1.0")
    run = json.loads(text)["runs"][0]
    assert text.isascii()
    names = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(set(names)) == len(names)
    changes = [edit for edit in report.edits if not edit.is_note]
    fixes = [result["fixes"][0] for result in run["results"] if "fixes" in result]
    inserted = [fix["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"] for fix in fixes]
    assert len(inserted) == len(changes)
    for edit, result in zip(report.edits, run["results"], strict=True):
        assert names[result["ruleIndex"]] == result["ruleId"] == edit.rule
        assert result["level"] in LEVELS
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"] == "a%20b%2C%C3%BC.txt"
        assert min(place["region"].values()) >= 1


@given(reports())
def test_github_commands_are_one_line(report: Report) -> None:
    for found in annotate("a\n::b.txt", report):
        command = github.command(found)
        assert "\n" not in command
        assert "\r" not in command
        assert command.startswith(("::warning file=a%0A%3A%3Ab.txt,", "::notice file=a%0A%3A%3Ab.txt,"))


@given(reports())
def test_junit_is_xml_and_counts(report: Report) -> None:
    found = [*annotate("a<&\x07.txt", report)]
    suite = ElementTree.fromstring(junit.suite(["clean.txt"], found).encode("utf-8"))
    assert int(suite.attrib["tests"]) == len(suite) == len(found) + 1
    assert int(suite.attrib["failures"]) == len(suite.findall("*/failure")) == len(found)


@given(reports(PLAIN))
def test_blocks_underline_the_place(report: Report) -> None:
    for found in annotate("a", report):
        head, shown, *marks = carets.block(found).removesuffix("\n").split("\n")
        assert head.startswith(f"a:{found.line}:{found.column}: ")
        assert shown.startswith("    ")
        assert len(marks) <= 1
        assert all(set(mark) <= {" ", "^"} for mark in marks)


def test_a_long_line_is_cut_around_the_place() -> None:
    found = Annotation("a", 1, 101, 1, 102, "note", "term.bare", "m", ((f"{'a' * 100}党\x1b{'b' * 100}", 100, 101),))
    _, shown, mark = carets.block(found).removesuffix("\n").split("\n")
    assert shown == f"    …{'a' * 40}党 {'b' * 39}…"
    assert mark == f"    {' ' * 41}^^"


@pytest.mark.parametrize("level", LEVELS)
def test_levels_come_from_the_caller(level: str) -> None:
    assert {found.level for found in annotate("a", REPORT, level=lambda edit: level)} == {level}
