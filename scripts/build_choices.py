"""Build ``data/choices.bin``: which counterpart a character has in which context (see docs/model.md).

Run: python scripts/build_choices.py FOLDER     (a folder with hant_*.txt.xz, one text a line; needs numpy and scipy)

Natural Traditional text is folded to Simplified with OpenCC's exact ``t2s`` and converted back by the dictionaries
alone; where a character has several counterparts, what the text had is the label. One logistic regression with
squared penalty for each character, over features seen at least twice. All settings are in ``choices.toml``; equal
settings and text give equal bytes. Only weights are shipped, no text.
"""

from __future__ import annotations

import argparse
import lzma
import random
import struct
import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np  # type: ignore[import-not-found, unused-ignore]
from scipy import sparse  # type: ignore[import-not-found, import-untyped, unused-ignore]
from scipy.optimize import fmin_l_bfgs_b  # type: ignore[import-not-found, import-untyped, unused-ignore]

from manifest import DATA, write_binary, write_table
from zh_localize.convert import choose, tables
from zh_localize.convert.apply import Engine
from zh_localize.convert.choose import BY_CLASS, MULTIPLIERS, REACH, WITH_COVER, WITH_MARK, WITH_REGION
from zh_localize.convert.engines import REGION_NUMBERS
from zh_localize.text.tables import read_rows

SETTINGS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("choices.toml").read_text("utf-8"))
FIRST, SECOND, THIRD = (np.uint64(number) for number in MULTIPLIERS)
WAYS = choose.WAYS
OTHERS = {"r": WITH_REGION, "c": WITH_COVER, "m": WITH_MARK, "k": BY_CLASS}
Array = Any


def candidates() -> dict[str, list[str]]:
    """The counterparts of each ambiguous character: OpenCC's, then those of the settings."""
    rows = {key: values.split(" ") for key, values in read_rows("opencc/STCharacters.tsv")}
    for character, more in SETTINGS["candidates"].items():
        forms = rows.setdefault(character, [character])
        forms += [form for form in more if form not in forms]
    found = {a: forms[: choose.CANDIDATES] for a, forms in rows.items() if len(forms) > 1}
    return {a: forms for a, forms in sorted(found.items()) if max(a, *forms) <= "\uffff"}


CANDIDATES = candidates()
PHRASES = "phrases"  # the phrases of the dictionaries as a source
NATURAL = "hant_"  # how the names of files of Traditional text begin
KNOWN: dict[str, int] = {}  # the number of each phrase, from 1


def templates() -> list[tuple[tuple[int, ...], int]]:
    """The offsets of each template, and the bits for what else it sees."""
    found = []
    for row in SETTINGS["templates"]["list"]:
        offsets = tuple(int(word) for word in row.split() if not word.isalpha())
        found.append((offsets, sum(OTHERS[letter] for word in row.split() if word.isalpha() for letter in word)))
    return found


TEMPLATES = templates()
assert all({*offsets} <= {-1, 1} for offsets, _ in TEMPLATES[: SETTINGS["near"]])
_random = random.Random(SETTINGS["seed"])
ODD = [_random.getrandbits(64) | 1 for _ in range(2 * REACH + 1)]
CLASS_OF = {ord(c): number for number, group in enumerate(SETTINGS["classes"]["list"], 1) for c in group}
MARKERS = {choose.CANTONESE: frozenset(SETTINGS["markers"]), choose.COLLOQUIAL: frozenset(SETTINGS["colloquial"])}


@dataclass(slots=True)
class Instances:
    """Places with their labels: one row each."""

    windows: Array  # codes of the characters from -REACH to +REACH
    characters: Array
    bases: Array
    covers: Array
    regions: Array
    marks: Array
    files: Array
    phrases: Array  # the number of the phrase that covers the character, 0 for none
    labels: Array

    def __getitem__(self, rows: Array) -> Instances:
        return Instances(*(getattr(self, name)[rows] for name in self.__slots__))


def engine(region: str) -> Engine:
    """The dictionaries of a region over a model that knows nothing yet, so that places are found as in use."""
    nothing = np.zeros(0, dtype=np.uint64)
    untrained = choose.Chooser(pack(nothing, nothing.astype(np.int64)))
    return Engine(tables.chain(f"s2{region.lower()}", supplemented=True), untrained, region, everywhere=True)


def rows(path: Path) -> dict[str, None]:
    """The different lines of a file."""
    with lzma.open(path, "rt", encoding="utf-8") as stream:
        return dict.fromkeys(row.rstrip("\n") for row in stream)


