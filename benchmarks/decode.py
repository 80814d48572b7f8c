"""Measure how bytes are read beside the peers that guess encodings, and hold it to the bars.

Run: python benchmarks/decode.py [--data ../shared/data/dev] [--venvs FOLDER] [--seed 1] [--times 200]

Rows are pieces of 4, 8, 12, 20 and 100 characters, cut anywhere, and documents of 40 lines; each in every encoding
that its script is written in. A row is right where the text read is the text written: a peer names an encoding, and the
bytes are read by the codec of that name, or by the superset that a browser takes. Exit status 1 when a bar is missed.
One minute.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import lzma
import random
import subprocess
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import record
from peers import HERE, add_argument, interpreter, peers
from zh_localize.repair import codings
from zh_localize.repair.labels import codec_of

codings.register()

DATA = HERE.parent.parent / "shared" / "data" / "dev"
OURS = "zh-localize"
PEERS = ("chardetng-py", "charset-normalizer", "chardet", "faust-cchardet")
LENGTHS = (4, 8, 12, 20, 100)
DOCUMENT = 0  # the length that stands for one
_LINES = 40
_WIDE = 0x2E80  # from here on characters are of two bytes or more

UNICODE = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-7")
ENCODINGS = {
    "hans": (*UNICODE, "gb18030", "hz", "iso2022_cn"),
    "hant": (*UNICODE, "gb18030", "cp950", "big5_uao", "euc_tw", "iso2022_cn"),
    "hk": ("utf-8", "big5hkscs", "gb18030"),
    "ja": ("utf-8", "cp932", "euc_jp", "iso2022_jp"),
    "ko": ("utf-8", "cp949", "iso2022_kr"),
    "fr": ("utf-8", "cp1252"),
    "de": ("utf-8", "cp1252"),
    "ru": ("utf-8", "cp1251", "koi8-r"),
}
SOURCES = {  # files of shared/data/dev, and the column that is read
    "hans": {"text_hans_govreports": 0, "text_hans_help": 0, "text_hans_law": 0, "text_hans_tatoeba": 0},
    "hant": {
        f"conversion_tw_{name}": 1
        for name in ("court", "gazette", "law", "novels", "reports", "sentences", "software", "speech", "tourism")
    },
    "hk": {f"conversion_hk_{name}": 1 for name in ("bible", "cantonese", "hansard", "software")},
}
ASSERTED = (("hans", "gb18030"), ("hant", "gb18030"), ("hant", "cp950"), ("hans", "utf-8"), ("hant", "utf-8"))
_ONLY_WHERE_NEEDED = {"big5hkscs": "cp950"}  # Hong Kong writes the first where the second lacks a character


@dataclass(frozen=True, slots=True)
class Row:
    """A text and the encoding it is written in."""

    script: str
    encoding: str
    length: int
    text: str

    @property
    def data(self) -> bytes:
        """The bytes."""
        return self.text.encode(self.encoding)


def lines(folder: Path, script: str) -> dict[str, list[str]]:
    """The lines of each source of a script."""
    if script not in SOURCES:
        return {script: tomllib.loads((HERE / "sentences.toml").read_text("utf-8"))[script]}
    found = {}
    for name, column in SOURCES[script].items():
        (path,) = folder.glob(f"{name}.t*.xz")
        text = lzma.decompress(path.read_bytes()).decode("utf-8")
        found[name] = [line.split("\t")[column] for line in text.splitlines()]
    return found


def piece(line: str, length: int, chance: random.Random) -> str:
    """So many characters from anywhere in a line, from the beginning of a word where words are parted."""
    place = chance.randrange(max(len(line) - length, 0) + 1)
    if line.isascii() or " " in line[:12]:
        place = line.find(" ", place, len(line) - length) + 1 or place
    return line[place : place + length]


def is_telling(text: str, script: str, length: int) -> bool:
    """Whether a piece is long enough and holds what its encoding shows in."""
    wide = sum(ord(character) >= _WIDE for character in text)
    if script in ("fr", "de"):
        return len(text) == length and not text.isascii()
    return len(text) == length and (script in ("ru", "ko") or 2 * wide >= length) and not text.isascii()


def rows(folder: Path, seed: int, times: int) -> Iterator[Row]:
    """All rows: ``times`` of each encoding and length, spread evenly over the sources of its script."""
    for script, encodings in ENCODINGS.items():
        sources = lines(folder, script)
        for encoding in encodings:
            for length in (*LENGTHS, DOCUMENT):
                yield from _some(
                    sources, script, encoding, length, random.Random(f"{seed}{script}{encoding}{length}"), times
                )


def _some(
    sources: dict[str, list[str]], script: str, encoding: str, length: int, chance: random.Random, times: int
) -> Iterator[Row]:
    count = 0
    for _ in range(100 * times):
        of = sources[chance.choice([*sources])]
        if length == DOCUMENT:
            text = "\n".join(chance.choices(of, k=_LINES)) + "\n"
        elif length >= 100 and script not in SOURCES:
            text = " ".join(chance.sample(of, 4))[:length]
        else:
            text = piece(chance.choice(of), length, chance)
        if length != DOCUMENT and not is_telling(text, script, length):
            continue
        if encoding in _ONLY_WHERE_NEEDED and _can_write(_ONLY_WHERE_NEEDED[encoding], text):
            continue
        try:
            if text.encode(encoding).decode(encoding) != text:
                continue
        except UnicodeError:
            continue
        yield Row(script, encoding, length, text)
        count += 1
        if count >= (times if length != DOCUMENT else times // 5):
            return


def _can_write(encoding: str, text: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def answers(system: str, python: Path, made: list[Row]) -> list[dict[str, Any]]:
    """What a system reads in each row, with the seconds of processor time."""
    given = "".join(f"{row.data.hex()}\n" for row in made)
    command = [str(python), str(HERE / "decode_worker.py"), system]
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def text_of(row: Row, answer: dict[str, Any]) -> str | None:
    """The text that an answer stands for."""
    if "text" in answer:
        return str(answer["text"])
    codec = codec_of(answer["encoding"]) if answer["encoding"] else None
    texts = set()
    for meant in (codec, "cp950") if codec == "big5hkscs" else (codec,):  # Big5 is either to those who say no more
        with contextlib.suppress(UnicodeError):
            texts.add(row.data.decode(meant) if meant else None)
    return row.text if row.text in texts else None


def scored(made: list[Row], found: list[dict[str, Any]]) -> tuple[dict[str, dict[str, float]], float]:
    """The share of right rows by encoding and length, and kilobytes a second of processor time."""
    right: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for row, answer in zip(made, found, strict=True):
        key = f"{row.script} {row.encoding}", str(row.length) if row.length else "document"
        right[key].append(text_of(row, answer) == row.text)
    shares: dict[str, dict[str, float]] = defaultdict(dict)
    for (encoding, length), results in right.items():
        shares[encoding][length] = round(sum(results) / len(results), 4)
    seconds = sum(answer["seconds"] for answer in found)
    return shares, round(sum(len(row.data) for row in made) / 1000 / seconds)


def bars(shares: dict[str, dict[str, dict[str, float]]], speed: dict[str, float]) -> list[record.Bar]:
    """What must be reached."""
    found: list[record.Bar] = []
    certain = tomllib.loads((HERE / "bars.toml").read_text("utf-8"))["decode"]["certain"]
    for script, encoding in ASSERTED:
        ours, peer = (shares[system][f"{script} {encoding}"] for system in (OURS, "chardetng-py"))
        for length in (*map(str, LENGTHS), "document"):
            wanted = 1.0 if length == "document" or int(length) >= certain else peer[length]
            found.append((f"{script} {encoding} {length}", ours[length], ">=", wanted))
    found += [(f"kB/s beside {peer}", speed[OURS], ">=", speed[peer]) for peer in ("chardet", "charset-normalizer")]
    return found


def table(shares: dict[str, dict[str, dict[str, float]]]) -> None:
    """Print the shares of all systems side by side."""
    lengths = (*map(str, LENGTHS), "document")
    for encoding in shares[OURS]:
        print(encoding)
        for system, found in shares.items():
            print(f"  {system:20s}" + "".join(f"{found[encoding].get(length, -1):8.3f}" for length in lengths))


def main() -> int:
    """Make, score, write, judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--times", type=int, default=200, help="rows of each encoding and length (200)")
    add_argument(parser)
    arguments = parser.parse_args()
    if not arguments.data.is_dir():
        print(f"{arguments.data} is not there; name the folder that has the texts with --data", file=sys.stderr)
        return 2
    made = [*rows(arguments.data, arguments.seed, arguments.times)]
    shares, speed = {}, {}
    for system in (OURS, *PEERS):
        python = Path(sys.executable) if system == OURS else interpreter(peers()[system], arguments.venvs)
        shares[system], speed[system] = scored(made, answers(system, python, made))
    table(shares)
    reached = bars(shares, speed)
    record.write("decode", {"rows": len(made), "shares": shares, "kilobytes_a_second": speed}, reached)
    return record.judge(reached)


if __name__ == "__main__":
    sys.exit(main())
