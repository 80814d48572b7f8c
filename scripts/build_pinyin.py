"""Build ``data/pinyin.tsv``: the characters of each Mandarin syllable, for search by sound.

Run: python scripts/build_pinyin.py        (needs pypinyin; its dictionary is under the MIT licence)

One row a syllable, without tone and with v for ü: the syllable, its characters. The characters are those of GB 2312 and
those that the character model knows, folded as terms are compared; a character stands with each of its readings.
"""

from __future__ import annotations

import argparse
from importlib.metadata import version

from pypinyin import Style, pinyin

from manifest import DATA, write_table
from zh_localize.glossary.fold import fold
from zh_localize.repair import plausibility

_PLANE = range(0x4E00, 0xA000)


def characters() -> list[str]:
    """The characters of the table, in order."""
    model = set(_model())
    standard = {chr(code) for code in _PLANE if _is_standard(chr(code))}
    return sorted({fold(character) for character in model | standard if ord(character) in _PLANE})


def syllables() -> dict[str, str]:
    """The characters of each syllable."""
    found: dict[str, list[str]] = {}
    for character in characters():
        readings = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore", v_to_u=False)
        for reading in dict.fromkeys(readings[0]) if readings else ():
            if reading.isascii() and reading.isalpha():
                found.setdefault(reading, []).append(character)
    return {syllable: "".join(those) for syllable, those in sorted(found.items())}


def _model() -> list[str]:
    return [chr(code) for code in _PLANE if plausibility.single(chr(code)) != plausibility.UNKNOWN_COST]


def _is_standard(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def main() -> None:
    """Write the table."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    head = f"# made by scripts/build_pinyin.py from pypinyin {version('pypinyin')}, MIT"
    write_table(DATA / "pinyin.tsv", [head, *map("\t".join, syllables().items())])


if __name__ == "__main__":
    main()
