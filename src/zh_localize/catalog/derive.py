"""A Chinese catalogue derived from one of another variant: zh_TW and zh_HK from zh_CN, or the other way round.

Each derived entry carries a translator's comment, ``# zhl: derived from zh_CN 1f0c9a2b 77d0e6a1``: the hash of the
source entry, and that of what was derived. By the first a later run knows which entries to make anew; by the second it
knows an entry that a human has edited since, and leaves it alone, as it does every entry without the comment that is
filled in. The reasons for a doubt stand in comments of the same mark, ``# zhl: look: ...``.

No clock and no random number is read: the same catalogues give the same result.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple

from zh_localize.catalog import placeholders
from zh_localize.catalog.model import Catalog, Unit
from zh_localize.catalog.wording import Wording
from zh_localize.convert import Converter
from zh_localize.convert.vocabulary import Vocabulary
from zh_localize.convert.words import Words
from zh_localize.errors import UnknownVariantError
from zh_localize.glossary import Glossary
from zh_localize.report import Edit, Report
from zh_localize.text import scripts
from zh_localize.text.variants import Variant

GENERATOR = "zh-localize"
_MARK = "zhl: "
_RECORD = re.compile(r"zhl: derived from (\S+) ([0-9a-f]{8}) ([0-9a-f]{8})")


class Fuzzy(StrEnum):
    """Which derived entries are marked ``#, fuzzy``: all, those in doubt, or none."""

    ALL = "all"
    RISKY = "risky"
    NONE = "none"


class State(StrEnum):
    """What became of an entry; UNTRANSLATED ones have no translation that can be derived from."""

    NEW = "new"
    UPDATED = "updated"
    CURRENT = "current"
    KEPT = "kept"
    STALE = "stale"
    UNTRANSLATED = "untranslated"


class Derived(NamedTuple):
    """A derived catalogue, what became of each entry in the order of the source, and how many are in doubt."""

    catalog: Catalog
    states: tuple[State, ...]
    doubtful: int

    def count(self, state: State) -> int:
        """How many entries are in a state."""
        return self.states.count(state)


@dataclass(frozen=True, slots=True)
class _Record:
    """What a derived entry says of itself."""

    source: str
    result: str


