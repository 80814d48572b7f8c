"""What the README shows is what comes out."""

from __future__ import annotations

import re
from pathlib import Path

import zh_localize as zl
from zh_localize.localise import localise

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text("utf-8")
TABLE = re.findall(r"^\| (found|`(?:repair|convert [^`]+)`) \| `(.+)` \|$", README, re.MULTILINE)
PAIRS = re.findall(r"^\| `((?!repair|convert)[^`]+)` \| `([^`]+)` \|$", README, re.MULTILINE)


def test_before_and_after() -> None:
    damaged = (ROOT / "examples" / "page.txt").read_text("utf-8")
    repaired = zl.repair(damaged)
    for step, text in TABLE:
        if step == "found":
            assert text in damaged
        elif step == "`repair`":
            assert text in repaired
        else:
            assert text in zl.convert(repaired, to=step.strip("`").split()[-1])
    assert len(TABLE) == 6


def test_the_main_job(tmp_path: Path) -> None:
    shown = re.findall(r"^  (zh-\S+) +(\d+) edits -> ", README, re.MULTILINE)
    outcome = localise(ROOT / "examples" / "report.txt", to=["zh-Hans", "zh-Hant-TW", "en"], out=tmp_path)
    edits = {tag: sum(not edit.is_note for edit in report.edits) for tag, report in outcome.conversions.items()}
    assert {tag: int(count) for tag, count in shown} == edits
    assert f"{outcome.units}, with {outcome.terms} terms of the glossary" in README


def test_wrong_code_pages() -> None:
    for found, repaired in PAIRS:
        assert zl.repair(found) == repaired
    assert len(PAIRS) == 4


def test_the_library_examples() -> None:
    for call, result in re.findall(r"^(zl\.\w.*)  # ('.*')$", README, re.MULTILINE):
        if "data" not in call:
            assert eval(call, {"zl": zl}) == eval(result)
