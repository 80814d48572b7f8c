"""Measure the accuracy of conversion beside its peers on natural Taiwan and Hong Kong text, and hold it to the bars.

Run: python benchmarks/conversion_accuracy.py [--shared ../shared] [--venvs FOLDER] [--limit LINES]

Scores are those of ``shared/bench/conversion.py``: wrong characters per 10,000 Han characters, raw (N0), glyph
variants of one word merged (N1: spelling), spellings that are current side by side merged too (N2: meaning). Intervals
are 95 %, from a bootstrap over lines (of each file, in the pooled figures). The bars are those of ``bars.toml``. Exit
status 1 when one is missed.
"""

from __future__ import annotations

import argparse
import importlib
import random
import sys
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import record
from peers import HERE, add_argument, interpreter, peers

SHARED = HERE.parent.parent / "shared"
LEVELS = ("N0", "N1", "N2")
OURS, WITHOUT = "zh-localize", "zh-localize, no context"
RIVALS = ("opencc", "zhconv-rs")
SPECS = {
    OURS: 'py:zh_localize:Converter?{"to":"zh-Hant-{REGION}"}',
    WITHOUT: 'py:zh_localize:Converter?{"to":"zh-Hant-{REGION}","context":false}',
    "opencc": "peer:opencc",
    "zhconv-rs": "peer:zhconv-rs",
    "opencc-python-reimplemented": "peer:opencc-python-reimplemented",
}
ROUNDS = 1000  # of the bootstrap
_SHIFT = 32  # errors and characters of a line travel in one number, so that a round is one sum

Rows = list[tuple[str, str]]
Lines = list[tuple[int, ...]]  # of each line: Han characters, errors at each level


class BenchMissingError(Exception):
    """The folder with the scorer and the development files is not there."""


@dataclass(frozen=True, slots=True)
class Bench:
    """The scorer that all share, and the development files by name."""

    scorer: Any
    runner: Any
    levels: Any
    files: dict[str, tuple[str, Rows]]


def load(shared: Path, limit: int) -> Bench:
    """The bench of a folder.

    Raises:
        BenchMissingError: with what to do.
    """
    if not (shared / "bench" / "conversion.py").is_file():
        raise BenchMissingError(f"no bench/conversion.py in {shared}: name the folder that holds it with --shared")
    sys.path.insert(0, str(shared / "bench"))
    scorer, runner = importlib.import_module("conversion"), importlib.import_module("runner")
    files = {}
    for path in sorted((shared / "data" / "dev").glob("conversion_*.tsv.xz")):
        name = path.name.split(".")[0].removeprefix("conversion_")
        files[name] = (scorer.region_of(str(path)), scorer.read_rows(str(path), limit))
    levels = scorer.Levels(str(shared / "bench" / "conversion_tables.json"))
    return Bench(scorer, runner, levels, files)


def measure(bench: Bench, name: str, python: Path) -> tuple[dict[str, Lines], dict[str, float]]:
    """Each file's lines as one system converts them, and its speed in thousand characters a second."""
    lines: dict[str, Lines] = {}
    seconds, characters = 0.0, 0
    for file, (region, rows) in bench.files.items():
        kind, _, argument = SPECS[name].replace("{REGION}", region.upper()).partition(":")
        texts = [source for source, _ in rows]
        converted, spent, _, failed = bench.runner.run((name, kind, argument, str(python)), texts, region)
        if failed:
            raise BenchMissingError(f"{name} failed on {failed} lines of {file}")
        seconds, characters = seconds + sum(spent), characters + sum(map(len, texts))
        lines[file] = []
        for row, text in zip(rows, converted, strict=True):
            counts = bench.scorer.score(bench.levels, [row], [text])[0]
            lines[file].append((counts["N0"]["chars"], *(counts[level]["errors"] for level in LEVELS)))
    return lines, {"kilocharacters_a_second": round(characters / seconds / 1e3, 1)}


def figures_of(lines: Lines) -> dict[str, float]:
    """Errors per 10,000 Han characters at each level."""
    characters = sum(line[0] for line in lines)
    return {level: round(1e4 * sum(line[i] for line in lines) / characters, 2) for i, level in enumerate(LEVELS, 1)}


