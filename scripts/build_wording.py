"""Build ``data/wording.tsv``: the rows of ``scripts/wording.tsv`` with where the word of Taiwan is attested.

Run: python scripts/build_wording.py CORPORA      the folder of the software texts named in data/SOURCES.toml

A pair that OpenCC's TWPhrases hold has them for its source. Any other needs its word of Taiwan to stand in the texts
of software from Taiwan at least three times; a row that is found in neither is left out and printed.
"""

from __future__ import annotations

import argparse
import lzma
from collections.abc import Iterator
from pathlib import Path

from manifest import DATA, write_table
from zh_localize.convert import convert

HERE = Path(__file__).resolve().parent
TEXTS = ("hant_tw_software_apache_mit.txt.xz", "hant_tw_software_mpl.txt.xz")
MAINLAND = ("hans_cn_software.txt.xz",)
LEAST = 3
CURRENT = 5  # times that a word has to stand in the texts of the other side to be current there
HEAD = (
    "# Words of software whose wording differs by region; see scripts/wording.tsv, from which scripts/build_wording.py "
    "makes this table: what the source says, mainland, Taiwan, Hong Kong, on which side the other's word is current as "
    "well, where Taiwan's is attested."
)


def rows(corpora: Path) -> Iterator[str]:
    """The rows that are attested."""
    texts = {name: _read(corpora / name) for name in TEXTS}
    mainland_text = "".join(_read(corpora / name) for name in MAINLAND)
    phrases = (DATA / "opencc" / "TWPhrases.tsv").read_text("utf-8").splitlines()
    known = {value for line in phrases if line[:1] != "#" for value in line.split("\t")[1].split(" ")}
    for line in (HERE / "wording.tsv").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        english, hans, taiwan, hong_kong = line.split("\t")
        counts = {name.removesuffix(".txt.xz"): text.count(taiwan) for name, text in texts.items()}
        name = max(counts, key=lambda name: counts[name])
        if taiwan in known:
            source = "OpenCC, TWPhrases"
        elif counts[name] >= LEAST:
            source = f"{counts[name]} times in {name}"
        else:
            print(f"left out: {line}")
            continue
        current = {
            "mainland": mainland_text.count(convert(taiwan, "zh-Hans-CN")) >= CURRENT,
            "taiwan": sum(text.count(convert(hans, "zh-Hant-TW")) for text in texts.values()) >= CURRENT,
        }
        sides = [side for side, holds in current.items() if holds]
        shared = "both" if len(sides) == 2 else sides[0] if sides else "neither"
        yield "\t".join((english, hans, taiwan, hong_kong, shared, source))


def _read(path: Path) -> str:
    return lzma.decompress(path.read_bytes()).decode("utf-8")


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path)
    write_table(DATA / "wording.tsv", [HEAD, *rows(parser.parse_args().corpora)])


if __name__ == "__main__":
    main()
