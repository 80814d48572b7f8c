"""Packs that tests make."""

from __future__ import annotations

from pathlib import Path

CONCEPTS = """# concepts of the domain work
concept\tdomain\tdefinition\tnote\tbroader\trelated
c1\twork\t\t\t\t
c2\twork\t\t\tc1\t
"""
TERMS = """# designations of the domain work
concept\tlang\tterm\tstatus\tstyles\tpos\ttype\tmatch\treview\tvalid_from\tvalid_to\treplaced_by\tsource\tnote
c1\ten\tmigrant worker\tpreferred\t\t\t\t\tapproved\t\t\t\thouse guide\t
c1\tzh-Hans-CN\t农民工\tpreferred\t\t\t\t\tapproved\t\t\t\thouse guide\t
# asked for by the desk
c2\ten\tpolicy\tpreferred\t\t\t\t\tdraft\t\t\t\t\t
c2\tzh-Hans-CN\t政策\tpreferred\t\t\t\t\tapproved\t\t\t\thouse guide\t
"""


def make_pack(folder: Path) -> Path:
    """A pack of two concepts."""
    for name, text in {"pack.toml": 'name = "house"\n', "concepts/work.tsv": CONCEPTS, "terms/work.tsv": TERMS}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder
