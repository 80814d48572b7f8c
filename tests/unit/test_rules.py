"""The grades of rules follow from measured figures, and the figures can be made again."""

from __future__ import annotations

import importlib.util
import json
import math
import sys
from pathlib import Path
from types import ModuleType

import pytest

from zh_localize.errors import UnknownRuleError
from zh_localize.report import Grade
from zh_localize.rules import Rule, all_rules, rule

ROOT = Path(__file__).resolve().parents[2]
DEVELOPMENT = ROOT.parent / "shared" / "data" / "dev"
TOLERANCE = 0.03  # of a sample that is a tenth of the one in the table


@pytest.mark.parametrize(
    ("precision", "edits", "grade"),
    [(1.0, 10, "safe"), (0.9989, 10, "likely"), (0.95, 10, "likely"), (0.9499, 10, "ask"), (1.0, 0, "ask")],
)
def test_grade_follows_from_precision(precision: float, edits: int, grade: str) -> None:
    assert Rule("x", precision, edits, "").grade is Grade(grade)


def test_unknown_rule_names_the_nearest() -> None:
    with pytest.raises(UnknownRuleError, match=r"gloss\.pinyin"):
        rule("gloss.piny")


def benchmark() -> ModuleType:
    sys.path.insert(0, str(ROOT / "benchmarks"))
    spec = importlib.util.spec_from_file_location("benchmark_rules", ROOT / "benchmarks" / "rules.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(not DEVELOPMENT.is_dir(), reason="the development texts are not beside the checkout")
def test_figures_can_be_made_again() -> None:
    figures = benchmark().measure(DEVELOPMENT, 4)
    for id_, found in figures.items():
        if found.total() >= 100:
            share, expected = found[True] / found.total(), all_rules()[id_].precision
            chance = 4 * math.sqrt(expected * (1 - expected) / found.total())  # edits of one document go together
            assert share == pytest.approx(expected, abs=max(TOLERANCE, chance)), id_
    assert {"gloss.pinyin", "punctuation.width", "convert.phrase", "convert.character"} <= figures.keys()


def test_figures_of_terms_are_those_measured() -> None:
    results = json.loads((ROOT / "benchmarks" / "results" / "terminology.json").read_text("utf-8"))
    for status, (right, edits, _) in results["replacements: right, edits, places"].items():
        found = rule(f"term.{status}")
        assert (found.precision, found.edits) == (pytest.approx(right / edits, abs=1e-4), edits)
