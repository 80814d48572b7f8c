"""Reads, writes and compiles one PO file with one library and prints the CPU seconds and the memory as JSON.

Run: python benchmarks/catalog_worker.py zh-localize|polib|babel FILE [STEP ...]      by benchmarks/catalogs.py
"""

from __future__ import annotations

import io
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Steps = dict[str, Callable[[Any], Any]]


def ours() -> Steps:
    """The steps of this project; ``write`` keeps what is not edited, ``lay out`` does all of it anew."""
    from zh_localize.catalog import mo, po

    return {
        "read": po.read,
        "write": lambda catalog: po.to_bytes(catalog),
        "lay out": lambda catalog: po.format_bytes(catalog),
        "compile": lambda catalog: mo.to_bytes(catalog),
    }


def polib() -> Steps:
    """Those of polib."""
    import polib

    return {
        "read": lambda path: polib.pofile(str(path)),
        "write": lambda catalog: str(catalog).encode(),
        "compile": lambda catalog: catalog.to_binary(),
    }


def babel() -> Steps:
    """Those of Babel."""
    from babel.messages import mofile, pofile

    def written(catalog: Any, write: Callable[[io.BytesIO, Any], object]) -> bytes:
        out = io.BytesIO()
        write(out, catalog)
        return out.getvalue()

    return {
        "read": lambda path: pofile.read_po(io.BytesIO(path.read_bytes())),
        "write": lambda catalog: written(catalog, pofile.write_po),
        "compile": lambda catalog: written(catalog, mofile.write_mo),
    }


def main() -> None:
    """Run the steps asked for, or all; each on what was read."""
    library, path, *wanted = sys.argv[1:]
    steps = {"zh-localize": ours, "polib": polib, "babel": babel}[library]()
    found: dict[str, float] = {}
    catalog: Any = None
    for name, step in steps.items():
        if wanted and name not in wanted:
            continue
        start = time.process_time()
        result = step(Path(path) if name == "read" else catalog)
        found[name] = time.process_time() - start
        assert name == "read" or len(result) > 100
        catalog = result if name == "read" else catalog
        del result
    found["MiB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(found))


if __name__ == "__main__":
    main()
