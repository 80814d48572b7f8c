"""What a glossary holds: concepts, their designations in each language, and words that only look like terms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from zh_localize.report import Report

if TYPE_CHECKING:
    from zh_localize.glossary.find import Finder

STATUSES = ("preferred", "admitted", "deprecated", "superseded", "forbidden")
REVIEWS = ("approved", "draft")
MATCHES = ("", "case", "context", "verbatim", "inflect")


@dataclass(frozen=True, slots=True)
class Concept:
    """A thing that is named, whatever the language."""

    concept: str
    domain: str = ""
    definition: str = ""
    note: str = ""
    broader: str = ""
    related: str = ""


@dataclass(frozen=True, slots=True)
class Designation:
    """One name of a concept in one language; the fields are the columns of a pack's ``terms/*.tsv``."""

    concept: str
    lang: str
    term: str
    status: str = "preferred"
    styles: str = ""
    pos: str = ""
    type: str = ""
    match: str = ""
    review: str = "approved"
    valid_from: str = ""
    valid_to: str = ""
    replaced_by: str = ""
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Blocker:
    """A word that contains a term and is not that term."""

    lang: str
    text: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A term found in a text: ``text`` stands at ``start:end``, in code points, and names ``concept``."""

    start: int
    end: int
    text: str
    concept: str
    designation: Designation


class Glossary:
    """Terms of one or several packs, the earlier pack first where two say different things.

    >>> glossary = Glossary([Designation("c1", "zh-Hans-CN", "科学发展观")])
    >>> glossary.find("落實科學發展觀")[0].text
    '科學發展觀'
    """

    def __init__(
        self, designations: Iterable[Designation], blockers: Iterable[Blocker] = (), concepts: Iterable[Concept] = ()
    ) -> None:
        self.designations = tuple(designations)
        self.blockers = tuple(blockers)
        self.concepts = {concept.concept: concept for concept in concepts}

    @classmethod
    def load(cls, *paths: Path | str) -> Glossary:
        """Read packs (folders with a ``pack.toml``) or single TSV files; without paths, the packs shipped with us.

        Raises:
            GlossaryFormatError: with file, line, column and what to write instead.
            FileError: a file cannot be read.
        """
        from zh_localize.glossary import files  # reads files, which this module does not

        return files.load(*map(Path, paths))

    def find(self, text: str, *, language: str = "zh") -> tuple[Hit, ...]:
        """The terms of ``language`` in ``text``, leftmost-longest, blind to script, width and quotation marks.

        Words that a blocker names are no hits. Linear in the text.
        """
        return self._finder(language).find(text)

    def enforce(self, text: str) -> Report:
        """Edits that put the agreed term for each deprecated one; notes where somebody has to look.

        Chinese only. Protected spans and quoted terms are left alone.
        """
        from zh_localize.glossary import enforce  # which needs the finder and this module

        return enforce.enforce(self, text)

    def rendering(self, concept: str, language: str) -> Designation | None:
        """The designation to use for a concept in a language: preferred before admitted, approved before draft."""
        usable = [d for d in self._by_concept.get(concept, ()) if d.lang.split("-")[0] == language and _usable(d)]
        return min(usable, key=_rank, default=None)

    def of(self, concept: str) -> tuple[Designation, ...]:
        """Every designation of a concept."""
        return self._by_concept.get(concept, ())

    @cached_property
    def _by_concept(self) -> dict[str, tuple[Designation, ...]]:
        found: dict[str, list[Designation]] = {}
        for designation in self.designations:
            found.setdefault(designation.concept, []).append(designation)
        return {concept: tuple(rows) for concept, rows in found.items()}

    @cached_property
    def _finders(self) -> dict[str, Finder]:
        return {}

    def _finder(self, language: str) -> Finder:
        from zh_localize.glossary.find import Finder  # built on first use, from this module's types

        if language not in self._finders:
            self._finders[language] = Finder(self, language)
        return self._finders[language]


def _usable(designation: Designation) -> bool:
    return designation.status in ("preferred", "admitted")


def _rank(designation: Designation) -> tuple[int, bool]:
    return STATUSES.index(designation.status), designation.review != "approved"
