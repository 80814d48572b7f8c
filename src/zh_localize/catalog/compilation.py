"""What ``msgfmt`` refuses in a catalogue that can be read, with its place in the file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from zh_localize.catalog.model import Catalog, Unit
from zh_localize.errors import CatalogFormatError


def check(catalog: Catalog, path: Path | str = "<catalog>") -> None:
    """Nothing if the catalogue can be compiled.

    A translation that is used must begin and end with a line break where its msgid does, and nowhere else.

    Raises:
        CatalogFormatError: with the line of the first that does not.

    >>> check(Catalog(units=(Unit("Saved\\n", ("已儲存",)),)), "zh_TW.po")
    Traceback (most recent call last):
    zh_localize.errors.CatalogFormatError: zh_TW.po:1:1: the msgid ends with a line break and its msgstr does not; ...
    """
    for index, unit in enumerate(catalog.units):
        if unit.target and not unit.fuzzy and not unit.obsolete:
            for found in _faults(unit):
                raise CatalogFormatError(path, line_of(catalog, index), 1, found, "write both with \\n, or none")


def line_of(catalog: Catalog, index: int) -> int:
    """The line, from 1, in which the keywords of a unit begin in the file that the catalogue was read from.

    Linear; for a unit that was not read from a file, the line below the units that were.
    """
    origin = catalog.origin
    above = "".join(unit.text or "" for unit in catalog.units[:index])
    if origin and origin.text and origin.place <= index:
        above += origin.text
    lines = (catalog.units[index].text or "").split("\n")
    start = next((place for place, line in enumerate(lines) if line.lstrip("#~ \t").startswith("msg")), 0)
    return above.count("\n") + start + 1


def _faults(unit: Unit) -> Iterator[str]:
    others = [("msgid_plural", unit.plural)] if unit.plural is not None else []
    others += [
        ("msgstr" if unit.plural is None else f"msgstr[{index}]", target) for index, target in enumerate(unit.targets)
    ]
    for name, text in others:
        for verb, one, other in (
            ("begins", unit.source.startswith("\n"), text.startswith("\n")),
            ("ends", unit.source.endswith("\n"), text.endswith("\n")),
        ):
            if one != other:
                first, second = ("msgid", name) if one else (name, "msgid")
                yield f"the {first} {verb} with a line break and its {second} does not"
