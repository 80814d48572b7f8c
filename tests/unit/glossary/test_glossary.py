"""Terms found and enforced."""

from __future__ import annotations

from pathlib import Path

import pytest

import zh_localize as zl
from zh_localize.glossary import Blocker, Designation

HOUSE = zl.Glossary(
    [
        Designation("c1", "zh-Hans-CN", "科学发展观"),
        Designation("c1", "en", "Scientific Outlook on Development", review="draft"),
        Designation("c1", "en", "Scientific Outlook", status="admitted"),
        Designation("c2", "zh-Hans-CN", "党组"),
        Designation("c3", "zh-Hans-CN", "“一带一路”"),
        Designation("c4", "zh-Hans-CN", "GDP"),
        Designation("c5", "zh-Hans-CN", "亩", match="context"),
        Designation("c6", "zh-Hans-CN", "农民工"),
        Designation("c6", "zh-Hans-CN", "打工仔", status="deprecated", replaced_by="农民工"),
        Designation("c6", "zh-Hans-CN", "盲流", status="forbidden", replaced_by="农民工", review="draft"),
        Designation("c7", "zh-Hant-TW", "計畫", status="preferred"),
        Designation("c7", "zh-Hant-TW", "計劃", status="deprecated", replaced_by="計畫"),
        Designation("c8", "zh-Hans-CN", "旧名", status="superseded", replaced_by="新名"),
        Designation("c8", "zh-Hans-CN", "新名"),
    ],
    [Blocker("zh-Hans-CN", "党组织")],
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("落實科學發展觀", [(2, "科學發展觀", "c1")]),
        ("落实科学发展观", [(2, "科学发展观", "c1")]),
        ("党组织和党组", [(4, "党组", "c2")]),
        ("「一帶一路」建設", [(0, "「一帶一路」", "c3")]),
        ("ＧＤＰ增长", [(0, "ＧＤＰ", "c4")]),
        ("XGDP增长", []),
        ("三亩地，亩产", [(1, "亩", "c5")]),
        ("", []),
    ],
)
def test_find(text: str, found: list[tuple[int, str, str]]) -> None:
    hits = HOUSE.find(text)
    assert [(hit.start, hit.text, hit.concept) for hit in hits] == found
    assert all(text[hit.start : hit.end] == hit.text for hit in hits)


@pytest.mark.parametrize(
    ("text", "result", "rule"),
    [
        ("那些打工仔们说", "那些农民工们说", "term.deprecated"),
        ("那些打工仔說話", "那些農民工說話", "term.deprecated"),
        ("本年計劃與規劃說明", "本年計畫與規劃說明", "term.deprecated"),
        ("所谓“打工仔”说", "所谓“打工仔”说", None),
        ("见http://a.cn/打工仔", "见http://a.cn/农民工", "term.deprecated"),
        ("见 `打工仔` 字段", "见 `打工仔` 字段", None),
        ("盲流", "盲流", "term.draft"),
        ("旧名", "旧名", "term.superseded"),
    ],
)
def test_enforce(text: str, result: str, rule: str | None) -> None:
    report = HOUSE.enforce(text)
    assert report.text == result
    assert [edit.rule for edit in report.edits] == ([rule] if rule else [])
    assert HOUSE.enforce(result).text == result


def test_renderings_prefer_preferred_over_approved() -> None:
    rendering = HOUSE.rendering("c1", "en")
    assert rendering is not None
    assert rendering.term == "Scientific Outlook on Development"
    assert HOUSE.rendering("c2", "en") is None


def test_several_packs_in_order(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text("concept\tlang\tterm\nh1\tzh-Hans-CN\t科学发展观\n", "utf-8")
    glossary = zl.Glossary.load(tmp_path / "a.tsv", Path(__file__).parents[3] / "glossaries" / "politics")
    assert {hit.concept for hit in glossary.find("科學發展觀")} <= {"h1", "zhp-0001"}
    assert len(glossary.designations) == 11_710
