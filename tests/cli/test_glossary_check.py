"""``glossary check`` and ``glossary lint``: inputs, outputs, levels, baselines, replacements, exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from xml.etree import ElementTree

import pytest

Run = Callable[..., CompletedProcess[bytes]]

HOUSE = """concept\tlang\tterm\tstatus\treview\treplaced_by\tsource
c1\tzh-Hans-CN\t农民工\tpreferred\tapproved\t\thouse guide
c1\tzh-Hans-CN\t打工仔\tdeprecated\tapproved\t农民工\thouse guide
c1\tzh-Hans-CN\t盲流\tforbidden\tdraft\t农民工\thouse guide
c1\ten\tmigrant worker\tpreferred\tapproved\t\thouse guide
c1\ten\trural hand\tdeprecated\tapproved\tmigrant worker\thouse guide
c2\tzh-Hans-CN\t政策\tpreferred\tapproved\t\thouse guide
c2\ten\tpolicy\tpreferred\tapproved\t\thouse guide
"""
PAIRS = '{"zh": "农民工政策", "en": "policies for migrant workers"}\n{"zh": "政策", "en": "measures"}\n'
PO = """msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

# zhl:ignore c2 the minister says measures
msgid "政策"
msgstr "measures"

msgid "农民工"
msgstr "worker"
"""
XLIFF = (
    '<xliff version="1.2"><file><body>\n<trans-unit id="1"><source>政策</source><target>measure</target></trans-unit>\n'
    "</body></file></xliff>"
)


@pytest.fixture(autouse=True)
def house(tmp_path: Path) -> None:
    for name, text in {
        "house.tsv": HOUSE, "pairs.jsonl": PAIRS, "pairs.tsv": "政策\tmeasures\n农民工\tmigrant workers\n",
        "pairs.po": PO, "pairs.xlf": XLIFF, "zh.txt": "政策\n农民工\n", "en.txt": "policy\nfarmers\n",
        "text.md": "打工仔和盲流\n\n```\n打工仔\n```\n“打工仔”\n", "en.md": "The rural hand and a `rural hand`.\n",
    }.items():  # fmt: skip
        (tmp_path / name).write_text(text, "utf-8")


def check(run: Run, *options: str) -> CompletedProcess[bytes]:
    return run("glossary", "check", "--glossary", "house.tsv", *options)


def rows(result: CompletedProcess[bytes]) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.decode().splitlines()]


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (["--pairs", "pairs.jsonl"], [("pairs.jsonl", 2, "c2")]),
        (["--pairs", "pairs.tsv"], [("pairs.tsv", 1, "c2")]),
        (["--pairs", "pairs.po"], [("pairs.po", 8, "c1")]),
        (["--pairs", "pairs.xlf"], [("pairs.xlf", 2, "c2")]),
        (["--parallel", "zh.txt", "en.txt"], [("en.txt", 2, "c1")]),
    ],
)
def test_pairs(run: Run, options: list[str], found: list[tuple[str, int, str]]) -> None:
    result = check(run, *options, "--json")
    assert result.returncode == 1
    assert [(row["file"], row["line"], row["concept"]) for row in rows(result)] == found
    assert all((row["tier"], row["severity"]) == ("none", "warning") for row in rows(result))


def test_a_text(run: Run) -> None:
    found = rows(check(run, "text.md", "--json"))
    assert [(row["start"], row["text"], row["severity"]) for row in found] == [
        (0, "打工仔", "error"),
        (4, "盲流", "hint"),
    ]
    assert (found[0]["before"], found[0]["after"], found[0]["grade"]) == ("打工仔", "农民工", "safe")
    shown = check(run, "text.md").stdout.decode()
    assert shown.startswith("text.md:1:1: error: (c1) '打工仔': a deprecated term gives way")
    assert "    打工仔和盲流\n    ^^^^^^\n" in shown
    assert "盲流'" not in shown
    assert "盲流'" in check(run, "text.md", "--level", "hint").stdout.decode()


def test_levels_and_exit_codes(run: Run) -> None:
    assert check(run, "--pairs", "pairs.jsonl", "--level", "error").returncode == 0
    assert check(run, "zh.txt").returncode == 0
    assert check(run, "--pairs", "none.jsonl").returncode == 3
    assert check(run, "--pairs", "zh.txt").returncode == 3


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--level", "fatal", "zh.txt"], "--level is 'fatal'"),
        (["--format", "xml", "zh.txt"], "--format is 'xml'"),
        (["--date", "2020-13", "zh.txt"], "--date is '2020-13'"),
        (["--profile", "prc-oficial-en", "zh.txt"], "did you mean 'prc-official-en'?"),
        (["--pairs", "pairs.docx"], "--pairs is 'pairs.docx'"),
        (["--fix", "--pairs", "pairs.tsv"], "--fix and --diff take texts"),
        (["--fix"], "--fix needs files"),
        (["--baseline", "house.tsv", "zh.txt"], "house.tsv:1:1: no line of a baseline"),
    ],
)
def test_wrong_usage(run: Run, options: list[str], message: str) -> None:
    result = check(run, *options)
    assert result.returncode == 2
    assert message in " ".join(result.stderr.decode().replace("│", " ").split())


def test_outputs_of_machines(run: Run) -> None:
    log = json.loads(check(run, "--pairs", "pairs.jsonl", "--format", "sarif").stdout)
    [result] = log["runs"][0]["results"]
    assert (result["ruleId"], result["level"]) == ("term.missing", "warning")
    commands = check(run, "--pairs", "pairs.jsonl", "--format", "github").stdout.decode()
    assert commands.startswith("::warning file=pairs.jsonl,line=2,")
    suite = ElementTree.fromstring(check(run, "zh.txt", "text.md", "--format", "junit").stdout)
    assert (suite.attrib["tests"], suite.attrib["failures"]) == ("2", "1")


def test_a_baseline_hides_what_is_known(run: Run, tmp_path: Path) -> None:
    assert check(run, "--pairs", "pairs.jsonl", "--write-baseline", "known.jsonl").returncode == 0
    assert check(run, "--pairs", "pairs.jsonl", "--baseline", "known.jsonl").returncode == 0
    (tmp_path / "pairs.jsonl").write_text('{"zh": "农民工", "en": "farmers"}\n' + PAIRS, "utf-8")
    result = check(run, "--pairs", "pairs.jsonl", "--baseline", "known.jsonl", "--json")
    assert [(row["line"], row["concept"]) for row in rows(result)] == [(1, "c1")]


def test_fix_and_diff(run: Run, tmp_path: Path) -> None:
    before = (tmp_path / "text.md").read_text("utf-8")
    shown = check(run, "text.md", "--diff")
    assert shown.returncode == 1
    assert "-打工仔和盲流\n+农民工和盲流\n" in shown.stdout.decode()
    assert (tmp_path / "text.md").read_text("utf-8") == before
    assert check(run, "text.md", "--fix").returncode == 0
    assert (tmp_path / "text.md").read_text("utf-8") == before.replace("打工仔", "农民工", 1)
    assert check(run, "en.md", "--fix", "--language", "en").returncode == 0
    assert (tmp_path / "en.md").read_text("utf-8") == "The migrant worker and a `rural hand`.\n"


def test_a_profile_is_named_in_its_findings(run: Run, tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text('title = "Ours"\n[severity]\nnot_preferred = "warning"\n', "utf-8")
    (tmp_path / "ours.tsv").write_text(
        "concept\tlang\tterm\tstatus\tsource\nc2\ten\tpolitical line\tpreferred\tguide\n", "utf-8"
    )
    (tmp_path / "p.tsv").write_text("政策\tpolicy\n", "utf-8")
    assert check(run, "--pairs", "p.tsv").returncode == 0
    [found] = rows(check(run, "--pairs", "p.tsv", "--profile", "ours.toml", "--json"))
    assert (found["rule"], found["profile"], found["severity"]) == ("term.not-preferred", "ours", "warning")
    shown = check(run, "--pairs", "p.tsv", "--profile", "ours.toml").stdout.decode()
    assert "profile ours prefers 'political line'" in shown


def test_lint(run: Run, tmp_path: Path) -> None:
    assert run("glossary", "lint", "--level", "warning").returncode == 0
    (tmp_path / "bad.tsv").write_text("concept\tlang\tterm\nc1\ten\ta\nc1\ten\ta\n", "utf-8")
    result = run("glossary", "lint", "--glossary", "bad.tsv")
    assert result.returncode == 1
    assert "bad.tsv: error: c1 en 'a': stands twice; keep one row [lint.double]" in result.stdout.decode()
    assert rows(run("glossary", "lint", "--glossary", "bad.tsv", "--json"))[0]["rule"] == "lint.double"


def test_find_filters(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("教育部", "utf-8")
    found = rows(run("glossary", "find", "--domain", "taiwan-institutions", "x.txt", "--json"))
    assert [row["concept"] for row in found] == ["zhp-2399"]
