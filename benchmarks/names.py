"""Measure repair of short strings, such as names of files: titles of 4 to 10 characters, damaged as by archives
and file systems.

Run: python benchmarks/names.py DEV [--guess]      (DEV: a folder of *.xz files)

Titles are what stands between 《 and 》, with ``.txt`` behind. For each damage and length: the share that comes back
exactly (recall), and of those that were changed the share that is exact (precision); then the sound titles changed.
"""

from __future__ import annotations

import argparse
import lzma
import random
import re
from collections import Counter, defaultdict
from pathlib import Path

from damage import Damage, wrong
from zh_localize.repair import repair_report
from zh_localize.repair.names import repair_name

TITLE = re.compile("《([㐀-鿿]{4,10})》")
READ = {
    "utf-8": ("cp437", "cp1252", "latin-1", "gb18030", "cp950", "cp932"),
    "gbk": ("cp437", "cp1252", "cp850", "cp950", "cp932"),
    "big5": ("cp437", "cp1252", "gb18030"),
}
DAMAGES: dict[str, Damage] = {
    f"{written} as {read}": wrong(written, read) for written, others in READ.items() for read in others
}


def titles(folder: Path) -> list[str]:
    """Titles that texts speak of, each once."""
    found: set[str] = set()
    for path in sorted(folder.glob("*.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as file:
            found.update(title for line in file for title in TITLE.findall(line))
    return sorted(found)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dev", type=Path)
    parser.add_argument("--guess", action="store_true", help="with guesses")
    arguments = parser.parse_args()
    sound = titles(arguments.dev)
    random.Random(1).shuffle(sound)
    lengths = ((4, 5), (6, 7), (8, 10))
    counts: defaultdict[tuple[str, tuple[int, int]], Counter[str]] = defaultdict(Counter)
    for title in sound:
        size = next(pair for pair in lengths if pair[0] <= len(title) <= pair[1])
        for name, damage in DAMAGES.items():
            try:
                damaged = damage(title, random.Random(1))
            except UnicodeEncodeError:
                continue
            after = repair_report(f"{damaged}.txt", guess=arguments.guess).text
            right = after == f"{title}.txt"
            counts[name, size][("right" if right else "wrong") if after != f"{damaged}.txt" else "left"] += 1
        for encoding in ("gbk", "big5"):
            try:
                name = f"{title}.txt".encode(encoding).decode("utf-8", "surrogateescape")
            except UnicodeEncodeError:
                continue
            after = repair_name(name, guess=arguments.guess)
            right = after == f"{title}.txt"
            counts[f"bytes of {encoding}", size]["right" if right else "left" if after == name else "wrong"] += 1
    print("damage", *(f"{low}-{high}: recall\tprecision" for low, high in lengths), sep="\t")
    for name in dict.fromkeys(name for name, _ in counts):
        row = [name]
        for size in lengths:
            found = counts[name, size]
            changed = found["right"] + found["wrong"]
            row += [f"{found['right'] / found.total():.3f}", f"{found['right'] / changed:.3f}" if changed else "-"]
        print(*row, sep="\t")
    changed = sum(repair_report(f"{title}.txt", guess=arguments.guess).changed for title in sound)
    print(f"sound titles changed: {changed} of {len(sound)}")


if __name__ == "__main__":
    main()
