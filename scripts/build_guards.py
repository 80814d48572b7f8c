"""Rows of ``data/supplement.tsv`` that keep the particle 著 (着 in Simplified) apart from the words with 著 (zhù).

Run: python scripts/build_guards.py FOLDER     (a folder with SOURCES.tsv and *.txt.xz, one text a line)

Taiwan writes 著 for both, so that 寫著作業 (writing homework) looks as if it held 著作 (work). Hong Kong writes 着 for
the particle: what stands before it there, and hardly ever before the words with 著 in texts of Taiwan, is taken for
a verb; more verbs of what one does to a text or a thing are named here. Each verb makes a row with each of the
beginnings that are a word by themselves and one with 著 as well. The other way round, a word that ends in 著 (zhù)
would hide words with 着 in front of which its first character stands by chance (所著重): those are listed whole.
Counts only; collections whose terms a person still has to read are left out.
"""

from __future__ import annotations

import argparse
import lzma
import re
from collections import Counter
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from manifest import DATA, write_binary
from zh_localize.convert.engines import engine

LEFT_OUT = ("hant_hk_hansard_",)
SOURCE = "counts of 着 and 著 in running text of Hong Kong and Taiwan, scripts/build_guards.py"
WORK = re.compile("(.)著(?=作權|作財|作人|名[的學]|有[成績功貢]|稱[於，。])")  # 著 is zhù without doubt
SEEN = 5  # times that a verb has to stand before the particle
SHARE = 0.05  # of what stands before 著 may be before a word with 著
VERBS = (
    "聽讀念唸唱背抄印掛貼改翻放擺插夾捏捧提舉握抓持摟揹陪擁繫綁開吃喝嚼含咬吹彈敲聞嗅"
    "瞧盯數談聊問喊叫練搬撿挑選搶拆裝刷擦洗煮烤住想倚捉留露"
)
NO_VERBS = "一下不中也你係又唔太學存就對得意未火能要"  # words and parts of words that pass all the same
AFTER_VERB = ("有", "書", "者", "作文", "作者", "作家", "作物", "名師", "名校", "名牌", "名車", "《")
ENDS = ("所", "新", "論", "譯", "遺", "專", "原")  # with 著 they are words
BEGINS = tuple("手色裝陸床眼重墨力想火迷急實落涼衣")  # with 着 they are words


def lines(folder: Path, pattern: str) -> Iterator[str]:
    """The lines of the corpora whose name begins with the pattern."""
    for path in sorted(folder.glob(f"{pattern}*.txt.xz")):
        if not path.name.startswith(LEFT_OUT):
            with lzma.open(path, "rt", encoding="utf-8") as text:
                yield from text


def verbs(folder: Path) -> list[str]:
    """What stands before the particle and not before a word with 著."""
    known: Counter[str] = Counter()
    either: Counter[str] = Counter()
    word: Counter[str] = Counter()
    for line in lines(folder, "hant_hk_"):
        known.update(re.findall("([\u4e00-\u9fff])着", line))
    for line in lines(folder, "hant_tw_"):
        either.update(re.findall("([\u4e00-\u9fff])著", line))
        word.update(WORK.findall(line))
    seen = {verb: known[verb] + either[verb] for verb in known}
    found = {verb for verb, n in seen.items() if n >= SEEN and word[verb] <= n * SHARE}
    return sorted((found | {*VERBS}) - {*NO_VERBS})


def rows(folder: Path) -> Iterator[tuple[str, str]]:
    """Each key with its value."""
    convert = engine("tw2s").convert
    for verb, after in product(verbs(folder), AFTER_VERB):
        yield f"{verb}著{after}", convert(f"{verb}著") + convert(after)
    for end, begin in product(ENDS, BEGINS):
        yield f"{end}著{begin}", convert(end) + "着" + convert(begin)


def main() -> None:
    """Replace the rows that were derived before."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    found = rows(parser.parse_args().folder)
    path = DATA / "supplement.tsv"
    head, *kept = (line for line in path.read_text("utf-8").splitlines() if not line.endswith(f"\t{SOURCE}"))
    by_hand = {tuple(line.split("\t")[:2]) for line in kept}
    kept += ["\t".join(("TS", key, value, SOURCE)) for key, value in found if ("TS", key) not in by_hand]
    write_binary(path, "".join(f"{line}\n" for line in [head, *sorted(kept, key=lambda row: row.split("\t"))]).encode())


if __name__ == "__main__":
    main()
