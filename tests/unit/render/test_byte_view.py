"""The chain of code pages behind a text that was read wrong."""

from __future__ import annotations

import pytest

from zh_localize.render.byte_view import LIMIT, chain
from zh_localize.repair import repair_report
from zh_localize.report import Edit, Grade


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ä¸\xadå›½", "E4 B8 AD E5 9B BD · read as cp1252 · is utf-8"),
        ("參加答卷活動;顒悠陂g,全區共組織", "3B EE 84 D3 C6 DA E9 67 · read as gb18030 out of step"),
        ("鏂囦欢涓嶅瓨鍦�", "E6 96 87 E4 BB B6 E4 B8 8D E5 AD 98 E5 9C ?? · read as gb18030 · is utf-8"),
        ("促進經(jīng)濟(jì)", ""),
    ],
)
def test_chain(text: str, expected: str) -> None:
    assert chain(repair_report(text).edits[0]) == expected


def test_two_times() -> None:
    twice = "中国".encode().decode("latin-1").encode().decode("latin-1")
    found = chain(repair_report(twice).edits[0])
    assert found.endswith("read as cp1252 · is utf-8 · read as cp1252 · is utf-8")


def test_many_bytes_are_cut() -> None:
    edit = Edit(0, 99, "Ä" * 99, "", "mojibake.code-page", Grade.SAFE, evidence="cp1252>gb18030")
    assert chain(edit).split(" · ")[0] == "C4 " * LIMIT + "…"
