"""Text that was read in the wrong code page: ä¸­å›½, 鐨勪腑鍥, ÖÐ¹ú, いゅ are Chinese whose bytes were taken for others.

The bytes are brought back by the code page that they were read in, and read in the one that they were written in. Where
text is sound it stays: a passage must read far better than it did, and well in itself. Once a document shows in which
code pages it was read, its shorter passages are judged in that light.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from zh_localize import rules
from zh_localize.repair import lattice, peel, plausibility, single
from zh_localize.repair.classes import CJK, ODD
from zh_localize.repair.lattice import Passage
from zh_localize.repair.plausibility import BYTES, WINDOWS, Look
from zh_localize.repair.trust import GUESSED, LIKELY, USUAL, Bar, Pair
from zh_localize.repair.wild import SINGLE, STRIPPED
from zh_localize.report import Edit, Report

SAMPLE = 48  # characters by which pairs of code pages are compared
MARGIN = 12  # of them before the first that surprise
TRIED = 2  # pairs that are tried on a whole line

AS_GBK: Pair = ("gb18030", "utf-8")
PAIRS: tuple[Pair, ...] = (  # read as, written in
    AS_GBK, ("gb18030", "cp950"), ("cp950", "utf-8"), ("cp950", "gb18030"), ("cp932", "utf-8"),
    ("cp932", "gb18030"), ("cp932", "cp950"), ("cp949", "utf-8"), ("cp949", "gb18030"), ("euc_jp", "gb18030"),
)  # fmt: skip

_RUN = re.compile(f"[^{CJK}\\n]+")
_ABOUT = re.compile("乱码|亂碼|mojibake|文字化け", re.IGNORECASE)


def find(text: str, look: Look | None = None, *, guess: bool = False) -> Report:
    """The report that reads wrongly read passages in their own code page. Linear.

    The evidence of an edit is the code page that its bytes were read in and the one that they are in, ``cp1252>utf-8``.
    With ``guess`` less is asked of a passage, and the rule is ``guess.code-page``.

    >>> find("æ–‡åŒ–å’Œæ—…æ¸¸éƒ¨").text
    '文化和旅游部'
    """
    bar = GUESSED if guess else USUAL
    suspects = (look or plausibility.look(text)).at(BYTES | WINDOWS)
    lines = [Line(text[start:end], start, place, bar) for start, end, _, place in suspects]
    known: dict[Pair, int] = {}
    for line in lines:
        line.look(known)
    if not known:
        return Report(text)
    for line in lines:
        line.look_again(known)
    return Report(text, tuple(edit for line in lines for edit in line.edits()))


class Line:
    """A line and the passages of it that were read wrong."""

    def __init__(self, text: str, start: int, place: int, bar: Bar = USUAL) -> None:
        self.text = text
        self.start = start
        self.bar = bar
        self.passages: list[tuple[Passage, str]] = []  # with their evidence
        self.runs = [match.span() for match in _RUN.finditer(text) if len(ODD.findall(match[0])) > 1]
        self.place = place

    def look(self, known: dict[Pair, int]) -> None:
        """Find passages that are certain, and note their code pages."""
        if _ABOUT.search(self.text):
            return
        for start, end in self.runs:
            reading = single.read(self.text, start, end, self.bar)
            if reading:
                self._keep(*reading)
                known[reading.pair] = known.get(reading.pair, 0) + 1
        if self.place < 0 or self.passages:
            return
        pair = self._as_known(known) or self._double_bytes() or self._peeled()
        if pair:
            known[pair] = known.get(pair, 0) + 1

    def look_again(self, known: dict[Pair, int]) -> None:
        """Find what else was read in the code pages that the document shows."""
        if self.passages or _ABOUT.search(self.text):
            return
        for pair in sorted(known.keys() - {(STRIPPED, "utf-8")}, key=lambda pair: (-known[pair], pair))[:TRIED]:
            if pair[0] in SINGLE:
                for start, end in self.runs:
                    self._keep(self._read(self.text, start, end, pair), pair)
            elif self.place >= 0:
                self._keep(self._read(self.text, 0, len(self.text), pair), pair)
            if self.passages:
                return

    def edits(self) -> Iterator[Edit]:
        """The passages as edits of the document."""
        for passage, evidence in sorted(self.passages):
            rule = "guess.code-page" if self.bar is GUESSED else _rule(passage)
            low, high = self.start + passage.start, self.start + passage.end
            before = self.text[passage.start : passage.end]
            yield Edit(low, high, before, passage.after, rule, rules.rule(rule).grade, evidence=evidence)

    def _keep(self, passages: Iterable[Passage], pair: Pair, times: int = 1) -> None:
        evidence = "+".join([">".join(pair)] * times)
        self.passages += [(passage, evidence) for passage in passages]

    def _read(self, text: str, start: int, end: int, pair: Pair, *, roughly: bool = False) -> list[Passage]:
        return self.bar.good(lattice.read(text, start, end, *pair, roughly=roughly), LIKELY, pair)

    def _as_known(self, known: dict[Pair, int]) -> Pair | None:
        """Keep what reads well in the code pages in which most of the document was read, if it is certain."""
        pair = max(known, key=lambda pair: known[pair], default=None)
        return pair if pair and pair[0] not in (*SINGLE, STRIPPED) and self._keep_certain(pair) else None

    def _keep_certain(self, pair: Pair) -> bool:
        """Keep the passages of the line in these code pages, if any of it is certain; whether one is."""
        passages = self._read(self.text, 0, len(self.text), pair)
        if not any(self.bar.takes(passage, self.bar.certain, pair) for passage in passages):
            return False
        self._keep(passages, pair)
        return True

    def _double_bytes(self) -> Pair | None:
        """Keep the best reading of a line part of which was double bytes, if any of it is certain."""
        low, high = max(0, self.place - MARGIN), self.place + SAMPLE
        sample = self.text[low:high]
        if sample.count("\ufffd") * 2 > len(sample):  # more is gone than is left
            return None
        gains = {pair: sum(p.gain for p in self._read(sample, 0, len(sample), pair, roughly=True)) for pair in PAIRS}
        for pair in sorted(gains, key=lambda pair: -gains[pair])[:TRIED]:
            if gains[pair] < LIKELY:
                break
            if self._keep_certain(pair):
                return pair
        return None

    def _peeled(self) -> Pair | None:
        """Keep what runs say that were UTF-8 and were read as GBK several times, where it is certain."""
        for start, end in peel.runs(self.text):
            text, places = self.text[start:end], [(place, place + 1) for place in range(start, end)]
            for times in range(2, single.TIMES + 1):
                peeled = peel.peel(text)
                text, places = peeled.text, [(places[low][0], places[high - 1][1]) for low, high in peeled.places]
                if text.count("\ufffd") * 4 > len(text):  # these are no bytes of UTF-8
                    break
                found = self._read(text, 0, len(text), AS_GBK)
                if any(self.bar.takes(passage, self.bar.certain, AS_GBK) for passage in found):
                    self._keep((_moved(passage, places) for passage in found), AS_GBK, times)
                    break
        return AS_GBK if self.passages else None


def _moved(passage: Passage, places: list[tuple[int, int]]) -> Passage:
    """A passage of a text at the place from which its characters come."""
    return passage._replace(start=places[passage.start][0], end=places[passage.end - 1][1])


def _rule(passage: Passage) -> str:
    """The rule of a passage, by how much of it had to be chosen."""
    if passage.guessed * 2 > len(passage.after):
        return "mojibake.guessed"
    return "mojibake.lossy" if passage.guessed else "mojibake.code-page"
