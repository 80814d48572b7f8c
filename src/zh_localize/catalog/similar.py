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

_LOOKED_AT = 400  # entries of the index for one message, the rarest pairs first: so that time stays linear
_COMPARED = 6  # messages that share the most of those pairs
_LONGEST = 2000  # characters of a message that count


class Similar:
    """An index of messages.

    >>> similar = Similar(["儲存檔案", "開啟檔案", "Quit"])
    >>> similar.nearest("储存文件"), similar.nearest("保存所有檔案"), similar.nearest("Help")
    (None, None, None)
    >>> similar.nearest("储存档案…")
    0
    """

    def __init__(self, messages: Iterable[str]) -> None:
        self._profiles = [_profile(message) for message in messages]
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        for place, profile in enumerate(self._profiles):
            for gram in profile:
                if len(gram) > 1:
                    self._places[gram].append(place)

    def nearest(self, message: str) -> int | None:
        """The number of the message that is most like ``message``, the first of equals; None when none is like enough.

        Time is linear in the length of the message, and does not grow with the number of messages.
        """
        profile = _profile(message)
        shared: Counter[int] = Counter()
        seen = 0
        grams = (gram for gram in profile if len(gram) > 1 and gram in self._places)
        for gram in sorted(grams, key=lambda gram: len(self._places[gram])):
            places = self._places[gram][: _LOOKED_AT - seen]
            shared.update(places)
            seen += len(places)
            if seen >= _LOOKED_AT:
                break
        scores = {place: likeness(profile, self._profiles[place]) for place, _ in shared.most_common(_COMPARED)}
        best = max(sorted(scores), key=scores.__getitem__, default=None)
        return best if best is not None and scores[best] >= ENOUGH else None


def likeness(one: Counter[str], other: Counter[str]) -> float:
    """The share of characters and pairs that two messages have in common, from 0 to 1."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 1.0


def _profile(message: str) -> Counter[str]:
    """How often each character and each pair of characters occurs."""
    text = " ".join(fold(message[:_LONGEST]).split())
    return Counter((*text, *(first + second for first, second in pairwise(f"\0{text}\0"))))
