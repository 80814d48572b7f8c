"""What a stream of bytes is written in, by the evidence for it, in bounded memory.

Evidence goes in this order: a byte order mark; what the sender and then the document declare, unless the bytes deny
it; NULs and escapes; UTF-8, where all bytes fit; then the most believable of the readings that fit, line by line where
lines are not all in one encoding. Source: the WHATWG Encoding Standard for that order, RFC 1843, 1922, 2152, 1468 and
1557 for encodings of seven bits.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass, replace
from typing import BinaryIO

from zh_localize.repair import mixed
from zh_localize.repair.candidates import SIBLINGS, WIDE, Candidates
from zh_localize.repair.declared import Declaration, declarations
from zh_localize.repair.survey import Survey, survey

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_WIDER = {"gbk": "gb18030", "big5": "big5hkscs", "cp950": "big5hkscs"}


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
        """The name of the codec that reads it."""
        return mixed.codec(self.mixed[0]) if self.mixed else self.name

    @property
    def is_wide(self) -> bool:
        """Whether a character takes two or four bytes, so that a byte says nothing by itself."""
        return self.name in WIDE


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
    candidates = Candidates(stream, found)
    said = [*declarations(found.head, declared)]
    for declaration in said:
        if encoding := _declared(declaration, found, candidates):
            return encoding
    encoding = _shown(found, candidates) or _judged(stream, candidates)
    return replace(encoding, evidence=encoding.evidence + _about(said, encoding)) if said else encoding


def _declared(declaration: Declaration, found: Survey, candidates: Candidates) -> Encoding | None:
    """The encoding that is declared; None where the bytes deny it, or where they are ASCII, which fits any."""
    name, why = declaration.codec, f"{declaration.by} says {declaration.label}, and all bytes fit"
    if name == "utf-8":
        return Encoding(name, why) if found.is_utf8 and not found.is_ascii else None
    for meant in (name, *SIBLINGS.get(name, ())) if name else ():
        if candidates.allows(meant):
            return Encoding(candidates.narrowed(meant), why)
    return None


def _shown(found: Survey, candidates: Candidates) -> Encoding | None:
    """What needs no judgement."""
    if name := candidates.wide():
        return Encoding(name, f"{'NUL' if found.has_nul else 'control'} bytes as in {name}")
    if found.is_ascii:
        name = candidates.escaped()
        return Encoding(name, f"ASCII with escapes of {name}") if name else Encoding("ascii", "all bytes are ASCII")
    return Encoding("utf-8", "all bytes are valid UTF-8") if found.is_utf8 else None


def _judged(stream: BinaryIO, candidates: Candidates) -> Encoding:
    """The most believable encoding, of the whole or of each line."""
    best, is_strict = candidates.best()
    if is_strict:
        name = candidates.narrowed(best)
        others = ", ".join([other for other in candidates.fitting() if other != best][:2])
        encoding = Encoding(name, f"all bytes fit {name}" + (f", more believable than {others}" if others else ""))
    else:
        encoding = Encoding(best, f"nearest to {best}")
    counts = {} if encoding.is_wide else mixed.encodings(stream, encoding.name)
    if not counts:
        return encoding
    shown = ", ".join(f"{count} in {name}" for name, count in counts.items())
    others_too = tuple(name for name in counts if name != encoding.name)
    return Encoding("mixed", f"lines outside ASCII: {shown}", 0, (encoding.name, *others_too))


def _about(said: list[Declaration], encoding: Encoding) -> str:
    """What is to be said of declarations that were not simply followed."""
    parts = []
    for declaration in said:
        says = f"; {declaration.by} says {declaration.label[:40]}"
        if declaration.codec is None:
            parts.append(f"{says}, which is no encoding that is known")
        elif declaration.codec == _WIDER.get(encoding.name, encoding.name):
            parts.append(f"{says} too")
        elif encoding.name != "ascii":
            parts.append(f"{says}, which the bytes deny")
    return "".join(parts)
