"""Bytes out of step: each mark replaced across two characters, computed anew from the bytes."""

from __future__ import annotations

import pytest

from zh_localize.repair import slips

MARKS = {"，": ",", "；": ";", "：": ":", "（": "(", "）": ")", "？": "?", "！": "!"}


def across(text: str, mark: str, orphan: str = "") -> str:
    """The text after a replacement of one mark in its GBK bytes; ``orphan`` stands for a lead byte left alone."""
    data, found, place = text.encode("gbk").replace(mark.encode("gbk"), MARKS[mark].encode()), "", 0
    while place < len(data):
        size = 1 if data[place] < 0x80 else 2
        try:
            found += data[place : place + size].decode("gb18030")
        except UnicodeDecodeError:
            size, found = 1, found + orphan
        place += size
    return found


@pytest.mark.parametrize(
    ("mark", "text"),
    [
        ("；", "代表們踴躍發言。活動期間,會場氣氛熱烈"),
        ("；", "这项制度保护了消费者的权益,受到欢迎"),
        ("；", "慶祝活動,由社區居民自行籌備"),
        ("；", "健保基本費用不變"),
        ("：", "保護海河兩岸的樹木,是每一位市民的責任"),
        ("：", "規模和效益同步增長,職工收入也有所提高"),
        ("：", "過量使用會危害身體健康,請遵照醫生囑咐"),
        ("？", "社保卡可以在全市各网点办理,带身份证即可"),
        ("？", "他從專科學校畢業以後,在家鄉開了一間診所"),
        ("？", "模块开发已经完成,正在进行测试"),
        ("！", "孩子们到了学校、幼儿园,家长才放心去上班"),
        ("！", "各院校“双一流”建设稳步推进,科研经费逐年增加"),
    ],
)
@pytest.mark.parametrize("orphan", ["", "?"])
def test_marks_across_two_characters(mark: str, text: str, orphan: str) -> None:
    damaged = across(text, mark, orphan)
    assert MARKS[mark] in damaged
    assert damaged != text
    report = slips.find(damaged)
    assert report.text == text
    assert {edit.rule for edit in report.edits} <= {"slip.straddle", "slip.lost-byte"}


@pytest.mark.parametrize(
    ("damaged", "text"),
    [
        ("本獎?wù)掠刹块L頒給", "本獎章由部長頒給"),
        ("這是本廠自製的測量?jī)x器，精度高", "這是本廠自製的測量儀器，精度高"),
        ("我們?cè)谶@裡等了兩個小時", "我們在這裡等了兩個小時"),
        ("為防止變?cè)熳C件", "為防止變造證件"),
        ("內政部?jī)嵥傩抻嗈k法", "內政部儘速修訂辦法"),
    ],
)
def test_readings_stuck_across_two_characters(damaged: str, text: str) -> None:
    report = slips.find(damaged)
    assert report.text == text
    assert [edit.rule for edit in report.edits] == ["slip.straddle"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        ";",
        "普通,文字;沒有:問題?是的!好(吧)",
        "他说;好的。",
        "饕餮、貔貅、魑魅魍魉、龘靐齉爩",
        "犇骉猋羴鱻掱晶磊",
        "趙錢孫李,周吳鄭王;馮陳褚衛,蔣沈韓楊",
        "カタカナ;ひらがな,한글:テスト",
        "a;顒",
        "甲;\ud800乙",
        "?)(;:!" * 20,
        "x?ma)中",
    ],
)
def test_sound_text_stays(text: str) -> None:
    assert slips.find(text).edits == ()
