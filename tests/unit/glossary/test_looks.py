"""Search, statistics, impact and suggestions."""

from __future__ import annotations

import pytest

from zh_localize.glossary import Concept, Designation, Glossary
from zh_localize.glossary.impact import Impact, summary
from zh_localize.glossary.pairs import Pair
from zh_localize.glossary.search import search, sounds_like
from zh_localize.glossary.stats import count
from zh_localize.glossary.suggest import suggest
from zh_localize.render import coverage

ROWS = [
    Designation("c1", "zh-Hans-CN", "科学发展观"),
    Designation("c1", "zh-Hant-TW", "科學發展觀"),
    Designation("c1", "en", "Scientific Outlook on Development", review="draft"),
    Designation("c2", "zh-Hans-CN", "银行", source="x"),
    Designation("c2", "zh-Hans-CN", "钱庄", "deprecated", replaced_by="银行"),
    Designation("c2", "en", "bank"),
    Designation("c3", "zh-Hans-CN", "女性", review="draft"),
    Designation("c3", "zh-Hans-CN", "妇女"),
]


@pytest.mark.parametrize(
    ("query", "how", "terms"),
    [
        ("科學發展觀", "exact", ["科学发展观", "科學發展觀"]),
        ("发展", "holds", ["科学发展观", "科學發展觀"]),
        ("scientific", "begins", ["Scientific Outlook on Development"]),
        ("outlook", "holds", ["Scientific Outlook on Development"]),
        ("kxfzg", "sound", ["科学发展观", "科學發展觀"]),
        ("kexue fazhan", "sound", ["科学发展观", "科學發展觀"]),
        ("ke xue fa zhan guan", "sound", ["科学发展观", "科學發展觀"]),
        ("fzguan", "sound", ["科学发展观", "科學發展觀"]),
        ("yinhang", "sound", ["银行"]),
        ("yinx", "sound", ["银行"]),  # 行 is xíng as well
        ("nvxing", "sound", ["女性"]),
        ("nüx", "sound", ["女性"]),
        ("C2", "id", ["银行", "bank", "钱庄"]),
        ("scientific outlok on developmnt", "near", ["Scientific Outlook on Development"]),
        ("科学发展官", "near", ["科学发展观", "科學發展觀"]),
        ("q", "", []),
        ("  ", "", []),
    ],
)
def test_search(query: str, how: str, terms: list[str]) -> None:
    found = search(ROWS, query)
    assert {row.term for _, row in found} == set(terms)
    assert all(hit.how == how for hit in found)


@pytest.mark.parametrize("sound", ["kfz", "xk", "kexuf", "guank", "z"])
def test_sounds_that_do_not_fit(sound: str) -> None:
    assert sounds_like("科学发展观", sound) == (sound == "z")


def test_statistics() -> None:
    found = count(Glossary(ROWS, (), [Concept("c1", "party"), Concept("c2", "economy"), Concept("c4", "economy")]))
    assert (found.concepts, found.designations) == (4, 8)
    assert [(row.lang, row.approved, row.draft, row.missing, row.unusable) for row in found.languages] == [
        ("en", 1, 1, 2, 0), ("zh-Hans-CN", 3, 0, 1, 1), ("zh-Hant-TW", 1, 0, 3, 0),
    ]  # fmt: skip
    assert [row.concepts for row in found.domains if row.lang == "en"] == [1, 2, 1]
    page = coverage.page("<House>", found)
    assert "&lt;House&gt;" in page
    assert 'title="en: 1 approved, 0 draft, 1 missing"' in page


def test_impact_of_texts_and_pairs() -> None:
    before, after = Glossary(ROWS[:4]), Glossary(ROWS)
    impact = Impact(before, after)
    effects = impact.text("a.txt", "银行\n钱庄和钱庄\n`钱庄`\n“钱庄”\n")
    assert [(e.line, len(e.appeared), e.replacement, e.is_automatic) for e in effects] == [(2, 2, "银行和银行", True)]
    effects += impact.pairs("b.po", [Pair(7, "银行", "a shore"), Pair(9, "银行", "a bank")])
    assert [(e.file, e.line) for e in effects] == [("a.txt", 2), ("b.po", 7)]
    assert summary(impact, effects)[:5] == (7, 2, 1, 2, 0)
    back = Impact(after, before)
    assert summary(back, back.pairs("b.po", [Pair(7, "银行", "a shore")]))[1:5] == (1, 0, 0, 1)


def test_an_edit_that_says_the_same_has_no_impact() -> None:
    glossary = Glossary(ROWS)
    assert Impact(glossary, Glossary(ROWS)).text("a.txt", "钱庄和银行") == []


def test_suggestions_are_not_known_terms_nor_parts_of_them() -> None:
    ends = list(zip("天地人和山水", "春夏秋冬风月", strict=True))
    text = "".join(f"{a}数字经济{b}，{b}科学发展观{a}。" for a, b in ends)
    found = suggest([text], Glossary(ROWS))
    assert [candidate.text for candidate in found] == ["数字经济"]
    assert found[0].times == 6
    assert len(found[0].contexts) == 3
    assert suggest([], Glossary([])) == ()
    assert suggest(["no Chinese"], Glossary([])) == ()
