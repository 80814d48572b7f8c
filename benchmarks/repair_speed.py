"""Measure the speed of repair on sound and on damaged text beside ftfy, in one run, and hold it to the bars.

Run: python benchmarks/repair_speed.py [--data ../shared/data/dev] [--venvs FOLDER] [--repeats 5]

Each engine lives in a process of its own and they take turns, so that a busy machine slows all of them alike; the least
CPU time of all rounds counts. Every result is compared with that of the first round, and ours, native and pure, with
one another. MB are those of the text's UTF-8. How fast bytes are decoded is measured by ``decode.py``. Exit status 1
when a bar is missed. Two minutes.
"""

from __future__ import annotations

import argparse
import json
import lzma
import os
import random
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import IO, Any, cast

import record
from damage import DAMAGES
from peers import HERE, add_argument, interpreter, peers

DATA = HERE.parent.parent / "shared" / "data" / "dev"
REPORT = HERE.parent / "examples/report.txt"
NATIVE, PURE, FTFY = "zh-localize", "zh-localize in Python", "ftfy"
SHARE = {NATIVE: 1, PURE: 16, FTFY: 4}  # the part of each text that an engine gets, so that slow ones end
WORKER = """
import hashlib, json, sys, time
module, name = sys.argv[1:]
repair = getattr(__import__(module, fromlist=[name]), name)
for line in sys.stdin:
    texts = json.loads(line)
    start = time.process_time()
    found = [repair(text) for text in texts]
    seconds = time.process_time() - start
    digest = hashlib.sha256("\\0".join(found).encode("utf-8", "surrogatepass")).hexdigest()
    print(json.dumps([seconds, digest]), flush=True)
"""


def sound_lines(folder: Path) -> list[str]:
    """The lines of all sound texts."""
    lines: list[str] = []
    for path in (*sorted(folder.glob("text_*.txt.xz")), *sorted(folder.glob("conversion_*.tsv.xz"))):
        with lzma.open(path, "rt", encoding="utf-8") as file:
            lines += (line.rstrip("\n").split("\t")[-1] for line in file)
    random.Random(1).shuffle(lines)
    return lines


def damaged_documents(lines: list[str]) -> list[str]:
    """Documents of a few lines, each damaged in one of the ways of ``damage.py``."""
    chance, found = random.Random(2), []
    for number in range(600):
        name = sorted(DAMAGES)[number % len(DAMAGES)]
        try:
            found.append(DAMAGES[name]("\n".join(lines[8 * number : 8 * number + 8]), chance))
        except UnicodeEncodeError:
            continue
    return found


def texts(folder: Path, share: int) -> dict[str, list[str]]:
    """What is measured: lists of texts, of which an engine gets a part."""
    lines = sound_lines(folder)
    damaged = damaged_documents(lines)
    return {
        "sound document": ["\n".join(lines[: len(lines) // share])],
        "sound lines": lines[: len(lines) // share],
        "damaged documents": damaged[: len(damaged) // share],
        "the report": [REPORT.read_text("utf-8")],
    }


class Engine:
    """An engine in a process of its own."""

    def __init__(self, name: str, venvs: Path) -> None:
        python = str(interpreter(peers()[FTFY], venvs)) if name == FTFY else sys.executable
        what = ("ftfy", "fix_encoding") if name == FTFY else ("zh_localize", "repair")
        environment = os.environ | {"ZH_LOCALIZE_BACKEND": "python" if name == PURE else "native"}
        command = [python, "-c", WORKER, *what]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )

    def run(self, found: list[str]) -> tuple[float, str]:
        """The seconds of CPU that it takes, and a hash of the result."""
        given, answer = cast("IO[str]", self.process.stdin), cast("IO[str]", self.process.stdout)
        given.write(json.dumps(found) + "\n")
        given.flush()
        seconds, digest = json.loads(answer.readline())
        return float(seconds), str(digest)

    def close(self) -> None:
        """End its process."""
        cast("IO[str]", self.process.stdin).close()
        self.process.wait()


def measure(folder: Path, venvs: Path, repeats: int) -> dict[str, dict[str, float]]:
    """Megabytes a second of each text and engine, and the milliseconds of the report."""
    engines = {name: Engine(name, venvs) for name in SHARE}
    given = {name: texts(folder, share) for name, share in SHARE.items()}
    best: dict[tuple[str, str], float] = {}
    digests: dict[tuple[str, str], str] = {}
    for _ in range(repeats):
        for name, engine in engines.items():
            for what, found in given[name].items():
                seconds, digest = engine.run(found)
                best[what, name] = min(seconds, best.get((what, name), seconds))
                if digests.setdefault((what, name), digest) != digest:
                    raise SystemExit(f"{name} gave another result for the same {what}")
    for what, found in given[PURE].items():
        if engines[NATIVE].run(found)[1] != digests[what, PURE]:
            raise SystemExit(f"native and pure differ on {what}")
    for engine in engines.values():
        engine.close()
    figures: dict[str, dict[str, float]] = {}
    for (what, name), seconds in best.items():
        size = sum(len(text.encode("utf-8", "surrogatepass")) for text in given[name][what])
        figures.setdefault(what, {})[name] = seconds * 1000 if what == "the report" else size / seconds / 1e6
    return figures


def bars(figures: dict[str, dict[str, float]]) -> list[record.Bar]:
    """What repair must reach."""
    wanted: dict[str, Any] = tomllib.loads((HERE / "bars.toml").read_text("utf-8"))["repair_speed"]
    sound, damaged = figures["sound document"], figures["damaged documents"]
    return [
        ("sound document, MB/s", sound[NATIVE], ">=", wanted["sound"]),
        ("sound document in Python, MB/s", sound[PURE], ">=", wanted["sound_pure"]),
        ("damaged documents, MB/s", damaged[NATIVE], ">=", wanted["damaged"]),
        ("damaged documents in Python, MB/s", damaged[PURE], ">=", wanted["damaged_pure"]),
        ("the report, ms", figures["the report"][NATIVE], "<=", wanted["report"]),
    ]


def main() -> int:
    """Measure, write, judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--repeats", type=int, default=5)
    add_argument(parser)
    arguments = parser.parse_args()
    if not arguments.data.is_dir():
        print(f"{arguments.data} is not there; name the folder of texts with --data", file=sys.stderr)
        return 2
    figures = measure(arguments.data, arguments.venvs, arguments.repeats)
    for what, found in figures.items():
        shown = ", ".join(f"{name} {figure:.2f}" for name, figure in found.items())
        print(f"{what}, {'ms' if what == 'the report' else 'MB/s'}: {shown}")
    reached = bars(figures)
    record.write("repair_speed", {"figures": figures}, reached)
    return record.judge(reached)


if __name__ == "__main__":
    sys.exit(main())
