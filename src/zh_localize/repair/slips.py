"""Bytes that fell out of step: GBK text in which a byte-level replacement cut through two characters, or a byte was
lost.

``;顒悠陂g`` was ``。活動期間``, A1A3 BBEE 84D3 C6DA E967: a replacement of A3BB (；) by 3B (;) met the pair
*across* two characters and left A1 3B EE 84 ..., so that every byte after it pairs with the wrong neighbour until
an ASCII byte brings them into step again. Where a text turns implausible, the bytes are put back in step and the
reading that is far more plausible as Chinese is kept. Source: the mechanism is reproduced byte for byte in
``tests/data/repair.tsv``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from zh_localize import rules
from zh_localize.repair import glosses, plausibility
from zh_localize.repair.classes import LETTERS
from zh_localize.repair.plausibility import SLIPS, WINDOW, Look
from zh_localize.report import Edit, Report

FOLDED = {",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "?": "？", "!": "！"}
WIDE = "[\u0080-\uffff]"
_STRADDLE = re.compile(f"[{re.escape(''.join(FOLDED))}](?={WIDE})")
_GLOSS_STRADDLE = re.compile(rf"([㐀-鿿])(\??([{LETTERS}]{{1,6}})\))(?={WIDE}|[@-~])")
_STUCK = re.compile(rf"\?([{LETTERS}]{{1,6}})\)")
_ENDED = re.compile(f"(?<={WIDE})\\?(?=[、。，；：！？」』）]|[㐀-鿿]|$)", re.MULTILINE)
_FOREIGN = re.compile("[^㐀-鿿\u3000-\u303f\uff00-\uff5e“”‘’…—·\x20-\x7e]")

STEP = "gb18030>gb18030"  # the evidence of a slip: bytes of GBK read as GBK, but out of step
GAIN = 110  # total gain that a repair must bring where its entry is marked by ASCII, about 9 nats
GAIN_UNMARKED = 300  # the same where nothing marks the entry and a byte has to be guessed
GAIN_ENDED = 200  # the same where a question mark, for the byte that was left over, marks its end
GAIN_EACH = 25  # and for each character put back in step
PLAUSIBLE = 85  # mean cost up to which a repaired passage reads like Chinese
RUN = 8  # characters within which three surprises suggest a slip, and within which one follows another
ODD = 115  # mean cost of the characters behind a surprise from which bytes may be out of step there
ENTRIES = 4  # places near the beginning of a run of surprises at which a slip may begin
LONGEST = 400  # characters that a slip may reach; it ends at the next ASCII byte


@dataclass(frozen=True, slots=True)
class _Reading:
    """A passage put back in step: ``text[start:end]`` should read ``after``.

    ``marked``: ASCII marks its beginning. ``guessed``: a byte other than the first had to be guessed. ``ended``: a
    question mark stands for the byte that was left over.
    """

    start: int
    end: int
    after: str
    marked: bool
    guessed: bool
    ended: bool = False

    @property
    def rule(self) -> str:
        return "slip.straddle" if self.marked and not self.guessed else "slip.lost-byte"


@cache
def _code(character: str) -> bytes:
    """The GBK bytes of a character; empty when it has none of one or two bytes."""
    if character == "€":
        return b"\x80"  # of cp936
    try:
        code = character.encode("gb18030")
    except UnicodeEncodeError:
        return b""
    return code if len(code) <= 2 else b""


@cache
def _character(lead: int, trail: int) -> str:
    """The character of two GBK bytes; empty when there is none."""
    try:
        character = bytes((lead, trail)).decode("gbk")
    except UnicodeDecodeError:
        return ""
    return character if len(character) == 1 else ""


def _realign(text: str, start: int, pending: int) -> tuple[int, str, int | None] | None:
    """Read the bytes of ``text`` from ``start`` on behind the lead byte ``pending``, until they are in step again.

    Gives the end, what was read, and the lead byte left over where its trail byte was lost; None for bytes of no text.
    """
    read: list[str] = []
    for position in range(start, min(len(text), start + LONGEST)):
        code = _code(text[position])
        if len(code) != 2:
            if code and (0x40 <= code[0] < 0x7F or code[0] == 0x80) and (character := _character(pending, code[0])):
                return position + 1, "".join((*read, character)), None
            return (position, "".join(read), pending) if code else None
        character = _character(pending, code[0])
        if not character:
            return None
        read.append(character)
        pending = code[1]
        if pending < 0x7F:
            return position + 1, "".join(read) + chr(pending), None
    return (len(text), "".join(read), pending) if len(text) < start + LONGEST else None


@cache
def _guesses(lead: int | None, trail: int | None) -> str:
    """The characters that have the given lead or trail byte."""
    others = range(0x40, 0xFF)
    return "".join(_character(o if lead is None else lead, o if trail is None else trail) for o in others)


def _best(lead: int | None, trail: int | None, left: str, right: str) -> str:
    """The character with that lead or trail byte that reads best between its neighbours; empty when there is none."""
    return plausibility.best(_guesses(lead, trail), left, right)


@cache
def _read_as() -> dict[tuple[int, str], tuple[str, ...]]:
    """The characters of each lead byte and toneless reading."""
    found: dict[tuple[int, str], tuple[str, ...]] = {}
    for character, readings in glosses.readings().items():
        code = _code(character)
        if len(code) == 2:
            for key in {(code[0], glosses.toneless(reading)) for reading in readings}:
                found[key] = (*found.get(key, ()), character)
    return found


def _complete(text: str, first: int, head: str, realigned: tuple[int, str, int | None], *, marked: bool) -> _Reading:
    """A reading from ``first`` on, with the last character guessed where its trail byte was lost."""
    end, read, pending = realigned
    after = head + read
    if pending is not None:
        stuck = _STUCK.match(text, end)
        known = _read_as().get((pending, glosses.toneless(stuck[1])), ()) if stuck else ()
        if stuck and known:
            return _Reading(first, stuck.end(), after + known[0], marked, guessed=False)
        guessed = True
        ended = text[end : end + 1] == "?"
        end += ended
        after += _best(pending, None, after[-1:] or text[first - 1 : first], text[end : end + 1])
        return _Reading(first, end, after, marked, guessed, ended)
    return _Reading(first, end, after, marked, guessed=False)


def _straddles(text: str, place: int) -> Iterator[_Reading]:
    """Readings of ASCII punctuation at ``place`` as a full-width sign replaced across two characters."""
    middle, lead = FOLDED[text[place]].encode("gbk")
    realigned = _realign(text, place + 1, lead)
    if realigned:
        for start in (place, place - 1) if text[place - 1 : place] == "?" else (place,):
            head = _best(None, middle, text[start - 1 : start], realigned[1][:1])
            yield _complete(text, start, head, realigned, marked=True)


def _gloss_straddles(text: str, match: re.Match[str]) -> Iterator[_Reading]:
    """Readings of ``獎?wù)叨`` as a reading that was stuck to a character found across two others."""
    code = _code(match[1])
    for character in _read_as().get((code[1], glosses.toneless(match[3])), ()) if len(code) == 2 else ():
        realigned = _realign(text, match.end(), _code(character)[1])
        if realigned:
            yield _complete(text, match.start(2), "", realigned, marked=True)


def _lost_bytes(text: str, place: int) -> Iterator[_Reading]:
    """Readings of ``text`` with one byte lost in front of, or inside, the character at ``place``."""
    code = _code(text[place])
    realigned = _realign(text, place + 1, code[1]) if len(code) == 2 else None
    if realigned and _can_gain(text, place, realigned):
        left, right = text[place - 1 : place], realigned[1][:1]
        for head in (_best(None, code[0], left, right), _best(code[0], None, left, right)):
            if head:
                yield _complete(text, place, head, realigned, marked=False)


def _can_gain(text: str, place: int, realigned: tuple[int, str, int | None]) -> bool:
    """Whether a reading could gain enough and read well if what has to be guessed cost nothing."""
    end, read, _ = realigned
    cost = plausibility.cost(read)
    if cost > PLAUSIBLE * (len(read) + 5) or _FOREIGN.search(read):
        return False
    return plausibility.cost(text[max(0, place - 2) : end + 3]) - cost > GAIN_ENDED + GAIN_EACH * min(len(read), 12)


def _gain(text: str, reading: _Reading) -> int:
    """How much less surprising the text is with the reading; below 0 where the reading itself is no Chinese."""
    if _FOREIGN.search(reading.after):
        return -1
    left, right = text[max(0, reading.start - 2) : reading.start], text[reading.end : reading.end + 2]
    after = plausibility.cost(left + reading.after + right)
    if after > PLAUSIBLE * (len(reading.after) + 3):
        return -1
    return plausibility.cost(left + text[reading.start : reading.end] + right) - after


def _needed(reading: _Reading) -> int:
    return (GAIN if reading.marked else GAIN_ENDED if reading.ended else GAIN_UNMARKED) + GAIN_EACH * min(
        len(reading.after), 12
    )


def find(text: str, look: Look | None = None) -> Report:
    """The report that puts bytes back in step wherever that reads far better.

    Linear in the text: only places that surprise the model are read anew, 4 µs each and more where one is damaged.

    >>> find("參加答卷活動;顒悠陂g,全區共組織").text
    '參加答卷活動。活動期間,全區共組織'
    """
    edits: list[Edit] = []
    position = 0
    lines = (look or plausibility.look(text)).at(SLIPS)
    suspects = (found for line in lines for found in _suspects(text, line.start, line.end))
    for place, marked in suspects:
        if place < position:
            continue
        reading = _decide(text, place, marked, position)
        if reading:
            start, end, after = reading.start, reading.end, reading.after
            grade = rules.rule(reading.rule).grade
            edits.append(Edit(start, end, text[start:end], after, reading.rule, grade, evidence=STEP))
            position = end
    return Report(text, tuple(edits))


def _decide(text: str, place: int, marked: re.Match[str] | None, position: int) -> _Reading | None:
    """The reading that gains most at a suspect place, if it gains enough."""
    readings: list[_Reading] = []
    if marked and marked.re is _STRADDLE:
        readings += _straddles(text, place)
    elif marked:
        readings += _gloss_straddles(text, marked)
    else:
        for first in range(max(position, place - 3), place + 2):
            readings += _lost_bytes(text, first)
    readings = [reading for reading in readings if reading.start >= position]
    gains = [(_gain(text, reading) - _needed(reading), reading) for reading in readings]
    gain, reading = max(gains, key=lambda found: found[0], default=(-1, None))
    return reading if gain > 0 else None


def _is_odd(text: str, place: int) -> bool:
    """Whether the characters from a place on read like no Chinese."""
    near = text[max(0, place - 1) : place + WINDOW]
    return plausibility.cost(near) >= ODD * (len(near) - 1)


def _suspects(text: str, start: int, end: int) -> list[tuple[int, re.Match[str] | None]]:
    """Places in a line at which a slip may begin, in order: marked by ASCII, or where surprises lie close together."""
    before = max(0, start - 1)
    surprises = [before + place for place in plausibility.surprises(text[before:end])]
    marked = sorted(
        (*_STRADDLE.finditer(text, start, end), *_GLOSS_STRADDLE.finditer(text, start, end)),
        key=lambda match: match.start(),
    )
    places: list[tuple[int, re.Match[str] | None]] = []
    near = set(surprises)
    for match in marked:
        behind = match.end()
        if match.re is _GLOSS_STRADDLE or near & {behind - 1, behind, behind + 1, behind + 2, behind + 3}:
            places.append((match.start(), match))
    last, tried = -RUN, 0
    for first, second, third in zip(surprises, surprises[1:], surprises[2:], strict=False):
        if third - first <= RUN and second - first <= RUN // 2 and _is_odd(text, first):
            tried = tried + 1 if first - last <= RUN else 1
            last = first
            if tried <= ENTRIES:
                places.append((first, None))
    for match in _ENDED.finditer(text, start, end):
        low = match.start() - RUN
        places += ((place, None) for place in surprises if low <= place <= match.start())
    return sorted(places, key=lambda found: (found[0], found[1] is None))
