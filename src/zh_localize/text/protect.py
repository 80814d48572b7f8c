"""Spans that no operation edits: addresses, markup, code and placeholders.

Source of the kinds: what Markdown, HTML, gettext's format flags and RFC 3986 define; the list grows with the
formats.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from zh_localize.report import Report

_PATH = r"[!-'*-~]+(?:\([!-'*-~]*\)[!-'*-~]*)*"
_ADDRESS = "://" + _PATH
_URL = r"www\." + _PATH
_DOMAIN = r"@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}"
_TAG = r"</?[A-Za-z][A-Za-z0-9:-]{0,40}(?:[^\S\n][^<>\n]{0,2000})?/?>"
_ENTITY = r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});"
_FENCE = r"(?:^|(?<=\n))(?P<fence>`{3,8}(?!`)|~{3,8}(?!~))[^`\n]*\n(?:[^\n]*\n)*?(?P=fence)[^\n]*"
_CODE = r"(?P<ticks>`{1,2})(?!`)[^`\n]{1,2000}(?P=ticks)(?!`)"
_PRINTF = (
    r"%(?:\([A-Za-z_][A-Za-z0-9_]{0,60}\)|[0-9]{1,2}\$)?[-+#0]{0,4}[0-9]{0,3}(?:\.[0-9]{1,3})?"
    r"(?:hh|h|ll|l|z|j|t)?[sdiuxXfgeEcpr](?![A-Za-z])"
)
_BRACE = r"\{[A-Za-z0-9_.]{0,60}(?:![rsa])?(?::[^{}\n]{0,40})?\}|\{\{[^\S\n]?[^{}\n]{1,200}\}\}"
_WIKI = r"-\{[^{}\n]{0,2000}\}-"

_KINDS: dict[str, re.Pattern[str]] = {  # by the character with which a span begins, or that shows that one is there
    mark: re.compile(pattern)
    for mark, pattern in {
        "<": _TAG, "&": _ENTITY, "`": _CODE, "-": _WIKI, "{": _BRACE,
        "%": _PRINTF, "@": _DOMAIN, ":": _ADDRESS, "w": _URL,
    }.items()
}  # fmt: skip
_TRIGGER = re.compile(r"[<&`%{@]|-\{|://|www\.")
_BLOCK = re.compile(_FENCE)
_BLOCK_START = re.compile(r"(?:^|(?<=\n))(?:`{3,8}(?!`)|~{3,8}(?!~))[^`\n]*(?:\n|\Z)")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]{1,15}\Z")
_LOCAL = re.compile(r"[A-Za-z0-9._%+-]{1,64}\Z")

Span = tuple[int, int]


def spans(text: str, lines: Iterable[Span] | None = None, *, fenced: bool = True, without: str = "") -> Iterator[Span]:
    """``(start, end)`` of each span of ``text`` that must stay as it is, in order. Linear.

    Args:
        lines: the lines in which to look, in order; all by default. Blocks of code are found wherever they begin.
        fenced: whether a block of code may be there.
        without: kinds that are left out, by their signs: ``&`` references, ``%`` and ``{`` placeholders.

    >>> text = "見https://a.cn/文或寫信到a@b.cn，用 `code`。"
    >>> [text[start:end] for start, end in spans(text)]
    ['https://a.cn/', 'a@b.cn', '`code`']
    """
    position = 0
    blocks = [match.span() for match in _BLOCK.finditer(text)] if fenced and ("```" in text or "~~~" in text) else []
    blocks.append((len(text), len(text)))
    block = 0
    for start, end in [(0, len(text))] if lines is None else lines:
        start = max(start, position)
        while start < end:
            low, high = blocks[block]
            yield from _between(text, start, min(low, end), without)
            if low >= end:
                break
            if low < high:
                yield low, high
            start = position = max(high, start)
            block += 1
    yield from (span for span in blocks[block:-1] if span[0] >= position)


def is_open(text: str) -> bool:
    """Whether a block of code begins in ``text`` that may end behind it.

    >>> is_open("```\\n头发\\n"), is_open("```\\n头发\\n```\\n")
    (True, False)
    """
    return ("```" in text or "~~~" in text) and _BLOCK_START.search(_BLOCK.sub("", text)) is not None


def _between(text: str, position: int, end: int, without: str) -> Iterator[Span]:
    """The spans in ``text[position:end]``, where no block of code stands."""
    place = position
    while match := _TRIGGER.search(text, place, end):
        place = start = match.start()
        mark = text[place]
        if mark in ":@":
            before = text[max(position, place - 64) : place]
            opening = (_SCHEME if mark == ":" else _LOCAL).search(before[-16:] if mark == ":" else before)
            start = place - (len(opening[0]) if opening else 0)
        found = _KINDS[mark].match(text, place, end) if start < place or mark not in ":@" else None
        if found and mark not in without:
            yield start, found.end()
            place = position = found.end()
        else:
            place = match.end()


def outside(report: Report, *, without: str = "") -> Report:
    """The report without the edits that touch a protected span of its source, of all kinds but ``without``. Linear."""
    if not report.edits:
        return report
    behind = (len(report.source) + 1, len(report.source) + 1)
    protected = spans(report.source, without=without)
    low, high = next(protected, behind)
    kept = []
    for edit in report.edits:
        while high <= edit.start:
            low, high = next(protected, behind)
        if edit.end <= low:
            kept.append(edit)
    return Report(report.source, tuple(kept))
