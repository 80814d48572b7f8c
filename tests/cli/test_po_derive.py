"""``po derive``: files, trees, figures, exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

Run = Callable[..., CompletedProcess[bytes]]

SOURCE = """msgid ""
msgstr ""
"Language: zh_CN\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

msgid "Open _File"
msgstr "打开文件(_F)"

msgid "backstage"
msgstr "后台"
"""


@pytest.fixture(autouse=True)
def catalogues(tmp_path: Path) -> None:
    (tmp_path / "zh_CN.po").write_text(SOURCE, "utf-8")
    for domain in ("app", "web"):
        folder = tmp_path / "locales" / "zh_CN" / "LC_MESSAGES"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{domain}.po").write_text(SOURCE, "utf-8")


def test_two_variants_beside_the_source(run: Run, tmp_path: Path) -> None:
    done = run("po", "derive", "zh_CN.po", "--to", "zh_TW", "--to", "zh_HK")
    assert done.returncode == 0
    assert b"zh_TW.po" in done.stderr
    text = (tmp_path / "zh_TW.po").read_text("utf-8")
    assert 'msgstr "開啟檔案(_F)"' in text
    assert "#, fuzzy" in text
    before = {name: (tmp_path / name).stat().st_mtime_ns for name in ("zh_TW.po", "zh_HK.po")}
    assert run("po", "derive", "zh_CN.po", "--to", "zh_TW", "--to", "zh_HK", "--check").returncode == 0
    assert b"unchanged" in run("po", "derive", "zh_CN.po", "--to", "zh_TW").stderr
    assert {name: (tmp_path / name).stat().st_mtime_ns for name in before} == before


def test_a_tree(run: Run, tmp_path: Path) -> None:
    arguments = ("po", "derive", "--locales", "locales", "--from", "zh_CN", "--to", "zh_TW")
    assert run(*arguments, "--check").returncode == 1
    assert not (tmp_path / "locales" / "zh_TW").exists()
    done = run(*arguments, "--json")
    assert done.returncode == 0
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(row["new"], row["doubtful"], row["changed"]) for row in rows] == [(2, 1, True)] * 2
    assert sorted(path.name for path in (tmp_path / "locales" / "zh_TW" / "LC_MESSAGES").iterdir()) == [
        "app.po",
        "web.po",
    ]
    assert run(*arguments, "--check").returncode == 0


def test_naming(run: Run, tmp_path: Path) -> None:
    assert run("po", "derive", "zh_CN.po", "--to", "zh_TW", "--naming", "bcp47").returncode == 0
    assert (tmp_path / "zh-Hant-TW.po").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["zh_CN.po"], b"--to zh_TW"),
        (["--to", "zh_TW"], b"--locales"),
        (["zh_CN.po", "--to", "zh_CN"], b"is in zh_CN already"),
        (["zh_CN.po", "--to", "zh_TW", "--fuzzy", "some"], b"--fuzzy"),
        (["zh_CN.po", "--to", "zh_XX"], b"zh_XX"),
        (["--locales", "locales", "--to", "zh_TW"], b"--from"),
        (["--locales", "locales", "--from", "zh_SG", "--to", "zh_TW"], b"no catalogue of zh_SG"),
        (["zh_CN.po", "--to", "zh_TW", "--to", "zh_HK", "-o", "x.po"], b"--output"),
    ],
)
def test_wrong_usage(run: Run, arguments: list[str], said: bytes) -> None:
    done = run("po", "derive", *arguments)
    assert done.returncode == 2
    assert said in b" ".join(done.stderr.split())


def test_a_file_that_cannot_be_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "zh_CN.po").write_text('msgid "a\n', "utf-8")
    done = run("po", "derive", "bad/zh_CN.po", "zh_CN.po", "--to", "zh_TW")
    assert done.returncode == 3
    assert b"bad/zh_CN.po:1" in done.stderr
    assert (tmp_path / "zh_TW.po").exists()
