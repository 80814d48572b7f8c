"""The neutral model of a gettext catalogue: what documents become and what PO and MO files hold. No I/O in here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from zh_localize.catalog.header import Header, header_text, parse_header

if TYPE_CHECKING:
    import babel.messages
    import polib

Key = tuple[str | None, str]


@dataclass(frozen=True, slots=True)
class Previous:
    """The source that a fuzzy target was made for: the ``#|`` lines of an entry."""

    source: str
    context: str | None = None
    plural: str | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """One message and its translation; edit it with :func:`dataclasses.replace`.

    Attributes:
        source: the msgid.
        targets: the msgstr, or msgstr[0] to msgstr[n] where there is a ``plural``; empty strings when untranslated.
        context: the msgctxt; ``""`` is another context than None.
        plural: the msgid_plural.
        comments: of the translator (``# ``), one string a line.
        notes: of the programmer to the translator (``#.``), one string a line.
        references: where the message stands (``#:``), such as ``report.md:12``.
        flags: such as ``fuzzy`` and ``c-format`` (``#,``).
        previous: the source before its last change (``#|``).
        obsolete: True when the message is no longer in the source (``#~``).
        text: what the unit was read from in a PO file, with the blank lines above; None for a new or edited one. It is
            no part of the value, and writing uses it as it stands.

    >>> unit = Unit("Save", ("儲存",), context="menu", flags=("fuzzy",))
    >>> unit.target, unit.key, unit.fuzzy, unit.translated
    ('儲存', ('menu', 'Save'), True, False)
    """

    source: str
    targets: tuple[str, ...] = ("",)
    context: str | None = None
    plural: str | None = None
    comments: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    previous: Previous | None = None
    obsolete: bool = False
    text: str | None = field(default=None, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.targets or (self.plural is None and len(self.targets) > 1):
            forms = "at least one form" if not self.targets else "one form, as there is no plural"
            raise ValueError(f"unit {self.source!r} has {len(self.targets)} targets; it needs {forms}")

    def keep_text(self, text: str) -> None:
        """Remember what the unit was read from; for readers of files alone."""
        object.__setattr__(self, "text", text)

    @property
    def key(self) -> Key:
        """What tells the unit from the others of its catalogue."""
        return self.context, self.source

    @property
    def target(self) -> str:
        """The translation; the first form where there are several."""
        return self.targets[0]

    @property
    def fuzzy(self) -> bool:
        """True when a human has yet to confirm the translation."""
        return "fuzzy" in self.flags

    @property
    def translated(self) -> bool:
        """True when every form is filled in and none is in doubt."""
        return all(self.targets) and not self.fuzzy


@dataclass(frozen=True, slots=True)
class Origin:
    """What a catalogue was read from, as far as no unit has it.

    Attributes:
        header: the header entry as it was read; while the header is the same, its text is used.
        text: that of the header entry.
        place: how many units stand above the header.
        rest: what stands below the last entry, such as comments.
    """

    header: Unit
    text: str | None = None
    place: int = 0
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Catalog:
    """A header and the units in their order; a value, edited with :func:`dataclasses.replace`.

    The header is in pairs that keep their order and case. ``header_comments`` and the others are the comments of
    its entry, as in :class:`Unit`.

    Raises ``ValueError`` when two units have the same key, or when one has the key of the header.

    >>> catalog = Catalog(units=(Unit("Save", ("储存",)), Unit("Save", ("存",), context="menu")))
    >>> catalog.get("Save").target, catalog.get("Save", "menu").target, catalog.get("Open")
    ('储存', '存', None)
    """

    header: Header = ()
    units: tuple[Unit, ...] = ()
    header_comments: tuple[str, ...] = ()
    header_notes: tuple[str, ...] = ()
    header_references: tuple[str, ...] = ()
    header_flags: tuple[str, ...] = ()
    origin: Origin | None = field(default=None, repr=False, compare=False)
    _index: dict[Key, Unit] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        index = {unit.key: unit for unit in self.units}
        if len(index) < len(self.units):
            raise ValueError(f"two units have the key {_first_double(unit.key for unit in self.units)!r}")
        if (None, "") in index and (self.has_header or not index[None, ""].obsolete):
            raise ValueError("a unit with an empty source and no context is the header; give it as header")
        object.__setattr__(self, "_index", index)

    @classmethod
    def load(cls, path: Path | str) -> Catalog:
        """Read a PO or POT file, or an MO file, which is known by its suffix or its first bytes.

        Raises:
            FileError: the file cannot be read.
            CatalogFormatError: it is no catalogue; the message says where and what to write instead.
        """
        from zh_localize.catalog import mo, po

        path = Path(path)
        return mo.read(path) if mo.is_mo(path) else po.read(path)

    def save(self, path: Path | str) -> None:
        """Write a PO file in UTF-8, laid out as ``msgcat`` does; whole or not at all.

        Raises:
            FileError: the file cannot be written.
            ValueError: a message holds what no PO file can, such as NUL.
        """
        from zh_localize.catalog import po

        po.write(self, Path(path))

    def save_mo(self, path: Path | str) -> None:
        """Write the translated units as an MO file; whole or not at all. Raises as :meth:`save` does."""
        from zh_localize.catalog import mo

        mo.write(self, Path(path))

    @property
    def has_header(self) -> bool:
        """True when the catalogue has a header entry, be it of comments only."""
        return bool(
            self.header or self.header_comments or self.header_notes or self.header_references or self.header_flags
        )

    def header_msgstr(self, *, without: str | None = None) -> str:
        """The msgstr of the header entry, without the first field of the name ``without``.

        It ends with a line break, but where it did not in the file that was read and is the same still.

        >>> Catalog((("Language", "zh_TW"),)).header_msgstr()
        'Language: zh_TW\\n'
        """
        left_out = next((number for number, field in enumerate(self.header) if field[0] == without), None)
        text = header_text(tuple(field for number, field in enumerate(self.header) if number != left_out))
        old = self.origin.header.target if self.origin else ""
        unended = bool(old) and not old.endswith("\n") and parse_header(old) == self.header
        return text.removesuffix("\n") if unended else text

    def get(self, source: str, context: str | None = None) -> Unit | None:
        """The unit with that source and context, obsolete or not; a dictionary look-up."""
        return self._index.get((context, source))

    def header_field(self, name: str) -> str | None:
        """The value of the first header field of that name, whatever its case.

        >>> Catalog((("Language", "zh_TW"),)).header_field("language")
        'zh_TW'
        """
        return next((value for found, value in self.header if found.lower() == name.lower()), None)

    def with_header_field(self, name: str, value: str) -> Catalog:
        """A copy in which the field has that value, in its old place, or at the end where it is new.

        >>> Catalog((("Language", "zh_CN"), ("X-Bugs", ""))).with_header_field("Language", "zh_TW").header
        (('Language', 'zh_TW'), ('X-Bugs', ''))
        """
        if self.header_field(name) is None:
            return replace(self, header=(*self.header, (name, value)))
        header = ((old, value if old.lower() == name.lower() else former) for old, former in self.header)
        return replace(self, header=tuple(header))

    def to_polib(self) -> polib.POFile:
        """The catalogue as polib has it; polib cannot tell an empty comment line from none, nor keep double fields."""
        from zh_localize.catalog import exchange

        return exchange.to_polib(self)

    def to_babel(self) -> babel.messages.Catalog:
        """The catalogue as Babel has it, which has no place for header fields of its own, nor for previous contexts."""
        from zh_localize.catalog import exchange

        found: babel.messages.Catalog = exchange.to_babel(self)
        return found

    @classmethod
    def from_polib(cls, pofile: polib.POFile) -> Catalog:
        """The catalogue that polib has read or that other code has built with it.

        Raises ``ValueError`` when two entries have the same key.
        """
        from zh_localize.catalog import exchange

        return exchange.from_polib(pofile)


def split_reference(reference: str) -> tuple[str, str]:
    """File and line of a reference; the line is ``""`` where there is none.

    >>> split_reference("src/报告 2.md:12"), split_reference("report.md")
    (('src/报告 2.md', '12'), ('report.md', ''))
    """
    file, _, line = reference.rpartition(":")
    return (file, line) if file and line.isdecimal() and line.isascii() else (reference, "")


def _first_double(keys: Iterable[Key]) -> Key | None:
    seen: set[Key] = set()
    for key in keys:
        if key in seen:
            return key
        seen.add(key)
    return None
