"""Write a table of ``src/zh_localize/data/`` and record its hash in ``data/manifest.tsv``.

Run: python scripts/manifest.py NAME...      records the hash of a table that is written by hand, such as supplement.tsv
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "src" / "zh_localize" / "data"


def write_table(path: Path, rows: Iterable[str]) -> None:
    """Write a text table, one row a line."""
    write_binary(path, "".join(f"{row}\n" for row in rows).encode("utf-8"))


def write_binary(path: Path, data: bytes) -> None:
    """Write a table and put its SHA-256 in the manifest."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    manifest = DATA / "manifest.tsv"
    lines = manifest.read_text("utf-8").splitlines() if manifest.exists() else []
    known = dict(line.split("\t") for line in lines if line and not line.startswith("#"))
    known[path.relative_to(DATA).as_posix()] = hashlib.sha256(data).hexdigest()
    rows = ["# SHA-256 of each table; written by the scripts that build them", *map("\t".join, sorted(known.items()))]
    manifest.write_text("".join(f"{row}\n" for row in rows), "utf-8")
    print(f"{path.relative_to(DATA)}: {len(data):,} bytes")


if __name__ == "__main__":
    for name in sys.argv[1:]:
        write_binary(DATA / name, (DATA / name).read_bytes())
