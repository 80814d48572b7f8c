"""Which script a text is written in, with the evidence for it.

A *mark* is a character that stands in only one of the two national character sets, GB 2312 and Big5, and that
conversion changes. Source: ``data/scripts.tsv``, made by ``scripts/build_opencc.py``. Text is Japanese by its kana,
unless marks of Simplified text that no Japanese character set has show a Chinese text that quotes some.
"""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from zh_localize.errors import TableError
from zh_localize.text import native, tables

if TYPE_CHECKING:
    import re

TAIWAN_GLYPHS = "裡群為眾麵衛線著床峰啟偽"
HONG_KONG_GLYPHS = "裏羣爲衆麪衞綫着牀峯啓僞"
_DECISIVE = {"TW": "裡", "HK": "裏衞綫着説"}
_GLYPHS = "".join(dict.fromkeys(TAIWAN_GLYPHS + HONG_KONG_GLYPHS + "説"))  # each is counted by itself
_BY_ITSELF, _BEFORE_ASCII, _BEFORE_SLASH, _THRICE = 1, 2, 4, 8  # where a character shows a protected span, or a block
_TRIGGERS = {"`": 9, "{": 1, "<": 2, "&": 2, "%": 2, "@": 2, ":": 4, "~": 8}
_IDEOGRAPHS = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00))
_KANA = ((0x3041, 0x3100), (0x31F0, 0x3200), (0xFF66, 0xFFA0))
_HANGUL = ((0xAC00, 0xD7A4), (0x1100, 0x1200))
# Kinds of characters; _ALONE are marks of Simplified text that Japanese text lacks.
_OTHER, _, _KANA_KIND, _HANGUL_KIND, _HAN, _HANS, _ALONE, _HANT, _FIRST_GLYPH = range(9)
_COUNTED = 64  # kinds
_SAMPLE = 1 << 16  # characters from which the marks that are shown are taken
PACKED = "kinds.bin"
_HEAD = struct.Struct("<8sQQ")  # magic, checksum of the rest, what it was made from


class Script(NamedTuple):
    """What a text shows of its script: counts of characters, and the most frequent marks near its beginning."""

    han: int
    hans: int
    hant: int
    kana: int
    hangul: int
    marks: tuple[str, ...]
    alone: int = 0  # marks of Simplified text that no Japanese text has

    @property
    def name(self) -> str:
        """``Hans``, ``Hant``, ``mixed``, ``Han`` (nothing tells), ``Jpan``, ``Kore`` or ``none``: no Han at all."""
        if self.kana > 1 and self.kana * 6 > self.han and self.alone * 4 < self.kana:
            return "Jpan"
        if self.hangul > 0 and self.hangul * 2 > self.han:
            return "Kore"
        if not self.han:
            return "none"
        if self.hans and self.hant:
            return "mixed"
        return "Hans" if self.hans else "Hant" if self.hant else "Han"

    @property
    def evidence(self) -> str:
        """The figures in one line."""
        shown = f" ({''.join(self.marks)})" if self.marks else ""
        return f"{self.han} Han characters, {self.hans} only Simplified, {self.hant} only Traditional{shown}"


class Survey(NamedTuple):
    """What one pass over a text finds: its script, its regional glyphs, and lines that need a closer look.

    ``busy`` are lines in which protected spans may stand beside Chinese, ``japanese`` those that are in Japanese;
    ``fenced`` tells whether a block of code may be there.
    """

    script: Script
    glyphs: dict[str, int]
    busy: tuple[tuple[int, int], ...]
    japanese: tuple[tuple[int, int], ...]
    fenced: bool

    def glyph_count(self, glyphs: str) -> int:
        """How often any of these regional glyphs stands in the text."""
        return sum(self.glyphs[glyph] for glyph in glyphs)

    @property
    def region(self) -> str | None:
        """``TW`` or ``HK`` where the glyphs of a Traditional text tell, else None."""
        counts = {name: self.glyph_count(glyphs) for name, glyphs in _DECISIVE.items()}
        if counts["TW"] == counts["HK"]:
            return None
        return max(counts, key=lambda name: counts[name])

    def joined(self, other: Survey) -> Survey:
        """The survey of a text of two parts; lines are not kept."""
        one, two = self.script, other.script
        script = Script(
            one.han + two.han,
            one.hans + two.hans,
            one.hant + two.hant,
            one.kana + two.kana,
            one.hangul + two.hangul,
            (),
            one.alone + two.alone,
        )
        glyphs = {glyph: count + other.glyphs[glyph] for glyph, count in self.glyphs.items()}
        return Survey(script, glyphs, (), (), self.fenced or other.fenced)


def survey(text: str) -> Survey:
    """Look over a text once, in the native core at about half a gigabyte a second."""
    core = native.module()
    sides, kinds = _packed() if core else _kinds()
    counts, busy, japanese, fenced = core.survey(text, kinds) if core else _survey(text)
    hans, hant = counts[_HANS] + counts[_ALONE], counts[_HANT]
    for kind in range(_FIRST_GLYPH, _FIRST_GLYPH + len(_GLYPHS)):
        if counts[kind]:
            hans += counts[kind] if sides[kind] == _HANS else 0
            hant += counts[kind] if sides[kind] == _HANT else 0
    glyphs = dict(zip(_GLYPHS, counts[_FIRST_GLYPH:], strict=False))
    kana, hangul, alone = counts[_KANA_KIND], counts[_HANGUL_KIND], counts[_ALONE]
    if alone and japanese:
        japanese = [(start, end) for start, end in japanese if _is_japanese(text[start:end])]
    script = Script(sum(counts[_HAN:]), hans, hant, kana, hangul, (), alone)
    return Survey(script, glyphs, tuple(busy), tuple(japanese), fenced)


