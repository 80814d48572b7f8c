"""The places of a text that the context model may decide, with what the dictionaries wrote there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from zh_localize.convert import choose, tables
from zh_localize.convert.apply import Engine


@dataclass(slots=True)
class Cutter:
    """What the dictionaries write at each ambiguous character, and how the cut came to it."""

    region: str
    finals: Mapping[str, Sequence[str]]
    chain: tables.Chain = field(init=False)
    engine: Engine = field(init=False)
    memory: dict[str, tuple[str, list[tuple[int, int, int]]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.chain = tables.chain(f"s2{self.region.lower()}", supplemented=True)
        self.engine = Engine(self.chain)

    def cut(self, text: str) -> tuple[str, list[choose.Place]]:
        """The text as the dictionaries convert it, and its places to decide."""
        parts: list[str] = []
        places: list[choose.Place] = []
        position = 0
        for start, end in self.engine.segments(text):
            value, found = self._segment(text[start:end])
            parts += (text[position:start], value)
            places += [choose.Place(start + offset, base, cover) for offset, base, cover in found]
            position = end
        return "".join((*parts, text[position:])), places

    def _segment(self, segment: str) -> tuple[str, list[tuple[int, int, int]]]:
        known = self.memory.get(segment)
        if known is None:
            chain = self.chain
            value = self.engine.through(segment)
            found = []
            if segment not in chain.settled and len(value) == len(segment):
                phrase = chain.segments is not None and segment in chain.segments.values
                several = tables.several().get(segment, 0)
                for offset, (before, after) in enumerate(zip(segment, value, strict=True)):
                    forms = self.finals.get(before, ())
                    if after in forms:
                        found.append((offset, forms.index(after), (2 if several >> offset & 1 else 1) if phrase else 0))
            known = self.memory[segment] = value, found
        return known
