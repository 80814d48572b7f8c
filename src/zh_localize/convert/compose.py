"""A chain of tables composed into one: what each phrase and each character becomes after all stages.

The segmentation cuts phrases out first and each goes through the stages by itself, so that its final value is known
beforehand, and so is that of a single character. What is left to the stages are the runs between phrases, and of those
only the places where a word of a later stage may stand. So a text converts character by character, except at a few
places, which pairs of characters tell:

- *hits*: pairs with which a phrase begins whose value is not that of its characters one by one;
- *inside*: pairs that stand next to each other in some phrase; between any other two a segment surely ends;
- *starts*, *stage_inside*: the same for the words of the stages, as they may look in the source; ``expanding`` are
  characters that a stage replaces by several (埠 by 端口) wherever no longer word holds them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise, product

from zh_localize.convert import tables
from zh_localize.convert.tables import Chain, Dictionary, Stage

Pairs = frozenset[str]


@dataclass(frozen=True, slots=True)
class Composed:
    """``characters`` and ``phrases`` give final values; ``exceptions`` are the phrases that do not convert by
    character.

    ``stages`` are those that must still be run where a pair of ``starts`` stands outside phrases; often there are none.
    """

    characters: dict[int, str]
    phrases: dict[str, str]
    exceptions: dict[str, str]
    stages: tuple[Stage, ...]
    hits: Pairs
    inside: Pairs
    starts: Pairs
    stage_inside: Pairs
    expanding: frozenset[str]


def compose(chain: Chain, run: Callable[[str, Stage], str]) -> Composed:
    """Compose a chain. ``run`` puts a text through one stage; keys go through it together, a line each."""

    def through(texts: Iterable[str]) -> list[str]:
        joined = "\n".join(texts)
        if not joined:
            return []
        for stage in chain.stages:
            joined = run(joined, stage)
        return joined.split("\n")

    normal = tables.normalisation()
    codes = sorted({code for stage in chain.stages for code in _characters(stage)} | set(normal))
    values = through(normal.get(code, chr(code)) for code in codes)
    expanding = frozenset(chr(code) for code, value in zip(codes, values, strict=True) if len(value) != 1)
    characters = {
        code: value for code, value in zip(codes, values, strict=True) if value != chr(code) and len(value) == 1
    }

    if chain.segments is None and (len(chain.stages) > 1 or len(chain.stages[0].phrases) > 1):
        raise ValueError("a chain of several dictionaries without a segmentation cannot be composed")
    segments = chain.segments.values if chain.segments else _keys(chain.stages[0].phrases)
    keys = [key for key in segments if len(key) > 1]
    phrases = dict(zip(keys, through(keys), strict=True)) | {
        key: value for key, value in chain.settled.items() if len(key) > 1
    }
    exceptions = {key: value for key, value in phrases.items() if value != key.translate(characters)}
    stages = _left_over(chain)
    starts, stage_inside = _stage_pairs(stages)
    return Composed(
        characters,
        phrases,
        exceptions,
        stages,
        hits=frozenset(key[:2] for key in exceptions),
        inside=frozenset(a + b for key in keys for a, b in pairwise(key)),
        starts=starts,
        stage_inside=stage_inside,
        expanding=expanding,
    )


def _characters(stage: Stage) -> set[int]:
    return set(stage.characters) | {ord(key) for key in _keys(stage.phrases) if len(key) == 1}


def _keys(dictionaries: Iterable[Dictionary]) -> dict[str, None]:
    return {key: None for dictionary in dictionaries for key in dictionary.values}


def _left_over(chain: Chain) -> tuple[Stage, ...]:
    """What the stages do to the runs between phrases; nothing where only characters are left to them.

    Words that cut the text cannot stand in a run of the source, but a stage may make them for the next one.
    """
    if chain.segments is None:
        return ()
    first, *rest = chain.stages
    segments = chain.segments.values.keys()
    phrases = tuple(dictionary for dictionary in first.phrases if not dictionary.values.keys() <= segments)
    stages = (Stage(phrases, first.characters, first.character_rule), *rest)
    return stages if any(stage.phrases for stage in stages) else ()


def _stage_pairs(stages: Iterable[Stage]) -> tuple[Pairs, Pairs]:
    """Pairs of source characters with which a stage's word may begin, and those that may stand inside one."""
    starts: set[str] = set()
    inside: set[str] = set()
    ends_with: dict[str, set[str]] = {}  # a character at this stage: the source characters that may have become it,
    begins_with: dict[str, set[str]] = {}  # as the end, or the beginning, of what an earlier stage made
    for stage in stages:
        for key in _keys(stage.phrases):
            if len(key) > 1:
                pairs = [
                    {a + b for a, b in product(ends_with.get(x, {x}), begins_with.get(y, {y}))}
                    for x, y in pairwise(key)
                ]
                starts |= pairs[0]
                inside |= set().union(*pairs)
        images = [(key, value) for dictionary in stage.phrases for key, value in dictionary.values.items()]
        images += [(chr(code), value) for code, value in stage.characters.items()]
        ends_with = _images(ends_with, [(key[-1], value[-1]) for key, value in images])
        begins_with = _images(begins_with, [(key[0], value[0]) for key, value in images])
    return frozenset(starts), frozenset(inside)


def _images(earlier: Mapping[str, set[str]], pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """Which source characters may stand behind a character after one more stage; each may also have stayed."""
    found = {key: set(sources) for key, sources in earlier.items()}
    for before, after in pairs:
        found.setdefault(after, {after}).update(earlier.get(before, {before}))
    return found
