"""Which script, with its evidence, and which region."""

from __future__ import annotations

import pytest

from zh_localize.text import scripts


@pytest.mark.parametrize(
    ("text", "name", "hans", "hant"),
    [
        ("国务院办公厅关于加强管理的通知", "Hans", 6, 0),
        ("行政院關於加強管理的通知", "Hant", 0, 2),
        ("经济社會", "mixed", 2, 1),
        ("人口一千三百二十人", "Han", 0, 0),
        ("干部采用并后", "Han", 0, 0),
        ("", "none", 0, 0),
        ("Hello, 123！", "none", 0, 0),
        ("\ud800\0", "none", 0, 0),
        ("東京は日本の首都です", "Jpan", 0, 1),
        ("カタカナ", "Jpan", 0, 0),
        ("两种类型，详参外国人の人权のアプローチ", "Hans", 6, 0),
        ("대한민국(大韓民國)의 수도", "Kore", 0, 2),
    ],
)
def test_names_and_counts(text: str, name: str, hans: int, hant: int) -> None:
    script = scripts.detect(text)
    assert (script.name, script.hans, script.hant) == (name, hans, hant)
    assert (len(scripts.marks(text, "Hans")), len(scripts.marks(text, "Hant"))) == (hans, hant)


def test_the_evidence_tells_the_counts_and_shows_the_marks() -> None:
    evidence = scripts.detect("經濟經濟发展").evidence
    assert evidence.startswith("6 Han characters, 1 only Simplified, 4 only Traditional")
    assert "經" in evidence


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("這裡", "TW"),
        ("這裏", "HK"),
        ("衞生署", "HK"),
        ("他説", "HK"),
        ("荃灣綫", "HK"),
        ("臺北", None),
        ("這裡和那裏", None),
        ("這裡、那裡和那裏", "TW"),
        ("", None),
    ],
)
def test_region(text: str, region: str | None) -> None:
    assert scripts.region(text) == region
