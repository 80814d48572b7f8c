"""Repair with some of its rules, and guesses."""

from __future__ import annotations

import pytest

from zh_localize.errors import UnknownRuleError
from zh_localize.repair import repair_report

TEXT = "促進經(jīng)濟(jì)社會發展,落實&#25919;&#31574;。\nä¸\xadå›½äººæ°‘"
ALL = "促進經濟社會發展，落實政策。\n中国人民"


@pytest.mark.parametrize(
    ("only", "skip", "expected"),
    [
        ((), (), ALL),
        (("gloss",), (), "促進經濟社會發展,落實&#25919;&#31574;。\nä¸\xadå›½äººæ°‘"),
        (("gloss.*", "leak.reference"), (), "促進經濟社會發展,落實政策。\nä¸\xadå›½äººæ°‘"),
        (("mojibake.code-page",), (), "促進經(jīng)濟(jì)社會發展,落實&#25919;&#31574;。\n中国人民"),
        ((), ("mojibake", "punctuation.width"), "促進經濟社會發展,落實政策。\nä¸\xadå›½äººæ°‘"),
        (("gloss",), ("gloss.pinyin",), TEXT),
        (
            (),
            ("gloss",),
            "促進經(jīng)濟(jì)社會發展,落實政策。\n中国人民",
        ),  # nothing shows that punctuation was folded
    ],
)
def test_rules_can_be_chosen(only: tuple[str, ...], skip: tuple[str, ...], expected: str) -> None:
    assert repair_report(TEXT, only=only, skip=skip).text == expected


@pytest.mark.parametrize(
    ("name", "nearest"), [("gloss.pinyn", r"gloss\.pinyin"), ("mojibak", "mojibake"), ("convert", "known|mean")]
)
def test_unknown_names_are_refused(name: str, nearest: str) -> None:
    with pytest.raises(UnknownRuleError, match=nearest):
        repair_report("", only=[name])
    with pytest.raises(UnknownRuleError, match=nearest):
        repair_report("", skip=[name])


@pytest.mark.parametrize(
    ("damaged", "guessed"),
    [
        ("Н»И»йgЛэ開始用尖銳的聲音大喊。", "突然間她開始用尖銳的聲音大喊。"),
        ("喂！靚仔³£è°¥J¹LÊ\\¤Ö少喇起碼。", "喂！靚仔都靚仔過佢少少喇起碼。"),
    ],
)
def test_guesses_come_on_request_and_are_marked(damaged: str, guessed: str) -> None:
    assert not repair_report(damaged).changed
    report = repair_report(damaged, guess=True)
    assert report.text == guessed
    assert {(edit.rule, edit.grade) for edit in report.edits} == {("guess.code-page", "ask")}
    assert not repair_report(damaged, guess=True, skip=["guess"]).changed
    assert repair_report(damaged, only=["guess"]).text == guessed


def test_evidence_names_the_code_pages() -> None:
    assert repair_report("ä¸\xadå›½äººæ°‘").edits[0].evidence == "cp1252>utf-8"
    twice = "中国人民".encode().decode("cp1252", "surrogateescape").encode("utf-8", "surrogateescape").decode("latin-1")
    assert repair_report(twice).edits[0].evidence.count("+") == 1
    assert repair_report("參加答卷活動;顒悠陂g,全區共組織").edits[0].evidence == "gb18030>gb18030"
