"""Texts and translations held to a glossary: tiers, severities, waivers, profiles, what a document remembers."""

from __future__ import annotations

from pathlib import Path

import pytest

import cases
from zh_localize.errors import CatalogFormatError, GlossaryFormatError, UnknownProfileError
from zh_localize.glossary import Designation, Glossary, baseline, pairs, profiles
from zh_localize.glossary.check import Checker, report
from zh_localize.glossary.lint import lint
from zh_localize.glossary.policy import Policy, Severity

PACK = Path(__file__).parents[3] / "glossaries" / "politics"
PAIRS = cases.read("terminology_pairs.tsv")
HOUSE = Glossary(
    [
        Designation("c1", "zh-Hans-CN", "党中央"),
        Designation("c1", "en", "CPC Central Committee"),
        Designation("c1", "en", "Party Central Committee", status="admitted"),
        Designation("c2", "zh-Hans-CN", "政策"),
        Designation("c2", "en", "policy"),
        Designation("c3", "zh-Hans-CN", "国有企业"),
        Designation("c3", "en", "state-owned enterprise"),
        Designation("c3", "en", "SOE", status="admitted", match="case"),
        Designation("c4", "zh-Hans-CN", "依法治国"),
        Designation("c4", "en", "law-based governance of the country"),
        Designation("c5", "zh-Hans-CN", "机关"),
        Designation("c5", "en", "organ", review="draft"),
        Designation("c6", "zh-Hans-CN", "考试院"),
        Designation("c6", "en", "Examination Yuan"),
        Designation("c6", "en", "Examination Council", status="deprecated", replaced_by="Examination Yuan"),
        Designation("c7", "zh-Hans-CN", "法制"),
        Designation("c7", "en", "legal system"),
        Designation("c8", "zh-Hans-CN", "法律体系"),
        Designation("c8", "en", "legal system"),
        Designation("c9", "zh-Hans-CN", "卫生部"),
        Designation("c9", "en", "Ministry of Health", valid_to="2013-03"),
        Designation("ca", "zh-Hans-CN", "部长", match="context"),
        Designation("ca", "en", "minister"),
        Designation("cb", "zh-Hans-CN", "台湾大选"),
        Designation("cb", "en", "Taiwan election", styles="intl-media"),
        Designation("cb", "en", "regional election", styles="prc-official"),
    ]
)


@pytest.mark.parametrize(
    ("zh", "en", "found"),
    [
        ("党中央", "the CPC Central Committee", []),
        ("党中央", "the Party Central Committee", []),
        ("党中央", "the cpc central committee", []),
        ("党中央", "the Central Committee of the CPC", [("term.loose", "hint", "bag")]),
        ("党中央", "the Central Committee", [("term.bare", "hint", "bare")]),
        ("党中央", "the Party centre", [("term.missing", "warning", "none")]),
        ("政策", "Policies", []),
        ("政策", "the police", [("term.missing", "warning", "none")]),
        ("国有企业", "SOEs and soe", []),
        ("国有企业", "enterprises owned by the state", [("term.loose", "hint", "bag")]),
        ("依法治国", "governing the country on the basis of law", [("term.missing", "warning", "none")]),
        ("机关", "an office", [("term.missing", "hint", "none")]),
        ("部长", "the secretary", [("term.missing", "hint", "none")]),
        ("考试院", "the Examination Council", [("term.deprecated", "error", "deprecated")]),
        ("考试院", "the “Examination Council”", [("term.missing", "warning", "none")]),
        ("考试院", "see `Examination Council`", [("term.missing", "warning", "none")]),
        ("政策", "", [("term.missing", "warning", "none")]),
        ("台湾大选", "the Taiwan election", [("term.contested", "hint", "preferred")]),
        ("", "anything", []),
    ],
)
def test_tiers_and_severities(zh: str, en: str, found: list[tuple[str, str, str]]) -> None:
    findings = Checker(HOUSE).pair(zh, en)
    assert [(f.rule, f.severity.value, f.tier) for f in findings] == found
    assert all(zh[f.start : f.end] == f.text for f in findings)
    assert report(en, findings).source == en


