"""Runs of characters that were single bytes: ä¸­å›½ was UTF-8 and read as Windows-1252, ÖÐ¹ú was GBK.

Where the bytes are UTF-8 through and through that is the answer, several times over if need be; else the best path
of the lattice over eight code pages and three encodings. Bytes from 80 to 9F may have been taken out as controls.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from zh_localize.repair import lattice, plausibility
from zh_localize.repair.classes import ODD
from zh_localize.repair.lattice import Passage
from zh_localize.repair.trust import LIKELY, Bar, Pair
from zh_localize.repair.wild import SINGLE, STRIPPED, bytes_of

TIMES = 4  # that text may have been read wrong one after another
WRITTEN = ("utf-8", "gb18030", "cp950")

_HAN = re.compile("[㐀-鿿\U00020000-\U0003ffff]")
_FRAME = re.compile("[─│┌┐└┘├┤┬┴┼═║╔╗╚╝]")
_STRIPPED = re.compile("(?:[!-~ ]*[â-ï][\xa0-¿]{0,2}){8,}")  # characters of UTF-8 without the bytes that are controls


class Reading(NamedTuple):
    """What was read wrong in a line: the passages, in which code pages, and how many times."""

    passages: list[Passage]
    pair: Pair
    times: int = 1


def read(line: str, start: int, end: int, bar: Bar) -> Reading | None:
    """What a run of characters says that were single bytes, where it is certain."""
    return _stripped(line, start, end, bar) or _repeated(line, start, end, bar) or _best(line, start, end, bar)


def _stripped(line: str, start: int, end: int, bar: Bar) -> Reading | None:
    """A run of bytes of UTF-8 that lost those that are controls."""
    found: list[Passage] = []
    for match in _STRIPPED.finditer(line, start, end):
        if 4 * sum("\xa0" <= character <= "¿" for character in match[0]) >= len(ODD.findall(match[0])):
            found += lattice.read(line, *match.span(), STRIPPED, "utf-8")
    pair = (STRIPPED, "utf-8")
    passages = bar.good(found, bar.certain, pair)
    return Reading(passages, pair) if passages else None


def _repeated(line: str, start: int, end: int, bar: Bar) -> Reading | None:
    """A run that is UTF-8 through and through, read wrong once or several times."""
    run = line[start:end]
    if _has_lost_case(run):
        return None
    for wrong in SINGLE:
        text = run
        for times in range(1, TIMES + 1):
            decoded = _decoded(text, wrong)
            if decoded is None:
                break
            text = decoded
            if _HAN.search(text):
                cost = plausibility.cost(f" {text} ")
                passage = Passage(start, end, text, len(ODD.findall(run)) * lattice.ODD - cost, cost, 0)
                if bar.takes(passage, LIKELY, (wrong, "utf-8")):
                    return Reading([passage], (wrong, "utf-8"), times)
                break
    return None


def _decoded(text: str, encoding: str) -> str | None:
    """The bytes of a text, read as UTF-8; None where they are none."""
    data = _encoded(text, encoding)
    try:
        return None if data is None else data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _best(line: str, start: int, end: int, bar: Bar) -> Reading | None:
    """The best reading by the lattice."""
    run = line[start:end]
    if len(ODD.findall(run)) < 4 or len(_FRAME.findall(run)) * 2 > len(run):
        return None
    found: list[Reading] = []
    for wrong in SINGLE:
        if _encoded(run, wrong) is not None:
            for right in WRITTEN:
                read = lattice.read(line, start, end, wrong, right, lost_case=_has_lost_case(run))
                found.append(Reading(bar.good(read, bar.certain_bytes, (wrong, right)), (wrong, right)))
    best = max(found, key=lambda reading: sum(passage.gain for passage in reading.passages), default=None)
    return best if best and best.passages else None


def _has_lost_case(run: str) -> bool:
    """Whether letters of a long run that have both cases are all small."""
    return not any(c.isupper() for c in run if c > "\x7f") and sum(c in "šœžÿ" for c in run) > 1


def _encoded(text: str, encoding: str) -> bytes | None:
    known = bytes_of(encoding)
    try:
        return b"".join([known[c][0] if c > "\x7f" else c.encode() for c in text])
    except KeyError:
        return None
