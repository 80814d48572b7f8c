"""Packs a composed chain of tables into one block of bytes, for the native core to walk.

What is packed is what ``compose.py`` finds; its sets of pairs become bit maps that may say yes for a pair that is not
in the set, never no for one that is. The layout is that of ``open_table`` and ``read_table`` in ``text/_native.c``;
numbers are little-endian, of 32 bits unless told otherwise.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from zh_localize.convert import choose, tables
from zh_localize.convert.apply import Engine
from zh_localize.convert.compose import Composed
from zh_localize.convert.engines import MODEL, REGIONS, finals_name, table_name
from zh_localize.convert.tables import Chain
from zh_localize.text import native, scripts
from zh_localize.text.tables import read_bytes

MODEL_MAGIC = b"ZHLMOD01"
ACCURATE = ("s2tw", "s2hk", "tw2s", "hk2s")  # chains of accurate conversion

_MASK32 = 0xFFFFFFFF
_MASK64 = 0xFFFFFFFFFFFFFFFF
_FIRST, _SECOND = 0x9E3779B1, 0x85EBCA77  # odd constants that spread pairs over a filter
_PRIME = 0x9E3779B97F4A7C15
_NO_SECOND = 0x1FFFFF  # second character of a key of one character
_CHANGED, _AMBIGUOUS, _SPECIAL, _EXPANDS = (
    1 << bit for bit in range(16, 20)
)  # flags; the low half is added to the code
_SAME_LENGTH, _ASCII_HITS, _NARROWS = 1, 2, 4  # flags of a table
_DESCRIPTIONS = range(0x2FF0, 0x3000)
_SINGLE, _SEVERAL, _SETTLED = (
    1,
    2,
    3,
)  # what a phrase's row lists: one value, several, or one that the context cannot override


@dataclass(frozen=True, slots=True)
class _Entry:
    """What the core must know of a key: its value (None: character by character), kind, and where its values differ."""

    value: str | None
    kind: int = _SINGLE
    places: int = 0


@dataclass(slots=True)
class _Pool:
    """Values, one after the other, each with its length; the offset 0 means "character by character"."""

    words: array[int] = field(default_factory=lambda: array("I", [0]))
    places: dict[str, int] = field(default_factory=dict)

    def add(self, value: str | None) -> int:
        if value is None:
            return 0
        place = self.places.get(value)
        if place is None:
            place = self.places[value] = len(self.words)
            self.words.append(len(value))
            self.words.extend(map(ord, value))
        return place


def pack(config: str, *, supplemented: bool) -> bytes:
    """The packed table of an OpenCC configuration, exact or with our supplement. Takes a second or two.

    Raises:
        UnknownConfigError: with the nearest name.
    """
    chain = tables.chain(config, supplemented=supplemented)
    composed = Engine(chain).composed
    normal = tables.normalisation()
    variants: dict[str, list[str]] = {}
    for code, value in normal.items():
        variants.setdefault(value, []).append(chr(code))
    entries = _entries(chain, composed)
    hits = composed.hits | composed.starts
    flags = 0 if _changes_length(composed) else _SAME_LENGTH
    flags |= _ASCII_HITS if any(pair[0] < "\x80" for pair in hits) else 0
    flags |= _NARROWS if _narrows(composed) else 0

    pool = _Pool()
    ambiguous = frozenset(choose.load().candidates) if supplemented else frozenset()
    sections = [
        _map(composed, ambiguous),
        _astral(composed.characters),
        _filter(_spread(hits, variants)),
        _filter(_spread(composed.inside, variants)),
        *_pairs(entries, pool),
    ]
    stage_sections: list[bytes] = []
    for stage in composed.stages:
        stage_sections.append(_character_hash(stage.characters))
        stage_sections.append(struct.pack("<II", len(stage.phrases), 0))
        for dictionary in stage.phrases:
            stage_sections += _pairs({key: _Entry(value) for key, value in dictionary.values.items()}, pool)
    sections += [_filter(_spread(composed.starts, variants)), _filter(_spread(composed.stage_inside, variants))]
    sections.append(_character_hash(normal))
    sections.append(pool.words.tobytes())
    return _assemble(flags, sections, len(composed.stages), stage_sections)


def pack_words(words: Mapping[str, str]) -> bytes:
    """A user's words as an overlay: takes about ten microseconds a word."""
    pool = _Pool()
    entries = {key: _Entry(value, _SETTLED) for key, value in words.items()}
    pairs = {key[:2] for key in entries if len(key) > 1}
    singles = {key for key in entries if len(key) == 1}
    sections = [
        *_pairs(entries, pool),
        _filter(map(_hash, pairs)),
        _filter(_hash(single + chr(0)) for single in singles),
        pool.words.tobytes(),
    ]
    return _assemble(0, sections, 0, [])


