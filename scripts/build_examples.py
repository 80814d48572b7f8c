"""Damage the sound documents of ``tests/data/examples/`` as web pages do, and write them to ``examples/``.

Run: python scripts/build_examples.py

Two steps, each of them seen on real pages:

1. The text is stored in GBK, and full-width punctuation is replaced by ASCII, byte by byte, without regard to where a
   character begins. Where the second byte of a character and the first byte of the next one look like a punctuation
   mark, both characters are lost and the text slips by one byte, up to the next byte that can only be ASCII.
2. Each occurrence of some Traditional characters is followed by its first dictionary reading in brackets.

The result is the same on every run.
"""

from __future__ import annotations

import argparse
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CLEAN = ROOT / "tests" / "data" / "examples"
DAMAGED = ROOT / "examples"
NAMES = ("report", "page")

FOLDS = {"，": ",", "；": ";", "：": ":", "（": "(", "）": ")", "？": "?", "！": "!"}

TABLE = """
    標=biāo 產=chǎn 達=dá 單=dān 當=dāng 導=dǎo 調=diào 對=duì 發=fā 館=guǎn
    觀=guān 規=guī 環=huán 濟=jì 結=jié 節=jié 進=jìn 經=jīng 覽=lǎn 聯=lián
    領=lǐng 農=nóng 區=qū 認=rèn 設=shè 實=shí 數=shù 體=tǐ 統=tǒng 圖=tú
    網=wǎng 務=wù 習=xí 鄉=xiāng 協=xié 學=xué 訓=xùn 業=yè 醫=yī 應=yīng
    優=yōu 閱=yuè 鎮=zhèn 職=zhí 質=zhì 專=zhuān 準=zhǔn
"""
READINGS = dict(pair.split("=") for pair in TABLE.split())


def fold(data: bytes) -> bytes:
    """Replace the GBK codes of full-width punctuation by ASCII wherever their bytes stand, aligned or not."""
    for mark, plain in FOLDS.items():
        data = data.replace(mark.encode("gbk"), plain.encode("ascii"))
    return data


def decode(data: bytes) -> str:
    """Read GB 18030 as lenient programs do: a byte that fits nothing is dropped, and reading goes on at the next."""
    return data.decode("gb18030", errors="ignore")


def gloss(text: str) -> str:
    """Put the reading after every character of the table."""
    return "".join(f"{c}({READINGS[c]})" if c in READINGS else c for c in text)


def damage(text: str) -> str:
    """Both kinds of damage, in the order in which they happened."""
    return gloss(decode(fold(text.encode("gbk"))))


def straddles(text: str) -> list[tuple[str, str]]:
    """Where punctuation is found across two characters: up to twelve characters from there, sound and damaged."""
    found = []
    marks = {mark.encode("gbk") for mark in FOLDS}
    for at, pair in enumerate(pairwise(text)):
        first, second = (c.encode("gbk") for c in pair)
        if len(first) == len(second) == 2 and first[1:] + second[:1] in marks:
            sound = text[at : at + 12]
            found.append((sound, damage(sound)))
    return found


def main() -> None:
    """Read the sound documents, write the damaged ones."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clean", type=Path, default=CLEAN, metavar="FOLDER", help="sound documents")
    parser.add_argument("--damaged", type=Path, default=DAMAGED, metavar="FOLDER", help="where to write")
    parser.add_argument("--straddles", action="store_true", help="list the places where the text slips")
    options = parser.parse_args()
    for name in NAMES:
        text = (options.clean / f"{name}.clean.txt").read_text("utf-8")
        options.damaged.mkdir(parents=True, exist_ok=True)
        (options.damaged / f"{name}.txt").write_bytes(damage(text).encode("utf-8"))
        if options.straddles:
            for sound, damaged in straddles(text):
                print(f"{name}\t{sound!r}\t{damaged!r}")


if __name__ == "__main__":
    main()
