"""Fixtures that all tests share."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"

Completed = subprocess.CompletedProcess[bytes]
MAIN = [sys.executable, "-c", "from zh_localize.cli import main; main()"]


@pytest.fixture(scope="session")
def seed() -> Path:
    """The folder of the report that the project was started by."""
    folder = SHARED / "seed"
    if not folder.is_dir():
        pytest.skip("the seed report is not beside the checkout")
    return folder


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A folder for what commands keep, so that tests leave that of the user alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def command_line() -> list[str]:
    """The beginning of a command line of this checkout, for tests that start the process themselves."""
    return MAIN


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Completed]:
    """Runs the command line in ``tmp_path``, with bytes for standard input."""

    def start(*arguments: str | Path, given: bytes = b"") -> Completed:
        environment = {**os.environ, "NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "200"}
        command = [*MAIN, *map(str, arguments)]
        return subprocess.run(command, input=given, capture_output=True, cwd=tmp_path, env=environment, check=False)

    return start
