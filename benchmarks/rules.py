"""Measure how precise each rule is, and write the figures to ``data/rules.tsv``.

Run: python benchmarks/rules.py DEV [--write]      (DEV: a folder of clean text and of conversion pairs, see below)

Repair rules: sentences of ``DEV/*.tsv.xz`` (simplified TAB traditional) and ``DEV/text_*.txt.xz`` are damaged by
the mechanisms of real pages, repaired, and each edit is right when what it put there stands at that place of the
sound text; a note that text is lost is right when nothing of it stands there. Lines of ``DEV/negatives*.tsv.xz`` are
repaired as they are: every edit of theirs is wrong. Guesses are measured where words of a line are damaged.

After --write make the page of the rules again: python scripts/build_rules_page.py

Conversion rules: the simplified side is converted to the variant of the file, and each edit is right when the sound
text has that character or one that is spelled side by side with it (``data/spellings.tsv``). Rules with no cases here
keep 0 edits.
"""

from __future__ import annotations

import argparse
import difflib
import lzma
import random
import re
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from damage import DAMAGES, LOST, Damage
from zh_localize.convert import Converter
from zh_localize.repair import glosses, repair_report
from zh_localize.repair.slips import FOLDED
from zh_localize.report import Report

TABLE = Path(__file__).resolve().parent.parent / "src" / "zh_localize" / "data" / "rules.tsv"
PARAGRAPHS = 6  # lines of a damaged document
SHORT = 9  # characters of damaged words in a line
_HAN = re.compile("[㐀-鿿]")

Figures = dict[str, Counter[bool]]


def lines(path: Path) -> list[str]:
    """The lines of a compressed file."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        return [line.rstrip("\n") for line in file]


def documents(folder: Path, count: int) -> Iterator[str]:
    """Sound documents of a few lines each, from every file in turn."""
    chance = random.Random(1)
    for path in sorted(folder.glob("*.txt.xz")) + sorted(folder.glob("conversion_*.tsv.xz")):
        sound = [line.split("\t")[-1] for line in lines(path) if len(line) > 30 and _fits(line)]
        for _ in range(count if len(sound) >= PARAGRAPHS else 0):
            yield "\n".join(chance.sample(sound, PARAGRAPHS))


def _fits(text: str) -> bool:
    try:
        text.encode("gbk")
    except UnicodeEncodeError:
        return False
    return not re.search("[(（][a-zāáǎàēéěèōóǒò]", text)


def stick(text: str, chance: random.Random) -> str:
    """Readings stuck to three tenths of the characters that have another Simplified form."""
    known = sorted({character for character in text if character in glosses.readings()})
    picked = set(chance.sample(known, len(known) * 3 // 10))
    return "".join(f"{c}({glosses.readings()[c][0]})" if c in picked else c for c in text)


def fold(text: str, chance: random.Random) -> str:
    """Full-width punctuation replaced byte by byte in GBK, across characters too; bytes that fit nothing drop."""
    del chance
    data = text.encode("gbk")
    table = {wide.encode("gbk"): narrow.encode() for narrow, wide in FOLDED.items()}
    return _read(re.sub(b"|".join(map(re.escape, table)), lambda match: table[match.group()], data), "")


def lose(text: str, chance: random.Random) -> str:
    """One byte of a Chinese character is lost."""
    data, places = text.encode("gbk"), [i for i, c in enumerate(text) if i > 3 and _HAN.match(c)]
    place = len(text[: chance.choice(places)].encode("gbk"))
    return _read(data[:place] + data[place + 1 :], "?")


def _read(data: bytes, bad: str) -> str:
    """GBK as browsers read it: a byte that fits nothing gives ``bad``, and reading goes on behind it."""
    text, position = [], 0
    while position < len(data):
        size = 1 if data[position] < 0x80 else 2
        try:
            text.append(data[position : position + size].decode("gb18030"))
            position += size
        except UnicodeDecodeError:
            text.append(bad)
            position += 1
    return "".join(text)


def judge(figures: Figures, report: Report, sound: str) -> None:
    """Count each edit of a repair as right or wrong; a note that something is lost is right where it is."""
    text, shift = report.text, 0
    matcher = difflib.SequenceMatcher(None, text, sound, autojunk=False)
    good = [False] * (len(text) + 1)
    for block in matcher.get_matching_blocks():
        good[block.a : block.a + block.size] = [True] * block.size
    good[-1] = True
    for edit in report.edits:
        start = edit.start + shift
        end = start + len(edit.after)
        shift += len(edit.after) - len(edit.before)
        for rule in edit.rules:
            right = (
                not any(good[start:end])
                if rule.startswith("lost.")
                else all(good[start:end] or good[start : start + 1])
            )
            figures.setdefault(rule, Counter())[right] += 1


def measure_repair(figures: Figures, folder: Path, count: int) -> None:
    """The figures of the repair rules."""
    chance, chance_of_loss = random.Random(2), random.Random(5)
    for document in documents(folder, count):
        for replace in (stick, fold, lose):
            damaged = replace(document, chance)
            if damaged != document:
                judge(figures, repair_report(damaged), document)
        for damages, choice in ((DAMAGES, chance), (LOST, chance_of_loss)):
            measure_passages(figures, document, damages, choice)
    for path in sorted(folder.glob("negatives*.tsv.xz")):
        for line in lines(path):
            sound = line.split("\t", 1)[1]
            judge(figures, repair_report(sound), sound)


def measure_passages(figures: Figures, document: str, damages: dict[str, Damage], chance: random.Random) -> None:
    """The figures of repair where one of two paragraphs of a document is damaged."""
    for damage in damages.values():
        start = chance.randrange(PARAGRAPHS - 1)  # two paragraphs of a document, which stay whole in its middle
        paragraphs = document.split("\n")[start : start + 2]
        damaged = damage_of(damage, paragraphs[0], chance)
        if damaged not in (None, paragraphs[0]):
            judge(figures, repair_report(f"{damaged}\n{paragraphs[1]}"), "\n".join(paragraphs))


def damage_of(damage: Damage, text: str, chance: random.Random) -> str | None:
    """The damaged text; None where the text does not fit the encoding that it should have been in."""
    try:
        return damage(text, chance)
    except UnicodeEncodeError:
        return None


def measure_guesses(figures: Figures, folder: Path, count: int) -> None:
    """The figures of what is guessed on request: at words damaged in their line, and at sound lines."""
    chance = random.Random(4)
    for document in documents(folder, count):
        line, other = document.split("\n")[:2]
        for damage in DAMAGES.values():
            start = chance.randrange(len(line) - SHORT)
            end = start + chance.randrange(3, SHORT)
            damaged = damage_of(damage, line[start:end], chance)
            if damaged not in (None, line[start:end]):
                text = f"{line[:start]}{damaged}{line[end:]}\n{other}"
                judge(figures, _guesses(text), f"{line}\n{other}")
    for path in sorted(folder.glob("negatives*.tsv.xz")):
        for line in lines(path):
            sound = line.split("\t", 1)[1]
            judge(figures, _guesses(sound), sound)


def _guesses(text: str) -> Report:
    """What is guessed where repair ends."""
    repaired = repair_report(text).text
    return repair_report(repaired, guess=True, only=("guess",))


def measure_conversion(figures: Figures, folder: Path, count: int) -> None:
    """The figures of the conversion rules, to Taiwan or Hong Kong after the file's name; Cantonese apart."""
    same = _side_by_side()
    for path in sorted(folder.glob("conversion_*.tsv.xz")):
        if "cantonese" in path.name:
            continue
        converter = Converter(to="zh-Hant-HK" if "_hk_" in path.name else "zh-Hant-TW")
        for line in random.Random(3).sample(pairs := lines(path), min(len(pairs), count * 40)):
            simplified, traditional = line.split("\t")
            for edit in converter.report(simplified).edits:
                gold = traditional[edit.start : edit.end]
                right = len(gold) == len(edit.after) and all(
                    a == b or b in same.get(a, "") for a, b in zip(edit.after, gold, strict=True)
                )
                for rule in edit.rules:
                    figures.setdefault(rule, Counter())[right] += 1