@pytest.mark.parametrize("name", list(dict.fromkeys(row["document"] for row in PAIRS)))
def test_marked_pairs_have_their_tiers(name: str) -> None:
    """At the lightest severities everything is told, so that each marked hit can be seen."""
    glossary = Glossary.load(PACK)
    tiers = ("preferred", "admitted", "case", "stem", "bag", "short", "bare", "none")
    checker = Checker(glossary, policy=Policy(dict.fromkeys((*tiers, "draft", "context"), Severity.ERROR)))
    for row in (row for row in PAIRS if row["document"] == name):
        found = {
            (f.start, f.end): f.tier
            for f in checker.pair(row["zh"], row["en"])
            if f.rule in ("term.missing", "term.bare", "term.loose")
        }
        for mark in filter(None, row["hits"].split("; ")):
            place, concepts, tier = mark.split(" ")
            start, end = map(int, place.split("-"))
            first = next(other for other in row["hits"].split("; ") if other.split(" ")[1] == concepts)
            if mark == first:  # a concept is told once for a pair
                assert found[start, end] == tier, (row["zh"][start:end], row["en"])


def test_a_document_is_remembered() -> None:
    checker = Checker(HOUSE)
    assert checker.pair("党中央", "the CPC Central Committee") == ()
    assert checker.pair("党中央", "the Central Committee") == ()
    assert [f.rule for f in checker.pair("党中央", "the Party Central Committee")] == ["term.inconsistent"]
    assert checker.pair("党中央", "the Party Central Committee") == ()
    assert checker.pair("法制", "the legal system") == ()
    [shared] = checker.pair("法律体系", "a legal system")
    assert (shared.rule, shared.expected) == ("term.shared", ("c7",))


def test_domains() -> None:
    glossary = Glossary.load(PACK)
    good, other = "the ROC Ministry of Education", "the Education Department"
    assert not [f for f in Checker(glossary).pair("教育部", good) if f.rule == "term.missing"]
    for domains, concept in ((["state-organs"], "zhp-0381"), (["taiwan-institutions"], "zhp-2399")):
        [found] = Checker(glossary, domains=domains).pair("教育部", other)
        assert found.concept == concept


def test_dates() -> None:
    [late] = Checker(HOUSE, date="2015").pair("卫生部", "the Ministry of Health")
    assert (late.rule, late.severity, late.edit.before) == ("term.date", Severity.WARNING, "Ministry of Health")
    assert Checker(HOUSE, date="2012-05").pair("卫生部", "the Ministry of Health") == ()


def test_waivers() -> None:
    assert Checker(HOUSE).pair("政策", "measures", "zhl:ignore c2 the house says measures") == ()
    [bare, missing] = Checker(HOUSE).pair("政策", "measures", "zhl:ignore c2")
    assert (bare.rule, missing.rule) == ("term.waiver", "term.missing")
    old = Glossary([Designation("c1", "zh", "打工仔", status="deprecated", replaced_by="农民工")])
    text = "打工仔\n<!-- zhl:ignore c1 a title -->\n打工仔\n打工仔 // zhl:ignore c1 quoted\n打工仔"
    assert [f.start for f in Checker(old).text(text)] == [0, len(text) - 3]


