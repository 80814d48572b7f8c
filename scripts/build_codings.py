"""Build ``data/cns11643.bin`` and ``data/big5_uao.bin``: characters by their places in sets that Python does not know.

Run: python scripts/build_codings.py --unihan FOLDER        (needs uao, MIT)

FOLDER holds ``Unihan_IRGSources.txt`` or the same with ``.bz2`` behind it, as Debian's package unicode-data has it in
/usr/share/unicode (Unicode licence). Ideographs of CNS 11643 are those whose kIRG_TSource names a place. Its signs,
which Unihan has not, stand in the order of Big5, but for three pairs and four dashes; numbers and pictures of controls
in the order of Unicode.

Both tables are compressed by zlib: one code point of UTF-32-LE for each place, 0 for those that hold nothing. Places of
CNS 11643 are ordered by plane, row and cell; those of Big5 by first byte from 0x81 and second byte from 0x40.
"""

from __future__ import annotations

import argparse
import bz2
import hashlib
import re
import zlib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from manifest import DATA, write_binary

PLANES, ROWS, CELLS = 15, 94, 94
LEADS, TRAILS = range(0x81, 0xFF), range(0x40, 0xFF)
SWAPPED = (0x216A, 0x2242, 0x2257)  # places whose sign stands one behind in Big5, and that one before
RANGES = ((0x2621, 0x2460, 10), (0x262B, 0x2474, 10), (0x2635, 0x2170, 10), (0x4221, 0x2400, 32), (0x4241, 0x2421, 1))
DASHES = {0x2136: "\ufe31", 0x2137: "\u2014", 0x2138: "\ufe32", 0x2139: "\u2013"}  # in an order of their own
BIG5_SIGNS = ((0x2121, 0xA140, 0xA2AE), (0x2421, 0xA2AF, 0xA3BF))  # first place, first and last code
SOURCE = "Unihan_IRGSources.txt"


def place(plane: int, code: int) -> int:
    """The number of a place of CNS 11643, such as plane 1, 0x4421."""
    return ((plane - 1) * ROWS + (code >> 8) - 0x21) * CELLS + (code & 0xFF) - 0x21


def ideographs(lines: Iterator[str]) -> Iterator[tuple[int, int]]:
    """The place and code point of each ideograph; a compatibility ideograph only where there is no other."""
    rows = re.findall(r"^U\+([0-9A-F]+)\tkIRG_TSource\tT([1-9A-F])-([0-9A-F]{4})$", "".join(lines), re.MULTILINE)
    found = [(int(code, 16), place(int(plane, 16), int(cell, 16))) for code, plane, cell in rows]
    yield from ((at, code) for code, at in sorted(found, key=lambda pair: (not is_compatible(pair[0]), pair[0])))


def is_compatible(code: int) -> bool:
    """Whether a code point is that of a compatibility ideograph; those come first, so that others replace them."""
    return 0xF900 <= code < 0xFB00 or 0x2F800 <= code < 0x2FA20


def signs() -> Iterator[tuple[int, int]]:
    """The place and code point of each sign of plane 1."""
    for first, low, high in BIG5_SIGNS:
        codes = [lead << 8 | trail for lead in LEADS for trail in (*range(0x40, 0x7F), *range(0xA1, 0xFF))]
        start = place(1, first)
        for number, code in enumerate(code for code in codes if low <= code <= high):
            yield start + number, ord(code.to_bytes(2, "big").decode("cp950"))
    for first, code, count in RANGES:
        yield from ((place(1, first) + number, code + number) for number in range(count))


def cns(lines: Iterator[str]) -> list[int]:
    """Code points of CNS 11643 by place."""
    codes = [0] * (PLANES * ROWS * CELLS)
    for at, code in (*signs(), *ideographs(lines)):
        codes[at] = code
    for code in SWAPPED:
        at = place(1, code)
        codes[at], codes[at + 1] = codes[at + 1], codes[at]
    for code, sign in DASHES.items():
        codes[place(1, code)] = ord(sign)
    return codes


def uao() -> list[int]:
    """Code points of Big5 with Unicode-At-On 2.50 by place."""
    table: dict[int, str] = import_module("uao.b2u").b2u_table
    return [ord(table.get(lead << 8 | trail, "\0")) for lead in LEADS for trail in TRAILS]


def packed(codes: list[int]) -> bytes:
    """A table as it is shipped."""
    return zlib.compress("".join(map(chr, codes)).encode("utf-32-le"), 9)


def main() -> None:
    """Write both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--unihan", type=Path, required=True, help=f"folder with {SOURCE}")
    folder: Path = parser.parse_args().unihan
    path = folder / SOURCE
    data = path.read_bytes() if path.exists() else bz2.decompress((folder / f"{SOURCE}.bz2").read_bytes())
    print(f"{SOURCE}: SHA-256 {hashlib.sha256(data).hexdigest()}")
    write_binary(DATA / "cns11643.bin", packed(cns(iter(data.decode("utf-8").splitlines(keepends=True)))))
    write_binary(DATA / "big5_uao.bin", packed(uao()))


if __name__ == "__main__":
    main()
