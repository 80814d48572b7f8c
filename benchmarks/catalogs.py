"""Measure catalogues on the PO files of Debian packages, with GNU gettext as the judge, and their speed beside peers.

Run: python benchmarks/catalogs.py [--folder build/catalogs] [--package NAME ...] [--quick]

Every file is read, written, laid out, compiled, looked up through the C library and merged (``catalog_judge.py``);
what msgfmt refuses must be refused. Speed is that of 100,000 made entries, and of a million for us alone. Exit status 1
when a bar of ``bars.toml`` is missed. Quarter of an hour; ``--quick`` takes every tenth file and no million.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import tomllib
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import record
from catalog_corpus import FOLDER, CorpusMissingError, catalog_files, write_made
from catalog_judge import Verdict, judge
from peers import HERE

QUESTIONS = ("lossless", "identical", "formatted", "compiled", "same_bytes", "merged")
LIBRARIES = ("zh-localize", "polib", "babel")
GNU = {
    "read and write": ("msgcat", "-o", os.devnull),
    "read and compile": ("msgfmt", "-o", os.devnull),
}

Figures = dict[str, Any]


def scored(verdicts: list[Verdict]) -> Figures:
    """Counts over some files: how many were asked and how many answered well."""
    counts: Figures = {"files": len(verdicts), "accepted by msgfmt": sum(verdict.accepted for verdict in verdicts)}
    for question in QUESTIONS:
        answers = [getattr(verdict, question) for verdict in verdicts]
        counts[question] = [sum(answer is True for answer in answers), sum(answer is not None for answer in answers)]
    counts["look-ups missed"] = [sum(len(one.missed) for one in verdicts), sum(one.lookups for one in verdicts)]
    counts["refused wrongly"] = [one.error for one in verdicts if one.accepted and not one.read]
    counts["accepted wrongly"] = [one.path for one in verdicts if not one.accepted and one.read and not one.marked]
    counts["marks taken out"] = [one.path for one in verdicts if not one.accepted and one.read and one.marked]
    counts["not as msgcat"] = [one.path for one in verdicts if one.formatted is False]
    return counts


def timed(path: Path) -> Figures:
    """CPU seconds and memory of the libraries and of GNU gettext on one file."""
    worker = [sys.executable, str(HERE / "catalog_worker.py")]
    found: Figures = {}
    for library in LIBRARIES:
        done = subprocess.run([*worker, library, str(path)], check=True, stdout=subprocess.PIPE)
        found[library] = json.loads(done.stdout)
    found["GNU gettext"] = {}
    for name, command in GNU.items():
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        subprocess.run([*command, str(path)], check=True)
        found["GNU gettext"][name] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    return found


def speed(entries: int, *, alone: bool = False) -> Figures:
    """The figures for a made file of so many entries."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.po"
        write_made(path, entries)
        if not alone:
            return timed(path)
        command = [sys.executable, str(HERE / "catalog_worker.py"), "zh-localize", str(path), "read", "write"]
        figures: Figures = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
        return figures


def bars(total: Figures, fast: Figures, huge: Figures | None) -> list[record.Bar]:
    """What is reached."""
    wanted = tomllib.loads((HERE / "bars.toml").read_text("utf-8"))["catalogs"]

    def share(question: str) -> float:
        good, asked = total[question]
        return float(good / asked) if asked else 1.0

    ours, polib = fast["zh-localize"], fast["polib"]
    rows = [
        ("read and written without loss, share", share("lossless"), ">=", wanted["lossless"]),
        ("files in msgcat's layout kept to the byte, share", share("identical"), ">=", wanted["identical"]),
        ("laid out as msgcat does, share", share("formatted"), ">=", wanted["formatted"]),
        ("compiled as msgfmt does, share", share("compiled"), ">=", wanted["compiled"]),
        ("look-ups that the C library misses", total["look-ups missed"][0], "<=", wanted["missed"]),
        ("merged as msgmerge -N does, share", share("merged"), ">=", wanted["merged"]),
        ("refused by us and not by msgfmt", len(total["refused wrongly"]), "<=", wanted["refused"]),
        ("refused by msgfmt and not by us", len(total["accepted wrongly"]), "<=", wanted["accepted"]),
        (
            "100,000 entries read and written, times polib's speed",
            (polib["read"] + polib["write"]) / (ours["read"] + ours["write"]),
            ">=",
            wanted["read_write"],
        ),
        (
            "100,000 entries read and compiled, times polib's speed",
            (polib["read"] + polib["compile"]) / (ours["read"] + ours["compile"]),
            ">=",
            wanted["mo"],
        ),
        ("100,000 entries read and written, seconds", ours["read"] + ours["write"], "<=", wanted["seconds"]),
    ]
    if huge:
        tenfold = (huge["read"] + huge["write"]) / (ours["read"] + ours["write"])
        rows.append(("1,000,000 entries, times the time of 100,000", tenfold, "<=", wanted["linear"]))
        rows.append(("1,000,000 entries, MiB", huge["MiB"], "<=", wanted["memory"]))
    return rows


def main() -> int:
    """Fetch, judge, time, write, compare with the bars."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the PO files are kept (build/catalogs)")
    parser.add_argument("--package", action="append", help="only this one; may be repeated")
    parser.add_argument("--quick", action="store_true", help="every tenth file, and no million entries")
    arguments = parser.parse_args()
    try:
        files = catalog_files(arguments.folder)
    except CorpusMissingError as error:
        print(error, file=sys.stderr)
        return 2
    packages = {name: paths for name, paths in files.items() if name in (arguments.package or files)}
    by_package: Figures = {}
    everything: list[Verdict] = []
    with ProcessPoolExecutor() as pool:
        for name, paths in packages.items():
            verdicts = list(pool.map(judge, paths[:: 10 if arguments.quick else 1], chunksize=8))
            for verdict in verdicts:
                verdict.path = Path(verdict.path).relative_to(arguments.folder).as_posix()
                verdict.error = verdict.error.replace(f"{arguments.folder}/", "")
            by_package[name] = scored(verdicts)
            everything += verdicts
            print(name, {key: value for key, value in by_package[name].items() if value}, file=sys.stderr)
    fast = speed(100_000)
    huge = None if arguments.quick else speed(1_000_000, alone=True)
    total = scored(everything)
    reached = bars(total, fast, huge)
    if not (arguments.quick or arguments.package):
        judged_by = subprocess.run(["msgcat", "--version"], check=True, capture_output=True, text=True).stdout
        figures = {
            "judge": judged_by.splitlines()[0],
            "total": total,
            "packages": by_package,
            "seconds and MiB, 100,000 entries": fast,
            "seconds and MiB, 1,000,000 entries": huge,
        }
        record.write("catalogs", figures, reached)
    return record.judge(reached)


if __name__ == "__main__":
    sys.exit(main())
