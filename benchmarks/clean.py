"""Count the sound lines that repair changes, or in which it notes a loss; none should be.

Run: python benchmarks/clean.py DEV      (DEV: a folder of *.xz files, a line each, the text behind the last tab)

Each line is repaired by itself. Prints one JSON object, and every such line on stderr.
"""

from __future__ import annotations

import argparse
import json
import lzma
import sys
import time
from pathlib import Path

from zh_localize.repair import repair_report


def main() -> None:
    """Count, time and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dev", type=Path)
    lines: list[str] = []
    for path in sorted(parser.parse_args().dev.glob("*.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as file:
            lines += (line.rstrip("\n").split("\t")[-1] for line in file)
    start = time.process_time()
    found = [report for report in map(repair_report, lines) if report.edits]
    seconds = time.process_time() - start
    changed = sum(report.changed for report in found)
    for report in found:
        print(report.source, report.edits, sep="\n", file=sys.stderr)
    size = sum(len(line.encode("utf-8", "surrogatepass")) for line in lines)
    facts = {
        "lines": len(lines),
        "changed": changed,
        "noted": len(found) - changed,
        "megabytes_a_second": round(size / seconds / 1e6, 1),
    }
    print(json.dumps(facts))


if __name__ == "__main__":
    main()
