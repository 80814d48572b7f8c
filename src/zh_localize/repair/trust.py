"""What a passage must reach before what its bytes say is put in its place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from zh_localize.repair import plausibility
from zh_localize.repair.lattice import Passage
from zh_localize.repair.wild import SINGLE, STRIPPED

Pair = tuple[str, str]  # the code page that bytes were read in, and the one that they are in

LIKELY: Final = 130  # gain that suffices in a document that shows its code pages, in twelfths of a nat
_HAN = re.compile("[㐀-鿿\U00020000-\U0003ffff]")
_KANA = re.compile("[ぁ-んァ-ヶ]")


class Bar(NamedTuple):
    """How much better, and how well, a passage must read; gains and mean costs in twelfths of a nat."""

    certain: int  # gain from which a passage shows that a document was read wrong
    certain_bytes: int  # the same where foreign letters stand among Chinese, or where bytes have the form of UTF-8
    plausible: int  # mean cost up to which what comes out reads like Chinese
    plausible_utf_8: int  # the same where bytes have the form of UTF-8, few of them guessed

    def good(self, passages: Iterable[Passage], gain: int, pair: Pair) -> list[Passage]:
        """The passages that gain so much and read well."""
        return [passage for passage in passages if self.takes(passage, gain, pair)]

    def takes(self, passage: Passage, gain: int, pair: Pair) -> bool:
        """Whether a passage gains so much, is Chinese that reads well, and rests on more bytes than are guessed.

        Bytes in the form of UTF-8 prove much by that form, so they may read less well.
        """
        after = passage.after
        wrong, right = pair
        # Bytes of four characters that may be guessed, of twelve or eight; where controls are gone, leads are known.
        most = 6 if wrong == STRIPPED else 5 if right == "utf-8" else 3
        han, wide = len(_HAN.findall(after)), sum(character > "\x7f" for character in after)
        if passage.gain < gain or passage.guessed * 4 > most * len(after) or not han:
            return False
        if han * 2 < wide or len(_KANA.findall(after)) * 8 > len(after):
            return False
        costs = zip(after, plausibility.costs(f" {after}"), strict=True)
        has_form = right == "utf-8" and (wrong in SINGLE or passage.guessed * 4 <= len(after))
        plausible = self.plausible_utf_8 if has_form else self.plausible
        return sum(cost for character, cost in costs if character > "\x7f") <= plausible * wide


USUAL: Final = Bar(500, 240, 88, 125)
GUESSED: Final = Bar(300, 150, 105, 140)  # lower ones give more wrong readings than right ones in addition
