"""What the README shows is what comes out."""

from __future__ import annotations

import re
from pathlib import Path

import zh_localize as zl

README = (Path(__file__).resolve().parents[2] / "README.md").read_text("utf-8")
TABLE = re.findall(r"^\| (found|`[^`]+`) \| `(.+)` \|$", README, re.MULTILINE)


def test_before_and_after() -> None:
    damaged = repaired = ""
    for step, text in TABLE:
        if step == "found":
            damaged = text
        elif step == "`repair`":
            repaired = zl.repair(damaged)
            assert repaired == text
        else:
            assert zl.convert(repaired, to=step.strip("`").split()[-1]) == text
    assert [step for step, _ in TABLE].count("found") == 2


def test_the_library_examples() -> None:
    for call, result in re.findall(r"^(zl\.\w.*)  # ('.*')$", README, re.MULTILINE):
        if "data" not in call:
            assert eval(call, {"zl": zl}) == eval(result)
