"""The built wheel, installed in a fresh environment outside the checkout, does the main job."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from a copy of the files, so that nothing built before gets into it."""
    source = tmp_path_factory.mktemp("source") / "checkout"
    kept = shutil.ignore_patterns(".*", "build", "dist", "out", "__pycache__", "*.egg-info")
    shutil.copytree(ROOT, source, ignore=kept)
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "build", "--wheel", "-o", folder, source], check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def commands(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the commands of an environment with the wheel and what it needs."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=True)
    binaries = folder / ("Scripts" if os.name == "nt" else "bin")
    install = [binaries / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel]
    subprocess.run(install, check=True, capture_output=True)
    return binaries


def test_everything_is_in_it(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    shipped = [*(ROOT / "src" / "zh_localize").rglob("*"), *(ROOT / "glossaries").rglob("*.t*")]
    for path in shipped:
        if path.is_file() and path.suffix in (".py", ".tsv", ".toml", ".bin", ".css", ".typed"):
            base = ROOT / "src" if "src" in path.relative_to(ROOT).parts else ROOT
            name = path.relative_to(base).as_posix()
            assert (name if base != ROOT else f"zh_localize/{name}") in names
    assert not [name for name in names if name.startswith("tests") or "__pycache__" in name]


def test_the_main_job(commands: Path, tmp_path: Path) -> None:
    shutil.copy(ROOT / "examples" / "report.txt", tmp_path)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}

    def run(*arguments: str) -> str:
        command = [str(commands / "zh-localize"), *arguments]
        done = subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True)
        return done.stdout.decode()

    run("localise", "report.txt", "--to", "zh-Hans", "--to", "zh-Hant-TW", "--to", "en", "--out", "out")
    repaired = run("repair", "report.txt")
    assert repaired == (ROOT / "tests" / "data" / "examples" / "report.clean.txt").read_text("utf-8")
    assert (tmp_path / "out" / "locales" / "zh_TW" / "LC_MESSAGES" / "report.mo").stat().st_size > 1000
    assert "zhp-" in run("glossary", "find", "report.txt")
    facts = json.loads(run("doctor", "--json"))
    assert "2,416 concepts" in facts["glossaries"]
    where = subprocess.run(
        [commands / "python", "-c", "import zh_localize; print(zh_localize.__file__)"],
        cwd=tmp_path, env=environment, check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert str(ROOT) not in where.stdout
