"""Checks of catalogues: what each speaks of and what it lets pass, what is mended, and what shows in the whole."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_catalogs import DATA

from cases import read
from zh_localize.catalog import Catalog, Unit
from zh_localize.catalog.check import numbers
from zh_localize.catalog.check.checker import CHECKS, HEADER, SEVERITIES, CatalogChecker, fixed
from zh_localize.catalog.check.message import Message
from zh_localize.errors import UnknownVariantError
from zh_localize.glossary import Designation, Glossary
from zh_localize.glossary.check import Checker
from zh_localize.rules import all_rules
from zh_localize.text.variants import Variant

ROWS = [pytest.param(row, id=row["id"]) for row in read("catalog_check.tsv")]
HEADER_TW = (
    ("Language", "zh_TW"), ("MIME-Version", "1.0"), ("Content-Type", "text/plain; charset=UTF-8"),
    ("Content-Transfer-Encoding", "8bit"), ("Plural-Forms", "nplurals=1; plural=0;"),
)  # fmt: skip
VALUES = [
    ("1,234", [1234]), ("3.5", [3.5]), ("130万", [1300000]), ("2.5 億", [250000000]), ("three million", []),
    ("5 thousand", [5000]), ("一百二十三", [123]), ("十二", [12]), ("一亿三千万", [130000000]), ("三千零五", [3005]),
    ("二〇〇九", [2009]), ("v1.2.3", []), ("x86-64", []), ("10:30", []), ("#12", []), ("两百", [200]),
    ("一万二千", [12000]), ("共130万人", [1300000]), ("第12行", [12]),
]  # fmt: skip


def variant(name: str) -> Variant:
    return Variant.parse("zh_CN" if name == "en" else name)


def rules_of(catalog: Catalog, path: Path | None = None, **options: object) -> list[tuple[str, str]]:
    found = CatalogChecker(**options).check(catalog, path)  # type: ignore[arg-type]
    return [(unit.source, finding.rule) for unit, _, finding in found]


def tw(*units: Unit) -> Catalog:
    return Catalog(HEADER_TW, units)


@pytest.mark.parametrize("row", ROWS)
def test_what_is_said_of_a_message(row: dict[str, str]) -> None:
    flags = tuple(filter(None, row["flags"].split(",")))
    unit = Unit(row["source"], (row["target"],), flags=flags)
    found = [
        (found, finding)
        for found, _, finding in CatalogChecker(variant=variant(row["variant"])).check(tw(unit))
        if found is not HEADER
    ]
    said = {finding.rule for _, finding in found}
    if row["variant"] == "en":
        said -= {"po.untranslated", "po.region", "po.end-mark"}
    assert said == set(filter(None, row["rules"].split(",")))
    mended = fixed(row["target"], (finding for _, finding in found))
    assert mended == (row["fixed"] or row["target"])


@pytest.mark.parametrize(("text", "expected"), VALUES)
def test_values(text: str, expected: list[float]) -> None:
    assert [number.value for number in numbers.values(text)] == expected


def test_every_rule_is_told_and_graded() -> None:
    assert set(SEVERITIES) == {id_ for id_ in all_rules() if id_.startswith("po.")}


def test_access_keys() -> None:
    others = tuple(Unit(f"_{letter}x", (f"鍵(_{letter})",)) for letter in "ABC")
    found = rules_of(tw(*others, Unit("_Save", ("儲存",)), Unit("_Open", ("_開啟",)), Unit("a_name", ("名稱",))))
    assert found == [("_Save", "po.access-key"), ("_Open", "po.access-key-style")]
    assert rules_of(tw(Unit("_Save", ("儲存",)))) == []


def test_plural_forms() -> None:
    unit = Unit("%d file", ("%d 個檔案",), plural="%d files", flags=("c-format",))
    assert rules_of(tw(unit)) == []
    assert rules_of(tw(replace(unit, targets=("檔案",)))) == [("%d file", "po.plural")]
    assert rules_of(tw(replace(unit, targets=("%s 個檔案",)))) == [("%d file", "po.placeholder")]


def test_the_header() -> None:
    assert rules_of(tw()) == []
    assert rules_of(tw(), Path("po/zh_CN.po")) == [("", "po.language")]
    two = tw().with_header_field("Plural-Forms", "nplurals=2; plural=(n != 1);")
    assert rules_of(two) == [("", "po.plural")]
    assert rules_of(tw().with_header_field("PO-Revision-Date", "yesterday")) == [("", "po.header")]
    assert rules_of(Catalog((("Language", "zh_TW"),))) == [("", "po.header")]
    assert ("", "po.language") in rules_of(Catalog(HEADER_TW[1:]), Path("po/zh_TW.po"))
    with pytest.raises(UnknownVariantError):
        rules_of(Catalog(HEADER_TW[1:]))


def test_a_catalogue_in_the_other_script() -> None:
    simplified = tuple(Unit(f"a{n}", (f"软件与网络设备{n}",)) for n in range(9))
    found = [rule for source, rule in rules_of(tw(*simplified)) if not source]
    assert found == ["po.language"]


def test_drift() -> None:
    units = (Unit("Save", ("儲存",)), Unit("_Save", ("保存(_S)",), context="a"), Unit("Save…", ("儲存…",), context="b"))
    assert [found for found in rules_of(tw(*units)) if found[1] == "po.drift"] == [("_Save", "po.drift")]


def test_shifted_translations() -> None:
    units = (
        Unit("Use Apache and 8080", ("用 Nginx 和 9090",)),
        Unit("Use Nginx and 9090", ("用 Caddy 和 7070",)),
        Unit("Use Caddy and 7070", ("好",)),
    )  # fmt: skip
    found = [source for source, rule in rules_of(tw(*units)) if rule == "po.shifted"]
    assert found == ["Use Apache and 8080", "Use Nginx and 9090"]


def test_release() -> None:
    units = (Unit("a", ("甲",), flags=("fuzzy",)), Unit("b"), Unit("c", ("丙",)), Unit("d", obsolete=True))
    assert rules_of(tw(*units)) == []
    assert rules_of(tw(*units), release=True) == [("a", "po.fuzzy"), ("b", "po.missing")]


def test_waivers_and_only() -> None:
    unit = Unit("at most 65535, yes", ("最多 65536,是",))
    assert [rule for _, rule in rules_of(tw(unit))] == ["po.punctuation", "po.number"][1:]
    assert rules_of(tw(replace(unit, flags=("ignore-number",)))) == []
    assert rules_of(tw(unit), only=["po.punctuation"]) == []


def test_terms() -> None:
    glossary = Glossary([Designation("c1", "en", "ledger"), Designation("c1", "zh-Hant-TW", "分類帳")])
    terms = Checker(glossary, source="en", target="zh")
    assert rules_of(tw(Unit("the ledger", ("帳本",))), terms=terms) == [("the ledger", "term.missing")]
    assert rules_of(tw(Unit("the ledger", ("分類帳",))), terms=terms) == []


def test_the_real_samples_are_sound() -> None:
    for name in ("zh_CN.po", "zh_TW.po"):
        catalog = Catalog.load(DATA / name)
        grave = [
            (unit.source, finding.rule)
            for unit, _, finding in CatalogChecker(variant=variant(name[:5])).check(catalog)
            if SEVERITIES[finding.rule] == "error"
        ]
        assert not grave


@settings(deadline=None)
@given(
    st.text("甲乙干发%s{}<b>/0129年月萬億十 (_A),.:“「」”…-\n", max_size=30),
    st.text("甲%s<b>12 January2009:.\n", max_size=30),
)
def test_edits_quote_the_translation_and_mending_is_stable(target: str, source: str) -> None:
    unit = Unit(source or "x", (target or "甲",))
    for tag in (Variant.HANS_CN, Variant.HANT_TW):
        message = Message(unit, 0, tag, "_")
        for check in CHECKS:
            for edit in check(message):
                assert message.target[edit.start : edit.end] == edit.before
                assert edit.rule in SEVERITIES
        checker = CatalogChecker(variant=tag)
        found = [finding for unit_, _, finding in checker.check(tw(unit)) if unit_ is not HEADER]
        mended = fixed(unit.target, found)
        again = replace(unit, targets=(mended,))
        later = [finding for unit_, _, finding in checker.check(tw(again)) if unit_ is not HEADER]
        assert fixed(mended, later) == mended


@pytest.mark.parametrize("piece", ["1,", "十", "“", "%", "<a ", "(", "甲 ", "Jan ", "。", "--", "_a", "a b c d e "])
def test_linear(piece: str) -> None:
    unit = Unit(piece * 4000, (piece * 4000 + "甲",))
    started = time.process_time()
    for check in CHECKS:
        list(check(Message(unit, 0, Variant.HANT_TW, "_")))
    assert time.process_time() - started < 20  # what is quadratic takes minutes
