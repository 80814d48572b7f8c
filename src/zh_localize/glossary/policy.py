"""How grave each finding is: by the tier of its evidence, by its rule, and by what a profile asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How grave a finding is; OFF is not reported."""

    OFF = "off"
    HINT = "hint"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """0 for OFF to 3 for ERROR."""
        return [*Severity].index(self)


DEFAULT: Mapping[str, Severity] = {
    **dict.fromkeys(("preferred", "admitted", "case", "stem", "short"), Severity.OFF),
    "bag": Severity.HINT,
    "bare": Severity.HINT,
    "none": Severity.WARNING,
    "deprecated": Severity.ERROR,
    "forbidden": Severity.ERROR,
    "superseded": Severity.HINT,
    "date": Severity.WARNING,
    "inconsistent": Severity.HINT,
    "shared": Severity.HINT,
    "contested": Severity.HINT,
    "not_preferred": Severity.HINT,
    "waiver": Severity.WARNING,
    "draft": Severity.HINT,  # the most that a designation without a source can cause
    "context": Severity.HINT,  # the most that an ambiguous word can cause
}


@dataclass(frozen=True, slots=True)
class Policy:
    """The severities of a check, and what chose them: ``profile`` is the title that messages name."""

    severities: Mapping[str, Severity] = field(default_factory=dict)
    profile: str = ""
    verdicts: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    """Concept, language and folded term of each row of a profile, to the name of that profile."""

    def of(self, name: str) -> Severity:
        """The severity of a tier or kind of finding."""
        return self.severities.get(name, DEFAULT[name])

    def capped(self, name: str, *caps: str) -> Severity:
        """The same, but no graver than any of ``caps``.

        >>> Policy().capped("none", "draft")
        <Severity.HINT: 'hint'>
        """
        return min((self.of(name), *map(self.of, caps)), key=lambda severity: severity.rank)