def pack_model(data: bytes) -> bytes:
    """The context model of ``choices.bin`` behind a head that the core can check."""
    data += bytes(-len(data) % 8)
    return MODEL_MAGIC + struct.pack("<QQQ", checksum(data), native.source_hash(), 0) + data


def pack_finals(finals: Mapping[str, tuple[str, ...]]) -> bytes:
    """The forms of each ambiguous character in one region, in the order of the model's rows."""
    rows = bytearray()
    for character, forms in finals.items():
        rows += choose.CHARACTER.pack(
            ord(character), len(forms), *map(ord, forms), *[0] * (choose.CANDIDATES - len(forms))
        )
    return bytes(rows)


def pack_all(folder: Path) -> None:
    """Write every table that the core reads: all configurations, exact and for accurate conversion,
    the kinds of characters, and the model."""
    folder.mkdir(parents=True, exist_ok=True)
    for config in tables.configs():
        (folder / table_name(config, supplemented=False)).write_bytes(pack(config, supplemented=False))
    for config in ACCURATE:
        (folder / table_name(config, supplemented=True)).write_bytes(pack(config, supplemented=True))
    (folder / scripts.PACKED).write_bytes(scripts.pack())
    chooser = choose.load()
    (folder / MODEL).write_bytes(pack_model(read_bytes("choices.bin")))
    for region in REGIONS.values():
        (folder / finals_name(region)).write_bytes(pack_finals(chooser.finals(region)))


def checksum(data: bytes) -> int:
    """The hash that the core checks when it loads a table. Source: our own, after the multiply-rotate family."""
    found = _PRIME
    for word in struct.unpack(f"<{len(data) // 8}Q", data):
        found = ((found ^ word) * _PRIME) & _MASK64
        found = (found << 23 | found >> 41) & _MASK64
    return found


def _assemble(flags: int, sections: list[bytes], stage_count: int, stage_sections: list[bytes]) -> bytes:
    head = 24 + 8 * 32
    offsets: list[int] = []
    body = bytearray()
    for section in (*sections, *stage_sections):
        body += bytes(-len(body) % 8)
        offsets += (head + len(body), len(section))
        body += section
    body += bytes(-len(body) % 8)
    fields = [flags, stage_count, head + len(body), len(sections), *offsets]
    header = struct.pack(f"<{len(fields)}I", *fields)
    assert len(header) <= head - 24, "more sections than the header holds"
    rest = header.ljust(head - 24, b"\0") + bytes(body)
    return native.LAYOUT + struct.pack("<QQ", checksum(rest), native.source_hash()) + rest


def _entries(chain: Chain, composed: Composed) -> dict[str, _Entry]:
    """The phrases that cut the text, each with its value after all stages."""
    several, contested = tables.several(), tables.contested()
    found: dict[str, _Entry] = {}
    for key in composed.phrases:
        kind, places = _SINGLE, 0
        if key in chain.settled or key not in contested:
            kind = _SETTLED
        elif key in several:
            kind, places = _SEVERAL, several[key]
        found[key] = _Entry(composed.exceptions.get(key), kind, places)
    return found


def _values(composed: Composed) -> Iterator[tuple[str, str]]:
    """Every key that is not converted by character, and every word of a stage, with its value."""
    yield from composed.exceptions.items()
    for stage in composed.stages:
        for dictionary in stage.phrases:
            yield from dictionary.values.items()


