"""Names of files as file systems and archives give them."""

from __future__ import annotations

import pytest

from zh_localize.repair.names import is_usable, repair_name


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("经济.txt", "gbk"),
        ("简历.doc", "gbk"),
        ("會議紀錄.pdf", "big5"),
        ("a你.doc", "gbk"),
        ("年度报告(终稿).xlsx", "gbk"),
    ],
)
def test_bytes_are_decoded(name: str, encoding: str) -> None:
    assert repair_name(name.encode(encoding).decode("utf-8", "surrogateescape")) == name


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("経済ニュース.txt", "cp932"),
        ("写真", "cp932"),
        ("報告書2019", "cp932"),
        ("새 폴더.txt", "cp949"),
        ("café.txt", "latin-1"),
        ("Größe", "latin-1"),
        ("Отчёт", "cp1251"),
    ],
)
def test_bytes_of_other_languages_stay(name: str, encoding: str) -> None:
    given = name.encode(encoding).decode("utf-8", "surrogateescape")
    assert repair_name(given) == given


@pytest.mark.parametrize(
    ("damaged", "sound"),
    [
        ("年度财务报告".encode().decode("gb18030") + ".txt", "年度财务报告.txt"),
        ("╧╡═│╔Φ╓├.txt", "系统设置.txt"),
        ("新闻%E4%B8%AD%E5%9B%BD.txt", "新闻中国.txt"),
    ],
)
def test_names_that_were_read_wrong(damaged: str, sound: str) -> None:
    assert repair_name(damaged) == sound


@pytest.mark.parametrize("name", ["读我.txt", "README", "résumé.pdf", "写真.jpg", "Отчёт.doc", "a\ud800b"])
def test_sound_names_stay(name: str) -> None:
    assert repair_name(name) == name
    assert is_usable(name)


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "a\0", "a\nb"])
def test_names_that_cannot_be(name: str) -> None:
    assert not is_usable(name)
