"""Strings of an MO file that depend on the system: ``%<PRIu64>``, and the digits of a locale, ``%Id``.

The C library puts in what its system needs when it loads the file. Source: the chapter "The Format of GNU MO Files" of
the GNU gettext manual, and the chapter "c-format" for what is a directive; measured on what ``msgfmt`` 0.21 writes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from zh_localize.catalog.model import Unit

LAST = 0xFFFFFFFF  # the segment behind the last piece

_FLAGS = ("c-format", "objc-format", "possible-c-format", "possible-objc-format")
_MACRO = re.compile(r"PRI[dioxuX](?:(?:LEAST|FAST)?(?:8|16|32|64)|MAX|PTR)")
_DIRECTIVE = re.compile(
    r"%(?:(?P<number>[1-9][0-9]*)\$)?(?P<flags>[-+ #0'I]*)(?:\*(?:[0-9]+\$)?|[0-9]+)?(?:\.(?:\*(?:[0-9]+\$)?|[0-9]*))?"
    r"(?:<(?P<macro>[A-Za-z0-9]*)>|(?:hh?|ll?|[Lqjzt])*(?P<conversion>[diouxXeEfFgGaAcCsSpnm@%]))"
)

Pieces = tuple[str, ...]  # text, name, text, name, ..., text


def depends_on_system(unit: Unit) -> tuple[Pieces, Pieces] | None:
    """The pieces of the source and of the targets of a unit, None for one that is the same everywhere.

    >>> depends_on_system(Unit("%<PRIu64> B", ("%<PRIu64> 位元組",), flags=("c-format",)))
    (('%', 'PRIu64', ' B'), ('%', 'PRIu64', ' 位元組'))
    """
    if not any(flag in _FLAGS for flag in unit.flags):
        return None
    targets = "\0".join(unit.targets)
    if "<PRI" not in unit.source and "<PRI" not in targets and "I" not in targets:
        return None
    source = _pieces(unit.source, translated=False)
    forms = [_pieces(target, translated=True) for target in unit.targets]
    if len(source) == 1 and all(len(form) == 1 for form in forms):
        return None
    target = forms[0]
    for form in forms[1:]:
        target = (*target[:-1], f"{target[-1]}\0{form[0]}", *form[1:])
    if unit.context is not None:
        source = (f"{unit.context}\4{source[0]}", *source[1:])
    if unit.plural is not None:
        source = (*source[:-1], f"{source[-1]}\0{unit.plural}")
    return source, target


class SystemStrings:
    """The parts of an MO file that hold strings of the system: nothing at all where there are none.

    Attributes:
        revision: of the format; 1 in its upper half when digits of the locale are asked for.
        head: what is added to the head of the file.
        words: tables, from the offset ``start`` on; the other strings of the file stand below them.
        blob: the text of the pieces, below those strings.
    """

    def __init__(self, pairs: Sequence[tuple[Pieces, Pieces]], start: int, strings_size: int) -> None:
        self.revision, self.head, self.words, self.blob = 0, [], [], b""  # type: tuple[int, list[int], list[int], bytes]
        if not pairs:
            return
        strings = [*(source for source, _ in pairs), *(target for _, target in pairs)]
        names = dict.fromkeys(name for pair in pairs for pieces in pair for name in pieces[1::2])
        numbers = {name: number for number, name in enumerate(names)}
        self.revision = 1 + (("I" in names) << 16)
        sources_at = start + 8 * len(names)
        targets_at = sources_at + 4 * len(pairs)
        at = targets_at + 4 * len(pairs)
        offsets = list(accumulate((4 + 4 * (len(pieces) + 1) for pieces in strings), initial=at))
        self.head = [len(names), start, len(pairs), sources_at, targets_at]
        blob_at = offsets[-1] + strings_size
        parts: list[bytes] = []
        structures: list[int] = []
        segments: list[int] = []
        for name in names:
            segments += (len(name) + 1, blob_at)
            parts.append(name.encode() + b"\0")
            blob_at += len(name) + 1
        for pieces in strings:
            texts = [piece.encode() for piece in pieces[::2]]
            texts[-1] += b"\0"
            structures.append(blob_at)
            for text, name_number in zip(texts, (*(numbers[name] for name in pieces[1::2]), LAST), strict=True):
                structures += (len(text), name_number)
                blob_at += len(text)
            parts += texts
        self.words = [*segments, *offsets[:-1], *structures]
        self.blob = b"".join(parts)


def _pieces(text: str, *, translated: bool) -> Pieces:
    """A string cut at what the system puts in; in one piece where that is nothing, or where it is no format at all."""
    pieces: list[str] = []
    start = 0
    for begin, end, name in _insertions(text, translated=translated):
        pieces += (text[start:begin], name)
        start = end
    return (*pieces, text[start:])


def _insertions(text: str, *, translated: bool) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    numbered = None
    for match in _directives(text):
        if match is None:
            return []
        if match["conversion"] in ("%", "m"):
            continue
        if numbered not in (None, match["number"] is not None):
            return []  # either all arguments have numbers or none
        numbered = match["number"] is not None
        if translated and "I" in match["flags"]:
            place = match.start("flags") + match["flags"].index("I")
            found.append((place, place + 1, "I"))
        if match["macro"] is not None:
            if not _MACRO.fullmatch(match["macro"]):
                return []
            found.append((match.start("macro") - 1, match.end("macro") + 1, match["macro"]))
    return found


def _directives(text: str) -> Iterator[re.Match[str] | None]:
    """The directives of a format; None for a ``%`` that begins none."""
    position = text.find("%")
    while position >= 0:
        match = _DIRECTIVE.match(text, position)
        yield match
        if match is None:
            return
        position = text.find("%", match.end())
