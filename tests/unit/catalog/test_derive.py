"""Derived catalogues: what becomes of entries, what humans wrote, what a second run does, what is doubtful."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from sample_catalogs import DATA, catalogs

from zh_localize.catalog import Catalog, Unit, placeholders, po
from zh_localize.catalog.derive import Deriver, Fuzzy, State, is_derived, origin_of
from zh_localize.errors import UnknownVariantError
from zh_localize.glossary import Designation, Glossary
from zh_localize.text.variants import Variant

HEADER = (
    ("Language", "zh_CN"),
    ("PO-Revision-Date", "2024-05-01 12:00+0800"),
    ("Plural-Forms", "nplurals=1; plural=0;"),
)
CASES = [  # source, translation, to, derived
    ("Open _File", "打开文件(_F)", "zh_TW", "開啟檔案(_F)"),
    ("Open the document", "打开文件", "zh_TW", "開啟文件"),
    ("a program", "程序", "zh_TW", "程式"),
    ("an error message", "错误信息", "zh_TW", "錯誤訊息"),
    ("system information", "系统信息", "zh_TW", "系統資訊"),
    ("<b>%s</b> not found", "找不到“<b>%s</b>”", "zh_TW", "找不到「<b>%s</b>」"),
    ('<a title="x">software</a>', '<a title="软件">软件</a>', "zh_TW", '<a title="軟體">軟體</a>'),
    ("ha<b>ir</b>", "头<b>发</b>", "zh_TW", "頭<b>髮</b>"),
    ("software", "软件", "zh_HK", "軟件"),
    ("the server", "服务器", "zh_HK", "伺服器"),
    ("a program", "程式", "zh_CN", "程序"),
    ("%d files", "%d 個檔案", "zh_CN", "%d 个文件"),
]  # fmt: skip


def origin(to: str) -> str:
    return "zh_TW" if to == "zh_CN" else "zh_CN"


def made(*units: Unit) -> Catalog:
    return Catalog(HEADER, units)


def derive(source: Catalog, existing: Catalog | None = None, **options: object) -> Catalog:
    return Deriver("zh_CN", "zh_TW", **options).derive(source, existing).catalog  # type: ignore[arg-type]


@pytest.mark.parametrize(("source", "target", "to", "expected"), CASES)
def test_what_becomes_of_an_entry(source: str, target: str, to: str, expected: str) -> None:
    unit = Unit(source, (target,), flags=("c-format",) if "%" in source else ())
    found = Deriver(origin(to), to).derive(made(unit)).catalog.units[0]
    assert found.target == expected
    assert is_derived(found)
    assert placeholders.arguments(found.target, found.flags) == placeholders.arguments(target, unit.flags)


@given(catalogs())
def test_a_second_run_changes_nothing(catalog: Catalog) -> None:
    deriver = Deriver("zh_CN", "zh_TW")
    first = deriver.derive(catalog).catalog
    again = deriver.derive(catalog, po.parse(po.serialise(first)))
    assert again.catalog == po.parse(po.serialise(first))
    assert po.serialise(again.catalog) == po.serialise(first)


def test_the_real_sample_derives_without_loss() -> None:
    source = Catalog.load(DATA / "zh_CN.po")
    found = derive(source)
    assert [unit.key for unit in found.units] == [unit.key for unit in source.units if not unit.obsolete]
    for unit in source.units:
        if unit.translated and not unit.obsolete:
            other = found.get(unit.source, unit.context)
            assert other
            for before, after in zip(unit.targets, other.targets, strict=True):
                assert placeholders.arguments(before, unit.flags) == placeholders.arguments(after, unit.flags)


def test_a_human_entry_wins() -> None:
    human = Unit("Save", ("存起來",), comments=("by hand",))
    found = Deriver("zh_CN", "zh_TW").derive(made(Unit("Save", ("保存",))), Catalog(HEADER, (human,)))
    assert found.catalog == Catalog(HEADER, (human,))
    assert found.states == (State.KEPT,)


def test_an_edited_entry_wins_and_is_told_when_its_source_changes() -> None:
    source = made(Unit("Save", ("保存",)))
    first = derive(source)
    edited = replace(first, units=(replace(first.units[0], targets=("存檔",)),))
    deriver = Deriver("zh_CN", "zh_TW")
    assert deriver.derive(source, edited).states == (State.KEPT,)
    found = deriver.derive(made(Unit("Save", ("存储",))), edited)
    assert (found.states, found.catalog) == ((State.STALE,), edited)


def test_only_entries_whose_source_changed_are_made_anew() -> None:
    source = made(Unit("Save", ("保存",)), Unit("Open", ("打开",)))
    first = derive(source)
    changed = made(Unit("Save", ("存储文件",)), Unit("Open", ("打开",)), Unit("Close", ("关闭",)))
    found = Deriver("zh_CN", "zh_TW").derive(changed, first)
    assert found.states == (State.UPDATED, State.CURRENT, State.NEW)
    assert found.catalog.units[1] is first.units[1]


def test_a_confirmed_entry_stays_confirmed() -> None:
    source = made(Unit("x", ("后台",)))
    first = derive(source, fuzzy="all")
    assert first.units[0].fuzzy
    confirmed = replace(first, units=(replace(first.units[0], flags=()),))
    assert derive(source, confirmed, fuzzy="all") == confirmed
    assert derive(source, confirmed, fuzzy="all", anew=True) == confirmed


def test_words_of_the_house_need_a_derivation_anew() -> None:
    source = made(Unit("Save", ("保存",)))
    first = derive(source)
    words = {"保存": "存檔"}
    assert derive(source, first, words=words) == first
    assert derive(source, first, words=words, anew=True).units[0].target == "存檔"


def test_what_is_doubtful() -> None:
    doubtful, sound = Unit("backstage", ("后台",)), Unit("Save", ("保存",))
    for fuzzy, expected in ((Fuzzy.ALL, [True, True]), (Fuzzy.RISKY, [True, False]), (Fuzzy.NONE, [False, False])):
        found = derive(made(doubtful, sound), fuzzy=fuzzy)
        assert [unit.fuzzy for unit in found.units] == expected
        assert any(comment.startswith("zhl: look: ") for comment in found.units[0].comments)


def test_a_term_that_the_glossary_forbids_is_doubtful() -> None:
    glossary = Glossary([
        Designation("c1", "zh-Hant-TW", "移工"),
        Designation("c1", "zh-Hant-TW", "外勞", "forbidden", replaced_by="移工", review="approved"),
    ])  # fmt: skip
    found = derive(made(Unit("migrant workers", ("外劳",))), glossary=glossary).units[0]
    assert found.fuzzy
    assert "外勞" in found.comments[0]


def test_untranslated_and_fuzzy_entries_are_not_derived_from() -> None:
    source = made(Unit("a"), Unit("b", ("乙",), flags=("fuzzy",)), Unit("c", ("丙",), obsolete=True))
    found = Deriver("zh_CN", "zh_TW").derive(source)
    assert [(unit.source, unit.target, unit.flags) for unit in found.catalog.units] == [("a", "", ()), ("b", "", ())]
    assert found.count(State.UNTRANSLATED) == 2


def test_what_the_target_has_beyond_stays() -> None:
    more = (Unit("Extra", ("多的",)), Unit("Old", ("舊的",), obsolete=True))
    found = derive(made(Unit("Save", ("保存",))), Catalog(HEADER, more))
    assert [unit.source for unit in found.units] == ["Save", "Extra", "Old"]
    assert found.units[1:] == more


def test_the_header() -> None:
    header = dict(derive(made(Unit("Save", ("保存",)))).header)
    assert header["Language"] == "zh_TW"
    assert (header["X-Generator"], header["X-Derived-From"]) == ("zh-localize", "zh_CN")
    assert header["PO-Revision-Date"] == "2024-05-01 12:00+0800"
    assert header["Plural-Forms"] == "nplurals=1; plural=0;"


def test_a_variant_cannot_be_derived_from_itself() -> None:
    with pytest.raises(ValueError, match="zh_TW cannot be derived from itself"):
        Deriver("zh-Hant", "zh_TW")


def test_the_origin_of_a_catalogue() -> None:
    assert origin_of(made()) is Variant.HANS_CN
    with pytest.raises(UnknownVariantError):
        origin_of(Catalog())
