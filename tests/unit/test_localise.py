"""The main job from end to end."""

from __future__ import annotations

import gettext
import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

import zh_localize as zl

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
CLEAN = Path(__file__).resolve().parents[1] / "data" / "examples"
TARGETS = ["zh-Hans", "zh-Hant-TW", "en"]


@pytest.fixture
def outcome(tmp_path: Path) -> zl.Outcome:
    shutil.copy(EXAMPLES / "report.txt", tmp_path)
    return zl.localise(tmp_path / "report.txt", to=TARGETS, out=tmp_path / "out")


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_files(outcome: zl.Outcome, tmp_path: Path) -> None:
    assert sorted(contents(tmp_path / "out")) == sorted(
        ["report.html", "report.json", "report.pot", "report.zh-Hans.txt", "report.zh-Hant-TW.txt"]
        + [f"locales/{name}/LC_MESSAGES/report.{kind}" for name in ("zh_CN", "zh_TW", "en") for kind in ("po", "mo")]
    )


def test_editions(outcome: zl.Outcome) -> None:
    clean = (CLEAN / "report.clean.txt").read_text("utf-8")
    assert outcome.repair.text == clean
    for tag, path in outcome.editions.items():
        assert path.read_text("utf-8") == zl.convert(clean, to=tag)


def test_the_edits_replay_and_undo(outcome: zl.Outcome) -> None:
    damaged = outcome.source.read_text("utf-8")
    rows = [json.loads(line) for line in outcome.edits.read_text("utf-8").splitlines()]
    edits = tuple(zl.Edit(r["start"], r["end"], r["before"], r["after"], r["rule"], zl.Grade(r["grade"])) for r in rows)
    report = zl.Report(damaged, edits)
    assert report.text == (CLEAN / "report.clean.txt").read_text("utf-8")
    assert report.undo() == damaged


@pytest.mark.parametrize(("locale", "tag"), [("zh_CN", "zh-Hans"), ("zh_TW", "zh-Hant-TW")])
def test_gettext_finds_every_converted_sentence(outcome: zl.Outcome, tmp_path: Path, locale: str, tag: str) -> None:
    catalogue = gettext.translation("report", localedir=str(tmp_path / "out" / "locales"), languages=[locale])
    template = zl.Catalog.load(outcome.template)
    edition = outcome.editions[tag].read_text("utf-8")
    assert len(template.units) == outcome.units > 40
    for unit in template.units:
        assert catalogue.pgettext(unit.context or "", unit.source) in edition


@pytest.mark.skipif(not shutil.which("msgfmt"), reason="GNU gettext is not installed")
def test_gnu_gettext_accepts_the_catalogues(outcome: zl.Outcome) -> None:
    for path in outcome.catalogs.values():
        result = subprocess.run(["msgfmt", "-c", "-o", "/dev/null", path], capture_output=True, check=False)
        assert (result.returncode, result.stderr) == (0, b"")


def test_terms_are_noted_and_whole_terms_filled(tmp_path: Path) -> None:
    (tmp_path / "terms.txt").write_text("科學發展觀\n我們落實科學發展觀。\n", "utf-8")
    outcome = zl.localise(tmp_path / "terms.txt", to=["en"], out=tmp_path / "out")
    whole, sentence = zl.Catalog.load(outcome.catalogs["en"]).units
    assert (whole.target, sentence.target) == ("Scientific Outlook on Development", "")
    assert sentence.notes == ("科學發展觀: Scientific Outlook on Development",)
    assert sentence.references == ("terms.txt:2",)


def test_the_page_stands_alone(outcome: zl.Outcome) -> None:
    page = outcome.page.read_text("utf-8")
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")
    assert page.count("<del") >= 350


def test_a_second_run_changes_no_byte(outcome: zl.Outcome, tmp_path: Path) -> None:
    before = contents(tmp_path / "out")
    zl.localise(outcome.source, to=TARGETS, out=tmp_path / "out")
    assert contents(tmp_path / "out") == before


def test_human_translations_are_kept(outcome: zl.Outcome, tmp_path: Path) -> None:
    path = outcome.catalogs["en"]
    catalog = zl.Catalog.load(path)
    units = [replace(unit, targets=(f"English {i}",), comments=("mine",)) for i, unit in enumerate(catalog.units)]
    replace(catalog, units=tuple(units)).save(path)
    text = outcome.source.read_text("utf-8").splitlines()
    outcome.source.write_text("\n".join(text[:-3]) + "\n", "utf-8")
    zl.localise(outcome.source, to=TARGETS, out=tmp_path / "out")
    again = {unit.key: unit for unit in zl.Catalog.load(path).units}
    for unit in units:
        assert (again[unit.key].targets, again[unit.key].comments) == (unit.targets, unit.comments)
    assert any(unit.obsolete for unit in again.values())


def test_the_seed_report(seed: Path, tmp_path: Path) -> None:
    shutil.copy(seed / "report.damaged.txt", tmp_path / "report.txt")
    outcome = zl.localise(tmp_path / "report.txt", to=TARGETS, out=tmp_path / "out")
    for tag in ("zh-Hans", "zh-Hant-TW"):
        assert outcome.editions[tag].read_bytes() == (seed / f"report.{tag}.txt").read_bytes()
    assert outcome.repair.text == (seed / "report.repaired.txt").read_text("utf-8")
