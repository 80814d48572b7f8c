"""What ``msgcat`` does to a catalogue beside its layout: the order of flags, and obsolete entries at the end."""

from __future__ import annotations

from dataclasses import replace

from zh_localize.catalog.model import Catalog, Unit

FORMATS = (
    *("c", "objc", "python", "python-brace", "java", "java-printf", "csharp", "javascript", "scheme", "lisp", "elisp"),
    *(
        "librep",
        "ruby",
        "sh",
        "awk",
        "lua",
        "object-pascal",
        "smalltalk",
        "qt",
        "qt-plural",
        "kde",
        "kde-kuit",
        "boost",
    ),
    *("tcl", "perl", "perl-brace", "php", "gcc-internal", "gfc-internal", "ycp"),
)
_ORDER = {name: place for place, name in enumerate(("fuzzy", *(f"{name}-format" for name in FORMATS)))}


def arrange(catalog: Catalog) -> Catalog:
    """The catalogue as ``msgcat`` arranges it; nothing of a translation changes.

    ``fuzzy`` comes first among the flags, then formats, ranges and ``wrap``, others last; an entry without a
    translation is not fuzzy; obsolete entries stand at the end. Linear.

    >>> unit = Unit("a", ("b",), flags=("c-format", "x", "fuzzy"))
    >>> arrange(Catalog(units=(unit,))).units[0].flags
    ('fuzzy', 'c-format', 'x')
    """
    units = [_arranged(unit) for unit in catalog.units]
    units.sort(key=lambda unit: unit.obsolete)  # stable
    return replace(catalog, units=tuple(units), header_flags=sorted_flags(catalog.header_flags))


def sorted_flags(flags: tuple[str, ...]) -> tuple[str, ...]:
    """Flags in the order of ``msgcat``; those that it does not know, and would drop, at the end."""
    return tuple(sorted(flags, key=_place)) if len(flags) > 1 else flags


def is_known(flag: str) -> bool:
    """Whether GNU gettext gives a meaning to a flag.

    >>> is_known("no-c-format"), is_known("range: 0..5"), is_known("ignore-quote-style")
    (True, True, False)
    """
    return _place(flag) <= len(_ORDER) + 1


def _arranged(unit: Unit) -> Unit:
    flags = sorted_flags(unit.flags)
    if not unit.target and "fuzzy" in flags:
        flags = tuple(flag for flag in flags if flag != "fuzzy")
    return unit if flags == unit.flags else replace(unit, flags=flags)


def _place(flag: str) -> int:
    format_name = flag.removeprefix("no-").removeprefix("possible-").removeprefix("impossible-")
    if (place := _ORDER.get(flag, _ORDER.get(format_name))) is not None:
        return place
    return len(_ORDER) + (0 if flag.startswith("range:") else 1 if flag in ("wrap", "no-wrap") else 2)