def _side_by_side() -> dict[str, set[str]]:
    """Characters that are spelled side by side with one another."""
    groups = [{a, *b.split(" ")} for a, b in _rows("opencc/TWVariants.tsv") + _rows("opencc/HKVariants.tsv")]
    groups += [{row[0], row[1].split(":")[0]} for row in _rows("spellings.tsv")]
    return {a: {c for group in groups if a in group for c in group} for group in groups for a in group}


def _rows(name: str) -> list[list[str]]:
    text = files("zh_localize").joinpath("data", *name.split("/")).read_text("utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


def measure(folder: Path, count: int) -> Figures:
    """The right and wrong edits of each rule; ``count`` documents of each file."""
    figures: Figures = {}
    measure_repair(figures, folder, count)
    measure_guesses(figures, folder, count)
    measure_conversion(figures, folder, count)
    return figures


def main() -> None:
    """Measure and print, or write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dev", type=Path)
    parser.add_argument("--count", type=int, default=25, help="documents of each file (default 25)")
    parser.add_argument("--write", action="store_true", help="write data/rules.tsv")
    arguments = parser.parse_args()
    figures = measure(arguments.dev, arguments.count)
    rows = []
    for line in TABLE.read_text("utf-8").splitlines():
        fields = line.split("\t")
        if not line.startswith(("#", "term.")) and fields[0] != "rule":  # those of terms: benchmarks/terminology.py
            found = figures.get(fields[0], Counter())
            share = found[True] / found.total() if found else 0.0
            fields[1:3] = [f"{share:.4f}", str(found.total())]
            print("\t".join(fields))
        rows.append("\t".join(fields))
    if arguments.write:
        TABLE.write_text("".join(f"{row}\n" for row in rows), "utf-8")


if __name__ == "__main__":
    main()
