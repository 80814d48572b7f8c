"""Spans that no operation edits: addresses, markup, code and placeholders.

Source of the kinds: what Markdown, HTML, gettext's format flags and RFC 3986 define; the list grows with the
formats.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from zh_localize.report import Report

_URL = r"(?:[a-zA-Z][a-zA-Z0-9+.-]{1,15}://|www\.)[!-'*-~]+(?:\([!-'*-~]*\)[!-'*-~]*)*"
_EMAIL = r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}"
_TAG = r"</?[A-Za-z][A-Za-z0-9:-]{0,40}(?:\s[^<>\n]{0,2000})?/?>"
_ENTITY = r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});"
_FENCE = r"(?:^|(?<=\n))(?P<fence>`{3,8}(?!`)|~{3,8}(?!~))[^`\n]*\n(?:[^\n]*\n)*?(?P=fence)[^\n]*"
_CODE = r"(?P<ticks>`{1,2})(?!`)[^`\n]{1,2000}(?P=ticks)(?!`)"
_PRINTF = (
    r"%(?:\([A-Za-z_][A-Za-z0-9_]{0,60}\)|[0-9]{1,2}\$)?[-+#0]{0,4}[0-9]{0,3}(?:\.[0-9]{1,3})?"
    r"(?:hh|h|ll|l|z|j|t)?[sdiuxXfgeEcpr](?![A-Za-z])"
)
_BRACE = r"\{[A-Za-z0-9_.]{0,60}(?:![rsa])?(?::[^{}\n]{0,40})?\}|\{\{\s?[^{}\n]{1,200}\s?\}\}"
_WIKI = r"-\{[^{}\n]{0,2000}\}-"

_SPANS = re.compile("|".join((_URL, _EMAIL, _TAG, _ENTITY, _FENCE, _CODE, _WIKI, _BRACE, _PRINTF)))
_HINT = re.compile(r"[:@<&`~{%]|www\.")


def spans(text: str) -> Iterator[tuple[int, int]]:
    """``(start, end)`` of each span of ``text`` that must stay as it is, in order. Linear.

    >>> text = "見https://a.cn/文或寫信到a@b.cn，用 `code`。"
    >>> [text[start:end] for start, end in spans(text)]
    ['https://a.cn/', 'a@b.cn', '`code`']
    """
    if _HINT.search(text):
        for match in _SPANS.finditer(text):
            yield match.span()


def outside(report: Report) -> Report:
    """The report without the edits that touch a protected span of its source. Linear."""
    if not report.edits or not _HINT.search(report.source):
        return report
    behind = (len(report.source) + 1, len(report.source) + 1)
    protected = spans(report.source)
    low, high = next(protected, behind)
    kept = []
    for edit in report.edits:
        while high <= edit.start:
            low, high = next(protected, behind)
        if edit.end <= low:
            kept.append(edit)
    return Report(report.source, tuple(kept))
