"""The charset that the header of a PO or MO file declares, and the codec that reads it."""

from __future__ import annotations

import codecs
import re

_HEADER_ENTRY = re.compile(
    rb'^(?P<context>msgctxt[^\n]*\n(?:[ \t]*"[^\n]*\n)*)?'
    rb'msgid[ \t]*""[ \t]*\r?\n(?:[ \t]*""[ \t]*\r?\n)*[ \t]*msgstr[ \t]*(?P<text>"[^\n]*(?:\n[ \t]*"[^\n]*)*)',
    re.MULTILINE,
)
_CHARSET = re.compile(rb"charset=([A-Za-z0-9._:+-]+)")

# Where a name promises less than is found in files that bear it, the superset is read. In GB2312 it differs in two
# signs, A1A4 and A1AA, which everybody means as · and —.
_SUPERSETS = {"gb2312": "gbk", "big5": "cp950"}
# Those that GNU gettext knows and Python has; ASCII stands for itself in all of them.
_CODECS = frozenset(
    (
        *("ascii", "utf-8", "gbk", "gb18030", "cp950", "big5hkscs"),
        *("euc_jp", "shift_jis", "cp932", "euc_kr", "cp949", "johab", "tis-620", "cp874"),
        *("koi8-r", "koi8-u", "koi8-t", "cp850", "cp866"),
        *(f"cp{number}" for number in range(1250, 1259)),
        *(f"iso8859-{part}" for part in range(1, 17)),
    )
)


def declared_charset(data: bytes) -> tuple[str | None, int]:
    """The charset in the header entry of a PO file and its offset in bytes; None where none is declared.

    >>> declared_charset(b'msgid ""\\nmsgstr "Content-Type: text/plain; charset=GBK\\\\n"\\n')
    ('GBK', 51)
    """
    for entry in _HEADER_ENTRY.finditer(data):
        if entry["context"] is None:
            charset = _CHARSET.search(data, entry.start("text"), entry.end("text"))
            return (charset[1].decode("ascii"), charset.start(1)) if charset else (None, 0)
    return None, 0


def charset_in(header: str) -> str | None:
    """The charset that the text of a header names."""
    match = _CHARSET.search(header.encode("utf-8", "replace"))
    return match[1].decode("ascii") if match else None


def codec_of(charset: str | None) -> str | None:
    """Python's codec for a charset, None for one that is unknown.

    No charset at all, and the ``CHARSET`` of a fresh template, are read as UTF-8.

    >>> codec_of("GB2312"), codec_of("Big5-HKSCS"), codec_of("CHARSET"), codec_of("UTF-7")
    ('gbk', 'big5hkscs', 'utf-8', None)
    """
    if charset is None or charset == "CHARSET":
        return "utf-8"
    if charset.lower().replace("_", "-") == "euc-tw":
        from zh_localize.repair import codings

        codings.register()
        return "euc_tw"
    try:
        name = codecs.lookup(charset).name
    except LookupError:
        return None
    name = _SUPERSETS.get(name, name)
    return name if name in _CODECS else None
