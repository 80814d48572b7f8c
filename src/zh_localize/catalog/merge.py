"""A catalogue brought up to date with a new template, as ``msgmerge`` does; no translation by hand is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from zh_localize.catalog.arrange import is_known, sorted_flags
from zh_localize.catalog.model import Catalog, Key, Previous, Unit
from zh_localize.catalog.similar import Similar

_FROM_TEMPLATE = ("Report-Msgid-Bugs-To", "POT-Creation-Date")
_NPLURALS = re.compile(r"nplurals *= *([1-9])(?![0-9])")


def merge(catalog: Catalog, template: Catalog, *, fuzzy: bool = True, previous: bool = False) -> Catalog:
    """The messages of ``template`` in its order, with the translations and translators' comments of ``catalog``.

    Notes, references and format flags are those of the template; flags that only people set, such as
    ``ignore-number-value``, and ``#|`` lines are kept. A message with the context and msgid of an old one takes its
    translation over, be it obsolete or not. What the template no longer has becomes obsolete where it is translated.
    An entry in which nothing has changed keeps its bytes when it is written. Linear but for a sort of pairs.

    Args:
        fuzzy: give a new message the translation of one that is like it, marked ``fuzzy``.
        previous: remember in ``#|`` the msgid that such a translation was made for.

    >>> old = Catalog(units=(Unit("Save the file", ("儲存檔案",)), Unit("Quit", ("離開",))))
    >>> new = merge(old, Catalog(units=(Unit("Save the file?"), Unit("Help"))), previous=True)
    >>> [(unit.source, unit.target, unit.flags, unit.obsolete) for unit in new.units]
    [('Save the file?', '儲存檔案', ('fuzzy',), False), ('Help', '', (), False), ('Quit', '離開', (), True)]
    """
    merged = _Merge(catalog, template, previous=previous)
    units = list(merged.exact())
    if fuzzy:
        units = list(merged.alike(units))
    result = replace(catalog, units=(*units, *merged.left()))
    if not catalog.has_header:
        return replace(
            result,
            header=template.header,
            header_comments=template.header_comments,
            header_flags=template.header_flags,
        )
    for name in _FROM_TEMPLATE:
        value = template.header_field(name)
        if value is not None and value != result.header_field(name):
            result = result.with_header_field(name, value)
    return result


class _Merge:
    """One merge: which old units are used, and what becomes of the new ones."""

    def __init__(self, catalog: Catalog, template: Catalog, *, previous: bool) -> None:
        self._old = catalog
        self._new = [unit for unit in template.units if not unit.obsolete]
        self._previous = previous
        self._used: set[Key] = set()
        found = _NPLURALS.search(catalog.header_field("Plural-Forms") or "")
        self._forms = int(found[1]) if found else None  # as many as the template has

    def exact(self) -> Iterator[Unit]:
        """The units of the template, those of the same key with their translation."""
        for new in self._new:
            old = self._old.get(new.source, new.context)
            if old is None:
                yield replace(new, targets=self._targets(new, ("",)))
                continue
            self._used.add(old.key)
            yield self._merged(old, new, doubtful=old.plural != new.plural and bool(old.target))

    def alike(self, units: list[Unit]) -> Iterator[Unit]:
        """The units, those without a counterpart with the translation of the old one that is most like them."""
        olds = [unit for unit in self._old.units if unit.target]
        alike: set[Key] = set()
        asked = [unit.source for unit in units if unit.key not in self._used]
        similar = Similar((unit.source for unit in olds), asked=asked) if olds and asked else None
        for unit in units:
            place = None if similar is None or unit.key in self._used else similar.nearest(unit.source)
            if place is None:
                yield unit
                continue
            alike.add(olds[place].key)
            yield self._merged(olds[place], unit, doubtful=True)
        self._used |= alike

    def left(self) -> Iterator[Unit]:
        """The old units that the template has nothing for, as obsolete ones; without a translation they go."""
        kept = {unit.key for unit in self._new}
        for unit in self._old.units:
            if unit.key in self._used or unit.key in kept or not any(unit.targets):
                continue
            yield unit if unit.obsolete else replace(unit, notes=(), references=(), obsolete=True)

    def _merged(self, old: Unit, new: Unit, *, doubtful: bool) -> Unit:
        marks = [flag for flag in old.flags if not is_known(flag)]
        marks += ["fuzzy"] if doubtful or (old.fuzzy and old.target) else []
        previous = old.previous if old.fuzzy and old.target else None
        if doubtful:
            previous = Previous(old.source, old.context, old.plural) if self._previous else None
        unit = replace(
            new,
            targets=old.targets if None not in (new.plural, old.plural) else self._targets(new, old.targets),
            comments=old.comments or new.comments,
            flags=sorted_flags((*(flag for flag in new.flags if flag != "fuzzy"), *marks)),
            previous=previous,
        )
        lost = [text for text in old.targets if text and text not in unit.targets]
        if lost:
            forms = (f"msgstr[{index}] was: {text}" for index, text in enumerate(old.targets) if text in lost)
            unit = replace(unit, comments=(*unit.comments, *(form.replace("\n", "\\n") for form in forms)))
        return old if unit == old or _is_same_but_for_flags(unit, old) else unit

    def _targets(self, new: Unit, targets: tuple[str, ...]) -> tuple[str, ...]:
        """The first of some translations in as many forms as a unit needs."""
        if new.plural is None:
            return targets[:1]
        return targets[:1] * (self._forms or len(new.targets))


def _is_same_but_for_flags(unit: Unit, old: Unit) -> bool:
    """Whether two units differ in the order of their flags alone."""
    return sorted(unit.flags) == sorted(old.flags) and replace(unit, flags=old.flags) == old
