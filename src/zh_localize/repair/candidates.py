"""The encodings that bytes may be in: which of them fit, what each reading costs, and which is the most believable."""

from __future__ import annotations

from typing import BinaryIO

from zh_localize.repair import codings, pieces, plausibility
from zh_localize.repair.readings import BELIEVABLE, WESTERN, surprise
from zh_localize.repair.survey import Survey

codings.register()

UTF_16 = ("utf-16-le", "utf-16-be")
WIDE = (*UTF_16, "utf-32-le", "utf-32-be")
NEVER = float("inf")
SIBLINGS = {"big5hkscs": ("cp950", "big5_uao"), "gb18030": ("windows_936",)}  # what has other characters besides

_USUAL = ("gb18030", "big5hkscs", "cp932", "euc_jp", "cp949", *WESTERN)
_SELDOM = (*UTF_16, "euc_tw", "windows_936")
_LOSSY = ("utf-8", "gb18030", "big5hkscs", "cp932", "cp949")
_CONVINCING = 95  # surprise up to which the encodings that are seldom need not be tried
_CHANCE = 320  # surprise above which bytes are rather UTF-8 with a few that are none
_CLEARLY = 40  # how much more believable another reading must be than a declared one
_SHOWN = 220  # surprise up to which a reading is taken where NULs or escapes show it
_STRANGE = 3  # characters of HKSCS that the model has never seen, from which Big5 is rather that of Unicode-At-On
_LEAST = 2  # ideographs from which plain ASCII counts as escapes
_LEAST_WIDE = 6  # bytes from which UTF-16 is thought of where nothing shows it
_SEVEN_BIT = (  # what begins escapes in ASCII, the encodings they may be of, the surprise up to which they are
    (b"\x1b$", ("iso2022_jp", "iso2022_kr", "iso2022_cn", "iso2022_jp_ext", "iso2022_jp_2"), NEVER),
    (b"~{", ("hz",), _SHOWN),
    (b"+", ("utf-7",), BELIEVABLE),
)
_ESCAPED = {name for _, names, _ in _SEVEN_BIT for name in names}