def test_profiles_extend_and_prefer(tmp_path: Path) -> None:
    (tmp_path / "base.toml").write_text('extends = []\nprefer_styles = ["prc-official"]\n[severity]\nnone = "error"\n')
    (tmp_path / "house.toml").write_text('title = "House"\nextends = ["base"]\n[severity]\nnot_preferred = "warning"\n')
    head = "concept\tlang\tterm\tstatus\tsource\n"
    (tmp_path / "base.tsv").write_text(f"{head}c1\ten\tParty Central Committee\tpreferred\tguide\n")
    (tmp_path / "house.tsv").write_text(f"{head}c3\ten\tSOE\tdeprecated\tguide\nc3\ten\tstate firm\tpreferred\tguide\n")
    profile = profiles.load(str(tmp_path / "house.toml"))
    glossary, policy = profiles.apply(HOUSE, [profile])
    [found] = Checker(glossary, policy=policy).pair("党中央", "the CPC Central Committee")
    assert (found.rule, found.severity, found.profile) == ("term.not-preferred", Severity.WARNING, "house")
    [old] = Checker(glossary, policy=policy).pair("国有企业", "the SOE law")
    assert (old.rule, old.edit.after, old.profile) == ("term.deprecated", "state firm", "house")
    assert [row.status for row in glossary.of("cb") if row.lang == "en"] == ["admitted", "preferred"]
    [style] = Checker(glossary, policy=policy).pair("台湾大选", "the Taiwan election")
    assert (style.rule, style.expected[0]) == ("term.not-preferred", "regional election")
    [missing] = Checker(glossary, policy=policy).pair("政策", "measures")
    assert missing.severity is Severity.ERROR


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        ('extends = ["loop"]', "circle"),
        ("colour = 1", "'colour' is not known"),
        ("extends = 1", "extends is 1; write a list"),
        ('[severity]\nnone = "fatal"', "severity.none is 'fatal'; write off, hint, warning, error"),
        ('[severity]\nnothing = "hint"', "severity of 'nothing'"),
    ],
)
def test_broken_profiles(tmp_path: Path, settings: str, found: str) -> None:
    (tmp_path / "loop.toml").write_text(settings)
    with pytest.raises(GlossaryFormatError, match=found):
        profiles.load(str(tmp_path / "loop.toml"))
    with pytest.raises(UnknownProfileError, match="prc-official-en"):
        profiles.load("prc-oficial-en", [PACK])


def test_a_verdict_holds_for_its_time() -> None:
    glossary, policy = profiles.apply(Glossary.load(PACK), [profiles.load("prc-official-zh", [PACK])])
    for date, found in (("1930", []), ("1990", ["zhp-1266"]), ("", ["zhp-1266"])):
        findings = Checker(glossary, policy=policy, date=date).text("中华民国")
        assert [f.concept for f in findings if f.rule == "term.deprecated"] == found
        assert all(f.profile == "prc-official-zh" for f in findings)


@pytest.mark.parametrize("path", sorted(PACK.glob("profiles/*.toml")), ids=lambda path: path.stem)
def test_shipped_profiles_cite_their_sources(path: Path) -> None:
    profile = profiles.load(path.stem, [PACK])
    glossary = Glossary.load(PACK)
    assert all(verdict.source for verdict in profile.verdicts)
    assert all(verdict.concept in glossary.concepts for verdict in profile.verdicts)
    changed, policy = profiles.apply(glossary, [profile])
    assert policy.profile == path.stem
    assert {row.concept for row in changed.designations} == {row.concept for row in glossary.designations}


def test_baseline(tmp_path: Path) -> None:
    findings = Checker(HOUSE).pair("政策", "measures")
    path = tmp_path / "known.jsonl"
    path.write_text(baseline.write(baseline.key("a.tsv", finding) for finding in findings), "utf-8")
    known = baseline.read(path)
    assert known.new("a.tsv", findings) == ()
    assert known.new("a.tsv", findings) == findings
    path.write_text("[1]\n")
    with pytest.raises(GlossaryFormatError, match=r"known\.jsonl:1:1: no line of a baseline"):
        baseline.read(path)


XLIFF_1 = """<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file><body>
<trans-unit id="1"><source>党<g id="1">中央</g></source><target>the CPC</target><note>zhl:ignore c1 short</note>
</trans-unit>
<trans-unit id="2"><source>政策</source></trans-unit></body></file></xliff>"""
XLIFF_2 = """<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0"><file id="f"><unit id="1">
<notes><note>look</note></notes><segment><source>党</source><target>Party</target></segment>
<segment><source>政策</source><target>policy</target></segment></unit></file></xliff>"""


