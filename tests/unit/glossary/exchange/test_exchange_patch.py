"""What comes back is a patch: of the file's own changes, with conflicts where the pack changed too."""

from __future__ import annotations

from pathlib import Path

import pytest

from zh_localize.errors import ExchangeError, FileError
from zh_localize.glossary import Blocker, Concept, Designation, Glossary, files, log
from zh_localize.glossary.exchange import FORMATS, apply, named, pack, patch
from zh_localize.glossary.exchange.entries import Languages
from zh_localize.glossary.exchange.manifest import Manifest, describe
from zh_localize.glossary.store import Author

MEI = Author("Mei")

ZH = Designation("c1", "zh-Hans-CN", "单位", source="x")
EN = Designation("c1", "en", "work unit", source="x")
OLD = Designation("c1", "en", "unit", "deprecated", replaced_by="work unit")
OTHER = Designation("c2", "en", "cadre")
BASE = Glossary([ZH, EN, OLD, OTHER], [], [Concept("c1", "law"), Concept("c2", "law")])
PAIR = Languages("zh-Hans-CN", ("en",))


def with_rows(*rows: Designation, glossary: Glossary = BASE) -> Glossary:
    return Glossary(rows, glossary.blockers, glossary.concepts.values())


def manifest(name: str = "csv") -> Manifest:
    return describe(named(name, FORMATS).select(BASE, PAIR), name, PAIR)


EDITED = EN._replace(note="edited")


@pytest.mark.parametrize(
    ("file", "now", "result", "conflicts"),
    [
        ([ZH, EN, OLD, OTHER], [ZH, EN, OLD, OTHER], [ZH, EN, OLD, OTHER], 0),
        ([ZH, EDITED, OLD, OTHER], [ZH, EN, OLD, OTHER], [ZH, EDITED, OLD, OTHER], 0),
        ([ZH, EN, OLD, OTHER], [ZH, EDITED, OLD, OTHER], [ZH, EDITED, OLD, OTHER], 0),
        ([ZH, EDITED, OLD, OTHER], [ZH, EDITED, OLD, OTHER], [ZH, EDITED, OLD, OTHER], 0),
        ([ZH, EDITED, OLD, OTHER], [ZH, EN._replace(pos="noun"), OTHER], [ZH, EN._replace(pos="noun"), OTHER], 1),
        ([ZH, EDITED, OLD, OTHER], [ZH, OLD, OTHER], [ZH, OLD, OTHER], 1),
        ([ZH, OLD, OTHER], [ZH, EN, OLD, OTHER], [ZH, OLD, OTHER], 0),
        ([ZH, OLD, OTHER], [ZH, EDITED, OLD, OTHER], [ZH, EDITED, OLD, OTHER], 1),
        ([ZH, OLD, OTHER], [ZH, OLD, OTHER], [ZH, OLD, OTHER], 0),
        ([ZH, EN, OLD, OTHER], [ZH, OLD, OTHER], [ZH, OLD, OTHER], 0),
        ([ZH, EN, OLD, OTHER, ZH._replace(lang="zh-Hant-TW")], [EN], [EN, ZH._replace(lang="zh-Hant-TW")], 0),
    ],
)  # fmt: skip
def test_three_ways(file: list[Designation], now: list[Designation], result: list[Designation], conflicts: int) -> None:
    change = patch(with_rows(*file), with_rows(*now), manifest())
    assert list(apply(change, with_rows(*now)).designations) == result
    assert len(change.conflicts) == conflicts


def test_concepts_three_ways() -> None:
    changed = Glossary(
        BASE.designations, [Blocker("en", "unit test")], [Concept("c1", "economy"), Concept("c2", "law")]
    )
    change = patch(changed, BASE, manifest())
    assert change.concepts == ((Concept("c1", "law"), Concept("c1", "economy")),)
    assert apply(change, BASE).blockers == (Blocker("en", "unit test"),)
    meanwhile = Glossary(BASE.designations, [], [Concept("c1", "labour"), Concept("c2", "law")])
    change = patch(changed, meanwhile, manifest())
    assert [conflict.concept for conflict in change.conflicts] == ["c1"]
    gone = Glossary([ZH, EN, OLD], [], [Concept("c1", "law")])
    assert patch(gone, BASE, manifest()).concepts == ((Concept("c2", "law"), None),)


