"""Bytes to text."""

from __future__ import annotations

import codecs

import pytest

from zh_localize.repair import decode

SENTENCES = {
    "hans": "天津汉沽区为经济社会发展提供强大动力",
    "hant": "漢沽區參加全市第二批學習實踐活動",
    "short hans": "天津",
    "short hant": "碼頭",
    "ja": "これは日本語の文章です。",
    "ko": "안녕하세요 세계, 반갑습니다",
    "hk": "佢哋喺香港嘅碼頭度食緊嘢",
}
FITTING = [
    ("hans", "utf-8"),
    ("hans", "gbk"),
    ("hans", "gb18030"),
    ("hant", "gbk"),
    ("hant", "big5"),
    ("short hans", "gbk"),
    ("short hant", "big5"),
    ("hk", "big5hkscs"),
    ("ja", "cp932"),
    ("ja", "euc_jp"),
    ("ko", "cp949"),
]


@pytest.mark.parametrize(("name", "encoding"), FITTING)
def test_legacy_encodings(name: str, encoding: str) -> None:
    assert decode(SENTENCES[name].encode(encoding)).text == SENTENCES[name]


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_byte_order_marks(mark: bytes, encoding: str) -> None:
    decoded = decode(mark + SENTENCES["hant"].encode(encoding))
    assert (decoded.text, decoded.encoding, decoded.marked) == (SENTENCES["hant"], encoding, True)


def test_utf_16_without_a_mark() -> None:
    text = "Report 2012: " + SENTENCES["hant"]
    assert decode(text.encode("utf-16-le")).text == text


@pytest.mark.parametrize(
    ("data", "offset"),
    [
        (b"abc\xff\xfe\n", 3),
        ("漢字\nab".encode() + b"\xe6\x31cd", 9),
        (b"x\xed\xa0\x80y", 1),
        ("經濟社會發展".encode("big5") + b"\xff", 12),
    ],
)
def test_undecodable_bytes_are_located_and_kept(data: bytes, offset: int) -> None:
    decoded = decode(data)
    assert decoded.findings[0].offset == offset
    assert decoded.text.encode(decoded.encoding, "surrogateescape") == data


def test_nothing_is_text() -> None:
    assert decode(b"").text == ""
    assert decode(b"plain\r\n").encoding == "ascii"
