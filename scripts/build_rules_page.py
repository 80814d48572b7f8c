"""Build ``docs/rules.md``: each rule with its figures, its prose, and an example that is run.

Run: python scripts/build_rules_page.py

The figures are those of ``data/rules.tsv``, the prose and the examples those of ``docs/rules.toml``. An example in
which its rule has no part is an error, and so is a rule without prose.
"""

from __future__ import annotations

import argparse
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from zh_localize.convert import Converter
from zh_localize.glossary import Designation, Glossary
from zh_localize.repair import repair_report
from zh_localize.report import Report
from zh_localize.rules import Rule, all_rules

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGE = DOCS / "rules.md"
PARTS = ("damage", "cause", "repair", "what", "source", "guard")
HEAD = """\
# Rules

Every edit names the rule that proposed it. A grade follows from the precision that `benchmarks/rules.py` measured:
*safe* from 99.9 %, *likely* from 95 %, *ask* below or unmeasured. A *note* changes nothing; it says: look here.
`--only` and `--skip` of `zh-localize repair` take the id of a rule or the family before its dot.

Made by `scripts/build_rules_page.py`, which runs the examples, from `docs/rules.toml` and the figures; change these,
and run it. Characters that cannot be seen are written as escapes in the examples.
"""
_UNSEEN = re.compile(  # or looks like the character that it becomes
    "[\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u2060\ue000-\ufaff\ufeff]"
)


def page() -> str:
    """The page; the same rules give the same text.

    Raises:
        ValueError: a rule has no prose or no example in which it has a part, or prose is of no rule.
    """
    prose = tomllib.loads((DOCS / "rules.toml").read_text("utf-8"))
    if prose.keys() != all_rules().keys():
        raise ValueError(f"rules.toml and rules.tsv differ in {sorted(prose.keys() ^ all_rules().keys())}")
    return "\n".join([HEAD, *(line for rule in all_rules().values() for line in _section(rule, prose[rule.id]))])


def _section(rule: Rule, prose: dict[str, Any]) -> Iterator[str]:
    figures = f"{rule.precision:.2%} of {rule.edits:,} edits were right" if rule.edits else "not measured"
    yield f"## {rule.id}\n"
    yield f"{rule.summary[0].upper()}{rule.summary[1:]}. Grade: *{rule.grade}* ({figures}).\n"
    yield from (f"**{part.capitalize()}.** {prose[part]}\n" for part in PARTS if part in prose)
    if "example" in prose:
        yield "\n".join(("```diff", *_example(rule, _report(rule, prose)), "```\n"))


def _report(rule: Rule, prose: dict[str, Any]) -> Report:
    """The example of a rule, run."""
    options = prose.get("options", {})
    family = rule.id.split(".")[0]
    if family == "convert":
        return Converter(**options).report(prose["example"])
    if family == "term":
        return _glossary(**options).enforce(prose["example"])
    return repair_report(prose["example"], **options)


def _glossary(designations: list[list[str]], replaced_by: str, review: str = "approved") -> Glossary:
    """A glossary of some rows; those with a status are replaced."""
    rows = [Designation(*row) for row in designations]
    return Glossary(
        row if row.status == "preferred" else row._replace(replaced_by=replaced_by, review=review) for row in rows
    )


def _example(rule: Rule, report: Report) -> Iterator[str]:
    edits = [edit for edit in report.edits if rule.id in edit.rules]
    if not edits:
        raise ValueError(f"{rule.id} has no part in its example")
    if not report.changed:
        yield f"  {_shown(report.source)}"
        yield f"! note: {', '.join(_shown(edit.before) for edit in edits)}"
        return
    yield f"- {_shown(report.source)}"
    yield f"+ {_shown(report.text)}"


def _shown(text: str) -> str:
    return _UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def main() -> None:
    """Write the page."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    PAGE.write_text(page(), "utf-8")


if __name__ == "__main__":
    main()