def _is_japanese(line: str) -> bool:
    """Whether a line with kana is Japanese; it may be a Chinese one that quotes some."""
    shown = Counter(line.translate(_shown()))
    return shown[chr(_ALONE)] * 4 < shown[chr(_KANA_KIND)]


Lines = list[tuple[int, int]]


def _survey(text: str) -> tuple[tuple[int, ...], Lines, Lines, bool]:
    """The pure twin of ``survey`` in ``text/_native.c``."""
    if max(text, default="") <= "\u00ff":  # nothing to count, as in the core
        return (0,) * _COUNTED, [], [], False
    span, block, astral = _patterns()
    beyond = astral.sub(lambda match: "一" if 0x20000 <= ord(match[0]) < 0x40000 else "\u00a0", text)
    shown = beyond.translate(_shown())
    ascii_kinds = dict.fromkeys(range(0x80), "")
    counts = [0] * _COUNTED
    for kind, count in Counter(beyond.translate(ascii_kinds).translate(_shown())).items():
        counts[ord(kind)] = count
    busy: Lines = []
    japanese: Lines = []
    for start, end in _lines(text):
        line = shown[start:end]
        if span.search(text, start, end) and not text[start:end].isascii():
            busy.append((start, end))
        kana = line.count(chr(_KANA_KIND))
        if kana > 1 and kana * 6 > sum(kind >= chr(_HAN) for kind in line):
            japanese.append((start, end))
    return tuple(counts), busy, japanese, block.search(text) is not None


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield start, end
        start = end + 1


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Where a protected span may stand, where a block of code may, and what is beyond the BMP."""
    import re

    def showing(where: int) -> str:
        return "".join(trigger for trigger, places in _TRIGGERS.items() if places & where)

    span = f"[{showing(_BY_ITSELF)}]|[{showing(_BEFORE_ASCII)}][!-~]|[{showing(_BEFORE_SLASH)}]/"
    block = "|".join(trigger * 3 for trigger in showing(_THRICE))
    return re.compile(span), re.compile(block), re.compile("[\U00010000-\U0010ffff]")


@cache
def _shown() -> str:
    """The kinds beyond ASCII as a table for ``str.translate``."""
    return "\0" * 0x80 + _kinds()[1][0x80:].decode("latin-1")


@cache
def _kinds() -> tuple[bytes, bytes]:
    """Of each kind, that of a mark which a glyph of that kind is; and the kind of each character of the BMP."""
    found = bytearray(0x10000)
    for kind, ranges in ((_HAN, _IDEOGRAPHS), (_KANA_KIND, _KANA), (_HANGUL_KIND, _HANGUL)):
        for start, end in ranges:
            found[start:end] = bytes([kind]) * (end - start)
    for name, kind in (("Hans", _ALONE), ("Jpan", _HANS), ("Hant", _HANT)):
        for character in _marks()[name]:
            if character <= "\uffff":
                found[ord(character)] = kind
    sides = bytearray(_COUNTED)
    for kind, glyph in enumerate(_GLYPHS, _FIRST_GLYPH):
        sides[kind] = next((side for name, side in (("Hans", _HANS), ("Hant", _HANT)) if glyph in _marks()[name]), 0)
        found[ord(glyph)] = kind
    for trigger, when in _TRIGGERS.items():
        found[ord(trigger)] = when
    return bytes(sides), bytes(found)


def pack() -> bytes:
    """The kinds as a packed table, so that a first call has nothing to make."""
    rest = b"".join(_kinds())
    return _HEAD.pack(native.LAYOUT, crc32(rest), native.source_hash()) + rest


@cache
def _packed() -> tuple[memoryview, memoryview]:
    """The same from the packed table.

    Raises:
        TableError: it is missing, or not the one that was built.
    """
    data = memoryview(native.packed(PACKED))
    rest = data[_HEAD.size :]
    expected = _HEAD.pack(native.LAYOUT, crc32(rest), native.source_hash())
    if len(rest) != _COUNTED + 0x10000 or data[: _HEAD.size] != expected:
        raise TableError(f"packed/{PACKED}", f"hash {crc32(data[: _HEAD.size]):08x}", f"hash {crc32(expected):08x}")
    return rest[:_COUNTED], rest[_COUNTED:]


@cache
def _marks() -> dict[str, frozenset[str]]:
    """The characters that tell ``Hans`` and ``Hant``; ``Jpan`` are those of ``Hans`` that Japanese text has as well."""
    return {name: frozenset(characters) for name, characters in tables.read_rows("scripts.tsv")}


@cache
def _pattern(script: str) -> re.Pattern[str]:
    import re

    return re.compile(f"[{re.escape(''.join(sorted(_marks()[script])))}]")


def region(text: str) -> str | None:
    """``TW`` or ``HK`` where the glyphs of a Traditional text tell, else None.

    >>> region("這裡"), region("這裏"), region("臺北")
    ('TW', 'HK', None)
    """
    return survey(text).region


def marks(text: str, script: str) -> list[str]:
    """The characters of ``text`` that only ``Hans`` or only ``Hant`` has, in order; one pass in C."""
    return _pattern(script).findall(text)


def detect(text: str) -> Script:
    """Count what tells the scripts apart, and show the marks near the beginning. Linear.

    >>> detect("经济社会").name, detect("經濟社會").name, detect("经濟").name, detect("人口").name
    ('Hans', 'Hant', 'mixed', 'Han')
    """
    sample = text[:_SAMPLE]
    found = Counter(marks(sample, "Hans") + marks(sample, "Hant"))
    return survey(text).script._replace(marks=tuple(c for c, _ in found.most_common(8)))
