"""Edits that put the agreed term for a deprecated one, in Chinese text.

A deprecated or forbidden term with one replacement becomes an edit. What nobody approved, what was right in its
own time and what has no replacement in the same concept is a note: somebody has to look. Nothing is edited inside
addresses, code, placeholders, or where the term itself is quoted.
"""

from __future__ import annotations

from zh_localize import rules
from zh_localize.convert import convert
from zh_localize.glossary.fold import fold
from zh_localize.glossary.model import Designation, Glossary, Hit
from zh_localize.report import Edit, Report
from zh_localize.text import protect, scripts
from zh_localize.text.variants import Variant

_OPENING, _CLOSING = "“‘「『\"'", "”’」』\"'"


def enforce(glossary: Glossary, text: str) -> Report:
    """The report of :meth:`Glossary.enforce`."""
    hits = (hit for hit in glossary.find(text) if hit.designation.status in ("deprecated", "forbidden", "superseded"))
    edits = tuple(_edit(glossary, text, hit) for hit in hits if not _quoted(text, hit))
    return protect.outside(Report(text, edits))


def _edit(glossary: Glossary, text: str, hit: Hit) -> Edit:
    """The edit of one hit, or a note."""
    row = hit.designation
    replacement = "" if row.review == "draft" or row.status == "superseded" else _replacement(glossary, text, hit)
    rule = "term.draft" if row.review == "draft" and row.status != "superseded" else f"term.{row.status}"
    return Edit(hit.start, hit.end, hit.text, replacement or hit.text, rule, rules.rule(rule).grade)


def _replacement(glossary: Glossary, text: str, hit: Hit) -> str:
    """What the glossary names in place of a term, in the script of the text; empty when it names nothing."""
    script = scripts.detect(text)
    variant = Variant.HANT if script.hant > script.hans else Variant.HANS
    rows = [row for row in glossary.of(hit.concept) if row.replaced_by and fold(row.term) == fold(hit.text)]
    if not rows:
        return ""
    own = next((row for row in rows if variant.script in row.lang), None)
    return _term(glossary, own) if own else convert(_term(glossary, rows[0]), variant)


def _term(glossary: Glossary, row: Designation) -> str:
    """The text of ``replaced_by``; empty when it names another concept."""
    return "" if glossary.of(row.replaced_by) else row.replaced_by


def _quoted(text: str, hit: Hit) -> bool:
    """Whether the term stands alone in quotation marks: somebody speaks of it."""
    before, after = text[hit.start - 1 : hit.start], text[hit.end : hit.end + 1]
    return bool(before and after) and before in _OPENING and after in _CLOSING
