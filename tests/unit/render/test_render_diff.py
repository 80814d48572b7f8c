"""Unified diffs: as written by hand, and as ``patch`` and ``git apply`` take them."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from reports import PLAIN, reports

from zh_localize.render.diff import unified
from zh_localize.report import Edit, Grade, Report

TOOLS = {
    "patch": ["patch", "-p1", "--binary", "--silent", "--fuzz=0"],
    "git": ["git", "apply", "--whitespace=nowarn", "--unidiff-zero"],
}


def report(source: str, *changes: tuple[int, int, str]) -> Report:
    edits = (Edit(start, end, source[start:end], after, "gloss.pinyin", Grade.SAFE) for start, end, after in changes)
    return Report(source, tuple(edits))


@pytest.mark.parametrize(
    ("changed", "hunks"),
    [
        (report("a\nb\nc\n", (2, 3, "B")), "@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n"),
        (report("a\nb", (2, 3, "B")), "@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+B\n"
         "\\ No newline at end of file\n"),
        (report("a", (1, 1, "\n")), "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n"),
        (report("a\n", (1, 2, "")), "@@ -1 +1 @@\n-a\n+a\n\\ No newline at end of file\n"),
        (report("", (0, 0, "a\n")), "@@ -0,0 +1 @@\n+a\n"),
        (report("a\n", (0, 2, "")), "@@ -1 +0,0 @@\n-a\n"),
        (report("a\nb\n", (2, 2, "x\n")), "@@ -1,2 +1,3 @@\n a\n+x\n b\n"),
        (report("a\nb\n", (0, 2, "")), "@@ -1,2 +1 @@\n-a\n b\n"),
        (report("a\nb\n", (1, 2, "")), "@@ -1,2 +1 @@\n-a\n-b\n+ab\n"),
        (report("ab\n", (1, 1, "\n")), "@@ -1 +1,2 @@\n-ab\n+a\n+b\n"),
        (report("a\n", (2, 2, "b\n")), "@@ -1 +1,2 @@\n a\n+b\n"),
        (report("a,b,c\n", (1, 2, ";"), (3, 4, ";")), "@@ -1 +1 @@\n-a,b,c\n+a;b;c\n"),
        (report("a\r\n", (0, 1, "b")), "@@ -1 +1 @@\n-a\r\n+b\r\n"),
        (report("a\x0bb\u2028c\n", (0, 1, "x")), "@@ -1 +1 @@\n-a\x0bb\u2028c\n+x\x0bb\u2028c\n"),
    ],
)  # fmt: skip
def test_hunks(changed: Report, hunks: str) -> None:
    assert unified(changed, "t") == f"--- a/t\n+++ b/t\n{hunks}"


@pytest.mark.parametrize(
    "unchanged",
    [report(""), report("a\n"), report("a\n", (0, 1, "a")), report("aa", (0, 1, ""), (1, 1, "a"))],
    ids=["empty", "no edits", "a note", "edits that make up for each other"],
)
def test_nothing_changes(unchanged: Report) -> None:
    assert unified(unchanged, "t") == ""


@pytest.mark.parametrize(
    ("context", "headers"),
    [
        (0, ["@@ -1 +1 @@", "@@ -8 +8 @@"]),
        (2, ["@@ -1,3 +1,3 @@", "@@ -6,4 +6,4 @@"]),
        (3, ["@@ -1,9 +1,9 @@"]),
    ],
)
def test_context_decides_the_hunks(context: int, headers: list[str]) -> None:
    lines = unified(report("0\n1\n2\n3\n4\n5\n6\n7\n8\n", (0, 1, "x"), (14, 15, "y")), "t", context=context).split("\n")
    assert [line for line in lines if line.startswith("@@")] == headers


def test_context_below_zero() -> None:
    with pytest.raises(ValueError, match="context is -1"):
        unified(report("a", (0, 1, "b")), "t", context=-1)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("報告.txt", "a/報告.txt"),
        ("/tmp/a.txt", "a/tmp/a.txt"),
        ("my file.txt", "a/my file.txt\t"),
        ('a"b\\c.txt', '"a/a\\"b\\\\c.txt"'),
        ("a\nb\x01.txt", '"a/a\\nb\\001.txt"'),
    ],
)
def test_names(name: str, written: str) -> None:
    assert unified(report("a", (0, 1, "b")), name).split("\n")[0] == f"--- {written}"


@pytest.mark.parametrize("tool", TOOLS)
@settings(max_examples=60, deadline=None)
@given(reports(PLAIN))
@example(report("", (0, 0, "a")))
@example(report("a", (0, 1, "")))
@example(report("a\r\nb\r\n", (1, 3, "\n")))
def test_tools_make_the_result(tool: str, changed: Report) -> None:
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} is not installed")
    for name, context in (("t.txt", 3), ("報 告.txt", 0)):
        assert applied(tool, changed, name, context) == changed.text.encode()


def applied(tool: str, changed: Report, name: str, context: int) -> bytes:
    """What the file holds after the tool has applied the diff; GNU patch may remove a file that it has emptied."""
    difference = unified(changed, name, context=context)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(changed.source.encode())
        if difference:
            subprocess.run(TOOLS[tool], input=difference.encode(), cwd=folder, check=True, timeout=30)
        return path.read_bytes() if path.exists() else b""


@given(reports())
def test_hostile_text_passes_through(changed: Report) -> None:
    difference = unified(changed, "t")
    assert bool(difference) == (changed.text != changed.source)
    body = difference.removesuffix("\n").split("\n")[2:] if difference else []
    assert all(line[0] in " -+@\\" for line in body)


@pytest.mark.parametrize("separator", ["", "\n"], ids=["one line", "many lines"])
def test_linear(separator: str) -> None:
    unit = f"漢字,{separator}"
    changed = report(unit * 50_000, *((at + 2, at + 3, "，") for at in range(0, 50_000 * len(unit), len(unit))))
    started = time.perf_counter()
    unified(changed, "t")
    assert time.perf_counter() - started < 5  # quadratic time would take minutes
