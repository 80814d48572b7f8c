"""Build ``data/labels.tsv``: the names that documents give to encodings, and the codec that reads each.

Run: python scripts/build_labels.py        (needs webencodings; BSD licence)

The labels and what they stand for are those of the WHATWG Encoding Standard; names that Chinese documents use besides
are added, and the codec is the one of Python, or of ours, that reads most of what bears the label.
"""

from __future__ import annotations

import argparse
from importlib import import_module
from importlib.metadata import version

from manifest import DATA, write_table

CODECS = {  # of encodings that Python knows by another name, or whose superset reads more
    "big5": "big5hkscs",
    "euc-jp": "euc_jp",
    "euc-kr": "cp949",
    "gbk": "gb18030",
    "ibm866": "cp866",
    "iso-8859-8-i": "iso8859-8",
    "macintosh": "mac_roman",
    "shift_jis": "cp932",
    "utf-16be": "utf-16-be",
    "utf-16le": "utf-16-le",
    "windows-874": "cp874",
    "x-mac-cyrillic": "mac_cyrillic",
}
OTHERS = {  # that the standard leaves out, or replaces by nothing; RFC 1843, 1922, 2152 and 1557; vendors' names
    "big5-eten": "big5hkscs",
    "big5-uao": "big5_uao",
    "cns11643": "euc_tw",
    "cp932": "cp932",
    "cp936": "gb18030",
    "cp949": "cp949",
    "cp950": "big5hkscs",
    "euc-cn": "gb18030",
    "euc-tw": "euc_tw",
    "euccn": "gb18030",
    "euctw": "euc_tw",
    "gb-18030": "gb18030",
    "gb18030-2000": "gb18030",
    "gb18030-2005": "gb18030",
    "gb18030-2022": "gb18030",
    "hz-gb-2312": "hz",
    "hz": "hz",
    "iso-2022-cn": "iso2022_cn",
    "iso-2022-cn-ext": "iso2022_cn",
    "iso-2022-kr": "iso2022_kr",
    "ms936": "gb18030",
    "ms950": "big5hkscs",
    "utf-32": "utf-32",
    "utf-32be": "utf-32-be",
    "utf-32le": "utf-32-le",
    "utf-7": "utf-7",
    "utf8mb3": "utf-8",
    "utf8mb4": "utf-8",
    "windows-936": "gb18030",
    "windows-950": "big5hkscs",
    "x-euc-tw": "euc_tw",
}
LEFT_OUT = ("replacement", "x-user-defined")


def codec(name: str) -> str:
    """The codec for an encoding of the standard."""
    return CODECS.get(
        name, name.replace("windows-", "cp").replace("iso-8859-", "iso8859-").replace("iso-2022-", "iso2022_")
    )


def main() -> None:
    """Write the table."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    known: dict[str, str] = import_module("webencodings.labels").LABELS
    found = {label: codec(name) for label, name in known.items() if name not in LEFT_OUT}
    rows = sorted((found | OTHERS).items())
    head = f"# made by scripts/build_labels.py from webencodings {version('webencodings')}, BSD"
    write_table(DATA / "labels.tsv", [head, *map("\t".join, rows)])


if __name__ == "__main__":
    main()
