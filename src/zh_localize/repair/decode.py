"""Bytes to text: which encoding they are in, with the evidence, and where they are none.

A byte order mark decides; then UTF-8 where it fits; then a NUL in every other byte (UTF-16 and UTF-32 without a
mark); then the reading that is most like Chinese, Japanese or Korean. Bytes that fit nowhere are kept as
surrogates and located, never replaced. Source: the WHATWG Encoding Standard for the set of encodings.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from zh_localize.repair import plausibility

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LOSSY = ("utf-8", "gb18030", "big5hkscs")
_LEGACY = ("gb18030", "big5hkscs", "cp932", "euc_jp", "cp949")
_SAMPLE = 1 << 16  # characters that are judged
_HEAD = 4 * _SAMPLE  # bytes that hold so many
_CHUNK = 1 << 20  # bytes read at a time
_WIDE = re.compile("[^\x00-\x7f]")
_KANA = re.compile("[ぁ-んァ-ヶー]")
_HANGUL = re.compile("[가-힣]")
BELIEVABLE = 320  # surprise above which a reading is chance, and bytes are rather UTF-8 with a few that are none
_ODD_COST = 300  # of a character that text hardly holds, in twelfths of a nat
_OWN_COST = 115  # of a character of Japanese or Korean text in an encoding of its own
_ODD = re.compile("[\ud800-\udfff\ue000-\uf8ff\uff61-\uff9f\u0080-\u009f\U000f0000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Undecodable:
    """Bytes that are no text: where they stand in the file, from 0, and what they are."""

    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Encoding:
    """What bytes are written in, why, and the length of the byte order mark before them."""

    name: str
    evidence: str
    mark: int = 0


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it was read in, why, whether it began with a byte order mark, and what could not be read.

    Undecodable bytes stand in ``text`` as surrogates (PEP 383), so that
    ``text.encode(encoding, "surrogateescape")`` gives the bytes back; in UTF-16 and UTF-32, which have no room for
    that, as U+FFFD.
    """

    text: str
    encoding: str
    evidence: str
    findings: tuple[Undecodable, ...] = ()
    marked: bool = False


def decode(data: bytes) -> Decoded:
    """Read bytes as text. Never raises; linear, about 50 MB a second for UTF-8.

    >>> decode("經濟社會發展".encode("big5")).encoding
    'big5'
    >>> decode("經濟".encode() + b"\\xff").findings[0].offset
    6
    """
    stream = io.BytesIO(data)
    found = encoding_of(stream)
    rest = data[found.mark :]
    text = _strict(rest, found.name)
    if text is not None:
        return Decoded(text, found.name, found.evidence, marked=found.mark > 0)
    findings = tuple(undecodable(stream, found))
    count = sum(len(item.data) for item in findings)
    wide = found.name.startswith(("utf-16", "utf-32"))
    text = rest.decode(found.name, "replace" if wide else "surrogateescape")
    but = f"{found.evidence}, but for {count} byte{'s' * (count != 1)}"
    return Decoded(text, found.name, but, findings, marked=found.mark > 0)


def encoding_of(stream: BinaryIO) -> Encoding:
    """What the bytes of a stream are written in, by all of them; in the memory of some blocks. Linear.

    >>> import io
    >>> encoding_of(io.BytesIO("經濟社會發展".encode("big5"))).name
    'big5'
    """
    stream.seek(0)
    head = stream.read(_HEAD)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return Encoding(name, "a byte order mark", len(mark))

    def fits(name: str) -> bool:
        try:
            for _ in decoded_chunks(stream, name):
                pass
        except UnicodeDecodeError:
            return False
        return True

    size = stream.seek(0, io.SEEK_END)
    if fits("ascii"):
        return _wide(head, size, fits) or Encoding("ascii", "all bytes are ASCII")
    if fits("utf-8"):
        return _wide(head, size, fits) or Encoding("utf-8", "all bytes are valid UTF-8")
    return _wide(head, size, fits) or _judged(head, fits)


