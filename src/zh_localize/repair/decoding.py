"""Bytes to text: which encoding they are in, with the evidence, and where they are none."""

from __future__ import annotations

import io
from dataclasses import dataclass

from zh_localize.repair import mixed
from zh_localize.repair.encodings import encoding_of
from zh_localize.repair.pieces import Undecodable, undecodable


@dataclass(frozen=True, slots=True)
class Part:
    """Some lines of a text that were read in one encoding: from and to which code point."""

    start: int
    end: int
    encoding: str


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it was read in, why, what could not be read, and whether it began with a byte order mark.

    Undecodable bytes stand in ``text`` as surrogates (PEP 383), so that ``text.encode(encoding, "surrogateescape")``
    gives the bytes back; in UTF-16 and UTF-32, which have no room for that, as U+FFFD. What can be written in several
    ways need not come back as it was: escapes of HZ, ISO-2022 and UTF-7, and the few characters that stand twice in
    Big5, EUC and Shift-JIS. Where lines are in several encodings, ``encoding`` is ``mixed`` and ``parts`` tells which.
    """

    text: str
    encoding: str
    evidence: str
    findings: tuple[Undecodable, ...] = ()
    marked: bool = False
    parts: tuple[Part, ...] = ()


def decode(data: bytes, *, declared: str | None = None) -> Decoded:
    """Read bytes as text. Never raises; linear.

    Args:
        declared: what the sender says of the encoding: a label such as ``big5``, or a whole header field Content-Type.
            It is followed unless the bytes deny it.

    >>> decode("經濟社會發展".encode("big5")).encoding
    'big5'
    >>> decode("經濟".encode() + b"\\xff").findings[0].offset
    6
    >>> both = decode("經濟社會發展\\n".encode() + "加强经济建设".encode("gbk"))
    >>> both.text, [part.encoding for part in both.parts]
    ('經濟社會發展\\n加强经济建设', ['utf-8', 'gbk'])
    """
    stream = io.BytesIO(data)
    found = encoding_of(stream, declared=declared)
    marked = found.mark > 0
    rest = data[found.mark :]
    try:
        if not found.mixed:
            text = rest.decode(found.name)
            return Decoded(text, found.name, found.evidence, (), marked, _whole(text, found.name))
    except UnicodeError:
        pass
    findings = tuple(undecodable(stream, found.codec, found.mark))
    if found.mixed:
        text, parts = _in_parts(rest, found.mixed[0])
    else:
        text = rest.decode(found.name, "replace" if found.is_wide else "surrogateescape")
        parts = _whole(text, found.name)
    count = sum(len(item.data) for item in findings)
    but = f", but for {count} byte{'s' * (count != 1)}" if count else ""
    return Decoded(text, found.name, f"{found.evidence}{but}", findings, marked, parts)


def _whole(text: str, encoding: str) -> tuple[Part, ...]:
    return (Part(0, len(text), encoding),) if text else ()


def _in_parts(data: bytes, most: str) -> tuple[str, tuple[Part, ...]]:
    texts, parts, start = [], [], 0
    for text, encoding in mixed.runs(data, most):
        texts.append(text)
        parts.append(Part(start, start + len(text), encoding))
        start += len(text)
    return "".join(texts), tuple(parts)
