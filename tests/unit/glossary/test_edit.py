"""Edits of entries, the form of a concept, and what differs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zh_localize.errors import EditError, GlossaryFormatError
from zh_localize.glossary import Concept, Designation, edit, form
from zh_localize.glossary.diff import diff, lines
from zh_localize.glossary.entries import Entries

ROWS = [
    Designation("c1", "en", "migrant worker", source="guide"),
    Designation("c1", "en", "rural hand", "admitted", review="draft"),
    Designation("c1", "en", "old hand", "deprecated", replaced_by="rural hand", source="guide"),
    Designation("c1", "zh-Hans-CN", "农民工", source="guide"),
    Designation("c2", "en", "premier", styles="a", source="guide"),
    Designation("c2", "en", "prime minister", styles="b", source="guide"),
]
HOUSE = Entries.of_rows([Concept("c1", "work"), Concept("c2", "state", related="c1")], ROWS)

DONE: list[tuple[Callable[[Entries], Entries], list[str]]] = [
    (
        lambda e: edit.add(e, Designation("c1", "en", "hand")),
        ["+ c1 en 'hand' (status 'preferred', review 'approved')"],
    ),
    (
        lambda e: edit.add(e, Designation("c3", "en", "law", review="draft"), Concept("c3", "state")),
        ["+ c3 (domain 'state')", "+ c3 en 'law' (status 'preferred', review 'draft')"],
    ),
    (lambda e: edit.set_fields(e, ("c1",), {"note": "x"}), ["c1: note '' -> 'x'"]),
    (
        lambda e: edit.set_fields(e, ("c1", "en", "rural hand"), {"pos": "noun"}),
        ["c1 en 'rural hand': pos '' -> 'noun'"],
    ),
    (
        lambda e: edit.rename(e, ("c1", "en", "rural hand"), "farm hand"),
        ["c1 en: 'rural hand' -> 'farm hand'", "c1 en 'old hand': replaced_by 'rural hand' -> 'farm hand'"],
    ),
    (
        lambda e: edit.deprecate(e, ("c1", "en", "migrant worker"), "rural hand"),
        [
            "c1 en 'migrant worker': status 'preferred' -> 'deprecated', replaced_by '' -> 'rural hand'",
            "c1 en 'rural hand': status 'admitted' -> 'preferred'",
        ],
    ),
    (
        lambda e: edit.approve(e, ("c1",), "new guide"),
        ["c1 en 'rural hand': review 'draft' -> 'approved', source '' -> 'new guide'"],
    ),
    (
        lambda e: edit.remove(e, ("c2",)),
        [
            "- c2 (domain 'state', related 'c1')",
            "- c2 en 'premier' (status 'preferred', styles 'a', review 'approved', source 'guide')",
            "- c2 en 'prime minister' (status 'preferred', styles 'b', review 'approved', source 'guide')",
        ],
    ),
    (lambda e: edit.move(e, ("c1",), "state"), ["c1: domain 'work' -> 'state'"]),
    (
        lambda e: edit.move(e, ("c1", "zh-Hans-CN", "农民工"), "c2"),
        [
            "- c1 zh-Hans-CN '农民工' (status 'preferred', review 'approved', source 'guide')",
            "+ c2 zh-Hans-CN '农民工' (status 'preferred', review 'approved', source 'guide')",
        ],
    ),
]


@pytest.mark.parametrize(("change", "told"), DONE)
def test_edits(change: Callable[[Entries], Entries], told: list[str]) -> None:
    before = Entries(dict(HOUSE.concepts), dict(HOUSE.terms))
    after = change(HOUSE)
    assert [line for concept in diff(HOUSE, after) for line in lines(concept)] == told
    assert before == HOUSE


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda e: edit.add(e, ROWS[0]), "stands there already; change it with edit"),
        (lambda e: edit.add(e, Designation("c9", "en", "x")), "c9: there is no such concept; give its domain"),
        (lambda e: edit.add(e, Designation("c9", "en", "x"), Concept("c1", "y")), "c1: the concept is there already"),
        (lambda e: edit.add(e, Designation("c1", "zh_TW", "x")), "lang is 'zh_TW': .*; write zh-Hant-TW"),
        (lambda e: edit.add(e, Designation("c1", "en", "x\ny")), "tabs and line ends cannot stand in a field"),
        (lambda e: edit.add(e, Designation("c1", "en", " x")), "write 'x', without blanks at its edges"),
        (lambda e: edit.set_fields(e, ("c1",), {"term": "x"}), "'term' is no field that can be set; set one of domain"),
        (
            lambda e: edit.set_fields(e, ("c1", "en", "rural"), {}),
            "no such row; write c1 en 'migrant worker', c1",
        ),
        (lambda e: edit.set_fields(e, ("c1", "en", "rural hand"), {"status": "good"}), "write one of preferred, admit"),
        (lambda e: edit.set_fields(e, ("c1", "en", "rural hand"), {"valid_to": "now"}), "write a date as YYYY"),
        (lambda e: edit.rename(e, ("c1", "en", "rural hand"), "old hand"), "'old hand': stands there already"),
        (
            lambda e: edit.deprecate(e, ("c1", "en", "rural hand"), "x"),
            "'x' is no other .*; name one of 'migrant",
        ),
        (lambda e: edit.deprecate(e, ("c1", "en", "rural hand"), "old hand"), "'old hand' is deprecated itself"),
        (lambda e: edit.deprecate(e, ("c2", "en", "premier"), "prime minister"), r"houses differ \(a, b\)"),
        (lambda e: edit.approve(e, ("c1",)), "has no source; name where it was seen"),
        (lambda e: edit.approve(e, ("c9",)), "c9: there is no such row; look for it with search"),
        (lambda e: edit.remove(e, ("c1", "en", "rural hand")), "replaces 'old hand'"),
        (lambda e: edit.remove(e, ("c1",)), "the concept c2 names it"),
        (lambda e: edit.move(e, ("c1", "en", "migrant worker"), "c9"), "c9: there is no such concept"),
    ],
)
def test_edits_that_cannot_be(change: Callable[[Entries], Entries], message: str) -> None:
    with pytest.raises(EditError, match=message):
        change(HOUSE)


def test_new_issues() -> None:
    after = edit.add(HOUSE, Designation("c2", "en", "Migrant Worker", source="x"))
    found = edit.new_issues(HOUSE, after, ["c2"])
    assert [(issue.rule, issue.concept) for issue in found if issue.rule == "lint.shared"] == [("lint.shared", "c1")]
    assert edit.new_issues(after, after, ["c1", "c2"]) == ()


FIELD = st.text(st.characters(exclude_characters="\t\n\r", exclude_categories=["Cs"])).map(str.strip)


@given(FIELD, FIELD.filter(bool), FIELD)
def test_the_form_of_a_concept_reads_back(note: str, term: str, source: str) -> None:
    concept, row = Concept("c1", "law", note=note), Designation("c1", "en", term, source=source, note=note)
    assert form.read(Path("x.toml"), form.write(Entries.of_rows([concept], [row]), "c1")) == (concept, (row,))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("concept = c1", r"x\.toml:1:11: .*write TOML"),
        (
            'concept = "c1"\n[[term]]\nlang = "en"\nterm = "x"\nstatsu = "y"',
            r"x\.toml:5:1: 'statsu' is no field; use lang",
        ),
        ('concept = "c1"\nnote = 5', r"x\.toml:2:1: note is 5; write note = \"5\", in quotation marks"),
        ('concept = "c1"\n\n[[term]]\nlang = "en"', r"x\.toml:3:1: a term without 'term'"),
        ('note = "c1"', "no field 'concept'"),
        ('concept = "c1"\nterm = "x"', "'term' is no list of tables"),
    ],
)
def test_a_form_that_cannot_be_read(text: str, message: str) -> None:
    with pytest.raises(GlossaryFormatError, match=message):
        form.read(Path("x.toml"), text)


def test_an_empty_form_is_none() -> None:
    assert form.read(Path("x.toml"), "# nothing\n\n") is None
