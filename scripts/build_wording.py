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

HERE = Path(__file__).resolve().parent
TEXTS = ("hant_tw_software_apache_mit.txt.xz", "hant_tw_software_mpl.txt.xz")
LEAST = 3
HEAD = (
    "# Words of software whose wording differs by region; see scripts/wording.tsv, from which scripts/build_wording.py "
    "makes this table: what the source says, mainland, Taiwan, Hong Kong, where Taiwan's is attested."
)


def rows(corpora: Path) -> Iterator[str]:
    """The rows that are attested."""
    texts = {name: lzma.decompress((corpora / name).read_bytes()).decode("utf-8") for name in TEXTS}
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
        yield "\t".join((english, hans, taiwan, hong_kong, source))


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path)
    write_table(DATA / "wording.tsv", [HEAD, *rows(parser.parse_args().corpora)])


if __name__ == "__main__":
    main()
