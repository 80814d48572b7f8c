"""The best reading of bytes that may be text in another encoding: a path through what stands there and what they say.

At each boundary of characters a reading may go on with the character as it is, or with the one that its bytes are in
another encoding; changing between the two has a price, so that damage is found where it begins and ends. A character
may stand for several byte sequences, and a byte of which nothing is left for all that fit. The judge of all paths is
``plausibility``.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from typing import Any, NamedTuple

from zh_localize.repair import plausibility
from zh_localize.repair.classes import HANS, HANT, USUAL, of_one_script
from zh_localize.repair.wild import LOST, SINGLE, STRIPPED, Unit, before_lost, bytes_of, capital, characters_of, units
from zh_localize.text import native

ENTER, LEAVE = 60, 24  # prices of going over to the other reading and back, in twelfths of a nat
WIDTH, WIDE = 8, 16  # readings that are kept at each place, and where a byte was guessed
BEAM = 140  # what a reading may cost more than the best one at its place
CHOICES, MANY = 48, 128  # characters that are tried where a byte is lost, and where several are
SCRIPT = 40  # price of guessing a character that the other script has alone
GUESS = 12  # price of a byte that is guessed
END = 30  # price of a byte that was lost at the very end
ODD = 75  # cost of each byte of a character that is no Chinese, read as it is
STAY = 40  # what that costs more in the search than in the gain: damage rarely leaves out a character
BARE = 225  # the same where controls were taken out, so that a letter stands for up to three bytes
_FOREIGN = 0x2E80  # characters below are no Chinese
_NOTHING = "\ufffe"  # what no model knows


class Passage(NamedTuple):
    """A stretch that reads better by its bytes, ``after`` for ``text[start:end]``; ``gain`` is how much better."""

    start: int
    end: int
    after: str
    gain: int
    cost: int  # of ``after``
    guessed: int  # bytes that were chosen


def read(
    text: str, start: int, end: int, wrong: str, right: str, *, lost_case: bool = False, roughly: bool = False
) -> list[Passage]:
    """The passages of ``text[start:end]`` that read better if they were written in ``right`` and read in ``wrong``.

    Linear in the text; about 50 ns a byte in the native core, 10 µs in Python; where bytes are lost ten times as much,
    unless ``roughly`` is enough: then fewer candidates are tried, of either script.

    >>> [passage.after for passage in read("読むâ€œä¸\\xadå›½â€\\x9d", 2, 14, "cp1252", "utf-8")]
    ['“中国”']
    """
    found = _search(text, start, end, wrong, right, lost_case=lost_case, roughly=True)
    if roughly or not any(passage.guessed for passage in found):
        return found
    foreign = _foreign_script("".join(passage.after for passage in found))
    return _search(text, start, end, wrong, right, lost_case=lost_case, foreign=foreign)


def _foreign_script(text: str) -> int:
    """The script of which a text has fewer characters: they are no likely guesses; 0 where nothing tells."""
    script = of_one_script()
    counts = Counter(script[character] for character in text if character in script)
    return 0 if counts[HANS] == counts[HANT] else HANT if counts[HANS] > counts[HANT] else HANS


def _search(
    text: str,
    start: int,
    end: int,
    wrong: str,
    right: str,
    *,
    lost_case: bool = False,
    roughly: bool = False,
    foreign: int = 0,
) -> list[Passage]:
    """What ``read`` gives, in the native core or its twin; ``foreign``: the script whose characters are unlikely."""
    before, after = text[start - 1 : start] or " ", text[end : end + 1] or " "
    core = _reader(wrong, right)
    if core:
        found = core.read(text, start, end, before, after, lost_case | roughly << 1 | foreign)
    else:
        part = text[start:end]
        graph = _graph(units(part, wrong, lost_case=lost_case))
        found = _read(part, _Edges(graph, right, wrong, foreign, roughly=roughly), before, after)
    return [Passage(start + low, start + high, *rest) for low, high, *rest in found]


@cache
def _reader(wrong: str, right: str) -> Any:
    """A pair of code pages made ready for the native core; None where the pure twin is at work."""
    judge, core = plausibility.judge(), native.core("repair")
    return core.Reader(judge, *_tables(wrong, right)) if judge and core else None


def _tables(wrong: str, right: str) -> tuple[object, ...]:
    """What the native core has to know of a pair of code pages."""
    codes, others = array("H", bytes(0x20000)), array("H", bytes(0x20000))
    for character, sequences in bytes_of(wrong).items():
        if character <= "\uffff":
            for table, data in zip((codes, others), sequences, strict=False):
                table[ord(character)] = int.from_bytes(data, "big")
    pairs, alone = array("H", bytes(0x20000)), array("H", bytes(0x200))
    if right != "utf-8":
        for data, character in characters_of(right).items():
            (pairs if len(data) == 2 else alone)[int.from_bytes(data, "big")] = ord(character)
    kind = (right == "utf-8") | (wrong in SINGLE) << 1 | (wrong == STRIPPED) << 2
    return codes, others, pairs, alone, _lost_bits(wrong), *_of_characters(wrong), kind


@cache
def _lost_bits(wrong: str) -> bytes:
    """Of each byte, a bit for every byte that may be lost in front of it."""
    return b"".join(sum(1 << byte for byte in before_lost(wrong, n)).to_bytes(32, "little") for n in range(0x100))


@cache
def _of_characters(wrong: str) -> tuple[bytes, array[int]]:
    """What foreign characters cost as they stand, and the capitals of letters."""
    stands = bytes(_as_it_is(chr(code), wrong) for code in range(_FOREIGN))
    return stands, array("H", (ord(capital(chr(code))) for code in range(0x300)))


class _Edge(NamedTuple):
    """A character that the bytes from some place on may be."""

    character: str
    sign: str  # as the model sees it
    end: int  # the place behind it
    price: int
    guessed: int


class _State(NamedTuple):
    """A reading up to some place."""

    cost: int
    place: int  # where the reading before it ends, and which it is
    key: tuple[int, str]
    out: str
    how: int  # 0 as it is, else 1 and the bytes that were guessed
    prior: str  # the character before the last, as the model sees it


@dataclass(slots=True)
class _Bytes:
    """The bytes of a text as a graph: what may follow at each place, and which places are boundaries of characters."""

    following: list[list[tuple[int, int, int]]]  # byte, next place, price
    boundary: list[int]  # the number of the character that begins there, -1 inside of one
    place: list[int]  # of each character, and of the end


def _read(text: str, edges: _Edges, before: str, after: str) -> list[Passage]:
    """The pure twin of the native core's search."""
    graph = edges.graph
    folded = plausibility.known(text)
    triples = plausibility.triple_costs()
    costs = [_as_it_is(character, edges.wrong) for character in text]
    last = len(graph.following) - 1
    nodes: list[dict[tuple[int, str], _State]] = [{} for _ in range(last + 1)]
    nodes[0][0, plausibility.known(before)] = _State(0, -1, (0, ""), "", 0, _NOTHING)
    for i in range(last):
        here = nodes[i]
        if not here:
            continue
        width = edges.width if any(state.how > 1 for state in here.values()) else WIDTH
        most = min(state.cost for state in here.values()) + BEAM
        if len(here) > width:
            here = dict(sorted(here.items(), key=lambda item: item[1].cost)[:width])
        here = nodes[i] = {key: state for key, state in here.items() if state.cost <= most}
        k = graph.boundary[i]
        found = edges.at(i)
        for key, state in here.items():
            mode, sign = key
            two = state.prior + sign
            cost = state.cost
            if k == len(text):
                _keep(nodes[last], key, _State(cost, i, key, "", 0, state.prior))
            elif k >= 0:
                plain = text[k] < "\x80"
                stays = costs[k] + STAY if costs[k] else triples[two + folded[k]]
                price = cost + stays + (LEAVE if mode and not plain else 0)
                there = nodes[graph.place[k + 1]]
                _keep(there, (mode if plain else 0, folded[k]), _State(price, i, key, text[k], 0, sign))
            if mode or k >= 0:
                cost += 0 if mode else ENTER
                for edge in found:
                    price = cost + triples[two + edge.sign] + edge.price
                    state_ = _State(price, i, key, edge.character, 1 + edge.guessed, sign)
                    _keep(nodes[edge.end], (1, edge.sign), state_)
    sign = plausibility.known(after)
    ends = {key: state.cost + triples[state.prior + key[1] + sign] for key, state in nodes[last].items()}
    return [*_passages(text, nodes, edges, min(ends, key=lambda key: ends[key]), before, after)] if ends else []


