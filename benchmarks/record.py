"""Figures as JSON in ``benchmarks/results/``, with what they were measured on."""

from __future__ import annotations

import datetime
import json
import os
import platform
from pathlib import Path
from typing import Any

from peers import HERE, peers

RESULTS = HERE / "results"


Bar = tuple[str, float, str, float]  # what, its figure, "<=" or ">=", the bar


def write(name: str, figures: dict[str, Any], bars: list[Bar], folder: Path = RESULTS) -> Path:
    """Write ``<name>.json`` with the figures and bars behind a head of facts."""
    head = {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "peers": {peer.name: peer.version for peer in peers().values()},
    }
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.json"
    rows = [{"what": what, "figure": round(figure, 3), "sign": sign, "bar": bar} for what, figure, sign, bar in bars]
    path.write_text(json.dumps({**head, **figures, "bars": rows}, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return path


def read(name: str, folder: Path = RESULTS) -> dict[str, Any]:
    """The figures written before."""
    found: dict[str, Any] = json.loads((folder / f"{name}.json").read_text("utf-8"))
    return found


def judge(bars: list[Bar]) -> int:
    """Print a row for each bar; 1 when one is missed, else 0."""
    missed = 0
    for what, figure, sign, bar in bars:
        held = figure <= bar if sign == "<=" else figure >= bar
        missed += not held
        print(f"{'held  ' if held else 'MISSED'}  {what:58s} {figure:10.2f}  {sign} {bar:g}")
    print(f"{len(bars) - missed} of {len(bars)} bars held")
    return int(missed > 0)