def natural(path: Path, region: str) -> Iterator[tuple[str, str]]:
    """``(simplified, traditional)`` of each line of a Traditional file."""
    exact = Engine(tables.chain("t2s"))
    modern = Engine(tables.chain("tw2s" if region == "TW" else "hk2s", supplemented=True))
    compatible = tables.normalisation()
    chance = random.Random(SETTINGS["seed"])
    for gold in rows(path):
        source = exact.convert(gold)
        if chance.random() < SETTINGS["modern"]:
            other = modern.convert(gold)
            if len(other) == len(source):
                source = "".join("着" if b == "着" else a for a, b in zip(source, other, strict=True))
        if len(source) == len(gold):
            yield source.translate(compatible), gold


def codes(text: str) -> Array:
    """The code of each character."""
    return np.array([ord(c) for c in choose.fold(text)], dtype=np.uint64)


def labelled(pairs: Iterable[tuple[str, str]], region: str, number: int) -> Instances:
    """The labelled places of Simplified lines with their Traditional ones; without those, phrases are the label."""
    dictionaries = engine(region)
    stream, found, size = [np.full(REACH, choose.OUTSIDE, dtype=np.uint64)], [], REACH
    for source, gold in pairs:
        registers = MARKERS if region != "HK" else {choose.CANTONESE: MARKERS[choose.CANTONESE]}
        marked = next((register for register, marks in registers.items() if not marks.isdisjoint(source)), 0)
        for segment, (position, base, cover) in dictionaries.places(source):
            character = source[position]
            forms = dictionaries.finals[character]
            phrase = KNOWN.setdefault(segment, len(KNOWN) + 1) if cover else 0
            if gold and gold[position] in forms:
                label = forms.index(gold[position])
            elif not gold and cover == 1:
                label = base
            else:
                continue
            found.append((size + position, ord(character), base, cover, marked, phrase, label))
        stream += (codes(source), stream[0])
        size += len(source) + REACH
    positions, characters, bases, covers, marks, phrases, labels = np.array(found, dtype=np.int64).T
    windows = np.concatenate(stream)[positions[:, None] + np.arange(-REACH, REACH + 1)]
    constant = np.ones(len(found), dtype=np.int64)
    regions = constant * REGION_NUMBERS[region]
    return Instances(windows, characters, bases, covers, regions, marks, number * constant, phrases, labels)


def read(name: str, folder: Path, number: int) -> Instances:
    """The labelled places of one source.

    Traditional text carries its labels. Mainland text has none, but its words: there, and in the phrases themselves,
    the one value that a phrase lists is the label, so that the model knows words which Taiwan and Hong Kong lack.
    """
    if name.startswith(NATURAL):
        region = "HK" if name.startswith("hant_hk_") else "TW"
        found = labelled(natural(folder / name, region), region, number)
    else:
        lines = list(rows(folder / name) if name != PHRASES else tables.dictionary("STPhrases").values)
        halves = ("TW", lines[::2]), ("HK", lines[1::2])
        found = joined(labelled(((line, "") for line in half), region, number) for region, half in halves)
    print(f"{name}: {len(found.labels):,} places", file=sys.stderr)
    return found


@dataclass(slots=True)
class Evidence:
    """Of each phrase by its number: how many places natural text shows, and how many contradict the dictionary."""

    seen: Array
    against: Array

    @property
    def certain(self) -> Array:
        """Phrases that natural text bears out: long ones that nothing contradicts, and short ones seen as well."""
        sizes = np.array([0, *map(len, KNOWN)])
        return (self.against == 0) & ((sizes > 2) | (self.seen >= SETTINGS["seen"]))


def evidence(places: Instances, names: list[str]) -> Evidence:
    """What natural text says of the phrases; spellings that stand for one another do not contradict."""
    merged = np.zeros((0x10000, choose.CANDIDATES), dtype=np.int64)
    for character, forms in CANDIDATES.items():
        merged[ord(character), : len(forms)] = classes_of(character)
    ours = merged[places.characters, places.bases] == merged[places.characters, places.labels]
    in_text = np.array([name.startswith(NATURAL) for name in names])[places.files]
    size = len(KNOWN) + 1
    seen = np.bincount(places.phrases[in_text], minlength=size)
    return Evidence(seen, np.bincount(places.phrases[in_text & ~ours], minlength=size))


def contested(known: Evidence) -> list[str]:
    """The rows of ``contested.tsv``: every phrase in which the context may decide."""
    open_ = ~known.certain
    return [
        f"{phrase}\t{known.seen[number]}\t{known.against[number]}"
        for phrase, number in sorted(KNOWN.items())
        if open_[number]
    ]


