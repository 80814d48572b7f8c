"""Measure the speed of conversion beside its peers, in one run, and hold it to the bars.

Run: python benchmarks/conversion_speed.py [--venvs FOLDER] [--corpora FOLDER] [--repeats 5] [--only PART]

Each engine lives in a process of its own and they take turns, so that a busy machine slows all of them alike; the
least CPU time of all rounds counts, and what matters are the ratios. Every result is compared with that of the first
round. MB are those of the text's UTF-8. Exit status 1 when a bar is missed.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
from collections import defaultdict
from contextlib import ExitStack
from typing import Any

import corpus
import record
from engines import NATIVE, OURS, PURE, Engine, EngineFailedError
from peers import add_argument

OPENCC, ZHCONV, REIMPLEMENTED = "opencc", "zhconv-rs", "opencc-python-reimplemented"
FAST = (NATIVE, OPENCC, ZHCONV)
EXACT = {"s2t": "simplified", "t2s": "traditional", "s2twp": "simplified"}
ACCURATE = "accurate zh-Hant-TW"
SHORT = "头发发现里面的软件和网络连接，请联系管理员"[:20]
SAMPLE = 400_000  # characters for engines in pure Python
PARTS = ("texts", "calls", "threads", "start", "memory", "pure")
LEAST = {"s2t": (8, 2), "t2s": (8, 2), "s2twp": (8, 1.2), ACCURATE: (3, 0.8)}  # times OpenCC's and zhconv-rs's speed

Figures = dict[str, Any]
Bars = list[record.Bar]


class ResultChangedError(Exception):
    """An engine gave another result for the same text."""


def open_all(engine: Engine) -> None:
    """Make every conversion ready that is measured."""
    for config in EXACT:
        engine.open(config, config=config)
    if engine.package == OURS:
        engine.open(ACCURATE, to="zh-Hant-TW")
    else:
        engine.open(ACCURATE, config="s2tw")


def measure_texts(engines: list[Engine], arguments: argparse.Namespace, *, count: int, variants: list[str]) -> Figures:
    """Megabytes a second of each engine, text and conversion: the best of all rounds."""
    best: dict[tuple[str, str, str], float] = defaultdict(lambda: float("inf"))
    digests: dict[tuple[str, str, str], str] = {}
    sizes: dict[str, int] = {}
    for variant in variants:
        for text in sorted(set(EXACT.values())):
            path = corpus.path(text, variant, corpora=arguments.corpora)
            for engine in engines:
                engine.ask("read", name=f"{text} {variant}", path=str(path))
            sizes[f"{text} {variant}"] = len(path.read_text("utf-8")[: count or None].encode())
    for engine in engines:
        open_all(engine)
    jobs = [
        (name, f"{text} {variant}") for variant in variants for name, text in [*EXACT.items(), (ACCURATE, "simplified")]
    ]
    for _ in range(arguments.repeats):
        for name, text in jobs:
            for engine in engines:
                answer = engine.ask("time", name=name, text=text, count=count)
                key = (name, text, engine.name)
                best[key] = min(best[key], answer["seconds"])
                if digests.setdefault(key, answer["digest"]) != answer["digest"]:
                    raise ResultChangedError(f"{engine.name}: {name} of {text} gave two results")
    found: Figures = {}
    for (name, text, engine_name), seconds in best.items():
        found.setdefault(text, {}).setdefault(name, {})[engine_name] = round(sizes[text] / seconds / 1e6, 2)
    return found


def bars_of_texts(figures: Figures) -> Bars:
    """The ratios on the full text against OpenCC and zhconv-rs."""
    found: Bars = []
    for name, (opencc, zhconv) in LEAST.items():
        speeds = figures[f"{EXACT.get(name, 'simplified')} full"][name]
        found.append((f"{name}, times OpenCC", speeds[NATIVE] / speeds[OPENCC], ">=", opencc))
        found.append((f"{name}, times zhconv-rs", speeds[NATIVE] / speeds[ZHCONV], ">=", zhconv))
    return found


def measure_calls(engines: list[Engine], arguments: argparse.Namespace) -> tuple[Figures, Bars]:
    """Microseconds of one call with 20 characters."""
    best: dict[str, dict[str, float]] = {name: {engine.name: 1e9 for engine in engines} for name in ("s2t", ACCURATE)}
    for engine in engines:
        open_all(engine)
    for _ in range(arguments.repeats):
        for name, row in best.items():
            for engine in engines:
                seconds = engine.ask("call", name=name, text=SHORT, number=20_000)["seconds"]
                row[engine.name] = min(row[engine.name], seconds * 1e6)
    rounded = {name: {engine: round(value, 3) for engine, value in row.items()} for name, row in best.items()}
    return rounded, [("s2t, 20 characters, microseconds", best["s2t"][NATIVE], "<=", 0.5)]


def measure_threads(engines: list[Engine], arguments: argparse.Namespace) -> tuple[Figures, Bars]:
    """How much faster two threads are than one by the clock, and what plain hashing reaches on the machine as it is."""
    found: dict[str, float] = {}
    for engine in engines:
        path = corpus.path("simplified", corpora=arguments.corpora)
        engine.ask("read", name="simplified", path=str(path))
        engine.open("s2t", config="s2t")
        answer = engine.ask("threads", name="s2t", text="simplified", seconds=4.0 * arguments.repeats)
        found[engine.name] = round(answer["one"] / answer["two"], 2)
    engines[0].ask("open", name="hash", engine="hash", options={})
    answer = engines[0].ask("threads", name="hash", text="simplified", seconds=4.0)
    found["hashing"] = round(answer["one"] / answer["two"], 2)
    return found, [("two threads, times one", found[NATIVE], ">=", 1.7)]


def measure_start(arguments: argparse.Namespace) -> tuple[Figures, Bars]:
    """CPU milliseconds of import and first call over those of bare Python: the median of 20 processes each."""
    codes = {
        "nothing": "pass",
        "import": "import zh_localize",
        "exact s2t": "import zh_localize; zh_localize.Converter(config='s2t').convert('汉字')",
        "accurate zh-Hant-TW": "import zh_localize; zh_localize.convert('汉字', to='zh-Hant-TW')",
    }
    spent: dict[str, list[float]] = {name: [] for name in codes}
    for _ in range(arguments.starts):
        for name, code in codes.items():
            spent[name].append(cpu_of([sys.executable, "-c", code]))
    bare = statistics.median(spent.pop("nothing"))
    found = {name: round((statistics.median(times) - bare) * 1e3, 2) for name, times in spent.items()}
    bars: Bars = [(f"{name}, milliseconds", found[name], "<=", 15) for name in ("exact s2t", "accurate zh-Hant-TW")]
    return found, bars


def cpu_of(command: list[str]) -> float:
    """CPU seconds of a process, its own and the system's."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(command, check=True, env={**environment, "ZH_LOCALIZE_BACKEND": "native"})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure_memory(arguments: argparse.Namespace) -> tuple[Figures, Bars]:
    """Resident megabytes of the tables once a text has been converted, each in a new process."""
    path = corpus.path("simplified", corpora=arguments.corpora)
    jobs = [(name, "s2t", {"config": "s2t"}) for name in (*FAST, PURE)]
    jobs.append((NATIVE, ACCURATE, {"to": "zh-Hant-TW"}))
    found: Figures = {}
    for name, what, options in jobs:
        with Engine(name, arguments.venvs) as engine:
            engine.ask("read", name="text", path=str(path))
            found.setdefault(what, {})[name] = round(engine.memory("text", **options) / 1e6, 2)
    bars: Bars = [(f"{what}, resident megabytes", found[what][NATIVE], "<=", 8) for what in ("s2t", ACCURATE)]
    return found, bars


