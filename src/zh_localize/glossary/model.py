"""What a glossary holds: concepts, their designations in each language, and words that only look like terms."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from zh_localize.report import Report

if TYPE_CHECKING:
    from zh_localize.glossary.find import Finder

STATUSES = ("preferred", "admitted", "deprecated", "superseded", "forbidden")
REVIEWS = ("approved", "draft")
MATCHES = ("", "case", "context", "verbatim", "inflect")


class Concept(NamedTuple):
    """A thing that is named, whatever the language."""

    concept: str
    domain: str = ""
    definition: str = ""
    note: str = ""
    broader: str = ""
    related: str = ""


class Designation(NamedTuple):
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

    @property
    def is_usable(self) -> bool:
        """Whether a text may use it."""
        return self.status in ("preferred", "admitted")

    def is_valid(self, date: str) -> bool:
        """Whether it was in use on a date, written YYYY, YYYY-MM or YYYY-MM-DD; the bounds belong to its time.

        >>> name = Designation("c1", "en", "Ministry of Health", valid_from="1949", valid_to="2013-03")
        >>> name.is_valid("2013"), name.is_valid("2013-03-20"), name.is_valid("2014")
        (True, True, False)
        """
        begin, end = self.valid_from, self.valid_to
        return date >= begin[: len(date)] and (not end or date[: len(end)] <= end)


class Blocker(NamedTuple):
    """A word that contains a term and is not that term."""

    lang: str
    text: str
    reason: str = ""


class SharedName(NamedTuple):
    """A name that several concepts have, because somebody decided so; the fields are the columns of ``shared.tsv``."""

    lang: str
    term: str
    concepts: str = ""
    decision: str = ""
    reason: str = ""


class Verdict(NamedTuple):
    """What a house says of a designation; the fields are the columns of a pack's ``profiles/*.tsv``."""

    concept: str
    lang: str
    term: str
    status: str = "preferred"
    message: str = ""
    context: str = ""
    valid_from: str = ""
    valid_to: str = ""
    source: str = ""


class Hit(NamedTuple):
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
    def load(cls, *paths: Path | str, cache: Path | None = None) -> Glossary:
        """Read packs (folders with a ``pack.toml``) or single TSV files; without paths, the packs shipped with us.

        Args:
            cache: a folder for compiled glossaries: what was read before is ready in milliseconds.
        Raises:
            GlossaryFormatError: with file, line, column and what to write instead.
            FileError: a file cannot be read.
        """
        from zh_localize.glossary import files  # reads files, which this module does not

        return files.load(*map(Path, paths), cache=cache)

    def find(self, text: str, *, language: str = "zh", domains: Collection[str] = (), date: str = "") -> Sequence[Hit]:
        """The terms of ``language`` in ``text``, leftmost-longest, blind to script, width, quotation marks and gaps.

        Words that a blocker names are no hits. Where several concepts have the same name, the first that fits is given;
        :meth:`named` has all. Linear in the text.

        Args:
            domains: only concepts of these domains.
            date: only names that were in use then, written YYYY, YYYY-MM or YYYY-MM-DD.
        """
        return self._finder(language).find(text, self._filter(domains, date))

    def named(self, text: str, *, language: str = "zh") -> tuple[Designation, ...]:
        """Every designation of ``language`` that is written like ``text``, the preferred and approved first."""
        return self._finder(language).named(text)

    def _filter(self, domains: Collection[str], date: str) -> Callable[[Designation], bool] | None:
        """What a designation must fulfil; None when all do."""
        if not domains and not date:
            return None
        concepts = self.concepts

        def fits(row: Designation) -> bool:
            concept = concepts.get(row.concept)
            return (not domains or (concept is not None and concept.domain in domains)) and row.is_valid(date)

        return fits

    def enforce(self, text: str, *, language: str = "zh") -> Report:
        """Edits that put the agreed term for each deprecated one; notes where somebody has to look.

        Protected spans and quoted terms are left alone.
        """
        from zh_localize.glossary import enforce  # which needs the finder and this module

        return enforce.enforce(self, text, language)

    def rendering(self, concept: str, language: str) -> Designation | None:
        """The designation to use for a concept in a language: preferred before admitted, approved before draft."""
        usable = [d for d in self.of(concept) if d.lang.split("-")[0] == language and d.is_usable]
        return min(usable, key=_rank, default=None)

    def of(self, concept: str) -> tuple[Designation, ...]:
        """Every designation of a concept."""
        return self._by_concept.get(concept, ())

    @cached_property
    def unusable(self) -> tuple[Designation, ...]:
        """The designations that a text should not use: deprecated, superseded and forbidden ones."""
        return tuple(row for row in self.designations if not row.is_usable)

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
        from zh_localize.glossary.find import finder  # built on first use, from this module's types

        if language not in self._finders:
            self._finders[language] = finder(self, language)
        return self._finders[language]


def _rank(designation: Designation) -> tuple[int, bool]:
    return STATUSES.index(designation.status), designation.review != "approved"
