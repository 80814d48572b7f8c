"""The rows of a glossary as they are edited: each kind of row by its key, in an order that makes a change one line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from zh_localize.errors import EditError
from zh_localize.glossary.files import wanted
from zh_localize.glossary.model import Blocker, Concept, Designation, Glossary, SharedName

Row = Concept | Designation | Blocker | SharedName
Key = tuple[str, ...]


class Kind(NamedTuple):
    """A kind of row: the attribute of :class:`Entries`, the type, and how many of its first fields are the key."""

    name: str
    row: type[Row]
    width: int

    def key(self, row: Row) -> Key:
        """What a row is known by."""
        return row[: self.width]

    def order(self, row: Row) -> Key:
        """Where a row stands among others: designations by their status before their term."""
        return (*row[:2], row[3], row[2]) if isinstance(row, Designation) else row[: self.width]


KINDS = (
    Kind("concepts", Concept, 1),
    Kind("terms", Designation, 3),
    Kind("blockers", Blocker, 2),
    Kind("shared", SharedName, 2),
)


@dataclass(frozen=True, slots=True)
class Entries:
    """What a glossary holds, by keys: the concept; concept, language and term; language and text. Never changed.

    >>> entries = Entries.of_rows([Designation("c1", "en", "policy")])
    >>> entries.terms["c1", "en", "policy"].status
    'preferred'
    """

    concepts: Mapping[Key, Concept] = field(default_factory=dict)
    terms: Mapping[Key, Designation] = field(default_factory=dict)
    blockers: Mapping[Key, Blocker] = field(default_factory=dict)
    shared: Mapping[Key, SharedName] = field(default_factory=dict)

    @classmethod
    def of_rows(cls, *tables: list[Concept] | list[Designation] | list[Blocker] | list[SharedName]) -> Entries:
        """Entries of rows of any kinds."""
        found: dict[str, dict[Key, Row]] = {kind.name: {} for kind in KINDS}
        for row in (row for rows in tables for row in rows):
            kind = kind_of(type(row))
            found[kind.name][kind.key(row)] = row
        return cls(**found)  # type: ignore[arg-type]

    def table(self, kind: Kind) -> Mapping[Key, Row]:
        """The rows of one kind."""
        found: Mapping[Key, Row] = getattr(self, kind.name)
        return found

    def of(self, concept: str) -> list[Designation]:
        """The designations of a concept. Linear in the glossary."""
        return [row for row in self.terms.values() if row.concept == concept]

    def knows(self, concept: str) -> bool:
        """Whether there is such a concept, declared or named."""
        return (concept,) in self.concepts or any(row.concept == concept for row in self.terms.values())

    def glossary(self) -> Glossary:
        """The same, to find and to check with."""
        return Glossary(self.terms.values(), self.blockers.values(), self.concepts.values())

    def rows(self) -> Iterator[tuple[Kind, Key, Row]]:
        """Every row with its kind and key."""
        for kind in KINDS:
            for key, row in self.table(kind).items():
                yield kind, key, row


def kind_of(row: type[Row]) -> Kind:
    """The kind that a type of row is of."""
    return next(kind for kind in KINDS if kind.row is row)


def checked(row: Row) -> Row:
    """The row, if it can be written to a file and read again.

    Raises:
        EditError: a value that its column cannot hold, with what to write instead.
    """
    for name, value in zip(row._fields, row, strict=True):
        subject = f"{' '.join(filter(None, kind_of(type(row)).key(row)))}: {name} is {value!r}"
        if any(mark in value for mark in "\t\n\r"):
            raise EditError(subject, "tabs and line ends cannot stand in a field", "write blanks")
        if any(0xD800 <= ord(character) < 0xE000 for character in value):
            raise EditError(subject, "a lone surrogate is no character", "write the text anew")
        if name == row._fields[0] and value.startswith("#"):
            raise EditError(subject, "# begins a comment", "begin with a letter or a digit")
        if hint := wanted(name, value):
            raise EditError(subject, "the column cannot hold that", hint)
    return row
