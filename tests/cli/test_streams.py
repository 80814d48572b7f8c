"""Standard input and output as shells and containers hand them over: closed, full, unbuffered, cut short."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs POSIX pipes and signals")

SENTENCE = "促進經(jīng)濟(jì)發(fā)展。\n"
REPAIRED = "促進經濟發展。\n"
TIMES = 40_000  # over a megabyte: many times what a pipe holds


@pytest.fixture
def long_text(tmp_path: Path) -> Path:
    path = tmp_path / "long.txt"
    path.write_text(SENTENCE * TIMES, "utf-8")
    return path


def environment(unbuffered: bool) -> dict[str, str]:
    """The environment with Python's streams buffered or not; container images often turn buffers off."""
    found = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    return found | ({"PYTHONUNBUFFERED": "1"} if unbuffered else {})


def start(command: list[str], folder: Path, *, unbuffered: bool = False) -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdout=pipe, stderr=pipe, cwd=folder, env=environment(unbuffered))


@pytest.mark.parametrize("unbuffered", [False, True])
@pytest.mark.parametrize(
    "command",
    [
        "repair",
        "convert --to zh-Hans",
        "repair --json",
        "repair --diff",
        "detect",
        "glossary find",
        "glossary find --json",
    ],
)
def test_a_closed_pipe_is_quiet(command_line: list[str], long_text: Path, command: str, unbuffered: bool) -> None:
    process = start([*command_line, *command.split(), long_text.name], long_text.parent, unbuffered=unbuffered)
    assert process.stdout
    assert process.stderr
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr.read() == b""
    process.wait()


def test_head_takes_what_it_wants(command_line: list[str], long_text: Path) -> None:
    process = start([*command_line, "repair", long_text.name], long_text.parent)
    head = subprocess.run(["head", "-c", "10"], stdin=process.stdout, capture_output=True, check=True)
    assert process.stderr
    assert process.stdout
    process.stdout.close()
    assert (head.stdout, process.stderr.read()) == (REPAIRED.encode()[:10], b"")
    process.wait()


def test_a_closed_pipe_is_no_finding(command_line: list[str], long_text: Path) -> None:
    process = start([*command_line, "repair", long_text.name], long_text.parent)
    assert process.stdout
    process.stdout.read(10)
    process.stdout.close()
    assert process.wait() == 141


@pytest.mark.parametrize("unbuffered", [False, True])
def test_a_process_that_was_stopped_writes_on(command_line: list[str], long_text: Path, unbuffered: bool) -> None:
    process = start([*command_line, "repair", long_text.name], long_text.parent, unbuffered=unbuffered)
    assert process.stdout
    first = os.read(process.stdout.fileno(), 1)  # from here on it waits in the middle of a write
    process.send_signal(signal.SIGSTOP)
    os.waitpid(process.pid, os.WUNTRACED)
    process.send_signal(signal.SIGCONT)
    written = first + process.stdout.read()
    assert (len(written), process.wait()) == (len(REPAIRED.encode()) * TIMES, 0)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("command", ["repair", "convert --to tw", "repair --json", "detect", "doctor --json"])
def test_standard_output_on_a_full_disk(command_line: list[str], long_text: Path, command: str) -> None:
    files = [] if command.startswith("doctor") else [long_text.name]
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run(
            [*command_line, *command.split(), *files],
            stdout=full, stderr=subprocess.PIPE, cwd=long_text.parent, check=False,
        )  # fmt: skip
    assert b"Traceback" not in result.stderr
    assert b"no space" in result.stderr.lower()
    assert result.returncode == 3


@pytest.mark.parametrize("redirection", ["<&-", ">&-"])
def test_closed_streams(command_line: list[str], long_text: Path, redirection: str) -> None:
    script = f'exec "$@" {redirection}'
    names = ["-"] if redirection == "<&-" else [long_text.name]
    command = ["sh", "-c", script, "sh", *command_line, "repair", *names]
    result = subprocess.run(command, capture_output=True, cwd=long_text.parent, check=False)
    assert b"Traceback" not in result.stderr
    assert result.returncode in (2, 3)


def test_output_is_utf_8_whatever_the_locale(command_line: list[str], long_text: Path) -> None:
    command = [*command_line, "repair", "-"]
    for settings in ({"LC_ALL": "C"}, {"PYTHONIOENCODING": "latin-1"}, {"LC_ALL": "POSIX", "PYTHONUTF8": "0"}):
        given = SENTENCE.encode()
        result = subprocess.run(command, input=given, capture_output=True, env=os.environ | settings, check=False)
        assert (result.returncode, result.stdout.decode(), result.stderr) == (0, REPAIRED, b"")
        command[-2:] = ["repair", "漢字.txt"]
        result = subprocess.run(
            command, capture_output=True, cwd=long_text.parent, env=os.environ | settings, check=False
        )
        assert (result.returncode, b"Traceback" in result.stderr) == (3, False)
        command[-2:] = ["repair", "-"]
