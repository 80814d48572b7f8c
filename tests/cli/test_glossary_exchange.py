"""``glossary export`` and ``glossary import``: files, manifests, diffs, conflicts, exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

Run = Callable[..., CompletedProcess[bytes]]

TERMS = """concept\tlang\tterm\tstatus\treview\tsource
c1\ten\tunit\tdeprecated\tapproved\thouse guide
c1\ten\twork unit\tpreferred\tapproved\thouse guide
c1\tzh-Hans-CN\t单位\tpreferred\tapproved\thouse guide
c2\ten\tcadre\tpreferred\tdraft\t
c2\tzh-Hans-CN\t干部\tpreferred\tapproved\thouse guide
"""
PAIR = ("--from", "zh-Hans-CN", "--to", "en")


@pytest.fixture
def house(tmp_path: Path) -> Path:
    folder = tmp_path / "house"
    (folder / "terms").mkdir(parents=True)
    (folder / "pack.toml").write_text('name = "house"\n')
    (folder / "terms" / "all.tsv").write_text(TERMS, "utf-8")
    return folder


def test_a_file_goes_out_and_comes_back_changed(run: Run, house: Path, tmp_path: Path) -> None:
    done = run("glossary", "export", house, "--format", "deepl", *PAIR, "-o", "out.tsv")
    assert (done.returncode, done.stdout) == (0, b"")
    assert b"out.tsv: 2 entries; keep out.tsv.manifest.jsonl beside it" in done.stderr
    file = tmp_path / "out.tsv"
    assert file.read_text("utf-8") == "单位\twork unit\n干部\tcadre\n"
    assert run("glossary", "import", "out.tsv", "--into", house, "--diff").returncode == 0
    file.write_text("单位\tworkplace\n干部\tcadre\n法官\tjudge\n", "utf-8")
    shown = run("glossary", "import", "out.tsv", "--into", house, "--diff")
    assert shown.returncode == 1
    assert b"added: 2, changed: 1" in shown.stderr
    assert (house / "terms" / "all.tsv").read_text("utf-8") == TERMS
    assert run("glossary", "import", "out.tsv", "--into", house).returncode == 0
    text = (house / "terms" / "all.tsv").read_text("utf-8")
    assert "c1\ten\tworkplace\tpreferred\tdraft\t\n" in text
    assert "c3\ten\tjudge" in (house / "terms" / "imported.tsv").read_text("utf-8")
    again = run("glossary", "import", "out.tsv", "--into", house)
    assert (again.returncode, again.stderr) == (0, b"nothing changes\n")


def test_conflicts_are_told_and_nothing_is_lost(run: Run, house: Path, tmp_path: Path) -> None:
    run("glossary", "export", house, "-o", "out.csv")
    file, terms = tmp_path / "out.csv", house / "terms" / "all.tsv"
    file.write_text(file.read_text("utf-8").replace("work unit,preferred", "work unit,admitted"), "utf-8")
    terms.write_text(TERMS.replace("work unit\tpreferred\tapproved", "work unit\tpreferred\tdraft"), "utf-8")
    before = terms.read_bytes()
    done = run("glossary", "import", "out.csv", "--into", house)
    assert done.returncode == 1
    assert "conflict: c1 en work unit: was changed in the file, and changed in the pack too" in done.stdout.decode()
    assert terms.read_bytes() == before
    facts = json.loads(run("glossary", "import", "out.csv", "--into", house, "--json").stdout)
    assert facts["kind"] == "conflict"


@pytest.mark.parametrize("name", ["x.tbx", "x.csv", "x.xlsx"])
def test_a_new_pack(run: Run, house: Path, tmp_path: Path, name: str) -> None:
    assert run("glossary", "export", house, "-o", name).returncode == 0
    assert run("glossary", "import", name, "--into", "fresh").returncode == 0
    rows = sorted(TERMS.splitlines()[1:])
    made = (tmp_path / "fresh" / "terms" / "imported.tsv").read_text("utf-8").splitlines()[1:]
    assert [line.split("\t")[:4] for line in sorted(made)] == [line.split("\t")[:4] for line in rows]
    assert run("glossary", "lint", "--glossary", "fresh", "--level", "error").returncode == 0


def test_a_pack_without_terms_yet(run: Run, house: Path, tmp_path: Path) -> None:
    run("glossary", "export", house, "-o", "x.csv")
    (tmp_path / "fresh").mkdir()
    (tmp_path / "fresh" / "pack.toml").write_text('name = "fresh"\n')
    assert run("glossary", "import", "x.csv", "--into", "fresh").returncode == 0
    assert (tmp_path / "fresh" / "terms" / "imported.tsv").exists()


def test_to_standard_output(run: Run, house: Path) -> None:
    done = run("glossary", "export", house, "--format", "google", *PAIR, "--approved")
    assert done.stdout.decode() == "单位,work unit\r\n"


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("export", "house"), 2, "name the format with --format, or the file with -o"),
        (("export", "house", "-o", "x.foo"), 2, "its name does not tell the format"),
        (("export", "house", "--format", "tbz"), 2, "unknown format 'tbz'; did you mean 'tbx'?"),
        (("export", "house", "--format", "deepl"), 2, "deepl holds one pair of languages"),
        (("export", "house", "--format", "deepl", "--from", "zh_TW", "--to", "en"), 2, "write zh-Hant-TW"),
        (("export", "house", "--format", "tmx", "--from", "fr", "--to", "en"), 2, "no concept has what tmx takes"),
        (("export", "house", "-o", "no/x.tbx"), 2, "there is no such file"),
        (("import", "no.tbx", "--into", "house"), 2, "there is no such file"),
        (("import", "bad.tbx", "--into", "house"), 2, "bad.tbx:1:15: a DOCTYPE"),
        (("import", "bad.csv", "--into", "house"), 2, "bad.csv:2:2: lang is 'zh_CN'; write zh-Hans-CN"),
        (("import", "bad.xlsx", "--into", "house"), 2, "no whole XLSX file"),
        (("import", "good.csv", "--into", "bad.csv"), 2, "is no pack"),
        (("import", "good.csv", "--into", "house", "--manifest", "bad.csv"), 2, "no line of a manifest"),
    ],
)
def test_wrong_usage(
    run: Run, house: Path, tmp_path: Path, arguments: tuple[str, ...], code: int, message: str
) -> None:
    (tmp_path / "bad.tbx").write_text('<!DOCTYPE tbx [<!ENTITY a "b">]><tbx/>')
    (tmp_path / "bad.csv").write_text("concept,lang,term\nc1,zh_CN,x\n")
    (tmp_path / "bad.xlsx").write_bytes(b"PK\x03\x04 cut")
    (tmp_path / "good.csv").write_text("concept,lang,term\nc1,en,x\n")
    done = run("glossary", *arguments)
    assert done.returncode == code
    assert message in done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_the_formats_are_listed(run: Run) -> None:
    text = run("glossary", "export", "--list").stdout.decode()
    assert {line.split()[0] for line in text.splitlines()} >= {"tbx", "csv", "tmx", "po", "deepl"}
