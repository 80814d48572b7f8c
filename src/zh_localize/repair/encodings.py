"""What a stream of bytes is written in, by the evidence for it, in bounded memory.

Evidence goes in this order: a byte order mark; what the sender and then the document declare, unless the bytes deny
it; escapes of seven bits and UTF-8, where all bytes fit; then the most believable of the readings that fit. Source: the
WHATWG Encoding Standard for that order, RFC 1843, 1922, 2152, 1468 and 1557 for encodings of seven bits.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from zh_localize.repair import codings, mixed
from zh_localize.repair.declared import Declaration, declarations
from zh_localize.repair.readings import BELIEVABLE, ODD, WESTERN, surprise
from zh_localize.repair.survey import Survey, survey

codings.register()

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"+/v8-", "utf-7"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_LOSSY = ("utf-8", "gb18030", "big5hkscs", "cp932", "cp949")
_USUAL = ("gb18030", "big5hkscs", "cp932", "euc_jp", "cp949", "cp1252", "cp1251", "koi8-r")
_SELDOM = ("utf-16-le", "utf-16-be", "euc_tw", "big5_uao", "windows_936")
_CONVINCING = 95  # surprise up to which the encodings that are seldom need not be tried
_CLEARLY = 40  # how much more believable another reading must be than a declared one
_NEVER = float("inf")
_CHANCE = 320  # surprise above which bytes are rather UTF-8 with a few that are none
_LEAST_WIDE = 6  # bytes from which UTF-16 is thought of where nothing shows it
_SHOWN = 220  # surprise up to which a reading is taken where NULs or escapes show it
_LEAST = 2  # ideographs from which a reading of plain ASCII as another encoding counts
_ESCAPE = b"\x1b$"  # no text holds it but for ISO-2022
_SEVEN_BIT = (  # a sign in ASCII, the encodings that it may be of
    (b"~{", ("hz",)),
    (_ESCAPE, ("iso2022_jp", "iso2022_kr", "iso2022_cn", "iso2022_jp_ext", "iso2022_jp_2")),
    (b"+", ("utf-7",)),
)
_NARROWER = {"big5hkscs": ("big5", "cp950"), "gb18030": ("gbk",), "big5_uao": ("big5", "cp950")}
_SUPERSETS = {"big5hkscs": "big5_uao", "gb18030": "windows_936"}  # that a declaration may mean as well
_UAO_GAIN = 200  # what a reading with Unicode-At-On must save in all against HKSCS, in twelfths of a nat
_CHUNK = 1 << 20  # bytes read at a time

Fits = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Encoding:
    """What bytes are written in, why, and the length of the byte order mark before them.

    ``mixed`` names the encodings of a stream whose lines are not all in one, that of the file as a whole first;
    ``name`` is ``mixed`` then.
    """

    name: str
    evidence: str
    mark: int = 0
    mixed: tuple[str, ...] = ()

    @property
    def codec(self) -> str:
        """The name that ``codecs`` knows it by."""
        return mixed.codec(self.mixed[0]) if self.mixed else self.name


@dataclass(frozen=True, slots=True)
class Undecodable:
    """Bytes that are no text: where they stand in the file, from 0, and what they are."""

    offset: int
    data: bytes


def encoding_of(stream: BinaryIO, *, declared: str | None = None) -> Encoding:
    """What the bytes of a stream are written in, by all of them; in the memory of some blocks. Linear.

    Args:
        declared: what the sender says: a label such as ``big5``, or a whole header field Content-Type.

    >>> import io
    >>> encoding_of(io.BytesIO("經濟社會發展".encode("big5"))).name
    'big5'
    """
    found = survey(stream)
    for mark, name in _MARKS:
        if found.head.startswith(mark):
            return Encoding(name, "a byte order mark", len(mark))

    def fits(name: str) -> bool:
        try:
            for _ in decoded_chunks(stream, name):
                pass
        except UnicodeDecodeError:
            return False
        return True

    if found.is_ascii:
        return _wide(found, fits) or _of_seven_bits(found, fits) or Encoding("ascii", "all bytes are ASCII")
    said = [*declarations(found.head, declared)]
    denied = ""
    for declaration in said:
        if encoding := _declared(declaration, found, fits):
            return encoding
        denied = denied or f"; {declaration.by} says {declaration.label[:40]}, which the bytes deny"
    encoding = _wide(found, fits)
    if not encoding and found.is_utf8:
        encoding = Encoding("utf-8", "all bytes are valid UTF-8")
    encoding = encoding or _judged(stream, found, fits)
    return Encoding(encoding.name, encoding.evidence + denied, encoding.mark, encoding.mixed)


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
    for _ in decoded_chunks(stream, encoding.codec, encoding.mark, "zh-localize-locate"):
        yield from found
        found.clear()


def begin(data: bytes, encoding: str, errors: str = "strict") -> str | None:
    """The beginning of a text, whose last character may be cut off; None where it does not fit."""
    try:
        return codecs.getincrementaldecoder(encoding)(errors).decode(data)
    except UnicodeDecodeError:
        return None


def _declared(declaration: Declaration, found: Survey, fits: Fits) -> Encoding | None:
    """The encoding that is declared; None where the bytes deny it."""
    name = declaration.codec
    if name is None or (found.is_utf8 and name != "utf-8" and not _is_preferred(name, "utf-8", found)):
        return None
    if name == "utf-8":
        return Encoding(name, f"{declaration.by} says so, and all bytes fit") if found.is_utf8 else None
    name = next((codec for codec in (name, _SUPERSETS.get(name, name)) if fits(codec)), None)
    if name is None or not all(_is_preferred(name, other, found) for other in _USUAL):
        return None
    return Encoding(_narrow(name, fits), f"{declaration.by} says {declaration.label}, and all bytes fit")


def _is_preferred(name: str, other: str, found: Survey) -> bool:
    """Whether a declared reading is not clearly worse than another one."""
    return _cost(name, found) <= _cost(other, found) + _CLEARLY


def _cost(name: str, found: Survey, errors: str = "strict") -> float:
    """The surprise of a reading, ``_NEVER`` where it does not fit what is looked at or is no text."""
    if name in WIDE and (found.size % 2 or found.size < _LEAST_WIDE):
        return _NEVER
    text = begin(found.head if name in WIDE else found.sample, name, errors)
    cost = _NEVER if text is None else surprise(name, text)
    return _NEVER if cost > BELIEVABLE and (name in _SELDOM or name in WESTERN) else cost


def _wide(found: Survey, fits: Fits) -> Encoding | None:
    """UTF-16 or UTF-32 without a mark, where bytes that no text holds in eight bits show it."""
    if found.size < _LEAST_WIDE or not (found.has_nul or found.has_controls):
        return None
    costs = {}
    for name in WIDE:
        if found.size % (4 if "32" in name else 2) or ("32" in name and not found.has_nul):
            continue
        text = begin(found.head, name)
        if text and "\0" not in text:
            costs[name] = surprise(name, text)
    name = min(costs, key=lambda name: costs[name], default="")
    if name and costs[name] <= (_SHOWN if found.has_nul else BELIEVABLE) and fits(name):
        return Encoding(name, f"{'NUL' if found.has_nul else 'control'} bytes as in {name}")
    return None


def _of_seven_bits(found: Survey, fits: Fits) -> Encoding | None:
    """What was written in ASCII by escapes."""
    for sign, names in _SEVEN_BIT:
        data = found.signs.get(sign)
        for name in names if data else ():
            text = begin(data or b"", name)
            if text is None or sum(character >= "\u2e80" for character in text) < _LEAST:
                continue
            if (sign == _ESCAPE or surprise(name, text) <= (_SHOWN if name == "hz" else BELIEVABLE)) and fits(name):
                return Encoding(name, f"ASCII with escapes of {name}")
    return None


def _judged(stream: BinaryIO, found: Survey, fits: Fits) -> Encoding:
    """The most believable reading: of the encodings that fit all bytes, else of those that fit but for a few."""
    costs = {name: cost for name in _USUAL if (cost := _cost(name, found)) < _NEVER}
    if min(costs.values(), default=_NEVER) > _CONVINCING:
        seldom = [name for name in _SELDOM if name != "big5_uao" or "big5hkscs" not in costs]
        costs |= {name: cost for name in seldom if (cost := _cost(name, found)) < _NEVER}
    ranked = sorted(costs, key=lambda name: costs[name])
    strict = next((name for name in ranked if fits(name)), None)
    if strict and costs[strict] <= BELIEVABLE:
        name, costs_it = strict, costs[strict]
    else:
        lossy = {name: _cost(name, found, "surrogateescape") for name in _LOSSY if name != strict}
        name = min(lossy, key=lambda name: lossy[name])
        name, costs_it = min(
            (name, lossy[name]), (strict or name, costs.get(strict or name, _NEVER)), key=lambda r: r[1]
        )
        name = name if costs_it <= _CHANCE else "utf-8"
    if name == strict:
        if name == "big5hkscs" and _is_rather_uao(found, fits):
            name = "big5_uao"
        others = ", ".join([other for other in ranked if other != name][:2])
        evidence = f"all bytes fit {name}" + (f", more believable than {others}" if others else "")
        encoding = Encoding(_narrow(name, fits), evidence)
    else:
        encoding = Encoding(name, f"nearest to {name}")
    return encoding if name in WIDE else _mixed(stream, encoding)


def _is_rather_uao(found: Survey, fits: Fits) -> bool:
    """Whether what Unicode-At-On adds to Big5 is more believable than what HKSCS adds.

    An ideograph beyond the Basic Multilingual Plane says little: the model has seen few, and HKSCS has many.
    """
    if fits("big5") or fits("cp950") or not fits("big5_uao"):
        return False
    hkscs, uao = begin(found.sample, "big5hkscs") or "", begin(found.sample, "big5_uao") or ""
    wide = sum(character > "\x7f" for character in hkscs)
    saved = wide * (surprise("big5hkscs", hkscs) - surprise("big5_uao", uao))
    return saved > _UAO_GAIN + ODD * sum(character > "\uffff" for character in hkscs)


def _mixed(stream: BinaryIO, encoding: Encoding) -> Encoding:
    """The encodings of lines, where they are not all in the one that the whole is nearest to."""
    counts = mixed.encodings(stream, encoding.name)
    if not counts:
        return encoding
    shown = ", ".join(f"{count} in {name}" for name, count in counts.items())
    others = tuple(name for name in counts if name != encoding.name)
    return Encoding("mixed", f"lines outside ASCII: {shown}", 0, (encoding.name, *others))


def _narrow(name: str, fits: Fits) -> str:
    """The usual name of an encoding: big5 where nothing of HKSCS occurs, gbk where nothing of GB 18030 does."""
    return next((smaller for smaller in _NARROWER.get(name, ()) if fits(smaller)), name)