def intervals(files: list[Lines]) -> dict[str, list[float]]:
    """The 95 % interval of each level, lines drawn anew within each file."""
    chance = random.Random(1)
    found = {}
    for index, level in enumerate(LEVELS, 1):
        packed = [[(line[index] << _SHIFT) + line[0] for line in lines] for lines in files]
        rates = []
        for _ in range(ROUNDS):
            total = sum(sum(chance.choices(lines, k=len(lines))) for lines in packed)
            rates.append(1e4 * (total >> _SHIFT) / (total & ((1 << _SHIFT) - 1)))
        rates.sort()
        found[level] = [round(rates[ROUNDS // 40], 2), round(rates[-ROUNDS // 40], 2)]
    return found


def summary(lines: dict[str, Lines], apart: list[str]) -> dict[str, Any]:
    """The figures and intervals of one system: of each file, of all, and of all but those that stand apart."""
    groups = {name: [one] for name, one in lines.items()}
    groups["all"] = list(lines.values())
    groups["written"] = [one for name, one in lines.items() if name not in apart]
    return {
        name: {**figures_of([line for one in files for line in one]), "interval": intervals(files)}
        for name, files in groups.items()
        if files
    }


def bars(systems: dict[str, dict[str, Any]], limits: dict[str, Any]) -> list[record.Bar]:
    """Every bar and what ours reaches."""
    ours = systems[OURS]
    found: list[record.Bar] = [
        ("N2, all files", ours["all"]["N2"], "<=", limits["pooled"]["n2"]),
        ("N2, without court and Cantonese", ours["written"]["N2"], "<=", limits["pooled"]["n2_written"]),
    ]
    for file, bar in limits["n1"].items():
        if file in ours:
            found.append((f"N1, {file}", ours[file]["N1"], "<=", round(bar * 1.1, 2)))
            best = min(systems[rival][file]["N2"] for rival in RIVALS)
            found.append((f"N2, {file}, best peer", ours[file]["N2"], "<=", best))
    return found


def cost_of_model(bench: Bench) -> dict[str, Any]:
    """Bytes of the model's file, and CPU seconds for all files with and without it."""
    from zh_localize import Converter

    data = Path(importlib.import_module("zh_localize").__file__ or "").parent / "data" / "choices.bin"
    texts: dict[str, str] = {}
    for region, rows in bench.files.values():
        texts[region] = texts.get(region, "") + "".join(f"{source}\n" for source, _ in rows)
    spent: dict[str, float] = {}
    for name, context in (("with", True), ("without", False)):
        converters = {region: Converter(to=f"zh-Hant-{region.upper()}", context=context) for region in texts}
        times = []
        for _ in range(3):
            start = time.process_time()
            for region, text in texts.items():
                converters[region].convert(text)
            times.append(time.process_time() - start)
        spent[name] = round(min(times), 3)
    return {"bytes": data.stat().st_size if data.exists() else 0, "cpu_seconds": spent}


def show(systems: dict[str, dict[str, Any]]) -> None:
    """The table of all files and systems at N1 and N2."""
    print(f"{'':16s}", *(f"{name:>28s}" for name in systems))
    for file in next(iter(systems.values())):
        cells = []
        for figures in systems.values():
            low, high = figures[file]["interval"]["N2"]
            cells.append(f"{figures[file]['N1']:9.2f} {figures[file]['N2']:6.2f} {f'[{low:.2f} {high:.2f}]':>15s}")
        print(f"{file:16s}", *cells, flush=True)


def main() -> None:
    """Measure, print, write the figures, judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED, help="folder with bench/ and data/dev/ (../shared)")
    parser.add_argument("--limit", type=int, default=0, help="only the first so many lines of each file")
    parser.add_argument("--system", action="append", choices=SPECS, help="which systems (default: all)")
    add_argument(parser)
    arguments = parser.parse_args()
    limits = tomllib.loads((HERE / "bars.toml").read_text("utf-8"))
    bench = load(arguments.shared, arguments.limit)
    systems: dict[str, dict[str, Any]] = {}
    speeds: dict[str, dict[str, float]] = {}
    for name in arguments.system or SPECS:
        known = peers()
        python = interpreter(known[name], arguments.venvs) if name in known else Path(sys.executable)
        lines, speeds[name] = measure(bench, name, python)
        systems[name] = summary(lines, limits["pooled"]["apart"])
        print(f"{name}: N2 {systems[name]['all']['N2']} {systems[name]['all']['interval']['N2']}", flush=True)
    show(systems)
    cost = cost_of_model(bench)
    print("the model", cost)
    if arguments.system:
        sys.exit(0)
    rows = bars(systems, limits)
    if not arguments.limit:
        record.write("conversion_accuracy", {"systems": systems, "speeds": speeds, "model": cost}, rows)
    sys.exit(record.judge(rows))


if __name__ == "__main__":
    main()
