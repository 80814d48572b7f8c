"""Folders, ignore files, and files that are larger than what may be kept in memory."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from zh_localize.cli import walk

Run = Callable[..., subprocess.CompletedProcess[bytes]]

TREE = {
    "repo/.git/config": "头发",
    "repo/.gitignore": "*.log\n/build/\nold/*\n!old/kept.txt\n",
    "repo/top.log": "头发",
    "repo/build/x.txt": "头发",
    "repo/docs/.gitignore": "draft-*\n!loud.log\n",
    "repo/docs/a.txt": "头发",
    "repo/docs/draft-b.txt": "头发",
    "repo/docs/loud.log": "头发",
    "repo/docs/quiet.log": "头发",
    "repo/docs/build/y.txt": "头发",
    "repo/docs/.hidden/z.txt": "头发",
    "repo/docs/old/in.txt": "头发",
    "repo/old/kept.txt": "头发",
    "repo/old/gone.txt": "头发",
    "repo/docs/picture.bin": "a\0b",
    "repo/docs/.ignore": "notes/\n",
    "repo/docs/notes/n.txt": "头发",
}
TAKEN = ["docs/a.txt", "docs/build/y.txt", "docs/loud.log", "docs/old/in.txt", "old/kept.txt"]


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    for name, content in TREE.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    return tmp_path / "repo"


def test_ignore_files_are_heeded(repo: Path) -> None:
    assert [path.relative_to(repo).as_posix() for path in walk.files(repo)] == TAKEN
    below = [path.relative_to(repo).as_posix() for path in walk.files(repo / "docs")]
    assert below == [name for name in TAKEN if name.startswith("docs/")]


@pytest.mark.skipif(os.name != "posix", reason="needs symbolic links")
def test_links_are_not_followed(repo: Path) -> None:
    (repo / "docs/loop").symlink_to(repo)
    (repo / "docs/link.txt").symlink_to(repo / "old/kept.txt")
    assert [path.relative_to(repo).as_posix() for path in walk.files(repo)] == TAKEN


def test_a_folder_in_place(run: Run, repo: Path) -> None:
    assert run("convert", "--to", "tw", "--check", "--recursive", "repo").returncode == 1
    assert run("convert", "--to", "tw", "--in-place", "-r", "repo").returncode == 0
    changed = {name for name in TREE if (repo.parent / name).read_text("utf-8") == "頭髮"}
    assert changed == {f"repo/{name}" for name in TAKEN}
    assert run("convert", "--to", "tw", "--check", "-r", "repo").returncode == 0
    assert run("convert", "--to", "tw", "--in-place", "repo").returncode == 3


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux to tell the memory of a process")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "big5", "utf-16"])
@pytest.mark.parametrize("options", [(), ("--in-place",)])
def test_a_large_file_needs_little_memory(
    command_line: list[str], tmp_path: Path, encoding: str, options: tuple[str, ...]
) -> None:
    line = "在這裡討論經濟社會發展的問題，乾燥的頭髮。\r\n"
    path = tmp_path / "large.txt"
    times = 300_000
    path.write_bytes((line * times).encode(encoding))
    out = tmp_path / "out.txt"
    limit = 72 << 20  # the command takes 34, the judge of encodings 14; text, bytes and result would take 50 more

    code = (
        "import sys\n"
        "sys.argv = ['zh-localize', *sys.argv[1:]]\n"
        "from zh_localize.cli import main\n"
        "try:\n    main()\nfinally:\n"
        "    sys.stderr.write(open('/proc/self/status').read().partition('VmHWM:')[2].split()[0])\n"
    )
    with out.open("wb") as stdout:
        result = subprocess.run(
            [sys.executable, "-c", code, "convert", "--to", "zh-Hans", *options, str(path)],
            stdout=stdout, stderr=subprocess.PIPE, check=True,
        )  # fmt: skip
    peak = int(result.stderr.split()[-1]) * 1024
    expected = "在这里讨论经济社会发展的问题，干燥的头发。\r\n".encode() * times
    mark = b"\xef\xbb\xbf" if options and encoding == "utf-8-sig" else b""
    assert (path if options else out).read_bytes() == mark + expected
    assert peak < limit, f"{peak >> 20} MB"