def spread(files: Array, most: int, chance: Any) -> Array:
    """At most so many rows, spread evenly over the files."""
    numbers, counts = np.unique(files, return_counts=True)
    share = next((limit for limit in range(counts.max(), 0, -1) if np.minimum(counts, limit).sum() <= most), 0)
    chosen = []
    for number, count in zip(numbers, counts, strict=True):
        rows = np.flatnonzero(files == number)
        chosen.append(rows if count <= share else chance.choice(rows, share, replace=False))
    return np.sort(np.concatenate(chosen))


def hashes(places: Instances) -> Array:
    """The hash of each template at each place, for candidate 0, before it is mixed."""
    odd = np.array(ODD, dtype=np.uint64)
    classes = np.zeros(0x10000, dtype=np.uint64)
    classes[list(CLASS_OF)] = list(CLASS_OF.values())
    classes[choose.DIGIT], classes[choose.LETTER] = CLASS_OF[ord("0")], CLASS_OF[ord("a")]
    by_code, by_class = places.windows * odd, classes[places.windows] * odd
    cover = 2 * (places.covers * 8 + places.bases + 1)
    own = places.characters.astype(np.uint64) * FIRST
    found = np.empty((len(places.labels), len(TEMPLATES)), dtype=np.uint64)
    for number, (offsets, with_) in enumerate(TEMPLATES):
        products = by_class if with_ & BY_CLASS else by_code
        known = np.zeros(len(places.labels), dtype=np.int64)
        for bit, values in ((WITH_REGION, places.regions), (WITH_COVER, cover), (WITH_MARK, 64 * places.marks)):
            known += values if with_ & bit else 0
        total = own + np.uint64(number * 8 * int(SECOND) & 0xFFFFFFFFFFFFFFFF) + known.astype(np.uint64) * THIRD
        for offset in offsets:
            total += products[:, offset + REACH]
        found[:, number] = total
    return found


def importance(places: Instances, names: list[str], known: Evidence) -> Array:
    """How much each place counts: by its source, and by what natural text says of the phrase around it."""
    weights = SETTINGS["weights"]
    by_source = [next((weights[start] for start in weights if name.startswith(start)), 1.0) for name in names]
    in_text = np.array([name.startswith(NATURAL) for name in names])[places.files]
    certain = known.certain[places.phrases] & (places.phrases > 0)
    ours = np.isin(places.characters, [ord(character) for character in SETTINGS["candidates"]])
    share = np.where(certain, SETTINGS["certain"], 1.0)
    lent = np.where(known.against[places.phrases] > 0, SETTINGS["contested"], np.where(certain, 0.0, 1.0))
    return np.array(by_source)[places.files] * np.where(in_text, share, np.where(ours, 1.0, lent))


def fit(features: Array, labels: Array, weigh: Array, classes: int) -> tuple[Array, Array]:
    """The hash of each feature and its weights for the classes but the first."""
    size, width = features.shape
    known, inverse, counts = np.unique(features.ravel(), return_inverse=True, return_counts=True)
    kept = counts > 1
    column = (np.cumsum(kept) - 1)[inverse]
    used = kept[inverse]
    row = np.repeat(np.arange(size), width)
    matrix = sparse.csr_matrix((np.ones(used.sum()), (row[used], column[used])), shape=(size, kept.sum()))
    transposed = matrix.T.tocsr()
    wanted = np.eye(classes)[labels]

    def loss(flat: Array) -> tuple[float, Array]:
        weights = flat.reshape(-1, classes - 1)
        scores = np.hstack([np.zeros((size, 1)), matrix @ weights])
        scores -= scores.max(axis=1, keepdims=True)
        odds = np.exp(scores)
        total = odds.sum(axis=1, keepdims=True)
        value = weigh @ (np.log(total)[:, 0] - scores[np.arange(size), labels])
        slope = transposed @ (weigh[:, None] * (odds / total - wanted))[:, 1:] + SETTINGS["penalty"] * weights
        return value + SETTINGS["penalty"] / 2 * (flat @ flat), slope.ravel()

    start = np.zeros(int(kept.sum()) * (classes - 1))
    found, _, _ = fmin_l_bfgs_b(loss, start, maxiter=SETTINGS["rounds"], m=8, factr=1e9)
    return known[kept], found.reshape(-1, classes - 1)


def classes_of(character: str) -> list[int]:
    """Of each candidate, the first that is written in its stead at will."""
    groups = SETTINGS["spellings"]["groups"]
    forms = CANDIDATES[character]
    same = [next((group for group in groups if form in group), form) for form in forms]
    return [same.index(group) for group in same]


