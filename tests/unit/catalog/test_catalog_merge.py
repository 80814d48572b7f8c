"""Merging with a template: as msgmerge does, and no translation by hand is lost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_catalogs import HEADER, catalogs, gnu, plain_catalogs, run_gnu

from zh_localize.catalog import Catalog, Previous, Unit, po
from zh_localize.catalog.merge import merge
from zh_localize.catalog.similar import Similar, likeness

PLURAL = (*HEADER, ("Plural-Forms", "nplurals=2; plural=n != 1;"))
CASES = [
    (
        "unchanged",
        Unit("a", ("甲",), comments=("c",)),
        Unit("a", references=("x:1",)),
        Unit("a", ("甲",), comments=("c",), references=("x:1",)),
    ),
    (
        "template notes",
        Unit("a", ("甲",), notes=("old",), references=("x:1",)),
        Unit("a", notes=("new",)),
        Unit("a", ("甲",), notes=("new",)),
    ),
    (
        "formats of the template",
        Unit("a", ("甲",), flags=("c-format",)),
        Unit("a", flags=("python-format",)),
        Unit("a", ("甲",), flags=("python-format",)),
    ),
    (
        "flags of people",
        Unit("a", ("甲",), flags=("ignore-url-changed",)),
        Unit("a", flags=("c-format",)),
        Unit("a", ("甲",), flags=("c-format", "ignore-url-changed")),
    ),
    (
        "fuzzy stays, and previous",
        Unit("a", ("甲",), flags=("fuzzy",), previous=Previous("b")),
        Unit("a"),
        Unit("a", ("甲",), flags=("fuzzy",), previous=Previous("b")),
    ),
    ("fuzzy without a translation", Unit("a", flags=("fuzzy",)), Unit("a"), Unit("a")),
    ("revived", Unit("a", ("甲",), comments=("c",), obsolete=True), Unit("a"), Unit("a", ("甲",), comments=("c",))),
    ("another context", Unit("a", ("甲",), context="x"), Unit("a", context="y"), Unit("a", context="y")),
    ("empty context", Unit("a", ("甲",)), Unit("a", context=""), Unit("a", context="")),
    ("new plural", Unit("z"), Unit("a", ("", ""), plural="as"), Unit("a", ("", ""), plural="as")),
    (
        "becomes plural",
        Unit("a", ("甲",)),
        Unit("a", ("", ""), plural="as"),
        Unit("a", ("甲", "甲"), plural="as", flags=("fuzzy",)),
    ),
    (
        "loses its plural",
        Unit("a", ("甲", "乙"), plural="as"),
        Unit("a"),
        Unit("a", ("甲",), flags=("fuzzy",), comments=("msgstr[1] was: 乙",)),
    ),
    (
        "another plural",
        Unit("a", ("甲", "乙"), plural="as"),
        Unit("a", ("", ""), plural="aas"),
        Unit("a", ("甲", "乙"), plural="aas", flags=("fuzzy",)),
    ),
]


@pytest.mark.parametrize(("old", "new", "merged"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_becomes_of_a_message(old: Unit, new: Unit, merged: Unit) -> None:
    found = merge(Catalog(PLURAL, (old,)), Catalog(units=(new,)), fuzzy=False)
    assert found.units[0] == merged


def test_what_the_template_lacks_becomes_obsolete_where_it_is_translated() -> None:
    units = (
        Unit("a", ("甲",), comments=("c",), notes=("n",), references=("x:1",)),
        Unit("b"),
        Unit("c", ("丙",), obsolete=True),
    )
    assert merge(Catalog(HEADER, units), Catalog(units=(Unit("d"),))).units == (
        Unit("d"),
        Unit("a", ("甲",), comments=("c",), obsolete=True),
        Unit("c", ("丙",), obsolete=True),
    )


def test_the_header_keeps_its_order_and_takes_the_date_of_the_template() -> None:
    old = Catalog((("X-Odd", "1"), ("POT-Creation-Date", "old"), ("Language", "zh_TW")), header_comments=("me",))
    new = Catalog((("POT-Creation-Date", "new"), ("Report-Msgid-Bugs-To", "b"), ("Language", "")))
    merged = merge(old, new)
    assert merged.header == (
        ("X-Odd", "1"),
        ("POT-Creation-Date", "new"),
        ("Language", "zh_TW"),
        ("Report-Msgid-Bugs-To", "b"),
    )
    assert merged.header_comments == ("me",)
    assert merge(Catalog(), new).header == new.header


@pytest.mark.parametrize("forms", ["nplurals=999999999; plural=0;", "nplurals=0;", "nplurals=x; plural=((((n", ""])
def test_a_count_of_forms_that_is_none_is_that_of_the_template(forms: str) -> None:
    old = Catalog((*HEADER, ("Plural-Forms", forms)), (Unit("a", ("甲",)),))
    new = Catalog(units=(Unit("a", ("", ""), plural="as"), Unit("b", ("", ""), plural="bs")))
    assert [unit.targets for unit in merge(old, new, fuzzy=False).units] == [("甲", "甲"), ("", "")]


def test_what_is_unchanged_keeps_its_bytes() -> None:
    text = '#, fuzzy ,c-format\nmsgid "a"   \nmsgstr "甲""乙"\n'
    template = Catalog(units=(Unit("a", flags=("c-format",)),))
    assert po.to_bytes(merge(po.parse(text), template)).decode() == text


def test_a_message_like_an_old_one_gets_its_translation() -> None:
    old = Catalog(HEADER, (Unit("储存所有文件", ("Save all files",)), Unit("Quit", ("離開",), context="menu")))
    new = Catalog(units=(Unit("儲存所有檔案文件", context="x"), Unit("Help")))
    found = merge(old, new, previous=True).units
    assert found[0].targets == ("Save all files",)
    assert (found[0].flags, found[0].previous) == (("fuzzy",), Previous("储存所有文件"))
    assert found[1] == Unit("Help")
    assert found[2] == Unit("Quit", ("離開",), context="menu", obsolete=True)
    assert merge(old, new).units[0].previous is None
    assert not any(unit.fuzzy for unit in merge(old, new, fuzzy=False).units)


@given(catalogs(), catalogs())
@settings(deadline=None)
def test_no_translation_is_lost(old: Catalog, new: Catalog) -> None:
    merged = merge(old, new, fuzzy=False)
    for unit in old.units:
        found = merged.get(unit.source, unit.context)
        if any(unit.targets):
            assert found is not None
            kept = "\n".join((*found.targets, *found.comments))
            assert all(text.replace("\n", "\\n") in kept.replace("\n", "\\n") for text in unit.targets)
    active = [unit.key for unit in new.units if not unit.obsolete]
    assert [unit.key for unit in merged.units][: len(active)] == active


@given(catalogs())
@settings(deadline=None)
def test_merging_twice_changes_nothing_more(catalog: Catalog) -> None:
    template = Catalog(catalog.header, tuple(unit for unit in catalog.units if not unit.obsolete)[::-1])
    once = merge(catalog, template)
    assert merge(once, template) == once


@gnu
@given(plain_catalogs(), st.data())
@settings(deadline=None, max_examples=40)
def test_active_messages_are_those_of_msgmerge(
    tmp_path_factory: pytest.TempPathFactory, catalog: Catalog, data: st.DataObject
) -> None:
    folder: Path = tmp_path_factory.mktemp("merge")
    units = data.draw(st.permutations(catalog.units)) if catalog.units else []
    template = [
        replace(unit, source=unit.source + "!", targets=("",)) if place % 3 else unit
        for place, unit in enumerate(units)
        if place % 5
    ]
    new = Catalog(HEADER, tuple({unit.key: unit for unit in template}.values()))
    catalog.save(folder / "old.po")
    new.save(folder / "new.pot")
    judged = run_gnu("msgmerge", "-N", "-q", "--force-po", "-o", "-", folder / "old.po", folder / "new.pot")
    theirs, ours = po.from_bytes(judged.stdout), merge(catalog, new, fuzzy=False)
    assert [(unit.key, unit.targets) for unit in ours.units if not unit.obsolete] == [
        (unit.key, unit.targets) for unit in theirs.units if not unit.obsolete
    ]


@pytest.mark.parametrize(
    ("one", "other", "enough"),
    [
        ("儲存檔案", "储存档案", True),
        ("儲存檔案", "儲存檔案…", True),
        ("保存文件", "关闭窗口", False),
        ("Save the file", "Save the files", True),
        ("Save the file", "Open a window", False),
        ("", "a", False),
    ],
)
def test_likeness(one: str, other: str, enough: bool) -> None:
    assert (likeness(one, other) >= 0.6) is enough
    assert likeness(one, other) == likeness(other, one)
    assert likeness(one, one) == 1


def test_the_nearest_of_many() -> None:
    messages = [f"The option {number} of the program is not known" for number in range(3000)]
    asked = [message.replace("option", "options") for message in messages[::100]]
    similar = Similar(messages, asked=asked)
    assert [similar.nearest(message) for message in asked] == list(range(0, 3000, 100))
