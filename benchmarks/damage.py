"""Damage that Chinese text meets, done on purpose: each function takes sound text and gives it back damaged.

The mechanisms are those of real pages: bytes read in the wrong code page, escapes that nobody decoded, characters that
stand for others. They are written apart from the package, so that a measure does not share its mistakes.
"""

from __future__ import annotations

import html
import quopri
import random
import re
import unicodedata
from collections.abc import Callable
from urllib.parse import quote

Damage = Callable[[str, random.Random], str]

_VERTICAL = dict(zip("，、。：；！？（）《》", "︐︑︒︓︔︕︖︵︶︽︾", strict=True))
_PRIVATE = dict(zip("，。、：；！？", map(chr, range(0xE78D, 0xE794)), strict=True))
_HIDDEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e"


def read_bytes(data: bytes, encoding: str, lost: str) -> str:
    """Bytes as a careless program reads them: what fits nothing gives ``lost``, or a control character."""
    wide = encoding in ("gb18030", "cp950", "cp932", "cp949", "euc_jp")
    text, position = [], 0
    while position < len(data):
        byte = data[position]
        size = 2 if wide and byte >= 0x80 and not (encoding == "cp932" and 0xA1 <= byte <= 0xDF) else 1
        try:
            text.append(data[position : position + size].decode(encoding))
            position += size
        except UnicodeDecodeError:
            text.append(lost if wide else chr(byte))
            position += 1
    return "".join(text)


def wrong(written: str, read: str, times: int = 1, lost: str = "\ufffd") -> Damage:
    """Text written in one encoding and read in another, ``times`` one after another."""

    def damage(text: str, chance: random.Random) -> str:
        del chance
        for _ in range(times):
            text = "\n".join(read_bytes(line.encode(written), read, lost) for line in text.split("\n"))
        return text

    return damage


def _strip_controls(text: str, chance: random.Random) -> str:
    del chance
    return re.sub("[\x80-\x9f]", "", text.encode().decode("latin-1"))


def _escaped(form: Callable[[str], str]) -> Damage:
    return lambda text, chance: "".join(c if c < "\x80" else form(c) for c in text)


def _mapped(table: dict[str, str]) -> Damage:
    return lambda text, chance: "".join(table.get(c, c) for c in text)


def _undone(start: int, stop: int) -> dict[str, str]:
    forms = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(start, stop)}
    return {after: before for after, before in forms.items() if len(after) == 1 and after != before}


def _percent(text: str, chance: random.Random) -> str:
    return quote(text, safe=" ,.:;/?&=#!()\n")


def _printable(text: str, chance: random.Random) -> str:
    return quopri.encodestring(text.encode()).decode()


def _iso_2022(text: str, chance: random.Random) -> str:
    def run(match: re.Match[str]) -> str:
        return "$)A\x0e" + "".join(chr(byte & 0x7F) for byte in match[0].encode("gb2312")) + "\x0f"

    return re.sub("[^\x00-\x7f]+", run, text)


def _hidden(text: str, chance: random.Random) -> str:
    return "".join(c + (chance.choice(_HIDDEN) if c != "\n" and chance.random() < 0.1 else "") for c in text)


def _replaced(text: str, encoding: str) -> str:
    """Every byte beyond ASCII was read as U+FFFD, and those were read in another encoding."""
    data = "".join(c if c < "\x80" else "\ufffd" * len(c.encode()) for c in text).encode()
    return read_bytes(data, encoding, "?")


LOST: dict[str, Damage] = {  # nothing brings these back
    "gbk as utf-8": lambda text, chance: text.encode("gbk").decode("utf-8", "replace"),
    "replacement as gb18030": lambda text, chance: _replaced(text, "gb18030"),
    "replacement as cp950": lambda text, chance: _replaced(text, "cp950"),
    "question marks": lambda text, chance: text.encode("ascii", "replace").decode(),
    "fill": lambda text, chance: re.sub(
        "[^\x00-\x7f]{8,}", lambda match: len(match[0]) * chance.choice("烫屯葺"), text
    ),
}

SINGLE = ("latin-1", "cp1252", "mac_roman", "cp437", "cp1251", "cp1250", "cp866")
DAMAGES: dict[str, Damage] = {
    **{f"utf-8 as {read}": wrong("utf-8", read) for read in SINGLE},
    **{f"gbk as {read}": wrong("gbk", read) for read in SINGLE},
    **{f"big5 as {read}": wrong("big5", read) for read in ("latin-1", "cp1252", "gb18030", "cp932")},
    **{f"utf-8 as {read}": wrong("utf-8", read) for read in ("gb18030", "cp932", "cp949")},
    **{f"gbk as {read}": wrong("gbk", read) for read in ("cp950", "cp932", "cp949", "euc_jp")},
    "utf-8 as gb18030, question marks": wrong("utf-8", "gb18030", lost="?"),
    "utf-8 as cp1252 twice": wrong("utf-8", "cp1252", 2),
    "utf-8 as gb18030 twice": wrong("utf-8", "gb18030", 2),
    "utf-8 as latin-1 without controls": _strip_controls,
    "references": _escaped(lambda c: f"&#{ord(c)};"),
    "references twice": _escaped(lambda c: html.escape(f"&#x{ord(c):X};")),
    "escapes": _escaped(
        lambda c: "".join(f"\\u{c.encode('utf-16-be').hex()[i : i + 4]}" for i in range(0, 4 * (1 + (c > "\uffff")), 4))
    ),
    "percent": _percent,
    "quoted-printable": _printable,
    "hz": lambda text, chance: text.encode("hz").decode(),
    "utf-7": lambda text, chance: text.encode("utf-7").decode(),
    "iso-2022-cn": _iso_2022,
    "radicals": _mapped(_undone(0x2F00, 0x2FD6)),
    "compatibility": _mapped(_undone(0xF900, 0xFB00)),
    "vertical": _mapped(_VERTICAL),
    "private use": _mapped(_PRIVATE),
    "hidden": _hidden,
}