def train(places: Instances, weigh: Array) -> tuple[Array, Array]:
    """The mixed hash and the weight in table units of every feature that is worth an entry."""
    chance = np.random.default_rng(SETTINGS["seed"])
    found_hashes, found_weights = [], []
    order = np.argsort(places.characters, kind="stable")
    for character in CANDIDATES:
        begin, end = np.searchsorted(places.characters[order], [ord(character), ord(character) + 1])
        merged = np.array(classes_of(character))
        kinds = np.unique(merged)
        if end - begin < 5 or len(kinds) < 2:
            continue
        chosen = order[begin:end]
        chosen = chosen[spread(places.files[chosen], SETTINGS["most"], chance)]
        own = places[chosen]
        features, weights = fit(hashes(own), np.searchsorted(kinds, merged[own.labels]), weigh[chosen], len(kinds))
        for candidate, kind in enumerate(np.searchsorted(kinds, merged)):
            if kind:
                worth = np.abs(weights[:, kind - 1]) >= SETTINGS["smallest"]
                found_hashes.append(features[worth] + np.uint64(candidate * int(SECOND) & 0xFFFFFFFFFFFFFFFF))
                found_weights.append(weights[worth, kind - 1])
    mixed = np.concatenate(found_hashes)
    mixed = (mixed ^ mixed >> np.uint64(32)) * THIRD
    mixed ^= mixed >> np.uint64(32)
    units = np.clip(np.rint(np.concatenate(found_weights) * SETTINGS["unit"]), -127, 127).astype(np.int64)
    return mixed[units != 0], units[units != 0]


def table(mixed: Array, units: Array) -> tuple[int, bytes]:
    """The buckets, with the largest weights first: where one is full, the smallest are left out."""
    count = int(len(mixed) / (WAYS * SETTINGS["load"])) + 1
    bucket = ((mixed & np.uint64(0xFFFFFFFF)) * np.uint64(count) >> np.uint64(32)).astype(np.int64)
    entry = ((mixed >> np.uint64(40)).astype(np.int64) << 8) | (units & 0xFF)
    order = np.lexsort((entry, -np.abs(units), bucket))
    bucket, entry = bucket[order], entry[order]
    _, first = np.unique(bucket << 24 | entry >> 8, return_index=True)  # a bucket has no print twice
    first.sort()
    bucket, entry = bucket[first], entry[first]
    rank = np.arange(len(bucket)) - np.searchsorted(bucket, bucket)
    places = np.zeros((count, WAYS), dtype="<u4")
    fits = rank < WAYS
    places[bucket[fits], rank[fits]] = entry[fits]
    print(f"{fits.sum():,} of {len(fits):,} weights in {count:,} buckets", file=sys.stderr)
    return count, places.tobytes()


def pack(mixed: Array, units: Array) -> bytes:
    """The file: see ``choose.Chooser``."""
    count, buckets = table(mixed, units)
    thresholds, near, enough = SETTINGS["threshold"], SETTINGS["near"], SETTINGS["enough"]
    head = choose.HEADER.pack(
        choose.MAGIC,
        len(TEMPLATES),
        count,
        len(CANDIDATES),
        sum(map(len, MARKERS.values())),
        len(CLASS_OF),
        near,
        *thresholds,
        enough,
        *ODD,
    )
    parts = [head]
    parts += [choose.TEMPLATE.pack(sum(1 << o + REACH for o in offsets), with_) for offsets, with_ in TEMPLATES]
    for character, forms in CANDIDATES.items():
        padded = [*map(ord, forms), *(0 for _ in range(choose.CANDIDATES - len(forms)))]
        parts.append(choose.CHARACTER.pack(ord(character), len(forms), *padded))
    parts += [struct.pack("<I", register << 24 | ord(c)) for register, marks in MARKERS.items() for c in sorted(marks)]
    parts += [choose.CLASS.pack(code, number) for code, number in sorted(CLASS_OF.items())]
    body = b"".join(parts)
    return body + bytes(-len(body) % 16) + buckets


def joined(parts: Iterable[Instances]) -> Instances:
    """Places of several sources as one."""
    known = list(parts)
    return Instances(*(np.concatenate([getattr(part, name) for part in known]) for name in Instances.__slots__))


def main() -> None:
    """Gather, train, pack, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    names = [*sorted(path.name for path in folder.glob("han[st]_*.txt.xz")), PHRASES]
    places = joined(read(name, folder, number) for number, name in enumerate(names))
    print(f"{len(places.labels):,} places of {len(CANDIDATES)} characters", file=sys.stderr)
    known = evidence(places, names)
    head = (
        "# made by scripts/build_choices.py: phrases in which the context may decide, places in text, those that differ"
    )
    write_table(DATA / "contested.tsv", [head, *contested(known)])
    write_binary(DATA / "choices.bin", pack(*train(places, importance(places, names, known))))


if __name__ == "__main__":
    main()
