"""The native core of repair and its pure twin agree; a look never misses what a repair would find."""

from __future__ import annotations

import itertools
import json
import os
import random
import subprocess
import sys

import pytest

from cases import read
from zh_localize.repair import lattice, plausibility, repair, wild
from zh_localize.repair.classes import HANS, HANT
from zh_localize.repair.mojibake import PAIRS
from zh_localize.repair.single import WRITTEN

needs_core = pytest.mark.skipif(plausibility.judge() is None, reason="the native core is not at work")
TEXTS = [row["damaged"] for row in read("repair.tsv")]
BYTES = [(wrong, right) for wrong in wild.SINGLE for right in WRITTEN]


def odd_texts() -> list[str]:
    """Random strings of what damage is made of."""
    chance = random.Random(1)
    pieces = [
        "中",
        "国",
        "鐨",
        "勬",
        "ä",
        "¸",
        "\xad",
        "\ufffd",
        "?",
        "€",
        " ",
        "a",
        "\n",
        "ﾖ",
        "ﾐ",
        "\ue000",
        "\U00020000",
        "\ud800",
        "œ",
        "–",
    ]
    return ["".join(chance.choices(pieces, k=chance.randrange(1, 40))) for _ in range(60)]


@needs_core
@pytest.mark.parametrize("text", [*TEXTS[::9], *odd_texts(), "", "\0", "\U0010ffff" * 3])
def test_costs_are_those_of_the_pure_twin(text: str) -> None:
    folded, pairs = plausibility.fold(text), plausibility.pair_costs()
    expected = [pairs[first + second] for first, second in itertools.pairwise(folded)]
    assert plausibility.costs(text) == expected
    assert plausibility.cost(text) == sum(expected)
    assert plausibility.surprises(text) == [i for i, cost in enumerate(expected, 1) if cost >= plausibility.SURPRISE]


@needs_core
@pytest.mark.parametrize(("wrong", "right"), [*PAIRS, *BYTES, (wild.STRIPPED, "utf-8")])
def test_readings_are_those_of_the_pure_twin(wrong: str, right: str) -> None:
    chance = random.Random(f"{wrong} {right}")
    for text in (*chance.sample(TEXTS, 6), *chance.sample(odd_texts(), 12)):
        text = text[:80]
        start, end = sorted(chance.choices(range(len(text) + 1), k=2))
        part, lost_case = text[start:end], chance.random() < 0.3
        before, after = text[start - 1 : start] or " ", text[end : end + 1] or " "
        foreign, roughly = chance.choice((0, HANS, HANT)), chance.random() < 0.3
        graph = lattice._graph(wild.units(part, wrong, lost_case=lost_case))
        expected = [
            (start + low, start + high, *rest)
            for low, high, *rest in lattice._read(
                part, lattice._Edges(graph, right, wrong, foreign, roughly=roughly), before, after
            )
        ]
        found = lattice._search(text, start, end, wrong, right, lost_case=lost_case, roughly=roughly, foreign=foreign)
        assert [tuple(passage) for passage in found] == expected, (text, start, end)


@needs_core
@pytest.mark.parametrize("text", TEXTS + odd_texts())
def test_a_look_misses_nothing(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = repair(text)
    monkeypatch.setattr(plausibility, "look", everywhere)
    assert repair(text) == found


def everywhere(text: str) -> plausibility.Look:
    """A look that asks for all repairs in every line."""
    lines, start = [], 0
    for line in text.split("\n"):
        place = plausibility._surprise(plausibility.costs(f" {line}"))
        lines.append(plausibility.Suspect(start, start + len(line), -1, place))
        start += len(line) + 1
    return plausibility.Look(-1, lines)


@needs_core
def test_repairs_are_those_of_the_pure_twin() -> None:
    code = (
        "import sys, json; from zh_localize import repair_report\n"
        "for text in json.load(sys.stdin):\n"
        "    report = repair_report(text)\n"
        "    print(json.dumps([report.text, [[e.start, e.end, e.after, e.rule] for e in report.edits]]))\n"
    )

    texts = json.dumps([*TEXTS[::4], *(text for text in odd_texts() if "\ud800" not in text)])
    results = [
        subprocess.run(
            [sys.executable, "-c", code], input=texts, capture_output=True, text=True, check=True,
            env=os.environ | {"ZH_LOCALIZE_BACKEND": backend, "PYTHONIOENCODING": "utf-8"},
        ).stdout
        for backend in ("native", "python")
    ]  # fmt: skip
    assert results[0] == results[1]
