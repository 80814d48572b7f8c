"""The options of ``repair``: what is lost, guesses, rules, encodings, cells, names of files."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[bytes]]

DAMAGED = "經(jīng)濟(jì)"


def told(result: subprocess.CompletedProcess[bytes]) -> str:
    return " ".join(result.stderr.decode().split())


def test_lost_places_are_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("第一行\n姓名：锟斤拷，锟斤拷\n����\n", "utf-8")
    result = run("repair", "--check", "a.txt")
    assert (result.returncode, result.stdout, told(result)) == (1, b"", "3 places are lost: a.txt:2, a.txt:3")
    assert run("repair", "a.txt").returncode == 0
    assert run("repair", "--check", "--skip", "lost", "a.txt").returncode == 0
    lines = run("repair", "--explain", "a.txt").stdout.decode().splitlines()
    assert lines[0] == "a.txt:2:4\tlost.replacement\tlikely\t锟斤拷\t锟斤拷"
    assert [json.loads(line)["rule"] for line in run("repair", "--json", "a.txt").stdout.splitlines()] == [
        "lost.replacement"
    ] * 3


def test_guesses(run: Run) -> None:
    given = "Н»И»йgЛэ開始用尖銳的聲音大喊。".encode()
    assert run("repair", given=given).stdout == given
    assert run("repair", "--guess", given=given).stdout.decode() == "突然間她開始用尖銳的聲音大喊。"
    assert "guess.code-page\task" in run("repair", "--guess", "--explain", given=given).stdout.decode()


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("--only gloss", "經濟&#25919;&#31574;"),
        ("--only leak.*", f"{DAMAGED}政策"),
        ("--only gloss.pinyin --only leak", "經濟政策"),
        ("--skip gloss", f"{DAMAGED}政策"),
        ("--only gloss --skip gloss.pinyin", f"{DAMAGED}&#25919;&#31574;"),
    ],
)
def test_rules_are_chosen(run: Run, options: str, expected: str) -> None:
    given = f"{DAMAGED}&#25919;&#31574;".encode()
    assert run("repair", *options.split(), given=given).stdout.decode() == expected
    if expected.encode() != given:
        assert run("repair", "--check", *options.split(), given=given).returncode == 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("--only gloss.pinyn x.txt", "unknown rule 'gloss.pinyn'; did you mean 'gloss.pinyin'"),
        ("--skip mojibak x.txt", "did you mean 'mojibake'"),
        ("--encoding gb2313 x.txt", "unknown encoding 'gb2313'; did you mean 'gb2312'"),
        ("--encoding base64 x.txt", "unknown encoding 'base64'"),
        ("--filenames . x.txt", "--filenames goes with"),
        ("--filenames . --check --in-place", "give one of --check and --in-place"),
    ],
)
def test_bad_options(run: Run, options: str, message: str) -> None:
    result = run("repair", *options.split())
    assert result.returncode == 2
    assert message in told(result)


def test_an_encoding_can_be_given(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("經濟".encode("big5"))
    (tmp_path / "marked.txt").write_bytes(b"\xef\xbb\xbf" + "經濟\n".encode())
    (tmp_path / "bad.txt").write_bytes(b"a\n\xff\xff\n")
    for command in (["repair"], ["convert", "--to", "tw"]):
        assert run(*command, "--encoding", "Big5", "a.txt").stdout.decode() == "經濟"
        assert run(*command, "--encoding", "utf8", "marked.txt").stdout.decode() == "經濟\n"
        result = run(*command, "--encoding", "gbk", "bad.txt")
        assert result.returncode == 3
        assert "bad.txt: line 2, byte 2: 0xFF is no text in gbk, as was asked for" in told(result)
    assert run("repair", "--encoding", "utf-16", "bad.txt").returncode == 3
    assert run("convert", "--to", "cn", "--in-place", "--encoding", "utf-8", "marked.txt").returncode == 0
    assert (tmp_path / "marked.txt").read_bytes() == b"\xef\xbb\xbf" + "经济\n".encode()


def test_cells(run: Run, tmp_path: Path) -> None:
    text = f'id,title,note\r\n1,"{DAMAGED}, ""x""",{DAMAGED}\r\n2,b,{DAMAGED}\r\n'
    (tmp_path / "a.csv").write_bytes(text.encode())
    assert run("repair", "--field", "title", "a.csv").stdout.decode() == text.replace(DAMAGED, "經濟", 1)
    assert run("repair", "--field", "*", "a.csv").stdout.decode() == text.replace(DAMAGED, "經濟")
    assert run("repair", "--check", "--field", "id", "a.csv").returncode == 0
    missing = run("repair", "--field", "titel", "a.csv")
    assert (missing.returncode, missing.stdout) == (3, b"")
    assert "a.csv: there is no column 'titel'; it has 'id', 'title', 'note'" in told(missing)
    assert run("repair", "--in-place", "--field", "note", "--field", "title", "a.csv").returncode == 0
    assert (tmp_path / "a.csv").read_bytes().decode() == text.replace(DAMAGED, "經濟")
    (tmp_path / "bad.jsonl").write_text('{"a": "b"}\n[1]\n', "utf-8")
    assert "bad.jsonl:2:1: this line is no JSON object" in told(run("repair", "--field", "a", "bad.jsonl"))
    (tmp_path / "x.txt").touch()
    assert "is no table that --field can take apart" in told(run("repair", "--field", "a", "x.txt"))
    assert "is no table" in told(run("repair", "--check", "--field", "a", "-", given=b"a"))


