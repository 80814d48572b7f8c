"""Bad input: a clear message, the right exit code, no traceback, nothing half written, other inputs still done."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[bytes]]

FILES: dict[str, bytes] = {
    "sound.txt": "促進經(jīng)濟(jì)發(fā)展".encode(),
    "bytes.txt": "漢字\nab".encode() + b"\xe6\x31cd",
    "nul.txt": b"a\0b",
    "surrogate.txt": b"x\xed\xa0\x80y",
    "empty.txt": b"",
    "a-file": b"",
    "fields.tsv": b"concept\tlang\tterm\nc1\tzh-Hans\n",
    "tag.tsv": "concept\tlang\tterm\nc1\tzh_CN\t中\n".encode(),
    "status.tsv": "concept\tlang\tterm\tstatus\nc1\tzh-Hans-CN\t中\tprefered\n".encode(),
    "column.tsv": b"concept\tlang\tword\n",
    "latin.tsv": b"concept\tlang\tterm\nc1\ten\tcaf\xe9\n",
    "pack/pack.toml": b'name = "p"\n',
    "broken/pack.toml": b"name = \n",
    "old/locales/en/LC_MESSAGES/sound.po": b'msgid "unterminated\nmsgstr ""\n',
}
ROWS: list[tuple[str, int, str]] = [
    ("repair bytes.txt", 3, r"bytes\.txt: line 2, byte 9: 0xE6 is no text in utf-8.*mend or remove"),
    ("convert --to zh-Hans bytes.txt", 3, r"line 2, byte 9"),
    ("localise bytes.txt --to zh-Hans --out out", 3, r"line 2, byte 9"),
    ("repair nul.txt", 3, r"nul\.txt: byte 1 is NUL.*remove"),
    ("repair surrogate.txt", 3, r"surrogate\.txt: line 1, byte 1: 0xED"),
    ("repair empty.txt", 0, r"^$"),
    ("localise empty.txt --to zh-Hans --out out", 0, r"0 characters"),
    ("repair folder", 3, r"folder: is a directory; name the files"),
    ("repair missing.txt", 3, r"missing\.txt: there is no such file; check"),
    ("repair a-file/x.txt", 3, r"not a directory"),
    ("detect missing.txt", 3, r"no such file"),
    ("glossary find missing.txt", 3, r"no such file"),
    ("convert --to zh-Hnt sound.txt", 2, r"unknown variant 'zh-Hnt'; did you mean 'zh-Hant'"),
    ("localise sound.txt --to klingon --out out", 2, r"unknown variant 'klingon'"),
    ("convert --config s2twq sound.txt", 2, r"unknown configuration 's2twq'; did you mean 's2tw"),
    ("convert --to tw --engine opencc sound.txt", 2, r"unknown engine 'opencc'; did you mean"),
    ("convert sound.txt", 2, r"give one of --to and --config"),
    ("convert --to tw --config s2t sound.txt", 2, r"give one of --to and --config"),
    ("repair --check --diff sound.txt", 2, r"give one of --check, --diff and --in-place"),
    ("repair --in-place -", 2, r"needs files, not standard input"),
    ("repair --wrong sound.txt", 2, r"No such option: --wrong"),
    ("glossary find --glossary fields.tsv sound.txt", 2, r"fields\.tsv:2:\d+: 2 fields where 3 are due; separate"),
    ("glossary find --glossary tag.tsv sound.txt", 2, r"tag\.tsv:2:4: lang is 'zh_CN'; write a BCP 47 tag"),
    (
        "glossary find --glossary status.tsv sound.txt",
        2,
        r"status\.tsv:2:17: status is 'prefered'; write one of preferred",
    ),
    ("glossary find --glossary column.tsv sound.txt", 2, r"column\.tsv:1:14: column 'word' is not known; use concept"),
    ("glossary find --glossary latin.tsv sound.txt", 2, r"latin\.tsv:2:10: byte 0xE9 is not UTF-8; save"),
    ("glossary find --glossary pack sound.txt", 2, r"pack: has no terms"),
    ("glossary find --glossary broken sound.txt", 2, r"broken/pack\.toml:1:\d+"),
    ("glossary find --glossary nothing sound.txt", 2, r"nothing: there is no such file"),
    ("localise sound.txt --to tw --out a-file", 3, r"a-file: is a file, not a folder; choose another"),
    ("localise sound.txt --to tw --out a-file/x", 3, r"a-file/x: a part of the path is not a directory"),
    ("localise sound.txt --to en --out old", 3, r"sound\.po:1:\d+"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, data in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (tmp_path / "folder").mkdir()
    return tmp_path


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(("command", "code", "pattern"), ROWS, ids=[row[0] for row in ROWS])
def test_bad_input(run: Run, folder: Path, command: str, code: int, pattern: str) -> None:
    before = files(folder)
    result = run(*command.split(), given="文字".encode())
    message = result.stderr.decode()
    assert result.returncode == code, message
    assert re.search(pattern, message), message
    assert "Traceback" not in message
    after = files(folder)
    assert {name: after.get(name) for name in before} == before
    if code:
        assert after == before
    assert not [name for name in after if name.endswith(".tmp")]


def test_other_inputs_are_still_done(run: Run, folder: Path) -> None:
    result = run("repair", "missing.txt", "bytes.txt", "sound.txt", "folder")
    assert result.returncode == 3
    assert result.stdout.decode() == "促進經濟發展"
    result = run("localise", "bytes.txt", "sound.txt", "--to", "zh-Hans", "--out", "out")
    assert result.returncode == 3
    assert (folder / "out" / "sound" / "sound.zh-Hans.txt").read_text("utf-8") == "促进经济发展"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read and write everything")
def test_files_and_folders_without_permission(run: Run, folder: Path) -> None:
    (folder / "sound.txt").chmod(0)
    assert run("repair", "sound.txt").returncode == 3
    (folder / "sound.txt").chmod(0o600)
    (folder / "folder").chmod(0o500)
    assert run("localise", "sound.txt", "--to", "tw", "--out", "folder/out").returncode == 3


@pytest.mark.skipif("ZH_LOCALIZE_SLOW" not in os.environ, reason="takes a minute; set ZH_LOCALIZE_SLOW=1")
@pytest.mark.parametrize("command", ["repair", "convert --to zh-Hans"])
def test_a_line_of_50_megabytes(run: Run, tmp_path: Path, command: str) -> None:
    line = "經濟社會發展取得新成效，" * 1_400_000
    (tmp_path / "line.txt").write_text(line, "utf-8")
    result = run(*command.split(), "line.txt")
    assert result.returncode == 0
    assert len(result.stdout.decode()) == len(line)
