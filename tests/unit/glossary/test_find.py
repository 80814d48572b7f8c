"""Terms are found in whatever script and with whatever stuck between their characters, at the offsets of the text."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cases
from zh_localize.errors import FileError, TableError
from zh_localize.glossary import Blocker, Concept, Designation, Glossary, compiled
from zh_localize.glossary.automaton import NativeAutomaton, PureAutomaton
from zh_localize.glossary.fold import carried_back, fold, without_gaps
from zh_localize.text import native

PACK = Path(__file__).parents[3] / "glossaries" / "politics"
PAIRS = cases.read("terminology_pairs.tsv")
HOUSE = Glossary(
    [
        Designation("c1", "zh-Hans-CN", "科学发展观"),
        Designation("c2", "zh-Hans-CN", "中国"),
        Designation("c3", "zh-Hans-CN", "卫生部", valid_to="2013-03"),
        Designation("c4", "en", "Party"),
        Designation("c4", "en", "Party committee"),
        Designation("c5", "en", "NPC", match="case"),
        Designation("c6", "zh-Hans-CN", "教育部"),
        Designation("c7", "zh-Hans-CN", "教育部"),
    ],
    [Blocker("zh-Hans-CN", "发展中国家"), Blocker("en", "third party")],
    [Concept("c6", "state-organs"), Concept("c7", "taiwan-institutions")],
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("科学发展观", ["科学发展观"]),
        ("落實科學發展觀。", ["科學發展觀"]),
        ("落實科學(xué)發(fā)展觀(guān)。", ["科學(xué)發(fā)展觀"]),
        ("科學（ㄒㄩㄝˊ）發展觀", ["科學（ㄒㄩㄝˊ）發展觀"]),
        ("科 学 发展　观", ["科 学 发展　观"]),
        ("科学\u200b发展观", ["科学\u200b发展观"]),
        ("科学(kg)发展观", []),
        ("科学   发展观", []),
        ("科学\n发展观", []),
        ("发展中国家和中国", ["中国"]),
        ("訪問中國，中 国", ["中國", "中 国"]),
    ],
)
def test_gaps_and_boundaries(text: str, found: list[str]) -> None:
    hits = HOUSE.find(text)
    assert [hit.text for hit in hits] == found
    assert all(text[hit.start : hit.end] == hit.text for hit in hits)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The Party committee and the party", ["Party committee", "party"]),
        ("a third party, Partying, counterparty", []),
        ("Party committees", ["Party"]),
        ("the NPC, the npc", ["NPC"]),
    ],
)
def test_spaced_scripts(text: str, found: list[str]) -> None:
    assert [hit.text for hit in HOUSE.find(text, language="en")] == found


def test_filters() -> None:
    assert [hit.concept for hit in HOUSE.find("教育部", domains=["taiwan-institutions"])] == ["c7"]
    assert [hit.concept for hit in HOUSE.find("教育部")] == ["c6"]
    assert [row.concept for row in HOUSE.named("教育部")] == ["c6", "c7"]
    assert [len(HOUSE.find("卫生部", date=date)) for date in ("2012", "2013-03-01", "2013-04", "")] == [1, 1, 0, 1]


def test_the_earlier_pack_goes_first(tmp_path: Path) -> None:
    head = "concept\tlang\tterm\tstatus\n"
    (tmp_path / "ours.tsv").write_text(f"{head}z1\tzh\t党组\tpreferred\nc2\tzh\t党委\tdeprecated\n", "utf-8")
    (tmp_path / "base.tsv").write_text(f"{head}a1\tzh\t党组\tpreferred\nc2\tzh\t党委\tpreferred\n", "utf-8")
    glossary = Glossary.load(tmp_path / "ours.tsv", tmp_path / "base.tsv")
    assert [hit.concept for hit in glossary.find("党组")] == ["z1"]
    assert [row.concept for row in glossary.named("党组")] == ["z1", "a1"]
    assert [row.status for row in glossary.of("c2")] == ["deprecated"]


def test_hits_are_a_sequence() -> None:
    hits = HOUSE.find("中国和科学发展观")
    assert len(hits) == 2
    assert hits[-1].concept == "c1"
    assert [*hits[0:2]] == [*hits]
    with pytest.raises(IndexError):
        hits[2]


@pytest.mark.parametrize("row", PAIRS, ids=lambda row: row["zh"][:12])
def test_every_marked_term_is_found(row: dict[str, str]) -> None:
    hits = Glossary.load(PACK).find(row["zh"])
    marked = [mark.split(" ") for mark in row["hits"].split("; ") if mark]
    assert [f"{hit.start}-{hit.end}" for hit in hits] == [place for place, _, _ in marked]
    assert all(hit.concept in concepts.split("/") for hit, (_, concepts, _) in zip(hits, marked, strict=True))


ALPHABET = "中国國科学學发展觀观党组aAbＢ 「“(xué)1\U00020000\U0002f800"


@given(st.lists(st.text(ALPHABET, min_size=1, max_size=5), max_size=12), st.text(ALPHABET, max_size=60))
def test_native_and_pure_agree(terms: list[str], text: str) -> None:
    core = native.core("terms")
    if core is None:
        pytest.skip("the native core is not at work")
    fast, pure = NativeAutomaton.of(core, terms), PureAutomaton(terms)
    assert [*fast.groups] == [*pure.groups]
    assert fast.find(text) == pure.find(text)


@given(st.text(ALPHABET, max_size=60))
def test_gaps_carry_back(text: str) -> None:
    compact, gaps = without_gaps(text)
    places = [carried_back(gaps, place) for place in range(len(compact))]
    assert "".join(text[place] for place in places) == compact
    assert all(before < after for before, after in pairwise(places))
    assert len(fold(text)) == len(text)


@given(st.lists(st.text("党组织部中国", min_size=1, max_size=4), min_size=1), st.text("党组织部中国 ", max_size=40))
def test_hits_are_ordered_disjoint_and_longest(terms: list[str], text: str) -> None:
    hits = Glossary(Designation(term, "zh", term) for term in terms).find(text)
    assert all(before.end <= after.start for before, after in pairwise(hits))
    for hit in hits:
        longer = [term for term in terms if without_gaps(text[hit.start :])[0].startswith(term)]
        assert len(hit.designation.term) == max(map(len, longer))


def test_a_compiled_glossary_is_the_same(tmp_path: Path) -> None:
    if native.core("terms") is None:
        pytest.skip("the native core is not at work")
    glossary = Glossary.load(PACK)
    Glossary.load(PACK, cache=tmp_path)
    again = Glossary.load(PACK, cache=tmp_path)
    assert isinstance(again, compiled.CompiledGlossary)
    text = "".join(row["zh"] + row["en"] for row in PAIRS)
    for language in ("zh", "en"):
        assert [*again.find(text, language=language)] == [*glossary.find(text, language=language)]
    picked = random.Random(1).sample(sorted(glossary.concepts), 50)
    assert all(again.of(concept) == glossary.of(concept) for concept in picked)
    assert again.of("none") == ()
    assert again.designations == glossary.designations
    assert again.concepts == glossary.concepts
    assert again.blockers == glossary.blockers
    assert again.unusable == glossary.unusable
    assert Glossary.load(PACK, cache=tmp_path / "file" / "x").find("党中央")


def test_a_cache_that_is_damaged_is_made_again(tmp_path: Path) -> None:
    if native.core("terms") is None:
        pytest.skip("the native core is not at work")
    house = tmp_path / "house.tsv"
    house.write_text("concept\tlang\tterm\nc1\tzh\t党组\n", "utf-8")
    Glossary.load(house, cache=tmp_path)
    [path] = tmp_path.glob("*.glossary")
    data = path.read_bytes()
    for damaged in (b"", data[:20], data[:-1], data[:-9] + b"x" + data[-8:]):
        path.write_bytes(damaged)
        with pytest.raises((TableError, FileError)):
            compiled.read(path)
        assert len(Glossary.load(house, cache=tmp_path).find("党组")) == 1
        assert path.read_bytes() == data
    house.write_text("concept\tlang\tterm\nc1\tzh\t党委\n", "utf-8")
    assert not Glossary.load(house, cache=tmp_path).find("党组")
