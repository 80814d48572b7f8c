"""Build ``data/forms.tsv``: characters that stand for others, and what each stands for.

Run: python scripts/build_forms.py EQUIVALENT

EQUIVALENT is Unicode's EquivalentUnifiedIdeograph.txt, or Perl's unicore/To/EqUIdeo.pl, which is made from it. Rows are
``code, code, kind``, in hexadecimal. Radicals: Unicode's equivalent ideographs. Compatibility ideographs: their
canonical decomposition. Vertical forms: their compatibility decomposition, full width. Private use: what GBK wrote
there for want of a code point, by the codec of GB 18030 and by its edition of 2022; and the Big5 user areas, in the
order in which Windows maps them, read as HKSCS.
"""

from __future__ import annotations

import argparse
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from manifest import DATA, write_table

MARKS = 0xFF0C, 0x3002, 0x3001, 0xFF1A, 0xFF1B, 0xFF01, 0xFF1F, 0x3016, 0x3017, 0x2026
GB_18030_2022 = {  # what the edition of 2022 moved out of private use
    **dict(zip(range(0xE78D, 0xE797), MARKS, strict=True)),
    0xE81E: 0x9FB4, 0xE826: 0x9FB5, 0xE82B: 0x9FB6, 0xE82C: 0x9FB7, 0xE832: 0x9FB8, 0xE843: 0x9FB9, 0xE854: 0x9FBA,
    0xE864: 0x9FBB, 0xE816: 0x20087, 0xE817: 0x20089, 0xE818: 0x200CC, 0xE831: 0x215D7, 0xE83B: 0x2298F,
    0xE855: 0x241FE,
}  # fmt: skip
BIG5_AREAS = ((0xFA40, 0xFEFE, 0xE000), (0x8E40, 0xA0FE, 0xE311), (0x8140, 0x8DFE, 0xEEB8), (0xC6A1, 0xC8FE, 0xF6B1))

Row = tuple[int, int, str]


def radicals(path: Path) -> Iterator[Row]:
    """Both blocks of radicals."""
    for line in path.read_text("utf-8").splitlines():
        match = re.match(r"([0-9A-F]{4,5})(?:(?:\.\.|\t+)([0-9A-F]{4,5}))?\s*[;\t]\s*([0-9A-F]{4,5})\b", line)
        if match:
            first, last = int(match[1], 16), int(match[2] or match[1], 16)
            for code in range(first, last + 1):
                if 0x2E80 <= code <= 0x2FD5:
                    yield code, int(match[3], 16), "radical"


def compatible() -> Iterator[Row]:
    """Compatibility ideographs."""
    for code in (*range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20)):
        other = unicodedata.normalize("NFC", chr(code))
        if other != chr(code):
            yield code, ord(other), "compatibility"


def vertical() -> Iterator[Row]:
    """Vertical forms of punctuation."""
    for code in (*range(0xFE10, 0xFE19), *range(0xFE31, 0xFE49)):
        field = unicodedata.decomposition(chr(code)).split()
        if len(field) == 2 and field[0] == "<vertical>":
            other = int(field[1], 16)
            other = {0x2013: 0x2013}.get(other, other + 0xFEE0 if other < 0x7F else other)
            yield code, other, "vertical"


def gbk() -> Iterator[Row]:
    """What GBK wrote in private use: FE50 to FEA0 are E815 to E864."""
    yield from ((code, other, "gbk") for code, other in GB_18030_2022.items())
    code = 0xE815
    for trail in (*range(0x50, 0x7F), *range(0x80, 0xA1)):
        other = ord(bytes((0xFE, trail)).decode("gb18030"))
        if not 0xE000 <= other <= 0xF8FF and code not in GB_18030_2022:
            yield code, other, "gbk"
        code += 1


def hkscs() -> Iterator[Row]:
    """The user areas of Big5 as HKSCS and ETEN fill them."""
    for first, last, code in BIG5_AREAS:
        for lead in range(first >> 8, (last >> 8) + 1):
            for trail in (*range(0x40, 0x7F), *range(0xA1, 0xFF)):
                if first <= lead << 8 | trail:
                    try:
                        other = bytes((lead, trail)).decode("big5hkscs")
                    except UnicodeDecodeError:
                        other = ""
                    if len(other) == 1 and not 0xE000 <= ord(other) <= 0xF8FF:
                        yield code, ord(other), "hkscs"
                    code += 1


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("equivalent", type=Path)
    found = [*radicals(parser.parse_args().equivalent), *compatible(), *vertical(), *gbk(), *hkscs()]
    rows = [f"{code:04X}\t{other:04X}\t{kind}" for code, other, kind in sorted(found)]
    head = f"# made by scripts/build_forms.py from Unicode {unicodedata.unidata_version} and the codecs of Python"
    write_table(DATA / "forms.tsv", [head, "# code, what it stands for, kind", *rows])


if __name__ == "__main__":
    main()