def decoded_chunks(stream: BinaryIO, name: str, start: int = 0, errors: str = "strict") -> Iterator[tuple[str, int]]:
    """The text of a stream from byte ``start`` on, piece by piece, each with the place behind its bytes.

    Raises:
        UnicodeDecodeError: some bytes are no text in that encoding.
    """
    stream.seek(start)
    decoder = codecs.getincrementaldecoder(name)(errors)
    while chunk := stream.read(_CHUNK):
        text = decoder.decode(chunk)
        yield text, stream.tell() - len(decoder.getstate()[0])
    yield decoder.decode(b"", True), stream.tell()


def undecodable(stream: BinaryIO, encoding: Encoding) -> Iterator[Undecodable]:
    """Every run of bytes that an encoding cannot read."""
    found: list[Undecodable] = []

    def note(error: UnicodeError) -> tuple[str, int]:
        assert isinstance(error, UnicodeDecodeError)
        before = stream.tell() - len(error.object)  # what a decoder works at ends where the stream was read to
        found.append(Undecodable(before + error.start, error.object[error.start : error.end]))
        return "", error.end

    codecs.register_error("zh-localize-locate", note)
    for _ in decoded_chunks(stream, encoding.name, encoding.mark, "zh-localize-locate"):
        yield from found
        found.clear()


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _begin(data: bytes, encoding: str, errors: str = "strict") -> str | None:
    """The beginning of a text, whose last character may be cut off; None where it does not fit."""
    try:
        return codecs.getincrementaldecoder(encoding)(errors).decode(data)
    except UnicodeDecodeError:
        return None


def _wide(head: bytes, size: int, fits: Callable[[str], bool]) -> Encoding | None:
    """UTF-16 or UTF-32 without a mark: NULs stand in every second or fourth byte."""
    if len(head) < 4 or b"\0" not in head[:_SAMPLE]:
        return None
    for width, names in ((4, ("utf-32-le", "utf-32-be")), (2, ("utf-16-le", "utf-16-be"))):
        if size % width:
            continue
        for name in names:
            text = _begin(head, name)
            if not text or "\0" in text or len(_ODD.findall(text)) * 100 > len(text) or not _reads(text):
                continue
            if fits(name):
                return Encoding(name, "NUL bytes at regular places")
    return None


def _reads(text: str) -> bool:
    """Whether a reading is East Asian or Latin text rather than chance."""
    sample = text[:2000]
    return plausibility.cost(sample) < 110 * len(sample)


def _judged(head: bytes, fits: Callable[[str], bool]) -> Encoding:
    """The most plausible reading: of the legacy encodings that fit all bytes, and of those that fit but for a few."""
    strict = {name: text for name in _LEGACY if (text := _begin(head, name)) is not None and fits(name)}
    lossy = {name: _begin(head, name, "surrogateescape") or "" for name in _LOSSY if name not in strict}
    surprise = {name: _surprise(name, text) for name, text in (lossy | strict).items()}
    ranked = sorted(surprise, key=lambda name: surprise[name])
    best = ranked[0] if surprise[ranked[0]] <= BELIEVABLE or "utf-8" not in lossy else "utf-8"
    others = f", more plausible than {', '.join(ranked[1:3])}"
    if best in strict:
        return Encoding(_narrow(best, fits), f"all bytes fit {best}{others}")
    return Encoding(best, f"nearest to {best}{others}")


def _narrow(name: str, fits: Callable[[str], bool]) -> str:
    """The usual name of an encoding: big5 where nothing of HKSCS occurs, gbk where nothing of GB 18030 does."""
    smaller = {"big5hkscs": "big5", "gb18030": "gbk"}.get(name, name)
    return smaller if fits(smaller) else name


def _surprise(encoding: str, text: str) -> float:
    """Cost of a reading for each byte outside ASCII that it stands for; odd characters and stray kana cost most."""
    sample = text[:_SAMPLE]
    wide = len(_WIDE.findall(sample)) or 1
    kana, hangul = len(_KANA.findall(sample)), len(_HANGUL.findall(sample))
    cost = plausibility.cost(f" {sample} ") + _ODD_COST * len(_ODD.findall(sample))
    if (encoding in ("cp932", "euc_jp") and kana > wide / 4) or (encoding == "cp949" and hangul > wide / 2):
        cost = min(cost, _OWN_COST * wide)
    else:
        cost += _ODD_COST * (kana + hangul)
    return cost / wide
