"""What all operations share, function by function."""

from __future__ import annotations

from pathlib import Path

import pytest

from zh_localize.errors import FileError, UnknownVariantError
from zh_localize.text import files, protect, scripts
from zh_localize.text.match import Matcher
from zh_localize.text.segment import sentences
from zh_localize.text.variants import Variant, locale_name, parse_target


@pytest.mark.parametrize(
    ("tag", "variant", "locale"),
    [
        ("zh-Hans", Variant.HANS, "zh_CN"),
        ("zh_CN.UTF-8", Variant.HANS_CN, "zh_CN"),
        ("ZH-hant-tw", Variant.HANT_TW, "zh_TW"),
        ("zh_HK", Variant.HANT_HK, "zh_HK"),
        ("zh-Hant", Variant.HANT, "zh_TW"),
        ("zh-MO", Variant.HANT_MO, "zh_MO"),
        ("zh-SG", Variant.HANS_SG, "zh_SG"),
        ("tw", Variant.HANT_TW, "zh_TW"),
    ],
)
def test_tags(tag: str, variant: Variant, locale: str) -> None:
    assert Variant.parse(tag) is variant
    assert locale_name(parse_target(tag)) == locale


@pytest.mark.parametrize(("tag", "nearest"), [("zh-Hnt", "zh-Hant"), ("zh-Hant-T", "zh-Hant-TW")])
def test_unknown_variants_name_the_nearest(tag: str, nearest: str) -> None:
    with pytest.raises(UnknownVariantError) as caught:
        parse_target(tag)
    assert caught.value.nearest is not None
    assert caught.value.nearest.startswith(nearest[:7])


def test_other_languages() -> None:
    assert [parse_target(tag) for tag in ("en", "EN", "pt_BR", "fr-CA")] == ["en", "en", "pt-BR", "fr-CA"]
    assert locale_name("pt-BR") == "pt_BR"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("经济社会", "Hans"),
        ("經濟社會", "Hant"),
        ("经濟", "mixed"),
        ("人口", "Han"),
        ("plain", "none"),
        ("これは日本語です", "Jpan"),
        ("한국어 漢字", "Kore"),
        ("国の良品", "Hans"),
    ],
)
def test_scripts(text: str, name: str) -> None:
    assert scripts.detect(text).name == name


@pytest.mark.parametrize(
    ("keys", "text", "found"),
    [
        (["党组", "党组织"], "党组织部党组", ["党组织", "党组"]),
        (["a", "ab", "abcd"], "abcab", ["ab", "ab"]),
        (["中"], "中中", ["中", "中"]),
        (["中国人"], "中国", []),
        ([], "任何", []),
    ],
)
def test_matching_is_leftmost_longest(keys: list[str], text: str, found: list[str]) -> None:
    matcher = Matcher(keys)
    assert [text[start:end] for start, end in matcher.finditer(text)] == found


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("見https://a.cn/文", ["https://a.cn/"]),
        ("www.a.cn/x?y=1&z=2，", ["www.a.cn/x?y=1&z=2"]),
        ("寫信到a.b@c.org。", ["a.b@c.org"]),
        ('<a href="x">字</a>', ['<a href="x">', "</a>"]),
        ("`a,b`和``c`d``", ["`a,b`"]),
        ("```\n代碼,\n```\n文", ["```\n代碼,\n```"]),
        ("%s个%(name)d和{x!r}{}", ["%s", "%(name)d", "{x!r}", "{}"]),
        ("&nbsp;&#20013;", ["&nbsp;", "&#20013;"]),
        ("-{里}-面", ["-{里}-"]),
        ("50%的人", []),
        ("平常的文字", []),
    ],
)
def test_protected_spans(text: str, spans: list[str]) -> None:
    assert [text[start:end] for start, end in protect.spans(text)][: len(spans) or None] == spans


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("一、總則。第二句！", ["一、總則。", "第二句！"]),
        ("他問：“你來嗎？”我說來。", ["他問：“你來嗎？”", "我說來。"]),
        ("（你好。再見。）然後", ["（你好。再見。）", "然後"]),
        ("《你好！》很好。完", ["《你好！》很好。", "完"]),
        ("第3.5節。No. 5", ["第3.5節。", "No. 5"]),
        ("真的……他想。", ["真的……", "他想。"]),
        ("- ·甲\n\n  * 乙\n", ["甲", "乙"]),
        ("甲\0乙", ["甲", "乙"]),
        ("！！！\n……", []),
    ],
)
def test_sentences(text: str, found: list[str]) -> None:
    assert [text[sentence.start : sentence.end] for sentence in sentences(text)] == found


def test_writing_is_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "x"
    files.write_atomic(path, b"1")
    path.chmod(0o600)
    files.write_atomic(path, b"2")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"2", 0o600)
    with pytest.raises(FileError, match="is a directory"):
        files.write_atomic(tmp_path, b"3")
    with pytest.raises(FileError, match="no such file"):
        files.write_atomic(tmp_path / "none" / "x", b"3")
    assert [found.name for found in tmp_path.iterdir()] == ["x"]
