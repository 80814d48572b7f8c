"""``po check`` and ``po stats``: formats, levels, baselines, mending, exit codes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from xml.etree import ElementTree

import pytest

Run = Callable[..., CompletedProcess[bytes]]

HEADER = """msgid ""
msgstr ""
"Language: zh_TW\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"""
FAULTS = """
#, c-format
msgid "%d files"
msgstr "檔案"

msgid "Save"
msgstr "储存"

#, fuzzy
msgid "Open"
msgstr "開啟"

msgid "Name:"
msgstr "名稱"
"""
HOOKS = Path(__file__).resolve().parents[2] / ".pre-commit-hooks.yaml"


@pytest.fixture(autouse=True)
def catalogues(tmp_path: Path) -> None:
    (tmp_path / "po").mkdir()
    (tmp_path / "po" / "zh_TW.po").write_text(HEADER + FAULTS, "utf-8")
    (tmp_path / "sound.zh_TW.po").write_text(HEADER + '\nmsgid "Save"\nmsgstr "儲存"\n', "utf-8")


def test_findings_stand_at_their_lines(run: Run) -> None:
    done = run("po", "check", "po/zh_TW.po")
    assert done.returncode == 1
    text = done.stdout.decode()
    assert "po/zh_TW.po:11:1: error: %d files: a placeholder is missing" in text
    assert "expected '%d' [po.placeholder]" in text
    assert "po/zh_TW.po:14:1: warning" in text
    assert "[po.script]" in text
    assert "po.end-mark" not in text
    assert done.stderr.decode().startswith("1 errors, 1 warnings, 1 hints")


def test_a_sound_catalogue(run: Run) -> None:
    done = run("po", "check", "sound.zh_TW.po")
    assert (done.returncode, done.stdout) == (0, b"")


def test_levels_and_rules(run: Run) -> None:
    assert b"po.end-mark" in run("po", "check", "--level", "hint", "po").stdout
    assert b"po.script" not in run("po", "check", "--level", "error", "po").stdout
    assert run("po", "check", "--level", "error", "--only", "po.script", "po").returncode == 0
    assert b"po.fuzzy" in run("po", "check", "--release", "po").stdout
    assert run("po", "check", "--only", "po.scrip", "po").returncode == 2


def test_formats(run: Run) -> None:
    rows = [json.loads(line) for line in run("po", "check", "--format", "json", "po").stdout.splitlines()]
    assert [(row["rule"], row["line"], row["severity"]) for row in rows] == [
        ("po.placeholder", 11, "error"), ("po.script", 14, "warning"), ("po.end-mark", 21, "hint"),
    ]  # fmt: skip
    log = json.loads(run("po", "check", "--format", "sarif", "po").stdout)
    assert [result["ruleId"] for result in log["runs"][0]["results"]] == [row["rule"] for row in rows]
    assert b"::error file=po/zh_TW.po,line=11" in run("po", "check", "--format", "github", "po").stdout
    suite = ElementTree.fromstring(run("po", "check", "--format", "junit", "po", "sound.zh_TW.po").stdout)
    assert (suite.get("tests"), suite.get("failures")) == ("3", "2")
    assert run("po", "check", "--format", "xml", "po").returncode == 2


def test_baseline(run: Run) -> None:
    assert run("po", "check", "--write-baseline", "known.jsonl", "po").returncode == 0
    assert run("po", "check", "--baseline", "known.jsonl", "po").returncode == 0


def test_mending(run: Run, tmp_path: Path) -> None:
    done = run("po", "check", "--fix", "--only", "po.script", "po")
    assert done.returncode == 0
    assert b"1 message mended" in done.stderr
    assert (tmp_path / "po" / "zh_TW.po").read_text("utf-8") == HEADER + FAULTS.replace("储存", "儲存")


def test_a_waiver(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "po" / "zh_TW.po"
    path.write_text(path.read_text("utf-8").replace("#, c-format", "#, c-format, ignore-placeholder"), "utf-8")
    assert b"po.placeholder" not in run("po", "check", "po").stdout


def test_terms(run: Run, tmp_path: Path) -> None:
    rows = "concept\tlang\tterm\tstatus\treview\treplaced_by\tsource\nc1\ten\tSave\tpreferred\tapproved\t\tx\n"
    (tmp_path / "house.tsv").write_text(rows + "c1\tzh-Hant-TW\t保存\tpreferred\tapproved\t\tx\n", "utf-8")
    assert b"term.missing" in run("po", "check", "--glossary", "house.tsv", "sound.zh_TW.po").stdout


def test_a_catalogue_of_no_variant(run: Run, tmp_path: Path) -> None:
    (tmp_path / "app.po").write_text('msgid "Save"\nmsgstr "儲存"\n', "utf-8")
    done = run("po", "check", "app.po")
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert run("po", "check", "--to", "zh_TW", "app.po", "--level", "error").returncode in (0, 1)


def test_stats(run: Run, tmp_path: Path) -> None:
    done = run("po", "stats", "po", "sound.zh_TW.po")
    assert done.returncode == 0
    assert re.search(r"zh_TW +█+░+ +80\.0 %", done.stdout.decode())
    rows = [json.loads(line) for line in run("po", "stats", "--json", "po").stdout.splitlines()]
    assert [(row["locale"], row["human"], row["fuzzy"], row["total"]) for row in rows] == [("zh_TW", 3, 1, 4)]
    assert run("po", "stats", "--html", "page.html", "po").returncode == 0
    page = (tmp_path / "page.html").read_text("utf-8")
    assert 'class="human" style="width:75.00%"' in page
    assert "<script" not in page


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("locales/zh_TW/LC_MESSAGES/app.po", True), ("po/zh_CN.po", True), ("locale/zh_Hans/LC_MESSAGES/d.po", True),
        ("po/app.zh-TW.po", True), ("po/de.po", False), ("zh_TW/readme.md", False),
    ],
)  # fmt: skip
def test_the_hook_takes_chinese_catalogues(path: str, expected: bool) -> None:
    line = next(line for line in HOOKS.read_text("utf-8").splitlines() if line.strip().startswith("files: "))
    assert (re.search(line.split("files: ")[1], path) is not None) is expected