def measure_pure(arguments: argparse.Namespace, stack: ExitStack) -> tuple[Figures, Bars]:
    """Megabytes a second of the engines in pure Python, on the beginning of the texts."""
    engines = [stack.enter_context(Engine(name, arguments.venvs)) for name in (PURE, REIMPLEMENTED)]
    found = measure_texts(engines, arguments, count=SAMPLE, variants=["full"])
    speeds = {config: found[f"{text} full"][config] for config, text in EXACT.items()}
    bars: Bars = [
        (f"pure {config}, times {REIMPLEMENTED}", row[PURE] / row[REIMPLEMENTED], ">=", 4)
        for config, row in speeds.items()
    ]
    return found, bars


def main() -> None:
    """Measure, print, write the figures, judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=5, help="rounds (default 5)")
    parser.add_argument(
        "--starts", type=int, default=20, help="processes that are started for each figure (default 20)"
    )
    parser.add_argument("--variant", action="append", choices=["full", "bmp", "dense"], help="texts (default: all)")
    parser.add_argument("--only", action="append", choices=PARTS, help="measure only this; nothing is written")
    add_argument(parser)
    corpus.add_argument(parser)
    arguments = parser.parse_args()
    parts = arguments.only or PARTS
    figures: Figures = {}
    bars: Bars = []

    def add(name: str, measured: tuple[Figures, Bars]) -> None:
        figures[name] = measured[0]
        bars.extend(measured[1])
        print(name, measured[0], flush=True)

    with ExitStack() as stack:
        try:
            engines = [stack.enter_context(Engine(name, arguments.venvs)) for name in FAST]
            if "texts" in parts:
                variants = arguments.variant or ["full", "bmp", "dense"]
                found = measure_texts(engines, arguments, count=0, variants=variants)
                add("texts", (found, bars_of_texts(found)))
            if "calls" in parts:
                add("calls", measure_calls(engines, arguments))
            if "threads" in parts:
                add("threads", measure_threads(engines, arguments))
            if "start" in parts:
                add("start", measure_start(arguments))
            if "memory" in parts:
                add("memory", measure_memory(arguments))
            if "pure" in parts:
                add("pure", measure_pure(arguments, stack))
        except EngineFailedError as error:
            sys.exit(f"no figures: {error}")
    if not arguments.only:
        path = record.write("conversion_speed", figures, bars)
        print(f"written: {path.name}")
    sys.exit(record.judge(bars))


if __name__ == "__main__":
    main()
