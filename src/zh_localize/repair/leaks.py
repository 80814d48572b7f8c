r"""Escapes that leaked into prose: ``&#20013;``, ``\u4e2d``, ``%E4%B8%AD``, quoted-printable, HZ, UTF-7, ISO-2022-CN.

A layer between a text and its reader was left out, so that the reader sees how the text was sent. What is decoded must
be Chinese: escapes of single signs, of other scripts, in code and addresses, and in a line that speaks of escapes stay.
Sources: HTML (character references), RFC 3986 (percent), RFC 2045 (quoted-printable), RFC 1843 (HZ), RFC 2152 (UTF-7),
RFC 1922 (ISO-2022-CN), JSON (\u).
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from zh_localize import rules
from zh_localize.repair import plausibility
from zh_localize.repair.plausibility import LEAKS, Look
from zh_localize.report import Edit, Report
from zh_localize.text import protect

HAN = 2  # Chinese characters that the escapes of a line must hold in all, one of them an ideograph
SHORT = 8  # characters up to which a line may show escapes as examples
LETTER = 45  # what a letter costs behind Chinese whose end nothing marks
PLAUSIBLE = 100  # mean cost up to which what was decoded reads like Chinese, in twelfths of a nat

_CHINESE = re.compile(
    "[\u2e80-\u2fdf\u3000-\u303f\u3105-\u312f\u3400-\u9fff\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff]"
)
_IDEOGRAPH = re.compile("[㐀-鿿豈-﫿\U00020000-\U0003ffff]")
_ABOUT = re.compile(  # what such a line speaks of, so that its escapes are examples
    r"编码|編碼|转义|轉義|转码|轉碼|实体|實體|字符集|码位|碼位|表示|写作|寫作|Unicode|UTF-?[78]|GBK|HTML|JSON|URL|encod|escap|entit",
    re.IGNORECASE,
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ue000-\uf8ff]")
_LETTER = re.compile("[A-Za-z!-/:-@]")
_QUOTED = re.compile("[\"'`=({\\[/“]\\Z")


@dataclass(frozen=True, slots=True)
class _Leak:
    """A kind of escape: what shows that some may be there, a run of them, and what it means; None where nothing."""

    name: str
    sign: str
    run: re.Pattern[str]
    read: Callable[[str], str | None]
    rest: tuple[re.Pattern[str], str] | None = None  # what a line with such escapes holds besides, and what it means
    masked: bool = False  # its ASCII looks like code and markup


def _references(run: str) -> str | None:
    codes = (
        int(f"0{found}" if found[0] in "xX" else found, 16 if found[0] in "xX" else 10) for found in _CODE.findall(run)
    )
    return _characters(codes)


def _characters(codes: Iterator[int]) -> str | None:
    found = [*codes]
    if any(not 0x20 <= code <= 0x10FFFF or 0xD800 <= code <= 0xDFFF for code in found):
        return None
    return "".join(map(chr, found))


def _units(run: str) -> str | None:
    data = b"".join(int(unit, 16).to_bytes(2, "big") for unit in re.findall(r"\\u([0-9a-fA-F]{4})", run))
    return _decoded(data, "utf-16-be")


def _percent(run: str) -> str | None:
    return _in_some(unquote_to_bytes(run))


def _printable(run: str) -> str | None:
    return _in_some(bytes.fromhex("".join(re.findall("=([0-9A-F]{2})", run))))


def _in_some(data: bytes) -> str | None:
    """Bytes as UTF-8, else as GBK."""
    text = _decoded(data, "utf-8")
    return _decoded(data, "gb18030") if text is None else text


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _seven_bit(run: str) -> str | None:
    return _decoded(
        bytes(ord(character) | 0x80 for character in re.sub(r"\x1b?\$\)A|[\x0e\x0f]|~[{}]", "", run)), "gb2312"
    )


def _utf_7(run: str) -> str | None:
    body = run[1:].removesuffix("-")
    data = base64.b64decode(body + "=" * (-len(body) % 4)) if len(body) % 4 != 1 else b""
    return None if len(data) < 2 else _decoded(data[: len(data) // 2 * 2], "utf-16-be")


_CODE = re.compile("&(?:amp;)*#([xX][0-9A-Fa-f]{1,6}|[0-9]{1,7});")
_LEAKS = (
    _Leak("leak.reference", "&", re.compile(f"(?:{_CODE.pattern})+"), _references),
    _Leak("leak.escape", "\\u", re.compile(r"(?:\\u[0-9a-fA-F]{4})+"), _units),
    _Leak("leak.percent", "%", re.compile("(?:%[0-9A-Fa-f]{2})+"), _percent),
    _Leak(
        "leak.quoted-printable", "=", re.compile(r"=[0-9A-F]{2}(?:=[0-9A-F]{2}|=\r?\n)*=[0-9A-F]{2}"), _printable,
        (re.compile(r"=\r?\n"), ""),
    ),
    _Leak("leak.hz", "~{", re.compile(r"~\{(?:[!-}][!-~])+~\}"), _seven_bit, (re.compile("~~"), "~"), masked=True),
    _Leak("leak.iso-2022", "\x0e", re.compile(r"(?:\x1b?\$\)A)?\x0e(?:[!-~]{2})+\x0f"), _seven_bit, masked=True),
    _Leak("leak.utf-7", "+", re.compile(r"\+[A-Za-z0-9+/]{3,}-?"), _utf_7, (re.compile(r"\+-"), "+"), masked=True),
)  # fmt: skip


def find(text: str, look: Look | None = None) -> Report:
    r"""The report that decodes escapes which leaked into prose. Linear.

    >>> find("經濟&#31038;&#26371;&#30332;&#23637;").text, find(r"中\u56fd\u4eba").text
    ('經濟社會發展', '中国人')
    >>> find("HTML 中 &#20013;&#22269; 表示“中国”").edits
    ()
    """
    edits: list[Edit] = []
    masked = text
    lines = [(line.start, line.end) for line in (look or plausibility.look(text)).at(LEAKS)]
    for leak in _LEAKS:
        if any(text.find(leak.sign, start, end) >= 0 for start, end in lines):
            found = [*_found(text, leak, lines)]
            edits += found
            masked = _masked(masked, found) if leak.masked else masked
    if "$)A" in text:
        found = [*_bare_iso_2022(text)]
        edits += found
        masked = _masked(masked, found)
    return _apart(text, edits, [*protect.spans(masked, without="&%{")]) if edits else Report(text)


def _masked(text: str, edits: Iterable[Edit]) -> str:
    """The text with what is to be read taken for Chinese."""
    parts: list[str] = []
    position = 0
    for edit in edits:
        parts += (text[position : edit.start], "一" * (edit.end - edit.start))
        position = edit.end
    return "".join((*parts, text[position:]))


def _apart(text: str, edits: Iterable[Edit], spans: list[protect.Span]) -> Report:
    """The edits that touch neither one another nor a protected span."""
    kept, end, number = [], 0, 0
    for edit in sorted(edits, key=lambda edit: edit.start):
        while number < len(spans) and spans[number][1] <= edit.start:
            number += 1
        if edit.start >= end and (number == len(spans) or edit.end <= spans[number][0]):
            kept.append(edit)
            end = edit.end
    return Report(text, tuple(kept))


def _found(text: str, leak: _Leak, lines: list[tuple[int, int]]) -> Iterator[Edit]:
    """The escapes of one kind in each line; those of quoted-printable may break lines."""
    grade = rules.rule(leak.name).grade
    for start, end in _lines(text, leak, lines):
        runs = [(match, leak.read(match[0])) for match in leak.run.finditer(text, start, end)]
        read = [(match, after) for match, after in runs if after and not _is_foreign(after)]
        if not read or not _is_prose(text[start:end], read, "".join(after for _, after in read)):
            continue
        places = [(match.start(), match.end(), after) for match, after in read]
        if leak.rest:
            rest, meaning = leak.rest
            places += [(match.start(), match.end(), meaning) for match in rest.finditer(text, start, end)]
        yield from (Edit(low, high, text[low:high], after, leak.name, grade) for low, high, after in sorted(places))


def _lines(text: str, leak: _Leak, lines: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The lines, and for quoted-printable those that soft breaks join, in which such an escape may stand."""
    soft = leak.name == "leak.quoted-printable"
    start = -1
    for low, high in lines:
        if text.find(leak.sign, low, high) < 0:
            continue
        start = low if start < 0 else start
        if soft and text[max(low, high - 2) : high].rstrip("\r").endswith("="):
            end = high
            continue
        yield start, high
        start = -1
    if start >= 0:
        yield start, end


