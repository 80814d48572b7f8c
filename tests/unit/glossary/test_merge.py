"""Three-way merges of glossaries."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cases
from zh_localize.glossary import Concept, Designation
from zh_localize.glossary.entries import KINDS, Entries
from zh_localize.glossary.merge import merge, merge_files
from zh_localize.glossary.sheet import Sheet

TERMS = next(kind for kind in KINDS if kind.name == "terms")
TABLE = {row["id"]: row for row in cases.read("merge.tsv")}


def entries(text: str) -> Entries:
    rows = []
    for part in text.split():
        term, _, fields = part.partition("=")
        rows.append(Designation("c1", "en", term, **dict(field.split(":") for field in fields.split(",") if field)))
    return Entries.of_rows(rows)


@pytest.mark.parametrize("id_", TABLE)
def test_cases(id_: str) -> None:
    row = TABLE[id_]
    found = merge(*(entries(row[side]) for side in ("base", "ours", "theirs")))
    assert found.entries == entries(row["merged"])
    told = sorted(f"{conflict.name} {conflict.key[2]}" for conflict in found.conflicts)
    assert ";".join(told) == row["conflicts"]
    swapped = merge(*(entries(row[side]) for side in ("base", "theirs", "ours")))
    assert bool(swapped.conflicts) == bool(found.conflicts)
    assert found.conflicts or swapped.entries == found.entries


def test_a_concept_that_one_side_removes_and_the_other_uses() -> None:
    row = Designation("c1", "en", "a")
    base = Entries.of_rows([Concept("c1", "law"), Concept("c2", "law")], [row])
    ours = Entries.of_rows([Concept("c2", "law")])
    theirs = Entries.of_rows([*base.concepts.values()], [row, Designation("c1", "en", "b", "admitted")])
    found = merge(base, ours, theirs)
    assert [(conflict.name, conflict.message) for conflict in found.conflicts] == [
        ("concept", "ours removed the concept, the other side names it")
    ]
    theirs = Entries.of_rows([Concept("c1", "law"), Concept("c2", "law", broader="c1")], [row])
    [conflict] = merge(base, ours, theirs).conflicts
    assert conflict.message == "names the concept c1, which one side removed"


Rows = dict[str, tuple[str, str]]
ROWS = st.dictionaries(
    st.sampled_from("abcd"), st.tuples(st.sampled_from(["preferred", "admitted"]), st.sampled_from(["", "x", "y"]))
)


def of(rows: Rows) -> Entries:
    return Entries.of_rows([Designation("c1", "en", term, status, note=note) for term, (status, note) in rows.items()])


@given(ROWS, ROWS)
def test_an_edit_of_one_side_is_taken_as_it_is(old: Rows, new: Rows) -> None:
    base, edit = of(old), of(new)
    for found in (merge(base, edit, base), merge(base, base, edit), merge(base, edit, edit)):
        assert found.entries == edit
        assert not found.conflicts


HEAD = "# head\nconcept\tlang\tterm\tstatus\tnote\n"
BASE = f"{HEAD}# about a\nc1\ten\ta\tpreferred\t\nc1\ten\tb\tpreferred\t\n"


def merged(ours: str, theirs: str) -> tuple[str, int]:
    text, conflicts = merge_files(*(Sheet(Path("x.tsv"), text, TERMS) for text in (BASE, ours, theirs)))
    return text, len(conflicts)


def test_files_keep_the_comments_of_both() -> None:
    ours = BASE.replace("a\tpreferred\t", "a\tpreferred\tmine")
    theirs = BASE.replace("# about a", "# about a and b").replace("b\tpreferred\t", "b\tpreferred\ttheirs")
    expected = ours.replace("# head", "# head\n# about a and b").replace("b\tpreferred\t", "b\tpreferred\ttheirs")
    assert merged(ours, theirs) == (expected, 0)


def test_a_conflict_in_a_file_is_marked_where_it_is() -> None:
    ours, theirs = (BASE.replace("a\tpreferred\t", f"a\tpreferred\t{who}") for who in ("mine", "theirs"))
    block = "<<<<<<< ours\nc1\ten\ta\tpreferred\tmine\n=======\nc1\ten\ta\tpreferred\ttheirs\n>>>>>>> theirs\n"
    assert merged(ours, theirs) == (f"{HEAD}# about a\n{block}c1\ten\tb\tpreferred\t\n", 1)