class Deriver:
    """Derives catalogues of one variant from those of another; made once for many.

    Args:
        origin: the variant of the catalogues that are derived from.
        to: the variant that is derived.
        fuzzy: which entries are marked for a human to confirm.
        words: the house's own words and what they become; they go before everything else.
        glossary: its deprecated and forbidden terms put an entry in doubt.
        anew: derive every entry that no human has edited anew, not only those whose source changed.

    >>> source = Catalog((("Language", "zh_CN"),), (Unit("Open _File", ("打开文件(_F)",)),))
    >>> first = Deriver(Variant.HANS_CN, Variant.HANT_TW).derive(source)
    >>> unit = first.catalog.get("Open _File")
    >>> unit.target, unit.comments[0][:23], first.states
    ('開啟檔案(_F)', 'zhl: derived from zh_CN', (<State.NEW: 'new'>,))
    """

    def __init__(
        self,
        origin: Variant | str,
        to: Variant | str,
        *,
        fuzzy: Fuzzy | str = Fuzzy.RISKY,
        words: Mapping[str, str] | None = None,
        glossary: Glossary | None = None,
        anew: bool = False,
    ) -> None:
        self._origin, self._to = Variant.parse(origin), Variant.parse(to)
        if self._origin.locale == self._to.locale:
            raise ValueError(f"{self._to.locale} cannot be derived from itself; name another --to")
        self._fuzzy = Fuzzy(fuzzy)
        self._converter = Converter(to=self._to, words=words, quotes=True)
        self._wording = Wording(self._origin, self._to)
        self._vocabulary = Vocabulary(self._to)
        self._own = Words({word: word for word in (words or {}).values() if word})
        self._glossary = glossary
        self._anew = anew

    def derive(self, source: Catalog, existing: Catalog | None = None) -> Derived:
        """The catalogue of the variant; linear in both.

        Entries are in the order of ``source``. What ``existing`` holds beyond it stays behind them, as it is. Where
        nothing changes the catalogue equals ``existing``.
        """
        units: list[Unit] = []
        states: list[State] = []
        existing = existing or Catalog()
        live = [unit for unit in source.units if not unit.obsolete]
        for unit in live:
            made, state = self._entry(unit, existing.get(unit.source, unit.context))
            units.append(made)
            states.append(state)
        keys = {unit.key for unit in live}
        rest = [unit for unit in existing.units if unit.key not in keys]
        if {unit.key for unit in units} <= {unit.key for unit in existing.units}:
            made_by_key = {unit.key: unit for unit in units}
            units = [made_by_key.get(unit.key, unit) for unit in existing.units]  # nothing new: the order stays
        else:
            units += rest
        doubtful = sum(any(comment.startswith(f"{_MARK}look: ") for comment in unit.comments) for unit in units)
        catalog = replace(existing, units=tuple(units))
        changed = catalog.units != existing.units
        return Derived(self._with_header(catalog, source, changed=changed), tuple(states), doubtful)

    def convert(self, unit: Unit, text: str) -> Report:
        """What becomes of one form of a unit; placeholders and what stands in its source stay as they are."""
        around = placeholders.spans(unit.source, text, unit.flags)
        report = self._converter.report(text, around=around)
        own = [(start, end) for start, end, _ in self._own.find(report.text)]
        wording = _outside(self._wording.report(unit.source, report.text), own)
        own = [(start, end) for start, end, _ in self._own.find(wording.text)]
        words = _outside(self._vocabulary.report(wording.text), sorted((*own, *_places(wording))))
        return report.then(lambda _: wording).then(lambda _: words)

    def _entry(self, unit: Unit, former: Unit | None) -> tuple[Unit, State]:
        """The entry of the target and what became of it."""
        record = _record(former) if former else None
        fresh = _digest(unit.context, unit.source, unit.plural, *unit.targets)
        if former and any(former.targets) and not former.obsolete:
            if record is None:
                return former, State.KEPT
            is_edited = record.result != _digest(*former.targets)
            if is_edited:
                return former, State.KEPT if record.source == fresh else State.STALE
            if record.source == fresh and not self._anew:
                return former, State.CURRENT
        if not unit.translated:
            return former or _bare(unit), State.UNTRANSLATED
        reports = [self.convert(unit, text) for text in unit.targets]
        targets = tuple(report.text for report in reports)
        if former and former.targets == targets and former.obsolete is False:
            is_fuzzy, reasons = former.fuzzy, _reasons_of(former)  # a human may have confirmed it
        else:
            reasons = [*dict.fromkeys(reason for report in reports for reason in self._doubts(unit, report))]
            is_fuzzy = self._fuzzy is Fuzzy.ALL or (self._fuzzy is Fuzzy.RISKY and bool(reasons))
        own = [comment for comment in former.comments if not comment.startswith(_MARK)] if former else []
        note = f"{_MARK}derived from {self._origin.locale} {fresh} {_digest(*targets)}"
        made = replace(
            _bare(unit),
            targets=targets,
            comments=(*own, *(f"{_MARK}look: {reason}" for reason in reasons), note),
            flags=(*(("fuzzy",) if is_fuzzy else ()), *_bare(unit).flags),
        )
        if made == former:
            return former, State.CURRENT
        return made, State.UPDATED if former and any(former.targets) and not former.obsolete else State.NEW

    def _doubts(self, unit: Unit, report: Report) -> Iterator[str]:
        """What a human should look at in a derived text."""
        for edit in report.edits:
            if "convert.doubt" in edit.rules and edit.choices:
                others = [choice for choice in edit.choices if choice != edit.after]
                yield f"{edit.after}, or {' '.join(others)}"
        text = report.text
        for word in self._wording.open_words(unit.source, text):
            if word not in self._own.targets:
                yield f"{word} may be another word in {self._to.locale}"
        for edit in self._clashes(text):
            instead = "" if edit.is_note else f", {edit.after!r} instead"
            yield f"the glossary does not have {edit.before!r}{instead}"
        if self._other_script(text):
            yield f"characters of another script: {self._other_script(text)}"

    def _clashes(self, text: str) -> Iterable[Edit]:
        return self._glossary.enforce(text).edits if self._glossary else ()

    def _other_script(self, text: str) -> str:
        other = "Hans" if self._to.script == "Hant" else "Hant"
        return "".join(dict.fromkeys(scripts.marks(text, other)))

    def _with_header(self, catalog: Catalog, source: Catalog, *, changed: bool) -> Catalog:
        """The catalogue with the header fields that say what it is; a new one has the others of its source."""
        if not catalog.has_header:
            catalog = replace(
                catalog,
                header=source.header,
                header_comments=source.header_comments,
                header_flags=tuple(flag for flag in source.header_flags if flag != "fuzzy"),
            )
        elif not changed:
            return catalog
        else:
            revised = source.header_field("PO-Revision-Date") or ""
            if revised > (catalog.header_field("PO-Revision-Date") or "") and revised[:1].isdecimal():
                catalog = catalog.with_header_field("PO-Revision-Date", revised)
        fields = {"Language": self._to.locale, "X-Generator": GENERATOR, "X-Derived-From": self._origin.locale}
        for name, value in fields.items():
            catalog = catalog.with_header_field(name, value)
        return catalog


