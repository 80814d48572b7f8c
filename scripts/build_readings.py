"""Build ``data/readings.tsv``: the Mandarin readings of every character that has another Simplified form.

Run: python scripts/build_readings.py        (needs pypinyin; its dictionary is under the MIT licence)

One row a character: the character, its readings with tone marks, the most usual first.
"""

from __future__ import annotations

import argparse
import unicodedata
from importlib.metadata import version

from pypinyin import Style, pinyin

from build_opencc import dictionary
from manifest import DATA, write_table


def readings(character: str) -> list[str]:
    """The readings that pypinyin knows, NFC, without repetition; empty when it knows none."""
    found = pinyin(character, style=Style.TONE, heteronym=True, errors="ignore")
    return list(dict.fromkeys(unicodedata.normalize("NFC", reading) for reading in found[0])) if found else []


def main() -> None:
    """Write the table."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    changed = sorted(t for t, found in dictionary("TSCharacters.txt").items() if found[0] != t)
    rows = [f"{character}\t{' '.join(found)}" for character in changed if (found := readings(character))]
    write_table(
        DATA / "readings.tsv", [f"# made by scripts/build_readings.py from pypinyin {version('pypinyin')}, MIT", *rows]
    )


if __name__ == "__main__":
    main()
