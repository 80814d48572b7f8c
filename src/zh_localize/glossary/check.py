"""Check a text, or a translation beside its source, against a glossary.

A finding is an edit or a note on the text that was checked, with the concept, the tier of the evidence and a severity.
A document is checked in order: what stood in full may be short later on, and a second rendering of one concept is
noticed. Each concept is reported once for a pair of texts, however often it stands there.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from zh_localize import rules
from zh_localize.glossary import enforce
from zh_localize.glossary.find import is_of
from zh_localize.glossary.fold import fold
from zh_localize.glossary.model import Designation, Glossary, Hit
from zh_localize.glossary.policy import Policy, Severity
from zh_localize.glossary.tiers import ORDER, Evidence, HanTarget, Target, Tier
from zh_localize.glossary.waivers import Waiver, read_waivers
from zh_localize.report import Edit, Report
from zh_localize.text import protect

_IN_FULL = ORDER[Tier.BAG]  # the last tier at which a rendering stands in full


class Finding(NamedTuple):
    """What a check found: ``edit`` is on the text that was checked, ``start:end`` the term in its source.

    Without a source, both are of the same text. ``expected`` are the designations to use, the preferred first.
    """

    rule: str
    severity: Severity
    tier: str
    concept: str
    start: int
    end: int
    text: str
    edit: Edit
    expected: tuple[str, ...] = ()
    profile: str = ""


class Checker:
    """Checks the texts of one document, in their order.

    >>> glossary = Glossary([Designation("c1", "zh-Hans-CN", "党组"), Designation("c1", "en", "leading Party group")])
    >>> [found] = Checker(glossary).pair("党组会议", "A meeting of the Party cell")
    >>> found.rule, found.severity, found.tier, found.text, found.expected
    ('term.missing', <Severity.WARNING: 'warning'>, 'none', '党组', ('leading Party group',))
    """

    def __init__(
        self,
        glossary: Glossary,
        *,
        policy: Policy | None = None,
        source: str = "zh",
        target: str = "en",
        domains: Collection[str] = (),
        date: str = "",
    ) -> None:
        self._glossary = glossary
        self._policy = policy or Policy()
        self._source, self._target = source, target
        self._domains, self._date = domains, date
        self._in_full: dict[str, dict[str, Designation]] = {}  # renderings of each concept that stood in full
        self._used: dict[str, str] = {}  # of each concept, the rendering that was met first
        self._meant: dict[str, tuple[str, ...]] = {}  # of each rendering, the concepts that it was met for first
        self._told: set[tuple[str, ...]] = set()  # what is told once for a document

    def pair(self, source: str, target: str, notes: str = "") -> tuple[Finding, ...]:
        """The findings of a translation; ``notes`` may hold waivers. Linear in the texts.

        Source of the tiers and their default severities: 61 published sentences, of which every second failed a check
        for the words as they are.
        """
        waivers = read_waivers(notes)
        named = [*self._concepts(source)]
        places = {concept: hit for concepts, hit in reversed(named) for concept in concepts}
        found = [*self._target_findings(target, places)]
        wrong = {finding.concept for finding in found}
        found += self._waiver_findings(waivers)
        words = HanTarget(target) if self._target == "zh" else Target(target)
        for concepts, hit in named:
            if not wrong.intersection(concepts):
                found += self._judge(concepts, hit, words)
        return _kept(found, waivers)

    def text(self, text: str, language: str = "zh") -> tuple[Finding, ...]:
        """The findings of a text by itself. Linear."""
        waivers = read_waivers(text)
        spans = [*protect.spans(text)]
        found = [*self._waiver_findings(waivers)]
        found += (f for f in self._forms(text, language) if not _touches(spans, f.edit))
        for hit in self._glossary.find(text, language=language, domains=self._domains):
            found += self._contested(hit, hit, (hit.concept,), language)
            if self._date and hit.designation.is_usable and not hit.designation.is_valid(self._date):
                found.append(self._about(hit, "term.date", "date", Tier.NONE.value, hit.concept, hit))
        found.sort(key=lambda finding: finding.start)
        return _kept(found, waivers)

    def _concepts(self, source: str) -> Iterator[tuple[tuple[str, ...], Hit]]:
        """What is named in the source: the concepts that a name may mean, with the first place; each once."""
        seen: set[tuple[str, ...]] = set()
        named: dict[str, tuple[str, ...]] = {}
        for hit in self._glossary.find(source, language=self._source, domains=self._domains):
            if hit.text not in named:
                rows = self._glossary.named(hit.text, language=self._source)
                others = (row.concept for row in rows if self._is_in_domain(row.concept))
                named[hit.text] = tuple(dict.fromkeys((hit.concept, *others)))
            concepts = named[hit.text]
            if concepts not in seen:
                seen.add(concepts)
                yield concepts, hit

    def _judge(self, concepts: tuple[str, ...], hit: Hit, words: Target | HanTarget) -> Iterator[Finding]:
        """What is to be said about the rendering of a term."""
        renderings = [row for concept in concepts for row in self._renderings(concept)]
        if not renderings:
            return
        before = [row for concept in concepts for row in self._in_full.get(concept, {}).values()]
        evidence = words.best(renderings, before)
        tier = evidence.tier if evidence else Tier.NONE
        rows = sorted(
            (row for row in renderings if row.is_valid(self._date)), key=lambda row: row.status != "preferred"
        )
        expected = tuple(row.term for row in rows)
        caps = ["context"] * (hit.designation.match == "context")
        caps += ["draft"] * (hit.designation.review == "draft" or all(row.review == "draft" for row in renderings))
        rule = "term.missing" if tier is Tier.NONE else "term.bare" if tier is Tier.BARE else "term.loose"
        place = _edit(words.text, evidence, rule, hit.text, expected)
        severity = self._policy.capped(tier.value, *caps)
        yield Finding(rule, severity, tier.value, concepts[0], hit.start, hit.end, hit.text, place, expected)
        if evidence and ORDER[tier] <= _IN_FULL:
            yield from self._consider(concepts, hit, evidence, words, expected)

    def _consider(
        self,
        concepts: tuple[str, ...],
        hit: Hit,
        evidence: Evidence,
        words: Target | HanTarget,
        expected: tuple[str, ...],
    ) -> Iterator[Finding]:
        """What is to be said about a rendering that stands there in full, in the light of the document."""
        row = evidence.designation
        self._in_full.setdefault(row.concept, {})[row.term] = row
        place = Hit(evidence.start, evidence.end, words.text[evidence.start : evidence.end], row.concept, row)
        tier = evidence.tier.value
        if self._date and not row.is_valid(self._date):
            yield self._about(place, "term.date", "date", tier, row.concept, hit, expected)
        first = self._used.setdefault(row.concept, row.term) if row.type != "acronym" else row.term
        if first != row.term and self._is_new("inconsistent", row.concept, row.term):
            yield self._about(place, "term.inconsistent", "inconsistent", tier, row.concept, hit, (first,))
        others = self._meant.setdefault(row.term.lower(), concepts)
        if not set(others) & set(concepts) and self._is_new("shared", *sorted({others[0], concepts[0]})):
            yield self._about(place, "term.shared", "shared", tier, row.concept, hit, others)
        profile = self._policy.verdicts.get((row.concept, self._target, fold(row.term)), "")
        if row.status == "admitted" and self._policy.profile and self._has_verdict(row.concept, self._target):
            found = self._about(place, "term.not-preferred", "not_preferred", tier, row.concept, hit, expected)
            yield found._replace(profile=profile or self._policy.profile)
        yield from self._contested(place, hit, concepts, self._target)

    def _contested(self, place: Hit, hit: Hit, concepts: Iterable[str], language: str) -> Iterator[Finding]:
        """Without a profile, a concept that houses name differently is shown once, with every style."""
        if self._policy.profile:
            return
        for concept in concepts:
            rows = [r for r in self._glossary.of(concept) if r.styles and r.is_usable and is_of(r.lang, language)]
            if len({r.styles for r in rows}) > 1 and self._is_new("contested", concept):
                styles = tuple(f"{row.term} ({row.styles})" for row in rows)
                tier = hit.designation.status
                yield self._about(place, "term.contested", "contested", tier, concept, hit, styles)

    def _target_findings(self, target: str, places: Mapping[str, Hit]) -> Iterator[Finding]:
        """Deprecated and forbidden forms in a translation, with the term of the source if it is there."""
        spans = [*protect.spans(target)]
        for finding in self._forms(target, self._target):
            if not _touches(spans, finding.edit):
                hit = places.get(finding.concept)
                start, end, text = hit[:3] if hit else (0, 0, "")
                yield finding._replace(start=start, end=end, text=text)

    def _forms(self, text: str, language: str) -> Iterator[Finding]:
        """Forms that should not stand in a text, each with its edit."""
        if not any(is_of(row.lang, language) for row in self._glossary.unusable):
            return
        for hit, edit in enforce.edits(self._glossary, text, language):
            row = hit.designation
            is_dated = bool(self._date and (row.valid_from or row.valid_to))
            if is_dated and row.is_valid(self._date) == (row.status == "superseded"):
                continue  # a superseded form is right in its time, and a verdict holds for its time alone
            caps = [
                cap for cap, holds in (("draft", row.review == "draft"), ("context", row.match == "context")) if holds
            ]
            expected = tuple(
                other.term
                for other in self._glossary.of(row.concept)
                if other.status == "preferred" and other.lang == row.lang
            )
            severity = self._policy.capped(row.status, *caps)
            profile = self._policy.verdicts.get((row.concept, language, fold(row.term)), "")
            place = (hit.start, hit.end, hit.text)
            yield Finding(edit.rule, severity, row.status, row.concept, *place, edit, expected, profile)

    def _about(
        self, place: Hit, rule: str, kind: str, tier: str, concept: str, hit: Hit, expected: tuple[str, ...] = ()
    ) -> Finding:
        """A finding that notes a place in the text that is checked."""
        note = Edit(place.start, place.end, place.text, place.text, rule, rules.rule(rule).grade, expected, hit.text)
        caps = ["draft"] if hit.designation.review == "draft" else []
        severity = self._policy.capped(kind, *caps)
        return Finding(rule, severity, tier, concept, hit.start, hit.end, hit.text, note, expected)

    def _waiver_findings(self, waivers: Iterable[Waiver]) -> Iterator[Finding]:
        """Waivers that give no reason."""
        for waiver in waivers:
            if not waiver.reason:
                note = Edit(
                    waiver.start, waiver.end, waiver.text, waiver.text, "term.waiver", rules.rule("term.waiver").grade
                )
                severity = self._policy.of("waiver")
                place = (waiver.start, waiver.end, waiver.text)
                yield Finding("term.waiver", severity, "waiver", waiver.concept, *place, note)

    def _renderings(self, concept: str) -> list[Designation]:
        return [row for row in self._glossary.of(concept) if row.is_usable and is_of(row.lang, self._target)]

    def _is_in_domain(self, concept: str) -> bool:
        known = self._glossary.concepts.get(concept) if self._domains else None
        return not self._domains or (known is not None and known.domain in self._domains)

    def _has_verdict(self, concept: str, language: str) -> bool:
        return (concept, language, "") in self._policy.verdicts

    def _is_new(self, *what: str) -> bool:
        """Whether something is told for the first time in the document."""
        is_new = what not in self._told
        self._told.add(what)
        return is_new


def report(text: str, findings: Iterable[Finding]) -> Report:
    """The findings as a report of the text that was checked; where two touch, a change stays before a note."""
    kept: list[Edit] = []
    for edit in sorted((finding.edit for finding in findings), key=lambda edit: (edit.start, edit.is_note, edit.end)):
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return Report(text, tuple(kept))


def _edit(text: str, evidence: Evidence | None, rule: str, term: str, expected: tuple[str, ...]) -> Edit:
    """A note at the evidence; at the beginning of the text when there is none."""
    start, end = (evidence.start, evidence.end) if evidence else (0, 0)
    return Edit(start, end, text[start:end], text[start:end], rule, rules.rule(rule).grade, expected, term)


def _touches(spans: Sequence[tuple[int, int]], edit: Edit) -> bool:
    """Whether an edit touches one of the spans, which are ordered and disjoint."""
    place = bisect_left(spans, (edit.end, 0)) - 1
    return place >= 0 and spans[place][1] > edit.start


def _kept(findings: Iterable[Finding], waivers: Iterable[Waiver]) -> tuple[Finding, ...]:
    """The findings that are reported: those that are neither off nor waived."""
    of: dict[str, list[Waiver]] = {}
    for waiver in waivers:
        of.setdefault(waiver.concept, []).append(waiver)

    def is_waived(finding: Finding) -> bool:
        around = of.get(finding.concept, ()) if finding.rule != "term.waiver" else ()
        return any(waiver.covers(finding.edit.start) for waiver in around)

    return tuple(f for f in findings if f.severity is not Severity.OFF and not is_waived(f))
