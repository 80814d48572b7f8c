"""Any bytes through ``decode``, and what comes out through ``repair``: what must hold is checked on mutated text of
every encoding, as often as time allows.

Run: python tests/fuzz/fuzz_decode.py [SECONDS] [--out FOLDER] [--seed N]

An input that breaks something is left in FOLDER. The generator is of Python alone: nothing has to be compiled, and the
sanitizers of the other targets would see no C of ours but that of the judge, which the target ``repair`` covers.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import random
import sys
import time
import traceback
from pathlib import Path

from zh_localize.errors import FileError
from zh_localize.repair import decode, repair
from zh_localize.repair.files import read

LINES = (
    "天津汉沽区为经济社会发展提供强大动力",
    "漢沽區參加全市第二批學習實踐活動，於是開始。",
    "佢哋喺香港嘅碼頭度食緊嘢",
    "これは日本語の文章です。",
    "안녕하세요 세계, 반갑습니다",
    "L'été où «nous» étions à l'école",
    "Завтра утром мы встречаемся",
    '<meta charset="gb2312">價格€100',
    '<?xml version="1.0" encoding="Big5"?>',
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=GBK\\n"',
    "plain ASCII + a-b ~{VPND~} \x1b$)A\x0eVPND\x0f",
)
ENCODINGS = (
    *("utf-8", "gb18030", "gbk", "big5", "cp950", "big5hkscs", "big5_uao", "euc_tw", "hz", "iso2022_cn", "utf-7"),
    *("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "cp932", "euc_jp", "iso2022_jp"),
    *("cp949", "iso2022_kr", "cp1252", "cp1251", "koi8-r", "windows_936"),
)
WRONG = ("cp1252", "gb18030", "cp437", "cp950", "latin-1", "cp932", "mac_roman", "utf-8")  # read as, by mistake
LABELS = (None, None, None, "gbk", "big5", "utf-8", "text/html; charset=gb2312", "utf-16", "x-euc-tw", "?", "hz")
EXACT = ("ascii", "utf-8", "gb18030", "gbk", "cp949", "cp1252", "cp1251", "koi8-r")  # that write in one way only
WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
LONGEST = 200
_ALIKE = 8  # one input in so many is read as a file too
SLOW = 2.0  # seconds that no input of this length may take


def pieces() -> list[bytes]:
    """The lines in every encoding that has their characters."""
    return [data for line in LINES for name in ENCODINGS if (data := line.encode(name, "ignore"))]


def mutated(chance: random.Random, of: list[bytes]) -> bytes:
    """Some pieces in a row, with bytes changed, lost, doubled and strewn in."""
    data = bytearray()
    for _ in range(1 + int(chance.random() * 3)):
        piece = of[int(chance.random() * len(of))]
        start = int(chance.random() * len(piece)) if chance.random() < 0.5 else 0
        data += piece[start : start + int(chance.random() * 60) + 1]
        if chance.random() < 0.5:
            data += b"\n"
    for _ in range(int(chance.random() * 4)):
        place = int(chance.random() * len(data)) if data else 0
        kind = chance.random()
        if kind < 0.4 and data:
            data[place] = int(chance.random() * 256)
        elif kind < 0.6:
            del data[place : place + 1 + int(chance.random() * 3)]
        elif kind < 0.8:
            data[place:place] = chance.randbytes(1 + int(chance.random() * 4))
        else:
            data[place:place] = data[: int(chance.random() * 12)]
    return bytes(data[:LONGEST])


def check(data: bytes, declared: str | None = None) -> None:
    """Fail where something does not hold."""
    decoded = decode(data, declared=declared)
    text, encoding = decoded.text, decoded.encoding
    assert decoded.evidence
    places = [(part.start, part.end) for part in decoded.parts]
    assert [0, *(end for _, end in places)] == [*(start for start, _ in places), len(text)] or not text
    for found in decoded.findings:
        assert data[found.offset : found.offset + len(found.data)] == found.data != b""
    if encoding in EXACT and not (decoded.marked and encoding == "gb18030"):
        mark = b"\xef\xbb\xbf" if decoded.marked else b""
        assert mark + text.encode(encoding, "surrogateescape") == data
    elif encoding == "mixed":
        assert len({part.encoding for part in decoded.parts}) > 1
    elif encoding not in WIDE and not encoding.startswith(("iso2022", "hz", "utf-7")):
        written = text.encode(encoding, "surrogateescape")
        assert decoded.findings or written.decode(encoding) == text
    if len(data) % _ALIKE == 0 and not (declared or decoded.findings or "\0" in text):
        assert is_read_alike(data, text)


def check_repair(text: str) -> None:
    """Fail where what was repaired is repaired again."""
    repaired = repair(text)
    assert repaired == text or repair(repaired) == repaired


def is_read_alike(data: bytes, text: str) -> bool:
    """Whether the same is read as from a file."""
    try:
        return read(io.BytesIO(data), "a file")[0] == text
    except FileError:
        return False


def main() -> int:
    """Check for so many seconds; 1 when something does not hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("seconds", type=float, nargs="?", default=30)
    parser.add_argument("--out", type=Path, default=Path("build/fuzz"))
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    chance, of = random.Random(arguments.seed), pieces()
    start = time.monotonic()
    count = 0
    while time.monotonic() - start < arguments.seconds:
        before = time.process_time()
        data = mutated(chance, of)
        declared = LABELS[int(chance.random() * len(LABELS))]
        try:
            if chance.random() < 0.5:
                check_repair(decode(data).text)
            elif chance.random() < 0.5:
                check_repair(data.decode(WRONG[int(chance.random() * len(WRONG))], "replace"))
            else:
                check(data, declared)
            assert time.process_time() - before < SLOW or count < 100, "slow"  # tables are loaded at first
        except Exception:
            folder = arguments.out / "crashes"
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / f"decode-{hashlib.sha256(data).hexdigest()[:16]}"
            path.write_bytes(data)
            traceback.print_exc()
            print(f"left in {path}; declared: {declared!r}", file=sys.stderr)
            return 1
        count += 1
        if count % 100_000 == 0:
            print(f"#{count} {count / (time.monotonic() - start):.0f} a second", flush=True)
    print(f"decode: {count} inputs, {count / arguments.seconds:.0f} a second")
    return 0


if __name__ == "__main__":
    sys.exit(main())
