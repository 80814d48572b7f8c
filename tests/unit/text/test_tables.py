"""Packed tables are verified before they are read."""

from __future__ import annotations

import pytest

from zh_localize.errors import TableError
from zh_localize.text import tables


@pytest.mark.parametrize(
    ("manifest", "name", "found", "expected"),
    [
        ({"scripts.tsv": "0" * 64}, "scripts.tsv", "hash ", "hash 000000000000"),
        ({"none.tsv": "1" * 64}, "none.tsv", "no file", "hash 111111111111"),
        ({"opencc/none.tsv": "2" * 64}, "opencc/none.tsv", "no file", "hash 222222222222"),
        ({}, "scripts.tsv", "hash ", "hash a row in mani"),
    ],
)
def test_other_bytes_are_refused(
    monkeypatch: pytest.MonkeyPatch, manifest: dict[str, str], name: str, found: str, expected: str
) -> None:
    monkeypatch.setattr(tables, "manifest", lambda: manifest)
    with pytest.raises(TableError, match="reinstall zh-localize") as caught:
        tables.read_bytes(name)
    assert caught.value.name == name
    assert caught.value.found.startswith(found)
    assert caught.value.expected.startswith(expected[:12])


def test_rows_have_no_comments() -> None:
    rows = tables.read_rows("scripts.tsv")
    assert [row[0] for row in rows] == ["Hans", "Hant", "Jpan"]
    assert all(len(row) == 2 for row in rows)


def test_the_manifest_holds_hashes() -> None:
    assert all(len(digest) == 64 and set(digest) <= set("0123456789abcdef") for digest in tables.manifest().values())
