"""The encoding that a document declares for itself, and the one that its sender declared: what they say, not what is.

Sources: the WHATWG HTML Standard (prescan of the first 1024 bytes), XML 1.0 (appendix F), CSS Syntax (``@charset``),
the header entry of gettext's PO files, RFC 9110 for the header field Content-Type.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from zh_localize.repair.labels import codec_of

PRESCAN = 1024  # bytes in which HTML declares its encoding

_XML = re.compile(rb"\s*<\?xml\s[^>]*?\bencoding\s*=\s*[\"']([A-Za-z0-9._:-]+)[\"']")
_CSS = re.compile(rb'@charset "([^"]*)";')
_PO = re.compile(rb'^msgid[ \t]+""[ \t]*\r?\n(?:[^\n]*\n){0,40}?"Content-Type:[^"\n]*charset=([A-Za-z0-9._:+-]+)', re.M)
_COMMENT = re.compile(rb"<!--.*?(?:--!?>|\Z)", re.DOTALL)
_TAG = re.compile(rb"<(/?[a-zA-Z][^\s/>]*)((?:[\s/](?:\"[^\"]*\"|'[^']*'|[^>\"'])*)?)>?")
_ATTRIBUTE = re.compile(rb"([^\s/>=]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>\"']*))?")
_CHARSET = re.compile(r"charset\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s;\"']+))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Declaration:
    """A label, who says so, and the codec that it stands for; None where it is unknown."""

    label: str
    by: str
    codec: str | None


def declarations(head: bytes, declared: str | None = None) -> Iterator[Declaration]:
    """What is declared, that by the sender before that by the document itself.

    Args:
        head: the beginning of the document; of HTML the first 1024 bytes count.
        declared: a label, or the whole value of a header field Content-Type.

    >>> [found.codec for found in declarations(b'<meta charset="gb2312">', "text/html; charset=Big5")]
    ['big5hkscs', 'gb18030']
    """
    if declared is not None and (label := charset_in(declared)):
        yield Declaration(label, "the caller", codec_of(label))
    for pattern, by in ((_XML, "the XML declaration"), (_CSS, "@charset")):
        if found := pattern.match(head):
            yield _inside(found[1].decode("latin-1"), by)
    if label := _meta(head[:PRESCAN]):
        yield _inside(label, "<meta>")
    if b"msgid" in head and (found := _PO.search(head)):
        yield _inside(found[1].decode("latin-1"), "the PO header")


def charset_in(value: str) -> str | None:
    """The label in the value of a header field Content-Type, or the value where it is a bare label.

    >>> charset_in('text/html; charset="Big5"'), charset_in("Big5"), charset_in("text/html")
    ('Big5', 'Big5', None)
    """
    if found := _CHARSET.search(value):
        return found[1] or found[2] or found[3]
    return None if "/" in value or not value.strip() else value.strip()


def _inside(label: str, by: str) -> Declaration:
    """A declaration in ASCII within a document, which therefore is not in UTF-16 or UTF-32."""
    codec = codec_of(label)
    return Declaration(label, by, "utf-8" if codec and codec.startswith(("utf-16", "utf-32")) else codec)


def _meta(head: bytes) -> str | None:
    """The label of the first ``<meta>`` that declares one, outside comments and other tags."""
    if b"<" not in head:
        return None
    for tag in _TAG.finditer(_COMMENT.sub(b"", head)):
        if tag[1].lower() != b"meta":
            continue
        attributes: dict[bytes, str] = {}
        for name, value in _ATTRIBUTE.findall(tag[2]):
            attributes.setdefault(name.lower(), value.strip(b"\"'").decode("latin-1"))
        if label := attributes.get(b"charset"):
            return label
        is_pragma = attributes.get(b"http-equiv", "").lower() == "content-type"
        if is_pragma and (found := _CHARSET.search(attributes.get(b"content", ""))):
            return found[1] or found[2] or found[3]
    return None
