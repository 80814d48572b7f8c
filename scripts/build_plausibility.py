"""Build ``data/plausibility.bin``: how likely one character follows another in Chinese, in Simplified space.

Run: python scripts/build_plausibility.py FOLDER     (a folder with SOURCES.tsv and *.txt.xz, one text a line)

Bigram counts of licence-clean running text, folded to Simplified one to one, widths and classes folded as
``zh_localize.repair.plausibility`` folds them; costs are -ln P in twelfths of a nat, at most 255. Only counts are
shipped, no text. Collections whose terms a person still has to read (Hansard) are left out.
"""

from __future__ import annotations

import argparse
import lzma
import math
import struct
import sys
from array import array
from collections import Counter
from operator import add
from pathlib import Path

from manifest import DATA, write_binary
from zh_localize.repair.plausibility import BACKOFF, MAGIC, UNITS, VERSION, fold

LEFT_OUT = ("hant_hk_hansard_",)
KEEP_FROM = 4  # occurrences that a pair needs
KNOWN_FROM = 3  # occurrences that a character needs


def counts(folder: Path) -> tuple[Counter[str], Counter[str]]:
    """Characters and pairs over all lines of the corpora; a line begins and ends with a blank."""
    characters: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    for path in sorted(folder.glob("*.txt.xz")):
        if path.name.startswith(LEFT_OUT):
            continue
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                text = fold(f" {line.strip()} ")
                characters.update(text)
                pairs.update(map(add, text, text[1:]))
        print(f"{path.name}: {len(pairs):,} pairs so far", file=sys.stderr)
    return characters, pairs


def cost(probability: float) -> int:
    """-ln P in units, capped to a byte."""
    return min(255, round(-math.log(probability) * UNITS))


def pack(characters: Counter[str], pairs: Counter[str]) -> bytes:
    """The table: header, starts (u32), characters and seconds (u16), costs of characters and pairs (u8)."""
    known = sorted(c for c, n in characters.items() if n >= KNOWN_FROM and ord(c) < 0x10000)
    total = characters.total()
    single = bytes(cost(characters[c] / total) for c in known)
    starts, seconds, costs = array("I", [0]), array("H"), bytearray()
    followers: dict[str, list[tuple[str, int]]] = {c: [] for c in known}
    for pair, n in pairs.items():
        if n >= KEEP_FROM and pair[0] in followers and pair[1] in followers:
            followers[pair[0]].append((pair[1], n))
    for first in known:
        for second, n in sorted(followers[first]):
            own = cost(n / characters[first])
            if own < cost(BACKOFF * characters[second] / total):
                seconds.append(ord(second))
                costs.append(own)
        starts.append(len(seconds))
    codes = array("H", map(ord, known))
    for numbers in (starts, codes, seconds):
        if sys.byteorder == "big":
            numbers.byteswap()
    head = struct.pack("<4sHHII", MAGIC, VERSION, 0, len(known), len(seconds))
    return b"".join((head, starts.tobytes(), codes.tobytes(), seconds.tobytes(), single, bytes(costs)))


def main() -> None:
    """Count, pack, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    characters, pairs = counts(parser.parse_args().folder)
    write_binary(DATA / "plausibility.bin", pack(characters, pairs))


if __name__ == "__main__":
    main()
