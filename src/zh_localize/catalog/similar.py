"""Which of many messages is most like another: by the characters that they share, whatever their script.

Chinese has no spaces and short messages, so characters and pairs of them are compared, not words; characters that
differ only between Simplified and Traditional are the same, as are letters of either case.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise

from zh_localize.glossary.fold import fold

ENOUGH = 0.6  # of likeness; below it a translator is faster without the old text

_RUNS = (2, 5)  # lengths of the runs of characters that are looked up: short ones for Chinese, long ones for alphabets
_LOOKED_AT = 400  # places that are looked at for one message, the rarest runs first: so that time stays linear
_COMPARED = 8  # messages that share the most of those runs
_LONGEST = 2000  # characters of a message that count


class Similar:
    """An index of messages, for those runs of characters that are in the messages asked for.

    >>> similar = Similar(["儲存檔案", "開啟檔案", "Quit"], asked=["储存档案…", "Help"])
    >>> similar.nearest("储存档案…"), similar.nearest("Help")
    (0, None)
    """

    def __init__(self, messages: Iterable[str], *, asked: Iterable[str]) -> None:
        self._texts = [_folded(message) for message in messages]
        wanted = {run for message in asked for run in _runs(_folded(message))}
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        for place, text in enumerate(self._texts):
            for run in _runs(text) & wanted:
                if len(self._places[run]) < _LOOKED_AT:
                    self._places[run].append(place)

    def nearest(self, message: str) -> int | None:
        """The number of the message that is most like ``message``, the first of equals; None when none is like enough.

        Time is linear in the length of the message, and does not grow with the number of messages.
        """
        text = _folded(message)
        shared: Counter[int] = Counter()
        seen = 0
        runs = sorted(
            (run for run in _runs(text) if run in self._places), key=lambda run: (len(self._places[run]), run)
        )
        for run in runs:
            places = self._places[run][: _LOOKED_AT - seen]
            shared.update(places)
            seen += len(places)
            if seen >= _LOOKED_AT:
                break
        profile = _profile(text)
        scores = {place: _likeness(profile, _profile(self._texts[place])) for place, _ in shared.most_common(_COMPARED)}
        best = max(sorted(scores), key=scores.__getitem__, default=None)
        return best if best is not None and scores[best] >= ENOUGH else None


def likeness(one: str, other: str) -> float:
    """The share of characters and pairs of them that two messages have in common, from 0 to 1; linear.

    >>> likeness("儲存檔案", "储存档案"), likeness("儲存檔案", "開啟舊檔") < 0.3
    (1.0, True)
    """
    return _likeness(_profile(_folded(one)), _profile(_folded(other)))


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 1.0


def _folded(message: str) -> str:
    return " ".join(fold(message[:_LONGEST]).split())


def _runs(text: str) -> set[str]:
    """The runs of characters in a message; its ends count as a character."""
    ended = f"\0{text}\0"
    return {ended[place : place + length] for length in _RUNS for place in range(len(ended) - length + 1)}


def _profile(text: str) -> Counter[str]:
    """How often each character and each pair of characters occurs."""
    return Counter((*text, *(first + second for first, second in pairwise(f"\0{text}\0"))))