class Candidates:
    """What a stream may be in. Each encoding is tried once, on the bytes that tell most and then on all of them."""

    def __init__(self, stream: BinaryIO, found: Survey) -> None:
        self._stream = stream
        self._survey = found
        self._fitting: dict[str, bool] = {}
        self._costs: dict[tuple[str, str], float] = {}

    def fits(self, name: str) -> bool:
        """Whether all bytes are text in an encoding."""
        if name not in self._fitting:
            self._fitting[name] = pieces.fits(self._stream, name)
        return self._fitting[name]

    def cost(self, name: str, errors: str = "strict") -> float:
        """The surprise of a reading; ``NEVER`` where it does not fit or, of one that is seldom, is not believable."""
        key = name, errors
        if key not in self._costs:
            self._costs[key] = self._cost(name, errors)
        return self._costs[key]

    def _cost(self, name: str, errors: str) -> float:
        survey = self._survey
        if name in WIDE and (survey.size % (4 if "32" in name else 2) or survey.size < _LEAST_WIDE):
            return NEVER
        text = pieces.begin(survey.head if name in WIDE else survey.sample, name, errors)
        if text is None or "\0" in text:
            return NEVER
        cost = surprise(name, text)
        return NEVER if cost > self._limit(name) else cost

    def _limit(self, name: str) -> float:
        if name in WIDE and self._survey.has_nul:
            return _SHOWN
        return BELIEVABLE if name in _SELDOM or name in WESTERN else NEVER

    def wide(self) -> str | None:
        """UTF-16 or UTF-32 without a mark, where bytes that no text in eight bits holds show it."""
        if not (self._survey.has_nul or self._survey.has_controls):
            return None
        names = WIDE if self._survey.has_nul else UTF_16
        name = min(names, key=self.cost)
        return name if self.cost(name) < NEVER and self.fits(name) else None

    def escaped(self) -> str | None:
        """What was written in ASCII by escapes."""
        for sign, names, limit in _SEVEN_BIT:
            data = self._survey.signs.get(sign)
            for name in names if data else ():
                text = pieces.begin(data or b"", name)
                if not text or sum(character >= "\u2e80" for character in text) < _LEAST:
                    continue
                if surprise(name, text) <= limit and self.fits(name):
                    return name
        return None

    def allows(self, name: str) -> bool:
        """Whether the bytes do not deny an encoding: all of them fit, and no other reading is clearly better."""
        if self._survey.is_ascii and not (name in WIDE or name in _ESCAPED):
            return False
        if not self.fits(name):
            return False
        if name in WIDE or self._survey.is_ascii:
            text = pieces.begin(self._survey.head, name)
            return text is not None and "\0" not in text and surprise(name, text) <= _SHOWN
        others = ("utf-8", *_USUAL) if self._survey.is_utf8 else _USUAL
        own = surprise(name, pieces.begin(self._survey.sample, name) or "")
        return all(own <= self.cost(other) + _CLEARLY for other in others)

    def fitting(self) -> list[str]:
        """The encodings that fit what tells most, the most believable first."""
        costs = {name: cost for name in _USUAL if (cost := self.cost(name)) < NEVER}
        if min(costs.values(), default=NEVER) > _CONVINCING:
            seldom = _SELDOM if "big5hkscs" in costs else (*_SELDOM, *SIBLINGS["big5hkscs"])
            costs |= {name: cost for name in seldom if (cost := self.cost(name)) < NEVER}
        return sorted(costs, key=lambda name: costs[name])

    def best(self) -> tuple[str, bool]:
        """The most believable encoding, and whether all bytes fit it."""
        fitting = next((name for name in self.fitting() if self.fits(name)), None)
        cost = self.cost(fitting) if fitting else NEVER
        if fitting and cost <= BELIEVABLE:
            return fitting, True
        nearest = min(_LOSSY, key=lambda name: self.cost(name, "surrogateescape"))
        least = self.cost(nearest, "surrogateescape")
        if fitting and cost <= min(least, _CHANCE):
            return fitting, True
        if least > _CHANCE:
            return "utf-8", False
        meant = next((sibling for sibling in SIBLINGS.get(nearest, ()) if self.fits(sibling)), None)
        return meant or nearest, meant is not None

    def narrowed(self, name: str) -> str:
        """The usual name: gbk where nothing of GB 18030 occurs, big5 or cp950 where nothing of HKSCS does.

        The last two differ in a few signs, such as ``‧`` and ``～``, of which cp950 has those that everybody means.
        """
        if name == "gb18030" and self.fits("gbk"):
            return "gbk"
        if name != "big5hkscs":
            return name
        if self.fits("cp950"):
            return "big5" if pieces.are_same(self._stream, "big5", "cp950") else "cp950"
        return "big5_uao" if self._is_rather_uao() else name

    def _is_rather_uao(self) -> bool:
        """Whether what HKSCS adds to Big5 is strange, so that it is rather what Unicode-At-On adds in its place.

        One strange ideograph says little: HKSCS has many that are rare, for names and for Cantonese.
        """
        sample = self._survey.sample
        hkscs, uao = pieces.begin(sample, "big5hkscs"), pieces.begin(sample, "big5_uao")
        if hkscs is None or uao is None or len(hkscs) != len(uao) or not self.fits("big5_uao"):
            return False
        pairs = {(one, other) for one, other in zip(hkscs, uao, strict=True) if one != other}
        strange = sum(_is_strange(one) for one, _ in pairs)
        return strange >= _STRANGE and 2 * strange > len(pairs)


def _is_strange(character: str) -> bool:
    return plausibility.single(character) == plausibility.UNKNOWN_COST