def test_cells_of_the_tables_in_a_folder(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name, text in {
        "a.csv": f"t\n{DAMAGED}\n",
        "b.jsonl": f'{{"t":"{DAMAGED}"}}\n',
        "c.txt": f"{DAMAGED}\n",
    }.items():
        (tmp_path / "in" / name).write_text(text, "utf-8")
    assert run("repair", "--field", "t", "--recursive", "--in-place", "in").returncode == 0
    found = [path.read_text("utf-8") for path in sorted((tmp_path / "in").iterdir())]
    assert found == ["t\n經濟\n", '{"t":"經濟"}\n', f"{DAMAGED}\n"]


@pytest.mark.skipif(sys.platform != "linux", reason="needs names of any bytes")
def test_names_of_files(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode("资料".encode("gbk"))
    folder.mkdir()
    mojibake = "╧╡═│╔Φ╓├.txt".encode()
    for name in (mojibake, "年度报告.txt".encode("gbk"), "會議紀錄.doc".encode("big5"), "正常.txt".encode()):
        (folder / os.fsdecode(name)).write_bytes(name)
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "╧╡═│╔Φ╓├.txt").touch()
    (tmp_path / "link").symlink_to(tmp_path / ".hidden")
    listed = run("repair", "--filenames", ".")
    assert listed.returncode == 0
    assert listed.stdout.decode().splitlines() == [
        r"\xd7\xca\xc1\xcf/╧╡═│╔Φ╓├.txt -> 系统设置.txt",
        r"\xd7\xca\xc1\xcf/\xb7|ĳ\xac\xf6\xbf\xfd.doc -> 會議紀錄.doc",
        r"\xd7\xca\xc1\xcf/\xc4\xea\xb6ȱ\xa8\xb8\xe6.txt -> 年度报告.txt",
        r"\xd7\xca\xc1\xcf -> 资料",
    ]
    assert folder.exists()
    assert run("repair", "--filenames", ".", "--check").returncode == 1
    assert run("repair", "--filenames", ".", "--in-place").returncode == 0
    found = {path.name: path.read_bytes() for path in (tmp_path / "资料").iterdir()}
    assert found.keys() == {"系统设置.txt", "年度报告.txt", "會議紀錄.doc", "正常.txt"}
    assert found["系统设置.txt"] == mojibake
    assert (tmp_path / ".hidden" / "╧╡═│╔Φ╓├.txt").exists()
    assert run("repair", "--filenames", ".", "--check").stdout == b""


def test_names_that_collide_are_kept(run: Run, tmp_path: Path) -> None:
    wrong = {"gb": "系统设置.txt".encode("gbk").decode("cp437"), "utf": "系统设置.txt".encode().decode("cp437")}
    for part, names in {"there": ("系统设置.txt", wrong["gb"]), "twins": tuple(wrong.values())}.items():
        (tmp_path / part).mkdir()
        for name in names:
            (tmp_path / part / name).write_text(name, "utf-8")
    before = sorted(tmp_path.rglob("*"))
    for options in ((), ("--in-place",)):
        result = run("repair", "--filenames", ".", *options)
        assert (result.returncode, result.stdout) == (3, b"")
        assert len(re.findall("as another file", told(result))) == 3
        assert sorted(tmp_path.rglob("*")) == before


def test_names_that_no_file_may_have(run: Run, tmp_path: Path) -> None:
    (tmp_path / "%E4%B8%AD%E6%96%87%2F%E5%90%8D%E5%AD%97.txt").touch()
    before = sorted(tmp_path.iterdir())
    result = run("repair", "--filenames", ".", "--in-place")
    assert (result.returncode, sorted(tmp_path.iterdir())) == (3, before)
    assert "cannot be called '中文/名字.txt'" in told(result)
    assert run("repair", "--filenames", "missing").returncode == 3


def test_names_can_be_guessed(run: Run, tmp_path: Path) -> None:
    name = "開始用尖銳的聲音大喊.txt"
    damaged = f"Н»И»йgЛэ{name}"
    (tmp_path / damaged).touch()
    assert run("repair", "--filenames", ".").stdout == b""
    assert run("repair", "--filenames", ".", "--guess").stdout.decode() == f"{damaged} -> 突然間她{name}\n"


def test_what_is_lost_and_what_is_guessed_is_told(run: Run) -> None:
    stripped = re.sub("[\x80-\x9f]", "", "促进经济社会全面协调可持续发展".encode().decode("latin-1"))
    result = run("repair", given=f"定于????的会议改期\n\n{stripped}\n".encode())
    assert result.stdout.decode().startswith("定于????的会议改期\n\n促进经济社会")
    assert told(result) == "1 place is lost: -:1 1 passage is largely a guess: -:3"
