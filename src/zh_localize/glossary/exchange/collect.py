"""What every reader of a format hands its rows to: checked as a pack's own rows are, each with its place."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path

from zh_localize.errors import GlossaryFormatError
from zh_localize.glossary import tags
from zh_localize.glossary.files import wanted
from zh_localize.glossary.model import Blocker, Concept, Designation, Glossary

NEW = "new:"
"""What the id of a concept begins with that has none in its file; :mod:`.identify` gives it one."""

_BREAKS = re.compile(r"[\t\r\n]+")
_TRIMMED = ("concept", "lang", "term", "text")
_REGIONAL = re.compile(r"zh[-_](cn|tw|hk|mo|sg)", re.IGNORECASE)
_DEFAULTS = [str(Designation._field_defaults.get(name, "")) for name in Designation._fields]
_PLACES = {name: place for place, name in enumerate(Designation._fields)}
_LIMIT = 40  # characters of a value that a message quotes


class Collector:
    """Gathers concepts, designations and blockers of one file.

    Args:
        ours: tags stand as they are; in files of others ``zh_TW`` becomes ``zh-Hant-TW``.
        tags: these stand as they are all the same.
    """

    def __init__(self, path: Path, *, ours: bool = True, tags: Collection[str] = ()) -> None:
        self.path = path
        self.ours = ours
        self._tags = tags
        self._concepts: dict[str, dict[str, str]] = {}
        self._places: dict[tuple[str, str, str], int] = {}
        self._designations: list[Designation] = []
        self._blockers: list[Blocker] = []
        self._known: dict[tuple[str, str], str] = {}  # values that were checked, so that they are kept once

    def concept(self, line: int, column: int, values: Mapping[str, str]) -> None:
        """Note what a row says of a concept; a second row may add to it and not contradict it.

        Raises:
            GlossaryFormatError: it does, or a value is wrong.
        """
        fields = self._concepts.setdefault(self._checked(line, column, "concept", values["concept"]), {})
        for name in Concept._fields[1:]:
            value = self._checked(line, column, name, values.get(name, ""))
            if value and fields.setdefault(name, value) != value:
                found = f"{name} of {values['concept']!r} is {value[:_LIMIT]!r}, and {fields[name][:_LIMIT]!r} before"
                raise GlossaryFormatError(self.path, line, column, found, "write the same in both places, or once")

    def designation(self, line: int, column: int, values: Mapping[str, str]) -> None:
        """Note a designation and its concept.

        Raises:
            GlossaryFormatError: a value is wrong, or the designation stands twice.
        """
        fields = [*_DEFAULTS]
        for name, value in values.items():
            if value and (place := _PLACES.get(name)) is not None:
                fields[place] = self._checked(line, column, name, value) or fields[place]
        for place, name in enumerate(_TRIMMED[:3]):
            if not fields[place]:
                self._checked(line, column, name, "")  # which says what to write
        row = Designation._make(fields)
        self._concepts.setdefault(row.concept, {})
        if first := self._places.get(row[:3]):
            found = f"{row.term!r} ({row.lang}) of {row.concept!r} stands twice"
            raise GlossaryFormatError(self.path, line, column, found, f"keep one; the first stands in line {first}")
        self._places[row[:3]] = line
        self._designations.append(row)

    def blocker(self, line: int, column: int, values: Mapping[str, str]) -> None:
        """Note a word that is no term."""
        self._blockers.append(
            Blocker(*(self._checked(line, column, name, values.get(name, "")) for name in Blocker._fields))
        )

    def glossary(self) -> Glossary:
        """All of it; every concept is declared."""
        concepts = [Concept(concept, **fields) for concept, fields in self._concepts.items()]
        return Glossary(self._designations, self._blockers, concepts)

    def _checked(self, line: int, column: int, name: str, value: str) -> str:
        """A value on one line, as a pack has it."""
        key = name, value
        if (known := self._known.get(key)) is not None:
            return known
        text = one_line(value)
        if name in _TRIMMED:
            text = text.strip()
        if name == "lang" and not self.ours and text not in self._tags:
            text = canonical(text)
        if hint := wanted(name, text):
            raise GlossaryFormatError(self.path, line, column, f"{name} is {text[:_LIMIT]!r}", hint)
        if name not in ("term", "definition", "note", "text"):
            self._known[key] = text
        return text


def one_line(text: str) -> str:
    """The text with each line break, and the blanks around it, made one blank: a pack has a row a line.

    >>> one_line("a cluster\\n   of stars ")
    'a cluster of stars'
    """
    if not _BREAKS.search(text):
        return text
    return " ".join(filter(None, (part.strip() for part in _BREAKS.split(text))))


def canonical(tag: str) -> str:
    """The tag of a pack for one that another program writes; a tag that no program writes stays.

    >>> canonical("zh_TW"), canonical("zh-CN"), canonical("EN-us"), canonical("Klingon")
    ('zh-Hant-TW', 'zh-Hans-CN', 'en-US', 'Klingon')
    """
    if _REGIONAL.fullmatch(tag):
        return tags.nearest(tag)
    near = tags.nearest(tag)
    return near if near.lower() == tag.strip().lower().replace("_", "-") else tag
