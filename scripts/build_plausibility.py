"""Build ``data/plausibility.bin``: how likely one character follows another in Chinese, in Simplified space.

Run: python scripts/build_plausibility.py FOLDER     (a folder with SOURCES.tsv and *.txt.xz, one text a line)

Counts of pairs and triples in licence-clean running text, folded to Simplified one to one, widths and classes folded as
``zh_localize.repair.plausibility`` folds them; costs are -ln P in twelfths of a nat, at most 255. Of the triples those
are kept that tell most beyond their pairs. Only counts are shipped, no text. Collections whose terms a person still has
to read (Hansard) are left out.
"""

from __future__ import annotations

import argparse
import lzma
import math
import struct
import sys
import zlib
from array import array
from collections import Counter
from operator import add
from pathlib import Path
from typing import NamedTuple

from manifest import DATA, write_binary
from zh_localize.repair.plausibility import BACKOFF, BACKOFF_COST, MAGIC, UNITS, VERSION, fold

LEFT_OUT = ("hant_hk_hansard_",)
KEEP_FROM = 4  # occurrences that a pair needs
KNOWN_FROM = 3  # occurrences that a character needs
TELLS = 120  # twelfths of a nat, over all its occurrences, that a triple must differ from its pair


class Counts(NamedTuple):
    """How often each character, pair and triple occurs."""

    characters: Counter[str]
    pairs: Counter[str]
    triples: Counter[str]


def counts(folder: Path) -> Counts:
    """Characters, pairs and triples over all lines of the corpora; a line begins and ends with a blank."""
    characters, pairs, triples = found = Counts(Counter(), Counter(), Counter())
    for path in sorted(folder.glob("*.txt.xz")):
        if path.name.startswith(LEFT_OUT):
            continue
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                text = fold(f" {line.strip()} ")
                characters.update(text)
                pairs.update(map(add, text, text[1:]))
                triples.update(map("".join, zip(text, text[1:], text[2:], strict=False)))
        print(f"{path.name}: {len(pairs):,} pairs so far", file=sys.stderr)
    return found


def cost(probability: float) -> int:
    """-ln P in units, capped to a byte."""
    return min(255, round(-math.log(probability) * UNITS))


def pack(found: Counts) -> bytes:
    """The table: a header, and deflated starts (u32), characters and seconds (u16), costs of characters and pairs (u8),
    the number of triples that each pair begins (u8), their third characters (u16) and costs (u8)."""
    characters, pairs, _ = found
    known = sorted(c for c, n in characters.items() if n >= KNOWN_FROM and ord(c) < 0x10000)
    total = characters.total()
    single = bytes(cost(characters[c] / total) for c in known)
    starts, seconds, costs = array("I", [0]), array("H"), bytearray()
    followers: dict[str, list[tuple[str, int]]] = {c: [] for c in known}
    for pair, n in pairs.items():
        if n >= KEEP_FROM and pair[0] in followers and pair[1] in followers:
            followers[pair[0]].append((pair[1], n))
    kept: dict[str, int] = {}  # pairs in the order of the table, and their costs
    for first in known:
        for second, n in sorted(followers[first]):
            own = cost(n / characters[first])
            if own < cost(BACKOFF * characters[second] / total):
                seconds.append(ord(second))
                costs.append(own)
                kept[first + second] = own
        starts.append(len(seconds))
    behind = _triples(found, kept, dict(zip(known, single, strict=True)))
    numbers = bytes(len(behind.get(pair, ())) for pair in kept)
    thirds = array("H", (ord(third) for pair in kept for third, _ in behind.get(pair, ())))
    third_costs = bytes(own for pair in kept for _, own in behind.get(pair, ()))
    codes = array("H", map(ord, known))
    for table in (starts, codes, seconds, thirds):
        if sys.byteorder == "big":
            table.byteswap()
    head = struct.pack("<4sHHIII", MAGIC, VERSION, 0, len(known), len(seconds), len(thirds))
    tables = (starts, codes, seconds, single, costs, numbers, thirds, third_costs)
    return head + zlib.compress(b"".join(map(bytes, tables)), 9)


def _triples(found: Counts, kept: dict[str, int], singles: dict[str, int]) -> dict[str, list[tuple[str, int]]]:
    """Behind each pair the characters whose cost is another than behind the second alone; 255 of them at most."""
    behind: dict[str, list[tuple[int, str, int]]] = {}
    for triple, n in found.triples.items():
        first, third = triple[:2], triple[2]
        if n < KEEP_FROM or first not in kept or third not in singles:
            continue
        own = cost(n / found.pairs[first])
        tells = abs(own - kept.get(triple[1:], min(255, singles[third] + BACKOFF_COST)))
        if tells > 3 and tells * n >= TELLS:
            behind.setdefault(first, []).append((tells * n, third, own))
    most = {pair: sorted(known, reverse=True)[:255] for pair, known in behind.items()}
    return {pair: sorted((third, own) for _, third, own in known) for pair, known in most.items()}


def main() -> None:
    """Count, pack, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    write_binary(DATA / "plausibility.bin", pack(counts(parser.parse_args().folder)))


if __name__ == "__main__":
    main()