def test_without_a_manifest_nothing_goes() -> None:
    change = patch(with_rows(EDITED, ZH._replace(concept="c9")), BASE)
    assert change.designations == ((EN, EDITED), (None, ZH._replace(concept="c9")))
    another = patch(Glossary([Designation("c2", "en", "judge")]), BASE)
    assert not another.changed
    assert "another concept of this id" in another.conflicts[0].reason


@pytest.mark.parametrize(
    ("text", "added", "changed"),
    [
        ("单位\twork unit\n", [], []),
        ("单位\tworkplace\n", [], [("work unit", "workplace"), ("unit", "unit")]),
        ("工作单位\twork unit\n", [], [("单位", "工作单位")]),
        ("单位\twork unit\n单位\tdanwei\n", [("c1", "danwei", "admitted")], []),
        ("单位\twork unit\n干部\tcadre\n", [("c2", "干部", "preferred")], []),
        ("单位\twork unit\n法官\tjudge\n", [("c3", "法官", "preferred"), ("c3", "judge", "preferred")], []),
        ("", [], []),
    ],
)  # fmt: skip
def test_a_pair_file_that_was_edited(
    text: str, added: list[tuple[str, str, str]], changed: list[tuple[str, str]]
) -> None:
    file = named("omegat", FORMATS).read(text.encode(), Path("x"), PAIR)
    change = patch(file, BASE, manifest("omegat"), whole=False)
    assert [
        (after[0], after.term, after.status) for before, after in change.designations if after and not before
    ] == added
    assert [(b.term, a.term) for b, a in change.designations if a and b] == changed
    assert all(after.review == "draft" for before, after in change.designations if after and not before)
    again = apply(change, BASE)
    assert not patch(file, again, manifest("omegat"), whole=False).changed
    renamed = again.of("c1")
    assert all(row.replaced_by in ("", *(other.term for other in renamed)) for row in renamed)


def test_a_term_that_was_written_anew_and_changed_in_the_pack() -> None:
    file = named("omegat", FORMATS).read("单位\tworkplace\n".encode(), Path("x"), PAIR)
    change = patch(file, with_rows(ZH, EDITED), manifest("omegat"), whole=False)
    assert not change.changed
    assert "changed to 'workplace'" in change.conflicts[0].reason


def test_what_another_program_dropped_stays() -> None:
    full = Designation(
        "c1",
        "en",
        "Taiwan",
        "forbidden",
        "un",
        "properNoun",
        "setPhrase",
        "case",
        "approved",
        "1949",
        "",
        "x",
        "s",
        "n",
    )
    there = Glossary([full, EN], [], [Concept("c1", "law", "d", "n")])
    known = describe(named("tbx-basic", FORMATS).select(there, PAIR), "tbx-basic", PAIR)
    bare = full._replace(status="deprecated", styles="", pos="noun", type="phrase", match="", review="draft")._replace(
        valid_from="", replaced_by="", source="", note=""
    )
    file = Glossary([bare, EN._replace(note="new", source="")], [], [Concept("c1")])
    change = patch(file, there, known, sparse=True)
    assert change.designations == ((EN, EN._replace(note="new")),)
    assert not change.concepts
    assert not change.conflicts