def origin_of(catalog: Catalog) -> Variant:
    """The variant that a catalogue is in by its header.

    Raises:
        UnknownVariantError: the field ``Language`` is missing, or no variant of Chinese.
    """
    language = catalog.header_field("Language")
    if not language:
        raise UnknownVariantError("", [variant.locale for variant in Variant])
    return Variant.parse(language)


def is_derived(unit: Unit) -> bool:
    """Whether a unit is as it was derived: no human has edited it.

    >>> is_derived(Unit("Save", ("儲存",)))
    False
    """
    record = _record(unit)
    return record is not None and record.result == _digest(*unit.targets)


def _record(unit: Unit) -> _Record | None:
    for comment in unit.comments:
        if found := _RECORD.fullmatch(comment):
            return _Record(found[2], found[3])
    return None


def _reasons_of(unit: Unit) -> list[str]:
    head = f"{_MARK}look: "
    return [comment.removeprefix(head) for comment in unit.comments if comment.startswith(head)]


def _places(report: Report) -> Iterator[tuple[int, int]]:
    """Where the edits of a report stand in its text."""
    shift = 0
    for edit in report.edits:
        yield edit.start + shift, edit.start + shift + len(edit.after)
        shift += len(edit.after) - len(edit.before)


def _outside(report: Report, spans: Sequence[tuple[int, int]]) -> Report:
    """The report without the edits that touch one of the spans, which are in order."""
    if not spans or not report.edits:
        return report

    def is_free(edit: Edit) -> bool:
        place = bisect_left(spans, (edit.end, 0)) - 1
        return place < 0 or spans[place][1] <= edit.start

    return report.only(is_free)


def _bare(unit: Unit) -> Unit:
    """The unit without its translation and without what its translators say of it."""
    flags = tuple(flag for flag in unit.flags if flag != "fuzzy")
    return replace(unit, targets=("",) * len(unit.targets), comments=(), flags=flags, previous=None)


def _digest(*parts: str | None) -> str:
    """Eight hexadecimal digits: enough to tell whether one entry is as it was."""
    joined = "\0".join("\1" if part is None else part for part in parts)
    return sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:8]
