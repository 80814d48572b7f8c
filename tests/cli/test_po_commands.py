"""``po``: what it writes, what it says, how it ends."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from zh_localize.cli.app import app

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
ODD = HEADER + '\n# 存\nmsgid   "Save"\nmsgstr "儲"  "存"\n'
NEAT = HEADER + '\n# 存\nmsgid "Save"\nmsgstr "儲存"\n'
TEMPLATE = HEADER + '\n#: a.c:1\nmsgid "Open"\nmsgstr ""\n\nmsgid "Save"\nmsgstr ""\n'


def run(*arguments: str | Path, data: bytes | None = None) -> Result:
    return CliRunner().invoke(app, ["po", *map(str, arguments)], input=data)


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    path = tmp_path / "zh_TW.po"
    path.write_text(ODD, "utf-8")
    return path


def test_fmt_writes_to_a_file_in_place_or_to_standard_output(odd: Path, tmp_path: Path) -> None:
    assert run("fmt", odd).stdout == NEAT
    assert run("fmt", odd, "-o", tmp_path / "new.po").exit_code == 0
    assert (tmp_path / "new.po").read_text("utf-8") == NEAT
    assert odd.read_text("utf-8") == ODD
    assert run("fmt", odd, tmp_path / "new.po", "--in-place").exit_code == 0
    assert odd.read_text("utf-8") == NEAT


def test_fmt_check_names_what_would_change(odd: Path, tmp_path: Path) -> None:
    (tmp_path / "neat.po").write_text(NEAT, "utf-8")
    checked = run("fmt", "--check", odd, tmp_path / "neat.po")
    assert (checked.exit_code, checked.stderr) == (1, f"{odd}: would be laid out anew\n")
    assert run("fmt", "--check", tmp_path / "neat.po").exit_code == 0
    assert odd.read_text("utf-8") == ODD


def test_fmt_takes_out_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "zh.po"
    path.write_text("\ufeff" + NEAT, "utf-8")
    assert run("fmt", "--check", path).exit_code == 1
    assert run("fmt", "-i", path).exit_code == 0
    assert path.read_text("utf-8") == NEAT


def test_standard_input_is_read(odd: Path) -> None:
    assert run("fmt", "-", data=ODD.encode()).stdout == NEAT


def test_merge_brings_a_catalogue_up_to_date(odd: Path, tmp_path: Path) -> None:
    template = tmp_path / "x.pot"
    template.write_text(TEMPLATE, "utf-8")
    merged = run("merge", odd, template, "-o", odd)
    assert (merged.exit_code, merged.stderr) == (0, f"{odd}: 1 translated, 0 fuzzy, 1 untranslated, 0 obsolete\n")
    assert odd.read_text("utf-8") == HEADER + '\n#: a.c:1\nmsgid "Open"\nmsgstr ""\n' + ODD.removeprefix(HEADER)


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ((), '#, fuzzy\nmsgid "Save as"\nmsgstr "儲存"\n'),
        (("--previous",), '#, fuzzy\n#| msgid "Save"\nmsgid "Save as"\nmsgstr "儲存"\n'),
        (("--no-fuzzy",), 'msgid "Save as"\nmsgstr ""\n'),
    ],
)
def test_merge_guesses_as_it_is_told(odd: Path, tmp_path: Path, options: tuple[str, ...], found: str) -> None:
    template = tmp_path / "x.pot"
    template.write_text(TEMPLATE.replace('"Save"', '"Save as"'), "utf-8")
    assert found in run("merge", odd, template, *options).stdout


def test_compile_writes_what_programs_read(odd: Path) -> None:
    assert run("compile", odd).exit_code == 0
    with odd.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Save") == "儲存"


def test_compile_check_tells_whether_the_mo_file_is_current(odd: Path) -> None:
    compiled = odd.with_suffix(".mo")
    checked = run("compile", "--check", odd)
    assert (checked.exit_code, checked.stderr) == (1, f"{compiled}: is missing for {odd}\n")
    assert not compiled.exists()
    run("compile", odd)
    assert run("compile", "--check", odd).exit_code == 0
    odd.write_text(ODD.replace("儲", "保"), "utf-8")
    checked = run("compile", "--check", odd)
    assert (checked.exit_code, checked.stderr) == (1, f"{compiled}: is not that of {odd}\n")


@pytest.mark.parametrize("command", ["fmt", "compile", "merge"])
def test_a_broken_file_is_told_and_nothing_is_written(odd: Path, tmp_path: Path, command: str) -> None:
    odd.write_text(HEADER + '\nmsgid "Save\nmsgstr ""\n', "utf-8")
    also = [odd] if command == "merge" else []
    result = run(command, odd, *also, "-o", tmp_path / "out")
    assert result.exit_code == 3
    assert f"{odd}:4:7: a string that is not closed; write" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["zh_TW.po"]


def test_what_msgfmt_refuses_is_not_compiled(odd: Path) -> None:
    odd.write_text(ODD.replace('"Save"', '"Save\\n"'), "utf-8")
    result = run("compile", odd)
    assert result.exit_code == 3
    assert f"{odd}:5:1: the msgid ends with a line break and its msgstr does not" in result.stderr
    assert not odd.with_suffix(".mo").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("fmt", "a.po", "b.po"),
        ("fmt", "-i", "-"),
        ("fmt", "-i", "--check", "a.po"),
        ("compile", "a.po", "b.po", "-o", "c.mo"),
        ("compile", "-"),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2