def test_pairs_of_every_format() -> None:
    path = Path("x")
    assert [*pairs.read_json_lines(path, '{"zh": "党", "en": "Party"}\n\n')] == [pairs.Pair(1, "党", "Party")]
    assert [*pairs.read_columns(path, "# a\n党\tParty\tnote\r\n")] == [pairs.Pair(2, "党", "Party", "note")]
    assert [*pairs.read_parallel("党\n政\n", path, "Party\npolicy\n")][1] == pairs.Pair(2, "政", "policy")
    assert [*pairs.read_xliff(path, XLIFF_1.encode())] == [pairs.Pair(2, "党中央", "the CPC", "zhl:ignore c1 short")]
    found = [*pairs.read_xliff(path, XLIFF_2.encode())]
    assert [pair[1:4] for pair in found] == [("党", "Party", "look"), ("政策", "policy", "look")]


@pytest.mark.parametrize(
    ("read", "text", "found"),
    [
        (pairs.read_json_lines, '{"zh": "党"}', "x:1:1: no key 'en'"),
        (pairs.read_json_lines, "{", "x:1:2: Expecting property name"),
        (pairs.read_json_lines, "[1]", "x:1:1: no JSON object"),
        (pairs.read_json_lines, '{"zh": "党", "en": 1}', "x:1:1: a value that is no string"),
        (pairs.read_json_lines, "[" * 100_000, "x:1:1: JSON that is nested too deeply"),
        (pairs.read_columns, "党", "x:1:2: one column"),
        (lambda path, text: pairs.read_xliff(path, text.encode()), "<a>", "x:1:4: no element found"),
        (lambda path, text: pairs.read_xliff(path, text.encode()), "<a/>", "x:1:1: no element 'xliff'"),
        (lambda path, text: pairs.read_parallel(text, path, "a\nb"), "党", "x:2:1: a line that the source has not"),
    ],
)
def test_broken_pairs(read, text: str, found: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(CatalogFormatError, match=found):
        [*read(Path("x"), text)]


def test_english_to_chinese() -> None:
    checker = Checker(HOUSE, source="en", target="zh")
    assert checker.pair("the CPC Central Committee", "黨(dǎng)中央") == ()
    [missing] = checker.pair("the CPC Central Committee", "中央")
    assert (missing.rule, missing.text) == ("term.missing", "CPC Central Committee")


def test_lint_finds_what_it_names() -> None:
    rows = [
        Designation("c1", "zh-Hans-CN", "党组", source="x"),
        Designation("c1", "zh-Hans-CN", "党组", source="x"),
        Designation("c2", "en", "a", status="deprecated", replaced_by="b", source="x"),
        Designation("c2", "en", "b", status="deprecated", replaced_by="a", source="x"),
        Designation("c3", "en", "c", status="deprecated", styles="s1", source="x", replaced_by="d"),
        Designation("c3", "en", "d", styles="s2", source="x"),
        Designation("c4", "zh-Hans-CN", "党组织部", source="x"),
        Designation("c5", "en", "no source"),
        Designation("c6", "zh-Hans-CN", "后天", source="x"),
        Designation("c6", "zh-Hant-TW", "后天", source="x"),
        Designation("c7", "zh-Hans-CN", "组织部", source="x"),
    ]
    issues = lint(Glossary(rows))
    assert {issue.rule for issue in issues} == {
        "lint.double", "lint.circle", "lint.contested", "lint.nested", "lint.source", "lint.derived",
    }  # fmt: skip


def test_the_shipped_pack_is_sound() -> None:
    from zh_localize.glossary import files

    issues = lint(Glossary.load(PACK), files.shared_names(PACK))
    assert [issue for issue in issues if issue.severity.rank > Severity.HINT.rank] == []
