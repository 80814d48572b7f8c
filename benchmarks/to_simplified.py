"""Score conversion to Simplified on the cases of ``tests/data/t2s.tsv``, ours beside its peers.

Run: python benchmarks/to_simplified.py [--peer NAME=PYTHON]... [--errors] [--class PREFIX]

NAME is one of the packages below, PYTHON the interpreter of an environment that has it. Each peer is asked in every way
that it offers: for Traditional text in general, and after the region of the text where it knows regions. Printed are
lines that are right, and wrong characters, apart for the cases that tables were made with and for those held out. Exit
status 1 when a peer is better than ours in any of these figures.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from itertools import groupby
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
CASES = HERE.parent / "tests" / "data" / "t2s.tsv"
HELD = "-held"
OURS = "zh-localize"
REGIONAL = {"zh-Hant-HK": "hk2s", "zh-Hant-TW": "tw2s", "zh-Hans": "t2s"}
_OPENCC = {"t2s": {}, "tw2s, hk2s": REGIONAL}
PEERS: dict[str, dict[str, dict[str, str]]] = {  # ways of each peer: its configuration by region, where that matters
    OURS: {"zh-Hans": {}},
    "opencc": _OPENCC,
    "opencc-python-reimplemented": _OPENCC,
    "opencc-purepy": _OPENCC,
    "opencc-pyo3": _OPENCC,
    "zhconv-rs": {"zh-Hans": {}, "zh-CN": {}},
}
_MODULES = {"opencc": "opencc", "opencc-python-reimplemented": "opencc"}


@dataclass(frozen=True, slots=True)
class Case:
    """One row of the case file."""

    id: str
    origin: str
    traditional: str
    simplified: str
    kind: str


def cases() -> list[Case]:
    """All rows, in order."""
    lines = [line for line in CASES.read_text("utf-8").splitlines() if line and not line.startswith("# ")]
    return [Case(*line.split("\t")) for line in lines[1:]]


def make(package: str, config: str) -> Callable[[str], str]:
    """A conversion of the package that is installed here."""
    if package == OURS:
        converter = import_module("zh_localize").Converter(to=config)
        return lambda text: str(converter.convert(text))
    if package == "zhconv-rs":
        convert = import_module("zhconv_rs").zhconv
        return lambda text: str(convert(text, config))
    module = import_module(_MODULES.get(package, package.replace("-", "_")))
    convert = module.OpenCC(config).convert
    return lambda text: str(convert(text))


def answer() -> None:
    """The other side: read what to convert from stdin, write what came out to stdout."""
    asked: dict[str, Any] = json.load(sys.stdin)
    made = {config: make(asked["package"], config) for config, _ in asked["texts"]}
    json.dump([made[config](text) for config, text in asked["texts"]], sys.stdout)


def ask(package: str, way: str, python: str, rows: list[Case]) -> list[str]:
    """What a package, in an interpreter of its own, makes of the cases.

    Raises:
        subprocess.CalledProcessError: it could not be asked.
    """
    configs = PEERS[package][way]
    texts = [(configs.get(row.origin, way), row.traditional) for row in rows]
    asked = json.dumps({"package": package, "texts": texts})
    command = [python, str(Path(__file__).resolve()), "--answer"]
    done = subprocess.run(command, input=asked, capture_output=True, text=True, check=True)
    found: list[str] = json.loads(done.stdout)
    return found


def distance(found: str, right: str) -> int:
    """Characters to replace, take out or put in."""
    if len(found) == len(right):
        return sum(a != b for a, b in zip(found, right, strict=True))
    row = list(range(len(right) + 1))
    for i, a in enumerate(found, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(right, 1):
            before, row[j] = row[j], min(before + (a != b), row[j] + 1, row[j - 1] + 1)
    return row[-1]


def score(rows: list[Case], found: list[str]) -> dict[str, int]:
    """Lines that are not right, and wrong characters, of the cases at hand and of those held out."""
    figures = {"lines": 0, "characters": 0, "held lines": 0, "held characters": 0}
    for row, text in zip(rows, found, strict=True):
        part = "held " if row.kind.endswith(HELD) else ""
        figures[f"{part}lines"] += text != row.simplified
        figures[f"{part}characters"] += distance(text, row.simplified)
    return figures


def show_errors(rows: list[Case], found: list[str]) -> None:
    """Every line that is not right, class by class."""
    wrong = [(row, text) for row, text in zip(rows, found, strict=True) if text != row.simplified]
    for kind, group in groupby(wrong, key=lambda pair: pair[0].kind):
        print(f"  {kind}")
        for row, text in group:
            print(f"    {row.id}  {row.traditional}\n      found {text}\n      right {row.simplified}")


def main() -> None:
    """Ask all, print the table, judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=PYTHON", help=", ".join(PEERS))
    parser.add_argument("--errors", action="store_true", help="show the lines that are not right")
    parser.add_argument("--class", dest="kind", default="", help="only cases of the classes that begin so")
    parser.add_argument("--answer", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.answer:
        answer()
        return
    pythons = {OURS: sys.executable} | dict(peer.split("=", 1) for peer in arguments.peer)
    if unknown := set(pythons) - set(PEERS):
        parser.error(f"unknown peer {', '.join(unknown)}: one of {', '.join(PEERS)}")
    rows = [row for row in cases() if row.kind.startswith(arguments.kind)]
    held = sum(row.kind.endswith(HELD) for row in rows)
    sizes = {"lines": len(rows) - held, "held lines": held}
    print(f"{'':44s} {'right, of':>9s} {sizes['lines']:4d} {'wrong':>6s} {'held, of':>9s} {held:4d} {'wrong':>6s}")
    systems: dict[str, dict[str, int]] = {}
    for package, python in pythons.items():
        for way in PEERS[package]:
            found = ask(package, way, python, rows)
            name = f"{package} {way}"
            systems[name] = figures = score(rows, found)
            cells = []
            for part in ("", "held "):
                total = sizes[f"{part}lines"] or 1
                right = total - figures[f"{part}lines"]
                cells.append(f"{right:8d} {100 * right / total:5.1f}% {figures[f'{part}characters']:6d}")
            print(f"{name:44s}", *cells, flush=True)
            if arguments.errors:
                show_errors(rows, found)
    ours, *others = systems.values()
    better = [name for name, figures in list(systems.items())[1:] if any(figures[key] < ours[key] for key in ours)]
    if others:
        print(f"better than {OURS}: {', '.join(better) or 'none'}")
    sys.exit(1 if better else 0)


if __name__ == "__main__":
    main()