def _is_foreign(text: str) -> bool:
    """Whether anything but text with Chinese comes out."""
    return _CONTROL.search(text) is not None


def _is_prose(line: str, read: list[tuple[re.Match[str], str]], decoded: str) -> bool:
    """Whether the escapes of a line hold Chinese, and the line is not about them."""
    if len(_CHINESE.findall(decoded)) < HAN or not _IDEOGRAPH.search(decoded):
        return False
    if plausibility.cost(f" {decoded}") > PLAUSIBLE * (len(decoded) + 1):
        return False
    if len(decoded) > SHORT:
        return True
    rest = line
    for match, _ in read:
        rest = rest.replace(match[0], "")
    return not _ABOUT.search(rest) and not any(_QUOTED.search(match.string, 0, match.start()) for match, _ in read)


def _bare_iso_2022(text: str) -> Iterator[Edit]:
    """``$)A`` with what follows, where the shifts around it were stripped: as many pairs as read like Chinese."""
    grade = rules.rule("leak.iso-2022").grade
    for match in re.finditer(r"\x1b?\$\)A((?:(?!\$\)A)[!-~])+)", text):
        body = match[1]
        best = min(range(1, len(body) // 2 + 1), key=lambda pairs: _cost(body, pairs), default=0)
        after = _seven_bit(body[: 2 * best])
        if after and _IDEOGRAPH.search(after) and plausibility.cost(f" {after}") <= PLAUSIBLE * (len(after) + 1):
            end = match.start(1) + 2 * best
            yield Edit(match.start(), end, text[match.start() : end], after, "leak.iso-2022", grade)


def _cost(body: str, pairs: int) -> int:
    """How surprising it is that the first ``pairs`` pairs are Chinese and the rest is ASCII."""
    read, rest = _seven_bit(body[: 2 * pairs]), body[2 * pairs :]
    return 1 << 30 if read is None else plausibility.cost(f" {read}{rest} ") + LETTER * len(_LETTER.findall(rest))
