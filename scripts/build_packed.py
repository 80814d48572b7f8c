"""Pack the tables that the native core reads, into ``src/zh_localize/data/packed/``; not kept under version control.

Run: python scripts/build_packed.py      (after a table has changed; installing does the same)
"""

from __future__ import annotations

from manifest import DATA
from zh_localize.convert.pack import pack_all

if __name__ == "__main__":
    pack_all(DATA / "packed")
