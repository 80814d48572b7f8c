"""Measure repair beside its peers on damaged and on sound text, and hold it to the bars.

Run: python benchmarks/repair.py [--shared ../shared] [--venvs FOLDER] [--seeds 1 2 3]

Rows are made and scored by ``shared/bench/repair.py``, eight of each class, grain and seed. Figures are the worst of
the seeds, of UTF-8 read as GBK the mean of both classes and all seeds (32 rows each). Exit status 1 when a bar of
``bars.toml`` is missed. Half a minute.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

import record
from peers import HERE, add_argument, interpreter, peers

SHARED = HERE.parent.parent / "shared"
OURS = "zh-localize"
SYSTEMS = {OURS: "py:zh_localize.repair:repair", "ftfy": "peer:ftfy.fix_encoding"}
GLOSSES = ("gloss", "gloss-bytes", "gloss-zhuyin")
AS_GBK = ("u8-gbk", "u8-gbk-q")

Scores = dict[str, dict[str, Any]]


def scored(bench: Path, seed: int, venvs: Path, folder: Path) -> Scores:
    """The figures of all systems on the rows of one seed."""
    rows, report = folder / f"rows-{seed}.jsonl", folder / f"score-{seed}.json"
    making = [str(interpreter(peers()["rows"], venvs)), str(bench), "make", "--n", "8", "--seed", str(seed)]
    subprocess.run([*making, "--out", str(rows)], check=True, stdout=sys.stderr)
    command = [sys.executable, str(bench), "score", "--rows", str(rows), "--by-class", "--json", str(report)]
    for name, system in SYSTEMS.items():
        python = sys.executable if name == OURS else str(interpreter(peers()[name], venvs))
        command += ["--system", f"{name}={system}", "--python", f"{name}={python}"]
    subprocess.run(command, check=True, stdout=sys.stderr)
    found: Scores = json.loads(report.read_text("utf-8"))
    return found


def bars(all_seeds: list[Scores]) -> list[record.Bar]:
    """What the worst of the seeds reaches."""
    wanted = tomllib.loads((HERE / "bars.toml").read_text("utf-8"))["repair"]
    ours = [scores[OURS] for scores in all_seeds]

    def worst(group: str, figure: str) -> float:
        return float(min(scores[group][figure] for scores in ours))

    def mean(*classes: str) -> float:
        return statistics.fmean(float(scores[f"class {name}"]["exact"]) for scores in ours for name in classes)

    return [
        ("lossless, exact", worst("lossless", "exact"), ">=", wanted["lossless"]),
        ("lossy, exact", worst("lossy", "exact"), ">=", wanted["lossy"]),
        ("lossy, characters", worst("lossy", "char"), ">=", wanted["lossy_char"]),
        *((f"{name}, exact", worst(f"class {name}", "exact"), ">=", wanted["glosses"]) for name in GLOSSES),
        ("UTF-8 read as GBK with losses, exact", mean(*AS_GBK), ">=", wanted["utf_8_as_gbk"]),
        ("rows made worse, share", max(scores["all"]["worse"] for scores in ours), "<=", wanted["worse"]),
        ("irrecoverable rows left alone", worst("irrecoverable", "kept"), ">=", wanted["kept"]),
        ("sound rows changed, share", max(scores["clean"]["changed"] for scores in ours), "<=", 1 / 20_000),
    ]


def main() -> int:
    """Make, score, write, judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    add_argument(parser)
    arguments = parser.parse_args()
    bench = arguments.shared / "bench" / "repair.py"
    if not bench.exists():
        print(f"{bench} is not there; name the folder that has it with --shared", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        found = [scored(bench, seed, arguments.venvs, Path(folder)) for seed in arguments.seeds]
    reached = bars(found)
    record.write("repair", {"seeds": dict(zip(map(str, arguments.seeds), found, strict=True))}, reached)
    return record.judge(reached)


if __name__ == "__main__":
    sys.exit(main())
