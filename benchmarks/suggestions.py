"""Measure what ``glossary suggest`` gives back of terms that were hidden from it, beside two plainer rankings.

Run: python benchmarks/suggestions.py [--corpora FOLDER]

A fifth of the concepts of the shipped packs is hidden, five times over with other seeds; the terms to be found are
those of 2 to 8 characters that occur four times or more in the first megabyte of a corpus and are named by no concept
left. The first 200 suggestions are compared with the 200 most frequent runs of characters, and with the 200 of the
highest C-value, which have the same counts and the same characters that begin or end no term. A minute.
"""

from __future__ import annotations

import argparse
import lzma
import random
import time
import tomllib
from collections.abc import Iterable
from math import log
from pathlib import Path
from typing import Any

import record
from corpus import CORPORA
from peers import HERE
from zh_localize.glossary import Glossary
from zh_localize.glossary.fold import fold
from zh_localize.glossary.suggest import LEAST, LONGEST, SHORTEST, alone, candidates, runs, suggest

FILES = ("hans_cn_govreports", "hans_cn_law")
SEEDS, SHARE, FIRST = range(1, 6), 5, 200


def measure(text: str, glossary: Glossary) -> dict[str, Any]:
    """How many of the hidden terms each ranking gives back."""
    concepts = sorted({row.concept for row in glossary.designations})
    folded = fold(text)
    counts, _ = candidates(runs([text]))
    free = alone(counts)
    plain = {
        "frequency": sorted(counts, key=lambda word: -counts[word]),
        "c_value": sorted(counts, key=lambda word: -free[word] * log(len(word) + 1)),
    }
    found = dict.fromkeys(("hidden", "suggest", *plain), 0)
    seconds = 0.0
    for seed in SEEDS:
        hidden = set(random.Random(seed).sample(concepts, len(concepts) // SHARE))
        left = Glossary([row for row in glossary.designations if row.concept not in hidden])
        known = names(left)
        wanted = {t for t in names(glossary) - known if SHORTEST <= len(t) <= LONGEST and folded.count(t) >= LEAST}
        begin = time.process_time()
        first = [candidate.text for candidate in suggest([text], left, limit=FIRST)]
        seconds += time.process_time() - begin
        found["hidden"] += len(wanted)
        found["suggest"] += hits(first, wanted)
        for name, ranking in plain.items():
            found[name] += hits([word for word in ranking if fold(word) not in known][:FIRST], wanted)
    return {**found, "seconds": round(seconds / len(SEEDS), 2)}


def names(glossary: Glossary) -> set[str]:
    """The Chinese terms, folded."""
    return {fold(row.term) for row in glossary.designations if row.lang.startswith("zh")}


def hits(words: Iterable[str], wanted: set[str]) -> int:
    """How many of the words are wanted."""
    return sum(fold(word) in wanted for word in words)


def main() -> int:
    """Measure, write, judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    corpora = parser.parse_args().corpora
    bar = tomllib.loads((HERE / "bars.toml").read_text("utf-8"))["suggestions"]
    glossary = Glossary.load()
    figures: dict[str, Any] = {}
    for name in FILES:
        with lzma.open(corpora / f"{name}.txt.xz") as file:
            figures[name] = measure(file.read(1_000_000).decode("utf-8", "ignore"), glossary)
        print(name, figures[name])
    total = {key: sum(figures[name][key] for name in FILES) for key in ("hidden", "suggest", "frequency", "c_value")}
    bars: list[record.Bar] = [
        ("share of hidden terms found", total["suggest"] / total["hidden"], ">=", bar["found"]),
        ("times as many as by C-value", total["suggest"] / max(total["c_value"], 1), ">=", bar["times_better"]),
        ("seconds for a megabyte", max(figures[name]["seconds"] for name in FILES), "<=", bar["seconds"]),
    ]
    record.write("suggestions", {**figures, "total": total}, bars)
    return record.judge(bars)


if __name__ == "__main__":
    raise SystemExit(main())
