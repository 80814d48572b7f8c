"""Write what the fuzz targets load: every packed table, context models, words, and pieces of text.

Run: python tests/fuzz/make_tables.py build/fuzz/tables

``N.table`` (with ``N.model`` and ``N.rows``) is an engine, ``words.table`` a user's words, ``small*`` are for
``fuzz_table.c``, ``pieces`` are strings that texts are put together from: a count, offsets, then characters.
"""

from __future__ import annotations

import random
import struct
import sys
from array import array
from collections.abc import Iterable
from pathlib import Path

from zh_localize.convert import choose, pack, tables
from zh_localize.text.tables import read_bytes

ACCURATE = {"s2tw": "TW", "s2hk": "HK", "s2t": ""}  # configurations that the context model serves, with its region
WORDS = {"头发": "頭髮樣", "发": "發發", "a": "甲", "ab": "", "里面的": "裏", "干": "\U00020000", "😀": "x", "⿰": "⿱"}
ODD = [chr(code) for code in (*range(0x2FF0, 0x3000), 0x31EF, 0xF900, 0xFA6A, 0x2F800, 0x2F9FF, 0x20000, 0x2A6D7)]
ODD += [
    "\n",
    "\r",
    "\0",
    " ",
    "\u3000",
    "a",
    "é",
    "0",
    "９",
    "·",
    "\ud800",
    "\udfff",
    "\ufffe",
    "\U0010ffff",
    "嘅",
    "😀",
]
ODD += ["⿰氵每", "⿱⿰里干面", "⿰" * 16, "干" * 16]


def pieces() -> list[str]:
    """Keys of all tables, some cut short, their characters, and what is odd; fewer than 65,536."""
    data = Path(tables.__file__).parent.parent / "data" / "opencc"
    names = sorted(path.stem for path in data.glob("[A-Z]*.tsv"))
    keys = sorted({key for name in names for key in tables.dictionary(name).values})
    characters = sorted(set("".join(keys)))
    chance = random.Random(1)
    long = [key for key in keys if len(key) > 1]
    short = [key[: chance.randrange(1, len(key))] for key in chance.sample(long, 4000)]
    found = ODD * 20 + chance.sample(long, min(len(long), 40_000)) + characters + short
    chance.shuffle(found)
    return found[:0xFFFF]


def packed_pieces(found: list[str]) -> bytes:
    """The strings as the target reads them."""
    offsets, characters = array("I"), array("I")
    first = 2 + len(found)  # behind the count and the offsets
    for piece in found:
        offsets.append(first + len(characters))
        characters.extend(map(ord, piece))
    offsets.append(first + len(characters))
    return struct.pack("<I", len(found)) + offsets.tobytes() + characters.tobytes()


def made_up_model(characters: Iterable[str]) -> bytes:
    """A context model of random weights that overrides the dictionaries at every place."""
    chance = random.Random(2)
    near = [((1 << 4 | 1 << 6) & chance.randrange(1 << 11), chance.randrange(16)) for _ in range(4)]
    templates = near + [(chance.randrange(1 << 11) & ~(1 << 5), chance.randrange(16)) for _ in range(12)]
    classes = [(code, chance.randrange(1, 256)) for code in range(0x4E00, 0x4F00)]
    candidates = tables.candidates("STCharacters")
    head = choose.HEADER.pack(
        choose.MAGIC, len(templates), 64, len(candidates), 2, len(classes), 4, -1, -1, -1, 64,
        *(chance.getrandbits(64) | 1 for _ in range(11)),
    )  # fmt: skip
    parts = [head, *(choose.TEMPLATE.pack(*template) for template in templates)]
    for character in sorted(characters):
        forms = [ord(form) for form in candidates[character][: choose.CANDIDATES]]
        parts.append(choose.CHARACTER.pack(ord(character), len(forms), *forms, *[0] * (choose.CANDIDATES - len(forms))))
    parts += [struct.pack("<II", ord("嘅"), ord("睇")), *(choose.CLASS.pack(*row) for row in classes)]
    body = b"".join(parts)
    buckets = struct.pack("<256I", *(chance.getrandbits(32) for _ in range(256)))
    return body + bytes(-len(body) % 16) + buckets


def write(folder: Path) -> None:
    """Write all files."""
    folder.mkdir(parents=True, exist_ok=True)
    made_up = made_up_model(tables.candidates("STCharacters"))
    engines = [(config, False, b"", b"") for config in tables.configs()]
    for config, region in ACCURATE.items():
        for data in (made_up, read_bytes("choices.bin")):
            engines.append((config, True, data, pack.pack_finals(choose.Chooser(data).finals(region))))
    for number, (config, supplemented, model, finals) in enumerate(engines):
        table = pack.pack(config, supplemented=supplemented)
        (folder / f"{number}.table").write_bytes(table)
        if model:
            (folder / f"{number}.model").write_bytes(pack.pack_model(model))
            (folder / f"{number}.rows").write_bytes(finals)
        if config in ("t2jp", "jp2t") and not supplemented:
            (folder / f"small{1 + (config == 'jp2t')}.table").write_bytes(table)
    (folder / "small.model").write_bytes(pack.pack_model(made_up))
    (folder / "small.rows").write_bytes(pack.pack_finals(choose.Chooser(made_up).finals("TW")))
    words = pack.pack_words(WORDS)
    (folder / "words.table").write_bytes(words)
    (folder / "small0.table").write_bytes(words)
    (folder / "pieces").write_bytes(packed_pieces(pieces()))


if __name__ == "__main__":
    write(Path(sys.argv[1]))
