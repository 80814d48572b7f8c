"""Build ``locales/zh-localize.pot``: the messages of the project, for translators.

Run: python scripts/build_messages.py

So far these are the summaries of the rules; a message is made from them when an edit is shown.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from zh_localize.catalog import Catalog, Unit, default_header, po
from zh_localize.rules import all_rules

TEMPLATE = Path(__file__).resolve().parent.parent / "locales" / "zh-localize.pot"
CREATED = "2026-11-24 00:00+0000"


def template() -> bytes:
    """The template; the same rules give the same bytes."""
    units = (Unit(rule.summary, context=rule.id, notes=("summary of a rule",)) for rule in all_rules().values())
    header = default_header("zh-localize", None, created=CREATED)
    return po.to_bytes(Catalog(header, tuple(units), header_flags=("fuzzy",)))


def main() -> None:
    """Write the template."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    TEMPLATE.parent.mkdir(exist_ok=True)
    TEMPLATE.write_bytes(template())


if __name__ == "__main__":
    main()
