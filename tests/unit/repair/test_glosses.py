"""Readings stuck by a converter go; readings that an author wrote stay."""

from __future__ import annotations

import pytest

from zh_localize.repair import glosses


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("促進經(jīng)濟(jì)發展", "促進經濟發展"),
        ("經（jīng ）濟社會發展得很快", "經濟社會發展得很快"),
        ("經( jīng)濟社會", "經濟社會"),
        ("會(huì)計", "會計"),
        ("學(xué)習(xí)新思想", "學習新思想"),
        ("綠(lǜ)水青山就是金山銀山", "綠水青山就是金山銀山"),
        ("應(yīng)對氣候變化的措施", "應對氣候變化的措施"),
        ("地址：學(xué)府路（圖書館東側）", "地址：學府路（圖書館東側）"),
        ("認(rèn)真學(xué)習(xí)業(yè)務(wù)知識(shí)，取得了很大進(jìn)步", "認真學習業務知識，取得了很大進步"),
    ],
)
def test_stuck_readings_go(text: str, result: str) -> None:
    report = glosses.find(text)
    assert report.text == result
    assert {edit.rule for edit in report.edits} == {"gloss.pinyin"}
    assert {edit.after for edit in report.edits} == {""}


@pytest.mark.parametrize(
    "text",
    [
        "經濟",
        "",
        "圖(tú)",  # the head of an entry
        "長(cháng)城和長(zhǎng)大",  # two readings of one character
        "多音字：長(zhǎng)大",
        "「會」字讀作會(huì)",
        "饕(tāo)餮(tiè)之徒",  # rare characters, the same in both scripts
        "发(fā)展经(jīng)济",  # Simplified text
        "我(wǒ)愛(ài)你，你(nǐ)愛(ài)我",  # every character
        "會(kuài)計",  # the rarer reading
        "這是發(fà)展",
        "國(guo)家大事要緊",  # no reading of the character
        "經[jīng]濟",
        "經(JĪNG)濟",
        "經(economy)濟",
        "重量為五斤(jīn)",
        "經(jīng)、緯(wěi)、綱(gāng)、紀(jì)",
    ],
)
def test_written_readings_stay(text: str) -> None:
    assert glosses.find(text).edits == ()


@pytest.mark.parametrize(
    ("reading", "toneless"),
    [("jīng", "jing"), ("lǜ", "lü"), ("ǘ", "ü"), ("ếi", "ei"), ("ń", "n"), ("ma", "ma"), ("", "")],
)
def test_toneless(reading: str, toneless: str) -> None:
    assert glosses.toneless(reading) == toneless


@pytest.mark.parametrize(
    ("known", "reading", "has"),
    [
        (["jīng", "jìng"], "jǐng", True),
        (["jīng"], "jing", True),
        (["jīng"], "jīn", False),
        (["lǜ"], "lù", False),
        ([], "a", False),
    ],
)
def test_a_reading_counts_whatever_its_tone(known: list[str], reading: str, has: bool) -> None:
    assert glosses.has(known, reading) is has


@pytest.mark.parametrize(
    ("character", "reading"),
    [("經", "jīng"), ("發", "fā"), ("會", "huì"), ("長", "cháng"), ("應", "yīng"), ("業", "yè")],
)
def test_the_first_reading_is_the_one_that_converters_use(character: str, reading: str) -> None:
    found = glosses.readings()[character]
    assert reading in found
    assert "经" not in glosses.readings()