def _keep(node: dict[tuple[int, str], _State], key: tuple[int, str], state: _State) -> None:
    old = node.get(key)
    if old is None or state.cost < old.cost:
        node[key] = state


def _graph(units: Sequence[Unit]) -> _Bytes:
    following: list[list[tuple[int, int, int]]] = []
    boundary: list[int] = []
    place: list[int] = []
    for k, unit in enumerate(units):
        start = len(following)
        place.append(start)
        inner = sum(max(0, len(data) - 1) for _, data in unit)
        end = start + 1 + inner
        following += [[] for _ in range(1 + inner)]
        boundary += [k, *([-1] * inner)]
        free = start + 1
        for price, data in unit:
            here = start
            for number, byte in enumerate(data):
                there = end if number == len(data) - 1 else free
                following[here].append((byte, there, price if number == 0 else 0))
                here = there
                free += there != end
    place.append(len(following))
    following.append([])
    boundary.append(len(units))
    return _Bytes(following, boundary, place)


class _Edges:
    """The characters that the bytes of a graph may be."""

    def __init__(self, graph: _Bytes, right: str, wrong: str, foreign: int = 0, *, roughly: bool = False) -> None:
        self.graph = graph
        self.width = WIDTH if roughly else WIDE
        self._most = CHOICES if roughly else MANY
        self._right = right
        self.wrong = wrong
        self._foreign = foreign
        self._script = of_one_script()

    def at(self, place: int) -> Sequence[_Edge]:
        """Those from a place on."""
        found: list[_Edge] = []
        for byte, there, price in self.graph.following[place]:
            if byte == LOST or byte >= 0x80:
                found += self._from(byte, there, price)
            elif self.graph.boundary[place] < 0:  # the second byte of a character, which was a letter
                found.append(_Edge(chr(byte), plausibility.known(chr(byte)), there, price, 0))
        return found

    def _from(self, byte: int, place: int, price: int) -> Iterator[_Edge]:
        """Edges that begin with a byte beyond ASCII, which ends at ``place``."""
        if self._right != "utf-8":
            yield from self._two(byte, place, price)
            return
        length = _length(byte)
        if length:
            for data, end, more in self._paths((byte,), place, price, length):
                for lost, extra in self._lost(data, end):
                    yield from self._all(_utf_8(data, lost), end, more + extra)

    def _two(self, byte: int, place: int, price: int) -> Iterator[_Edge]:
        known = characters_of(self._right)
        if byte != LOST and (character := known.get(bytes((byte,)))):
            yield _Edge(character, plausibility.known(character), place, price, 0)
        for data, end, more in self._paths((byte,), place, price, 2):
            for lost, extra in self._lost(data, end):
                yield from self._all(_two_bytes(data, self._right, lost), end, more + extra)

    def _all(self, found: Iterable[tuple[str, str, int]], end: int, price: int) -> Iterator[_Edge]:
        for character, sign, guessed in islice(found, self._most):
            other = SCRIPT if guessed and self._script.get(character, 0) & self._foreign else 0
            yield _Edge(character, sign, end, price + GUESS * guessed + other, guessed)

    def _paths(
        self, data: tuple[int, ...], place: int, price: int, length: int
    ) -> Iterator[tuple[tuple[int, ...], int, int]]:
        if len(data) == length:
            yield data, place, price
            return
        for byte, there, more in self.graph.following[place]:
            if byte == LOST or byte >= (0x80 if self._right == "utf-8" else 0x30):
                yield from self._paths((*data, byte), there, price + more, length)

    def _lost(self, data: tuple[int, ...], end: int) -> Iterator[tuple[tuple[frozenset[int], ...], int]]:
        """What each of ``data`` may have been, if it is lost: it must fit no pair with the byte behind it.

        At the end of the damage that byte is none of the text's own, for a price.
        """
        if LOST not in data:
            yield (), 0
            return
        behind = self.graph.following[end]
        yield self._fitting((*data[1:], behind[0][0] if behind else 0x20), data), 0
        if data[-1] == LOST and behind and behind[0][0] >= 0x80:
            yield self._fitting((*data[1:], 0x20), data), END

    def _fitting(self, following: tuple[int, ...], data: tuple[int, ...]) -> tuple[frozenset[int], ...]:
        pairs = zip(data, following, strict=True)
        return tuple(before_lost(self.wrong, byte) if at == LOST else frozenset() for at, byte in pairs)


