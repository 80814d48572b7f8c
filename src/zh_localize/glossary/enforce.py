"""Edits that put the agreed term for a deprecated one.

A deprecated or forbidden term with one replacement becomes an edit. What nobody approved, what was right in its
own time, what has no replacement in the same concept, and what would break the sentence around it is a note: somebody
has to look. Nothing is edited inside addresses, code, placeholders, or where the term itself is quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from zh_localize import rules
from zh_localize.convert import convert
from zh_localize.glossary.fold import fold
from zh_localize.glossary.model import Designation, Glossary, Hit
from zh_localize.report import Edit, Report
from zh_localize.text import protect, scripts
from zh_localize.text.variants import Variant

_OPENING, _CLOSING = "“‘「『\"'《〈", "”’」』\"'》〉"
_ARTICLE = re.compile(r"\b(an?|the)\s+\Z", re.IGNORECASE)
_UNSURE = re.compile(r"(?i:eu|ewe|one|uni|use|us[aeiu]|h(?:our|on|eir)|[a-z]\b)|[A-Z]{2,}|[^a-zA-Z]")  # vowels or not
_VOWELS = frozenset("aeiouAEIOU")


def enforce(glossary: Glossary, text: str, language: str = "zh") -> Report:
    """The report of :meth:`Glossary.enforce`."""
    return protect.outside(Report(text, tuple(edit for _, edit in edits(glossary, text, language))))


def edits(glossary: Glossary, text: str, language: str) -> Iterator[tuple[Hit, Edit]]:
    """Each term that should not stand there, with its edit or note; protected spans are not left out yet."""
    script: Variant | None = None
    for hit in glossary.find(text, language=language):
        row = hit.designation
        if row.is_usable or _is_quoted(text, hit):
            continue
        replacement = ""
        if row.review == "approved" and row.status != "superseded" and row.match != "context":
            script = script or _script(text)
            replacement = _fitting(text, hit, _replacement(glossary, hit, script, language))
        rule = "term.draft" if row.review == "draft" and row.status != "superseded" else f"term.{row.status}"
        yield hit, Edit(hit.start, hit.end, hit.text, replacement or hit.text, rule, rules.rule(rule).grade)


def _script(text: str) -> Variant:
    found = scripts.detect(text)
    return Variant.HANT if found.hant > found.hans else Variant.HANS


def _replacement(glossary: Glossary, hit: Hit, variant: Variant, language: str) -> str:
    """What the glossary names in place of a term, in the script of the text; empty when it names nothing, or more."""
    rows = [row for row in glossary.of(hit.concept) if row.replaced_by and fold(row.term) == fold(hit.text)]
    named = {term for row in rows if (term := _term(glossary, row))}
    if len(set(map(fold, named))) != 1:
        return ""
    if language != "zh":
        return named.pop()
    own = next((row for row in rows if variant.script in row.lang and _term(glossary, row)), None)
    return _term(glossary, own) if own else convert(named.pop(), variant)


def _term(glossary: Glossary, row: Designation) -> str:
    """The text of ``replaced_by``; empty when it names another concept."""
    return "" if glossary.of(row.replaced_by) else row.replaced_by


def _fitting(text: str, hit: Hit, replacement: str) -> str:
    """A replacement with the capitals of the place; empty when an article before it would be wrong then.

    A term is found as a whole word in the number in which the glossary has it, so a plural is never met.
    """
    if not replacement.isascii() or not replacement:
        return replacement
    if hit.text.isupper() and len(hit.text) > 4 and not hit.designation.term.isupper():
        replacement = replacement.upper()
    elif hit.text[0].isupper() and hit.designation.term[0].islower():
        replacement = replacement[0].upper() + replacement[1:]
    article = _ARTICLE.search(text, max(0, hit.start - 8), hit.start)
    if not article:
        return replacement
    if article[1].lower() == "the":
        return "" if replacement.lower().startswith("the ") else replacement
    alike = (hit.text[0] in _VOWELS) == (replacement[0] in _VOWELS)
    is_sure = not _UNSURE.match(hit.text) and not _UNSURE.match(replacement)
    return replacement if alike and is_sure and hit.designation.pos != "properNoun" else ""


def _is_quoted(text: str, hit: Hit) -> bool:
    """Whether the term stands alone in quotation marks: somebody speaks of it."""
    before, after = text[hit.start - 1 : hit.start], text[hit.end : hit.end + 1]
    return bool(before and after) and before in _OPENING and after in _CLOSING
