"""The context model over the pure engine, as a system to score: converts a text with ``s2tw`` or ``s2hk``.

Run: python conversion.py --system 'model=py:accuracy_model:Model?{"config":"{config}"}'  with benchmarks/ and scripts/
on PYTHONPATH. It shows what the model gives by itself; users get it through ``zh_localize.Converter``.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "scripts"))

from choices_places import Cutter
from zh_localize.convert import choose, tables


class Model:
    """OpenCC's tables and the supplement, then the model wherever a character has several counterparts."""

    def __init__(self, config: str, *, model: str = "") -> None:
        self.region = config.removeprefix("s2").upper() if config != "s2t" else ""
        self.chooser = choose.Chooser(Path(model).read_bytes()) if model else choose.load()
        self.cutter = Cutter(self.region, self.chooser.finals(self.region))

    def convert(self, text: str) -> str:
        """The converted text."""
        text = text.translate(tables.normalisation())
        converted, places = self.cutter.cut(text)
        if not places or len(converted) != len(text):
            return converted
        characters = list(converted)
        finals = self.chooser.finals(self.region)
        for place, choice in zip(places, self.chooser.decide(text, places, self.region), strict=True):
            characters[place.position] = finals[text[place.position]][choice.candidate]
        return "".join(characters)
