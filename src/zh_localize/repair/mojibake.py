"""Text that was read in the wrong code page: ä¸­å›½, 鐨勪腑鍥, ÖÐ¹ú, いゅ are Chinese whose bytes were taken for others.

The bytes are brought back by the code page that they were read in, and read in the one that they were written in. Where
text is sound it stays: a passage must read far better than it did, and well in itself. Once a document shows in which
code pages it was read, its shorter passages are judged in that light.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from zh_localize import rules
from zh_localize.repair import lattice, plausibility
from zh_localize.repair.classes import CJK, ODD
from zh_localize.repair.lattice import Passage
from zh_localize.repair.plausibility import BYTES, WINDOWS
from zh_localize.repair.wild import SINGLE, bytes_of
from zh_localize.report import Edit, Report

CERTAIN = 500  # gain from which a passage shows that a document was read wrong, in twelfths of a nat
CERTAIN_BYTES = 240  # the same where foreign letters stand among Chinese, or where bytes have the form of UTF-8
LIKELY = 130  # gain that suffices for others in the same document
PLAUSIBLE = 88  # mean cost up to which what comes out reads like Chinese
PLAUSIBLE_UTF_8 = 125  # the same where single bytes have the form of UTF-8
TIMES = 4  # that text may have been read wrong one after another
SAMPLE = 48  # characters by which pairs of code pages are compared
MARGIN = 12  # of them before the first that surprise
TRIED = 2  # pairs that are tried on a whole line

PAIRS = (  # read as, written in
    ("gb18030", "utf-8"), ("gb18030", "cp950"), ("cp950", "utf-8"), ("cp950", "gb18030"), ("cp932", "utf-8"),
    ("cp932", "gb18030"), ("cp932", "cp950"), ("cp949", "utf-8"), ("cp949", "gb18030"), ("euc_jp", "gb18030"),
)  # fmt: skip
WRITTEN = ("utf-8", "gb18030", "cp950")
Pair = tuple[str, str]


class Bar(NamedTuple):
    """What a passage must reach; see the constants of these names."""

    certain: int = CERTAIN
    certain_bytes: int = CERTAIN_BYTES
    plausible: int = PLAUSIBLE
    plausible_utf_8: int = PLAUSIBLE_UTF_8


USUAL: Final = Bar()
GUESSED: Final = Bar(300, 150, 105, 140)  # lower ones give more wrong readings than right ones in addition

_RUN = re.compile(f"[^{CJK}\\n]+")
_HAN = re.compile("[㐀-鿿\U00020000-\U0003ffff]")
_KANA = re.compile("[ぁ-んァ-ヶ]")
_FRAME = re.compile("[─│┌┐└┘├┤┬┴┼═║╔╗╚╝]")
_ABOUT = re.compile("乱码|亂碼|mojibake|文字化け", re.IGNORECASE)


def find(text: str, *, guess: bool = False) -> Report:
    """The report that reads wrongly read passages in their own code page. Linear.

    The evidence of an edit is the code page that its bytes were read in and the one that they are in, ``cp1252>utf-8``.
    With ``guess`` less is asked of a passage, and the rule is ``guess.code-page``.

    >>> find("æ–‡åŒ–å’Œæ—…æ¸¸éƒ¨").text
    '文化和旅游部'
    """
    bar = GUESSED if guess else USUAL
    lines = [
        Line(text[start:end], start, place, bar) for start, end, place in plausibility.lines(text, BYTES | WINDOWS)
    ]
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
            pair, passages, times = _single_bytes(self.text, start, end, self.bar)
            self._keep(passages, pair, times)
            if passages:
                known[pair] = known.get(pair, 0) + 1
        if self.place >= 0 and not self.passages:
            self._double_bytes(known)

    def look_again(self, known: dict[Pair, int]) -> None:
        """Find what else was read in the code pages that the document shows."""
        if self.passages or _ABOUT.search(self.text):
            return
        for pair in sorted(known, key=lambda pair: -known[pair])[:TRIED]:
            if pair[0] in SINGLE:
                for start, end in self.runs:
                    self._keep(self._good(lattice.read(self.text, start, end, *pair), pair), pair)
            elif self.place >= 0:
                self._keep(self._good(lattice.read(self.text, 0, len(self.text), *pair), pair), pair)
            if self.passages:
                return

    def edits(self) -> Iterator[Edit]:
        """The passages as edits of the document."""
        for passage, evidence in sorted(self.passages):
            rule = "mojibake.lossy" if passage.guessed else "mojibake.code-page"
            rule = rule if self.bar is USUAL else "guess.code-page"
            low, high = self.start + passage.start, self.start + passage.end
            before = self.text[passage.start : passage.end]
            yield Edit(low, high, before, passage.after, rule, rules.rule(rule).grade, evidence=evidence)

    def _keep(self, passages: Iterable[Passage], pair: Pair, times: int = 1) -> None:
        evidence = "+".join([">".join(pair)] * times)
        self.passages += [(passage, evidence) for passage in passages]

    def _good(self, passages: Iterable[Passage], pair: Pair) -> list[Passage]:
        return _good(passages, LIKELY, pair, self.bar)

    def _double_bytes(self, known: dict[Pair, int]) -> None:
        """The best reading of a line part of which was double bytes, if any of it is certain."""
        low, high = max(0, self.place - MARGIN), self.place + SAMPLE
        sample = self.text[low:high]
        if sample.count("\ufffd") * 2 > len(sample):  # more is gone than is left
            return
        gains = {
            pair: sum(passage.gain for passage in self._good(lattice.read(sample, 0, len(sample), *pair), pair))
            for pair in PAIRS
        }
        for pair in sorted(gains, key=lambda pair: -gains[pair])[:TRIED]:
            if gains[pair] < LIKELY:
                return
            passages = self._good(lattice.read(self.text, 0, len(self.text), *pair), pair)
            if any(_is_better(passage, self.bar.certain, pair, self.bar) for passage in passages):
                known[pair] = known.get(pair, 0) + 1
                self._keep(passages, pair)
                return


def _single_bytes(line: str, start: int, end: int, bar: Bar) -> tuple[Pair, list[Passage], int]:
    """The best certain reading of a run of characters that were single bytes, and how often it was read wrong."""
    run = line[start:end]
    best: tuple[Pair, list[Passage], int] = ("", ""), [], 1
    most = 0
    for wrong in SINGLE:
        data = _encoded(run, wrong)
        again, times = _repeated(run, data, wrong, bar)
        if again and not _has_lost_case(run):
            return (wrong, "utf-8"), [again._replace(start=start, end=end)], times
        if len(ODD.findall(run)) < 4 or data is None or len(_FRAME.findall(run)) * 2 > len(run):
            continue
        for right in WRITTEN:
            found = lattice.read(line, start, end, wrong, right, lost_case=_has_lost_case(run))
            passages = _good(found, bar.certain_bytes, (wrong, right), bar)
            gain = sum(passage.gain for passage in passages)
            if gain > most:
                most, best = gain, ((wrong, right), passages, 1)
    return best


def _has_lost_case(run: str) -> bool:
    """Whether letters of a long run that have both cases are all small."""
    return not any(c.isupper() for c in run if c > "\x7f") and sum(c in "šœžÿ" for c in run) > 1


def _repeated(run: str, data: bytes | None, wrong: str, bar: Bar) -> tuple[Passage | None, int]:
    """A run that is UTF-8 through and through, read wrong once or several times; and how often."""
    text = run
    for times in range(1, TIMES + 1):
        if data is None:
            break
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            break
        if _HAN.search(text):
            cost = plausibility.cost(f" {text} ")
            passage = Passage(0, len(run), text, len(ODD.findall(run)) * lattice.ODD - cost, cost, 0)
            return passage if _is_better(passage, LIKELY, (wrong, "utf-8"), bar) else None, times
        data = _encoded(text, wrong)
    return None, 0


def _encoded(text: str, encoding: str) -> bytes | None:
    known = bytes_of(encoding)
    try:
        return b"".join([known[c][0] if c > "\x7f" else c.encode() for c in text])
    except KeyError:
        return None


def _good(passages: Iterable[Passage], gain: int, pair: Pair, bar: Bar) -> list[Passage]:
    return [passage for passage in passages if _is_better(passage, gain, pair, bar)]


def _is_better(passage: Passage, gain: int, pair: Pair, bar: Bar) -> bool:
    """Whether a passage gains enough, is Chinese that reads well, and has more bytes that are known than guessed.

    Single bytes in the form of UTF-8 prove much by that form, so they may read less well.
    """
    after = passage.after
    wrong, right = pair
    most = 3 if right == "utf-8" else 2  # bytes of four characters that may be guessed, of twelve or eight
    han, wide = len(_HAN.findall(after)), sum(character > "\x7f" for character in after)
    if passage.gain < gain or passage.guessed * 4 > most * len(after) or not han:
        return False
    if han * 2 < wide or len(_KANA.findall(after)) * 8 > len(after):
        return False
    costs = zip(after, plausibility.costs(f" {after}"), strict=True)
    plausible = bar.plausible_utf_8 if right == "utf-8" and wrong in SINGLE else bar.plausible
    return sum(cost for character, cost in costs if character > "\x7f") <= plausible * wide
