"""What is wrong with a glossary itself: doubles, terms that cannot be found, circles, verdicts that it may not give."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from zh_localize.convert import convert
from zh_localize.glossary.find import is_of, rank
from zh_localize.glossary.fold import fold, without_gaps
from zh_localize.glossary.model import Designation, Glossary
from zh_localize.glossary.policy import Severity

_VARIANTS = {"zh-Hant-TW": "zh-Hant-TW", "zh-Hant-HK": "zh-Hant-HK", "zh-Hant": "zh-Hant"}
_VERDICTS = ("deprecated", "forbidden", "superseded")


class Issue(NamedTuple):
    """One thing that is wrong, with the row that it is about."""

    rule: str
    severity: Severity
    concept: str
    lang: str
    term: str
    message: str


def lint(glossary: Glossary, shared: Mapping[tuple[str, str], Collection[str]] | None = None) -> tuple[Issue, ...]:
    """Everything that is wrong with a glossary, the gravest first.

    Args:
        shared: language and folded name to the concepts that may share it, because somebody decided so.

    >>> rows = [Designation("c1", "en", "mayor", source="x"), Designation("c2", "en", "Mayor", source="x")]
    >>> [(issue.rule, issue.message) for issue in lint(Glossary(rows))]
    [('lint.shared', 'names c1 and c2; give one another name, merge them, or list the name in shared.tsv')]
    """
    checks: tuple[Callable[[Glossary], Iterable[Issue]], ...] = (
        _doubles, _unknown, _circles, _verdicts, _unreachable, _nested, _sources, _derived,
    )  # fmt: skip
    found = [issue for check in checks for issue in check(glossary)]
    found += _shared(glossary, shared or {})
    return tuple(
        sorted(found, key=lambda issue: (-issue.severity.rank, issue.rule, issue.concept, issue.lang, issue.term))
    )


def _doubles(glossary: Glossary) -> Iterator[Issue]:
    """One designation twice."""
    seen: set[tuple[str, str, str]] = set()
    for row in glossary.designations:
        if row[:3] in seen:
            yield _issue("lint.double", Severity.ERROR, row, "stands twice; keep one row")
        seen.add(row[:3])


def _unknown(glossary: Glossary) -> Iterator[Issue]:
    """Concepts that are named and not declared, where concepts are declared at all."""
    if not glossary.concepts:
        return
    for concept in dict.fromkeys(row.concept for row in glossary.designations):
        if concept not in glossary.concepts:
            yield _issue(
                "lint.unknown", Severity.ERROR, glossary.of(concept)[0], "has no row among the concepts; add one"
            )
    for declared in glossary.concepts.values():
        for name in filter(None, f"{declared.broader},{declared.related}".split(",")):
            if name not in glossary.concepts:
                row = Designation(declared.concept, "", "")
                yield _issue("lint.unknown", Severity.ERROR, row, f"names the concept {name}, which is not there")


def _circles(glossary: Glossary) -> Iterator[Issue]:
    """Designations and concepts that lead back to themselves."""
    replaced = {(row.concept, row.lang, row.term): row for row in glossary.designations if row.replaced_by}
    for key, row in replaced.items():
        step, seen = row, {key}
        while (following := replaced.get((step.concept, step.lang, step.replaced_by))) is not None:
            if following[:3] in seen:
                yield _issue("lint.circle", Severity.ERROR, row, "is replaced by what it replaces; break the circle")
                break
            seen.add(following[:3])
            step = following
    successors = {row.concept: row.replaced_by for row in glossary.designations if row.replaced_by in glossary.concepts}
    broader = {concept.concept: concept.broader for concept in glossary.concepts.values() if concept.broader}
    for links, what in ((successors, "replaced by"), (broader, "broader")):
        for concept in links:
            place, steps = links[concept], 0
            while place in links and place != concept and steps < len(links):
                place, steps = links[place], steps + 1
            if place == concept:
                row = Designation(concept, "", "")
                yield _issue("lint.circle", Severity.ERROR, row, f"leads back to itself by {what}; break the circle")


def _verdicts(glossary: Glossary) -> Iterator[Issue]:
    """Verdicts on what houses name differently, and verdicts that name nothing better."""
    for row in glossary.unusable:
        styles = {other.styles for other in glossary.of(row.concept) if other.styles}
        if len({style for names in styles for style in names.split(",")}) > 1:
            yield _issue(
                "lint.contested", Severity.ERROR, row, f"is {row.status}, but houses differ; say so in a profile"
            )
        if row.status != "forbidden" and not row.replaced_by:
            yield _issue("lint.no-replacement", Severity.HINT, row, f"is {row.status}; name what replaces it")


def _unreachable(glossary: Glossary) -> Iterator[Issue]:
    """Terms that the finder does not find in a text that is nothing but the term."""
    for row in glossary.designations:
        text = f"一{row.term}" if row.match == "context" and len(row.term) == 1 else row.term
        hits = glossary.find(text, language=row.lang.split("-")[0])
        if not any(hit.text == row.term for hit in hits):
            other = f"{hits[0].text!r} is found instead" if hits else "a blocker or a part of a word hides it"
            yield _issue("lint.unreachable", Severity.ERROR, row, f"cannot be found: {other}")


def _nested(glossary: Glossary) -> Iterator[Issue]:
    """Terms that stand inside a term of another concept, so inside words that are no terms too, and have no blocker."""
    names: dict[str, Designation] = {}
    for row in glossary.designations:
        if is_of(row.lang, "zh") and row.is_usable:
            names.setdefault(fold(without_gaps(row.term)[0]), row)
    blocked = [fold(blocker.text) for blocker in glossary.blockers if is_of(blocker.lang, "zh")]
    guarded = {text[start:end] for text in blocked for start, end in _parts(text)}
    told: set[str] = set()
    for text, row in names.items():
        for part in (text[start:end] for start, end in _parts(text)):
            inner = names.get(part)
            if inner and inner.concept != row.concept and part not in guarded and part not in told:
                told.add(part)
                hint = "add blockers for the words that hold it and are no terms"
                yield _issue("lint.nested", Severity.HINT, inner, f"stands in {row.term!r} ({row.concept}); {hint}")


def _parts(text: str) -> Iterator[tuple[int, int]]:
    """Where the parts of a text of two characters or more begin and end, but for the text itself."""
    for start in range(len(text)):
        for end in range(start + 2, len(text) + 1):
            if end - start < len(text):
                yield start, end


def _sources(glossary: Glossary) -> Iterator[Issue]:
    """Approved designations that name no source."""
    for row in glossary.designations:
        if row.review == "approved" and not row.source:
            yield _issue(
                "lint.source", Severity.WARNING, row, "is approved and names no source; name one, or make it a draft"
            )


def _derived(glossary: Glossary) -> Iterator[Issue]:
    """Traditional designations that conversion of the Simplified ones would not give."""
    simplified: dict[str, list[str]] = {}
    for row in glossary.designations:
        if row.lang.startswith("zh-Hans"):
            simplified.setdefault(row.concept, []).append(row.term)
    made: dict[tuple[str, str], set[str]] = {}
    for row in glossary.designations:
        variant = _VARIANTS.get(row.lang)
        if not variant or row.concept not in simplified or row.review != "approved" or row.status != "preferred":
            continue
        key = row.concept, variant
        if key not in made:
            made[key] = {convert(term, variant) for term in simplified[row.concept]}
        if row.term not in made[key] and fold(row.term) in map(fold, simplified[row.concept]):
            expected = ", ".join(sorted(made[key]))
            yield _issue("lint.derived", Severity.HINT, row, f"conversion would write {expected}; check the characters")


def _shared(glossary: Glossary, shared: Mapping[tuple[str, str], Collection[str]]) -> Iterator[Issue]:
    """Names of two concepts."""
    names: dict[tuple[str, str], dict[str, Designation]] = {}
    for row in sorted(glossary.designations, key=rank):
        if row.is_usable:
            names.setdefault((row.lang.split("-")[0], fold(row.term)), {}).setdefault(row.concept, row)
    for key, concepts in names.items():
        if len(concepts) > 1 and not set(concepts) <= set(shared.get(key, ())):
            row = next(iter(concepts.values()))
            what = " and ".join(sorted(concepts))
            hint = "give one another name, merge them, or list the name in shared.tsv"
            both = all(other.status == "preferred" for other in concepts.values())
            yield _issue("lint.shared", Severity.WARNING if both else Severity.HINT, row, f"names {what}; {hint}")


def _issue(rule: str, severity: Severity, row: Designation, message: str) -> Issue:
    return Issue(rule, severity, row.concept, row.lang, row.term, message)