HEAD = "# a comment\nconcept\tlang\tterm\tstatus\n"


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A pack with two files, the one in order, the other not, with fewer columns than there are."""
    folder = tmp_path / "house"
    (folder / "terms").mkdir(parents=True)
    (folder / "concepts").mkdir()
    (folder / "pack.toml").write_text('name = "house"\n')
    (folder / "concepts" / "law.tsv").write_text("concept\tdomain\nc1\tlaw\nc3\tlaw\n")
    (folder / "terms" / "law.tsv").write_text(f"{HEAD}c1\ten\tunit\tadmitted\nc3\ten\tjudge\tpreferred\n")
    (folder / "terms" / "other.tsv").write_bytes(
        f"{HEAD}c9\ten\tz\tpreferred\n# here\nc8\ten\ty\t\n".replace("\n", "\r\n").encode()
    )
    return folder


def change_pack(house: Path, *rows: Designation, concepts: list[Concept] | None = None) -> tuple[Path, ...]:
    revision, there = files.digest((house,)), Glossary.load(house)
    return pack.write(patch(Glossary(rows, (), concepts or []), there), house, revision=revision, author=MEI)


def test_a_pack_changes_where_it_must(house: Path) -> None:
    other = (house / "terms" / "other.tsv").read_bytes()
    judge = Designation("c3", "en", "judge", source="x")
    new = Designation("c2", "en", "cadre")
    units = Designation("c1", "en", "a unit"), Designation("c1", "en", "unit", "admitted")
    changed = change_pack(house, judge, new, *units, concepts=[Concept("c2", "../x")])
    assert [path.name for path in changed] == ["law.tsv", "imported.tsv", "imported.tsv"]
    assert (house / "terms" / "law.tsv").read_text() == (
        "# a comment\nconcept\tlang\tterm\tstatus\treview\tsource\n"
        "c1\ten\tunit\tadmitted\t\t\nc1\ten\ta unit\tpreferred\tapproved\t\nc3\ten\tjudge\tpreferred\tapproved\tx\n"
    )
    assert (house / "terms" / "other.tsv").read_bytes() == other
    assert set(Glossary.load(house).designations) >= {judge, new}
    assert not patch(Glossary([judge, new]), Glossary.load(house)).changed


def test_lines_out_of_order_stay_where_they_are(house: Path) -> None:
    change_pack(house, Designation("c8", "en", "y", "admitted"))
    text = (house / "terms" / "other.tsv").read_bytes().decode()
    assert text.replace("\r\n", "\n") == (
        "# a comment\nconcept\tlang\tterm\tstatus\treview\n"
        "c9\ten\tz\tpreferred\t\n# here\nc8\ten\ty\tadmitted\tapproved\n"
    )
    assert text.count("\r\n") == text.count("\n")


def test_a_pack_that_was_changed_meanwhile(house: Path) -> None:
    revision, there = files.digest((house,)), Glossary.load(house)
    (house / "terms" / "law.tsv").write_text(f"{HEAD}c1\ten\tunits\tadmitted\n")
    before = {path: path.read_bytes() for path in house.rglob("*.tsv")}
    with pytest.raises(FileError, match="changed by another program meanwhile"):
        pack.write(patch(Glossary([OTHER]), there), house, revision=revision, author=MEI)
    assert {path: path.read_bytes() for path in house.rglob("*.tsv")} == before


def test_an_import_stands_in_the_history(house: Path) -> None:
    text = "unit\t单位\njudge\t法官\ncadre\t干部\n".encode()
    file = named("omegat", FORMATS).read(text, Path("x"), Languages("en", ("zh-Hans-CN",)))
    there = Glossary.load(house)
    change = patch(file, there, whole=False)
    pack.write(change, house, revision=files.digest((house,)), author=MEI)
    [record] = log.read(house / "history.jsonl")
    assert (record.who, record.action, len(record.changes)) == (
        "Mei", "import", len(change.designations) + len(change.concepts)
    )  # fmt: skip


def test_an_id_that_would_make_a_comment(house: Path) -> None:
    before = (house / "terms" / "law.tsv").read_bytes()
    with pytest.raises(ExchangeError, match="'#1' begins with #"):
        change_pack(house, Designation("c3", "en", "judge", source="x"), Designation("#1", "en", "x"))
    assert (house / "terms" / "law.tsv").read_bytes() == before


@pytest.mark.parametrize(
    ("ids", "fresh"),
    [(("c9", "c10"), "c11"), (("zhp-0009",), "zhp-0010"), (("x",), "c1"), (("1" * 5000 + "a", "9" * 5000), "c1")],
)
def test_new_ids_go_on_from_the_largest(ids: tuple[str, ...], fresh: str) -> None:
    there = Glossary([Designation(concept, "en", f"term {concept}") for concept in ids])
    file = Glossary([Designation("new:1", "en", "another")])
    assert patch(file, there).designations[0][1] == Designation(fresh, "en", "another")


def test_a_new_pack_needs_an_empty_place(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("")
    for place in (tmp_path, tmp_path / "x"):
        with pytest.raises(FileError, match="is no pack"):
            pack.create(place)
    pack.create(tmp_path / 'a "b"')
    assert files.read_toml(tmp_path / 'a "b"' / "pack.toml")["name"] == "a b"