def _length(lead: int) -> int:
    """How many bytes a character of UTF-8 has whose first is ``lead``; of those with two only Latin-1 is looked for."""
    if lead == LOST or 0xE0 <= lead < 0xF0:
        return 3
    if lead in (0xC2, 0xC3):
        return 2
    return 4 if 0xF0 <= lead < 0xF5 else 0


@lru_cache(maxsize=1 << 16)
def _utf_8(data: tuple[int, ...], lost: tuple[frozenset[int], ...]) -> Sequence[tuple[str, str, int]]:
    """The characters that bytes are in UTF-8: with their folded form, and how many bytes are guessed."""
    count = data.count(LOST)
    if not count:
        try:
            character = bytes(data).decode("utf-8")
        except UnicodeDecodeError:
            return ()
        return ((character, plausibility.known(character), 0),) if len(data) > 2 or character in USUAL else ()
    if len(data) != 3 or any(byte != LOST and not 0x80 <= byte < 0xC0 for byte in data[1:]):
        return ()
    leads = [b for b in range(0xE2, 0xF0) if b in lost[0]] if data[0] == LOST else [data[0]]
    rest = [
        [b for b in range(0x80, 0xC0) if b in some] if byte == LOST else [byte]
        for byte, some in zip(data[1:], lost[1:], strict=True)
    ]
    codes = ((a & 15) << 12 | (b & 63) << 6 | c & 63 for a in leads for b in rest[0] for c in rest[1])
    return _usual((chr(code) for code in codes if code >= 0x800 and not 0xD800 <= code < 0xF900), count)


@lru_cache(maxsize=1 << 16)
def _two_bytes(
    data: tuple[int, ...], encoding: str, lost: tuple[frozenset[int], ...]
) -> Sequence[tuple[str, str, int]]:
    known = characters_of(encoding)
    count = data.count(LOST)
    if not count:
        character = known.get(bytes(data))
        return ((character, plausibility.known(character), 0),) if character else ()
    fits = [frozenset((byte,)) if byte != LOST else some for byte, some in zip(data, lost, strict=True)]
    pairs = _pairs(encoding)[0 if data[0] != LOST else 1]
    groups = (pairs[byte] for byte in (data if data[0] != LOST else data[1:])[:1]) if count == 1 else pairs
    return _usual((c for group in groups for code, c in group if code[0] in fits[0] and code[1] in fits[1]), count)


@cache
def _pairs(encoding: str) -> tuple[list[list[tuple[bytes, str]]], list[list[tuple[bytes, str]]]]:
    """The characters of two bytes and their bytes, by the first byte and by the second."""
    found: tuple[list[list[tuple[bytes, str]]], ...] = tuple([[] for _ in range(0x100)] for _ in range(2))
    for code, character in characters_of(encoding).items():
        if len(code) == 2:
            for group, byte in zip(found, code, strict=True):
                group[byte].append((code, character))
    return found[0], found[1]


def _usual(characters: Iterator[str], guessed: int) -> Sequence[tuple[str, str, int]]:
    """The most usual of the characters that lost bytes may have been; full-width letters and digits hardly ever."""
    known = (
        (plausibility.single(c), c) for c in characters if not ("０" <= c <= "９" or "Ａ" <= c <= "ｚ" or c == "\u3000")
    )
    best = sorted(found for found in known if found[0] < plausibility.UNKNOWN_COST)[: MANY if guessed > 1 else CHOICES]
    return tuple((character, plausibility.known(character), guessed) for _, character in best)


def _as_it_is(character: str, wrong: str) -> int:
    """The cost of a character as it stands where the model does not tell: foreign letters and signs."""
    if not 0x80 <= ord(character) < _FOREIGN or character in USUAL:
        return 0
    if wrong == STRIPPED:
        return BARE
    return ODD if character < "\u0180" or "\u0400" <= character < "\u0460" else 2 * ODD


def _passages(
    text: str, nodes: list[dict[tuple[int, str], _State]], edges: _Edges, key: tuple[int, str], before: str, after: str
) -> Iterator[Passage]:
    """The stretches of the best path that are read by their bytes; ASCII between them goes along."""
    steps: list[tuple[int, int, _State]] = []
    place = len(nodes) - 1
    while place > 0:
        state = nodes[place][key]
        steps.append((state.place, place, state))
        place, key = state.place, state.key
    run: list[tuple[int, int, _State]] = []
    for step in (*reversed(steps), None):
        if step and (step[2].how or (run and step[2].out < "\x80")):
            run.append(step)
            continue
        while run and not run[-1][2].how:
            run.pop()
        if run:
            yield _passage(text, run, edges, before, after)
        run = []


def _passage(text: str, run: list[tuple[int, int, _State]], edges: _Edges, before: str, after: str) -> Passage:
    graph = edges.graph
    start, end = graph.boundary[run[0][0]], min(len(text), graph.boundary[run[-1][1]])
    reading = "".join(state.out for _, _, state in run)
    left, right = text[start - 1] if start else before, text[end] if end < len(text) else after
    cost = plausibility.cost(left + reading + right)
    now = left + text[start:end] + right
    stands = sum(_as_it_is(c, edges.wrong) or price for c, price in zip(now[1:], plausibility.costs(now), strict=True))
    guessed = sum(state.how - 1 for _, _, state in run if state.how)
    return Passage(start, end, reading, stands - cost, cost, guessed)
