"""Text that was read in the wrong code page: ä¸­å›½, 鐨勪腑鍥, ÖÐ¹ú, いゅ are Chinese whose bytes were taken for others.

The bytes are brought back by the code page that they were read in, and read in the one that they were written in. Where
text is sound it stays: a passage must read far better than it did, and well in itself. Once a document shows in which
code pages it was read, its shorter passages are judged in that light.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from zh_localize import rules
from zh_localize.repair import lattice, peel, plausibility
from zh_localize.repair.classes import CJK, ODD
from zh_localize.repair.lattice import Passage
from zh_localize.repair.plausibility import BYTES, WINDOWS
from zh_localize.repair.wild import SINGLE, STRIPPED, bytes_of
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
AS_GBK = PAIRS[0]
WRITTEN = ("utf-8", "gb18030", "cp950")
Pair = tuple[str, str]

_RUN = re.compile(f"[^{CJK}\\n]+")
_HAN = re.compile("[㐀-鿿\U00020000-\U0003ffff]")
_KANA = re.compile("[ぁ-んァ-ヶ]")
_STRIPPED = re.compile("(?:[!-~ ]*[â-ï][\xa0-¿]{0,2}){8,}")  # characters of UTF-8 without the bytes that are controls
_FRAME = re.compile("[─│┌┐└┘├┤┬┴┼═║╔╗╚╝]")
_ABOUT = re.compile("乱码|亂碼|mojibake|文字化け", re.IGNORECASE)


def find(text: str) -> Report:
    """The report that reads wrongly read passages in their own code page. Linear.

    >>> find("æ–‡åŒ–å’Œæ—…æ¸¸éƒ¨").text
    '文化和旅游部'
    """
    lines = [Line(text[start:end], start, place) for start, end, place in plausibility.lines(text, BYTES | WINDOWS)]
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

    def __init__(self, text: str, start: int, place: int) -> None:
        self.text = text
        self.start = start
        self.passages: list[Passage] = []
        self.runs = [match.span() for match in _RUN.finditer(text) if len(ODD.findall(match[0])) > 1]
        self.place = place

    def look(self, known: dict[Pair, int]) -> None:
        """Find passages that are certain, and note their code pages."""
        if _ABOUT.search(self.text):
            return
        for start, end in self.runs:
            pair, passages = _stripped(self.text, start, end)
            if not passages:
                pair, passages = _single_bytes(self.text, start, end)
            if passages:
                known[pair] = known.get(pair, 0) + 1
                self.passages += passages
        if self.place >= 0 and not self.passages:
            self._double_bytes(known)
        if self.place >= 0 and not self.passages:
            self.passages = [
                passage for start, end in peel.runs(self.text) for passage in _peeled(self.text, start, end)
            ]
            if self.passages:
                known[AS_GBK] = known.get(AS_GBK, 0) + 1

    def look_again(self, known: dict[Pair, int]) -> None:
        """Find what else was read in the code pages that the document shows."""
        if self.passages or _ABOUT.search(self.text):
            return
        for pair in sorted(known, key=lambda pair: -known[pair])[:TRIED]:
            if pair[0] == STRIPPED:
                continue
            if pair[0] in SINGLE:
                for start, end in self.runs:
                    self.passages += _good(lattice.read(self.text, start, end, *pair), LIKELY, pair)
            elif self.place >= 0:
                self.passages += _good(lattice.read(self.text, 0, len(self.text), *pair), LIKELY, pair)
            if self.passages:
                return

    def edits(self) -> Iterator[Edit]:
        """The passages as edits of the document."""
        for passage in sorted(self.passages):
            rule = _rule(passage)
            low, high = self.start + passage.start, self.start + passage.end
            before = self.text[passage.start : passage.end]
            yield Edit(low, high, before, passage.after, rule, rules.rule(rule).grade)

    def _double_bytes(self, known: dict[Pair, int]) -> None:
        """The best reading of a line part of which was double bytes, if any of it is certain."""
        low, high = max(0, self.place - MARGIN), self.place + SAMPLE
        sample = self.text[low:high]
        if sample.count("\ufffd") * 2 > len(sample):  # more is gone than is left
            return
        gains = {
            pair: sum(passage.gain for passage in _good(lattice.read(sample, 0, len(sample), *pair), LIKELY, pair))
            for pair in PAIRS
        }
        for pair in sorted(gains, key=lambda pair: -gains[pair])[:TRIED]:
            if gains[pair] < LIKELY:
                return
            passages = _good(lattice.read(self.text, 0, len(self.text), *pair), LIKELY, pair)
            if any(_is_better(passage, CERTAIN, pair) for passage in passages):
                known[pair] = known.get(pair, 0) + 1
                self.passages = passages
                return


def _rule(passage: Passage) -> str:
    """The rule of a passage, by how much of it had to be chosen."""
    if passage.guessed * 2 > len(passage.after):
        return "mojibake.guessed"
    return "mojibake.lossy" if passage.guessed else "mojibake.code-page"


def _single_bytes(line: str, start: int, end: int) -> tuple[Pair, list[Passage]]:
    """The best certain reading of a run of characters that were single bytes."""
    run = line[start:end]
    best: tuple[Pair, list[Passage]] = ("", ""), []
    most = 0
    for wrong in SINGLE:
        data = _encoded(run, wrong)
        again = _repeated(run, data, wrong)
        if again and not _has_lost_case(run):
            return (wrong, "utf-8"), [again._replace(start=start, end=end)]
        if len(ODD.findall(run)) < 4 or data is None or len(_FRAME.findall(run)) * 2 > len(run):
            continue
        for right in WRITTEN:
            found = lattice.read(line, start, end, wrong, right, lost_case=_has_lost_case(run))
            passages = _good(found, CERTAIN_BYTES, (wrong, right))
            gain = sum(passage.gain for passage in passages)
            if gain > most:
                most, best = gain, ((wrong, right), passages)
    return best


def _stripped(line: str, start: int, end: int) -> tuple[Pair, list[Passage]]:
    """The reading of a run of bytes of UTF-8 that lost those that are controls, where it is certain."""
    found: list[Passage] = []
    for match in _STRIPPED.finditer(line, start, end):
        if 4 * sum("\xa0" <= character <= "¿" for character in match[0]) >= len(ODD.findall(match[0])):
            found += lattice.read(line, *match.span(), STRIPPED, "utf-8")
    pair = (STRIPPED, "utf-8")
    return pair, _good(found, CERTAIN, pair)


def _peeled(line: str, start: int, end: int) -> list[Passage]:
    """What a run says that was UTF-8 and was read as GBK several times, where it is certain."""
    text, places = line[start:end], [(place, place + 1) for place in range(start, end)]
    for _ in range(TIMES):
        peeled = peel.peel(text)
        text, places = peeled.text, [(places[low][0], places[high - 1][1]) for low, high in peeled.places]
        if text.count("\ufffd") * 4 > len(text):  # these are no bytes of UTF-8
            break
        found = _good(lattice.read(text, 0, len(text), *AS_GBK), LIKELY, AS_GBK)
        if any(_is_better(passage, CERTAIN, AS_GBK) for passage in found):
            return [_moved(passage, places) for passage in found]
    return []


def _moved(passage: Passage, places: list[tuple[int, int]]) -> Passage:
    """A passage of a text at the place from which its characters come."""
    return passage._replace(start=places[passage.start][0], end=places[passage.end - 1][1])


def _has_lost_case(run: str) -> bool:
    """Whether letters of a long run that have both cases are all small."""
    return not any(c.isupper() for c in run if c > "\x7f") and sum(c in "šœžÿ" for c in run) > 1


def _repeated(run: str, data: bytes | None, wrong: str) -> Passage | None:
    """A run that is UTF-8 through and through, read wrong once or several times."""
    text = run
    for _ in range(TIMES):
        if data is None:
            return None
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            return None
        if _HAN.search(text):
            cost = plausibility.cost(f" {text} ")
            passage = Passage(0, len(run), text, len(ODD.findall(run)) * lattice.ODD - cost, cost, 0)
            return passage if _is_better(passage, LIKELY, (wrong, "utf-8")) else None
        data = _encoded(text, wrong)
    return None


def _encoded(text: str, encoding: str) -> bytes | None:
    known = bytes_of(encoding)
    try:
        return b"".join([known[c][0] if c > "\x7f" else c.encode() for c in text])
    except KeyError:
        return None


def _good(passages: Iterable[Passage], gain: int, pair: Pair) -> list[Passage]:
    return [passage for passage in passages if _is_better(passage, gain, pair)]


def _is_better(passage: Passage, gain: int, pair: Pair) -> bool:
    """Whether a passage gains enough, is Chinese that reads well, and has more bytes that are known than guessed.

    Single bytes in the form of UTF-8 prove much by that form, so they may read less well.
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
    plausible = PLAUSIBLE_UTF_8 if right == "utf-8" and wrong in SINGLE else PLAUSIBLE
    return sum(cost for character, cost in costs if character > "\x7f") <= plausible * wide
