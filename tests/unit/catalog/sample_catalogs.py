"""Sample catalogues, invented ones for the laws, and GNU gettext where it is installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import strategies as st

from zh_localize.catalog import Catalog, Previous, Unit

DATA = Path(__file__).parents[2] / "data" / "po"
SAMPLES = ("zh_TW.po", "zh_CN.po")
HEADER = (("Language", "zh_TW"), ("Content-Type", "text/plain; charset=UTF-8"))

gnu = pytest.mark.skipif(shutil.which("msgcat") is None, reason="GNU gettext is not installed")


def run_gnu(*command: str | Path, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """A GNU gettext command with ``data`` on its input, its messages in English."""
    environment = {"LC_ALL": "C", "PATH": "/usr/local/bin:/usr/bin:/bin:/opt/homebrew/bin"}
    return subprocess.run([str(part) for part in command], input=data, capture_output=True, env=environment)


# Words, spaces, wide and narrow punctuation, quotation marks, escapes, numbers and directives: what decides on lines.
PIECES = st.sampled_from(
    (
        *"中文報告，。、；：？！「」『』《》（）“”‘’…—·～％￥々",
        *"abcxyz .,;:?!()[]{}<>/\\|-+=_%$#@&*~`'\"\n\t",
        *(
            "word ",
            "……",
            "——",
            "2024",
            "98.6%",
            "%s",
            "https://example.org/a?b=c",
            "é",
            "かなー",
            "한국",
            "😀",
            "\u00a0",
        ),
    )
)
CHINESE = st.lists(PIECES, max_size=90).map("".join)
ANYTHING = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
TEXTS = CHINESE | ANYTHING
LINES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)
REFERENCES = st.builds(
    "{}{}".format,
    st.text(st.sampled_from("abc/報告.: "), min_size=1, max_size=30),
    st.sampled_from(["", ":12", ":120045"]),
)
FLAGS = st.sampled_from(["fuzzy", "c-format", "no-c-format", "python-brace-format", "range: 0..5", "no-wrap"])


def tuples(items: st.SearchStrategy[str], *, unique: bool = False) -> st.SearchStrategy[tuple[str, ...]]:
    """Up to four of the items."""
    return st.lists(items, max_size=4, unique=unique).map(tuple)


@st.composite
def units(draw: st.DrawFn) -> Unit:
    """Any unit that a PO file can hold."""
    plural = draw(st.none() | TEXTS)
    return Unit(
        source=draw(TEXTS),
        targets=(draw(TEXTS),) if plural is None else tuple(draw(st.lists(TEXTS, min_size=1, max_size=3))),
        context=draw(st.none() | TEXTS),
        plural=plural,
        comments=draw(tuples(LINES)),
        notes=draw(tuples(LINES)),
        references=draw(tuples(REFERENCES)),
        flags=draw(tuples(FLAGS, unique=True)),
        previous=draw(st.none() | st.builds(Previous, TEXTS, st.none() | TEXTS, st.none() | TEXTS)),
        obsolete=draw(st.booleans()),
    )


@st.composite
def catalogs(draw: st.DrawFn) -> Catalog:
    """Any catalogue that a PO file can hold."""
    found = draw(st.lists(units(), max_size=5, unique_by=lambda unit: unit.key))
    names = st.sampled_from(["Language", "X-Generator", "Plural-Forms", "X-Bugs"])
    return Catalog(
        header=(("Content-Type", "text/plain; charset=UTF-8"), *draw(st.lists(st.tuples(names, LINES), max_size=3))),
        units=tuple(unit for unit in found if unit.key != (None, "")),
        header_comments=draw(tuples(LINES)),
        header_notes=draw(tuples(LINES)),
        header_references=draw(tuples(REFERENCES)),
        header_flags=draw(tuples(FLAGS, unique=True)),
    )


@st.composite
def plain_catalogs(draw: st.DrawFn) -> Catalog:
    """Catalogues without what GNU gettext rewrites, such as the order of flags and the place of obsolete entries."""
    found = draw(st.lists(st.tuples(CHINESE, CHINESE, st.none() | CHINESE), max_size=8, unique_by=lambda row: row[0]))
    formats = draw(st.sampled_from([(), ("c-format",), ("python-brace-format",), ("no-wrap",)]))
    references = draw(
        tuples(st.sampled_from(["src/a.c:1", "年報/第一章.md:20", "docs/a-rather-long-name.md:300"]), unique=True)
    )
    return Catalog(
        HEADER,
        tuple(
            Unit(source, (target,), context, flags=formats, references=references)
            for source, target, context in found
            if source
        ),
    )