def _changes_length(composed: Composed) -> bool:
    return any(len(key) != len(value) for key, value in _values(composed))


def _narrows(composed: Composed) -> bool:
    """Whether a text may lose its last character beyond Latin-1."""
    values = (*(value for _, value in _values(composed)), *composed.characters.values())
    return any(max(value, default="\0") < "\u0100" for value in values)


def _map(composed: Composed, ambiguous: frozenset[str]) -> bytes:
    """One number for each character of the Basic Multilingual Plane: what to add to it, and its flags."""
    found = array("I", bytes(4 * 0x10000))
    for code, value in composed.characters.items():
        if code > 0xFFFF:
            continue
        found[code] = _SPECIAL if ord(value) > 0xFFFF else (ord(value) - code & 0xFFFF) | _CHANGED
    for code in _DESCRIPTIONS:
        found[code] |= _SPECIAL
    for character in composed.expanding:
        found[ord(character)] |= _EXPANDS
    for character in ambiguous:
        if ord(character) <= 0xFFFF:
            found[ord(character)] |= _AMBIGUOUS
    return found.tobytes()


def _astral(characters: Mapping[int, str]) -> bytes:
    """Characters whose old or new form lies beyond the Basic Multilingual Plane."""
    return _character_hash({code: value for code, value in characters.items() if max(code, ord(value)) > 0xFFFF})


def _character_hash(characters: Mapping[int, str]) -> bytes:
    """An open-addressing hash of characters: key, value, twice as many places as keys or more."""
    size = 1 << max(3, (2 * len(characters)).bit_length())
    places = array("I", bytes(8 * size))
    for code, value in characters.items():
        place = (code * _FIRST & _MASK32) >> (33 - size.bit_length())
        while places[2 * place]:
            place = (place + 1) % size
        places[2 * place], places[2 * place + 1] = code, ord(value)
    return places.tobytes()


def _hash(pair: str) -> int:
    return (ord(pair[0]) * _FIRST + ord(pair[1]) * _SECOND) & _MASK32


def _spread(pairs: Iterable[str], variants: Mapping[str, list[str]]) -> Iterator[int]:
    """The hashes of pairs, with the compatibility forms that either character may have in a source."""
    for pair in pairs:
        for first in (pair[0], *variants.get(pair[0], ())):
            for second in (pair[1], *variants.get(pair[1], ())):
                yield _hash(first + second)


def _filter(hashes: Iterable[int]) -> bytes:
    """A bit map of at least 16 bits a pair, a power of two."""
    found = set(hashes)
    bits = max(9, (24 * len(found)).bit_length())
    places = bytearray(1 << (bits - 3))
    for value in found:
        place = value >> (32 - bits)
        places[place >> 3] |= 1 << (place & 7)
    return bytes(places)


def _pairs(entries: Mapping[str, _Entry], pool: _Pool) -> list[bytes]:
    """A dictionary: a hash from a key's first two characters to the list of such keys, longest first."""
    groups: dict[tuple[int, int], list[str]] = {}
    for key in entries:
        groups.setdefault((ord(key[0]), ord(key[1]) if len(key) > 1 else _NO_SECOND), []).append(key)
    size = 1 << max(3, (len(groups) * 3 // 2).bit_length())
    slots = array("Q", bytes(8 * size))
    stream = array("I", [0])
    for (first, second), keys in groups.items():
        place = ((first * _FIRST + second * _SECOND) & _MASK32) >> (33 - size.bit_length())
        while slots[place]:
            place = (place + 1) % size
        slots[place] = first | second << 21 | len(stream) << 42
        stream.append(len(keys))
        for key in sorted(keys, key=len, reverse=True):
            entry = entries[key]
            stream.append(max(len(key) - 2, 0) | entry.kind << 8 | entry.places << 16)
            stream.append(pool.add(entry.value))
            stream.extend(map(ord, key[2:]))
    return [slots.tobytes(), stream.tobytes()]
