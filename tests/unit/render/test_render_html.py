"""The page: nothing lost, nothing injected, every edit on it once, and readable where there is much or nothing."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reports import HOSTILE, reports

from zh_localize.errors import UnknownRuleError
from zh_localize.render.html import Section, page
from zh_localize.render.markup import EXCERPT_LIMIT, WHOLE_TEXT_LIMIT
from zh_localize.report import Edit, Grade, Report

VOID = {"meta"}
SHAPES = {"rect"}


class Page(HTMLParser):
    """What a page says: the texts before and after, the anchors, links and tooltips, and the edits of the strips."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.before: list[str] = []
        self.after: list[str] = []
        self.strip_edits = 0
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tips: list[str] = []
        self.languages: list[str | None] = []
        self.feed(markup)
        self.close()
        assert not self.open, f"left open: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.tags.add(tag)
        if tag not in VOID:
            self.open.append(f"{tag}.{attributes.get('class') or ''}")
        if "id" in attributes:
            self.ids.append(str(attributes["id"]))
        if tag == "a":
            self.links.append(str(attributes["href"]).removeprefix("#"))
        if tag in ("ins", "del", "mark"):
            self.tips.append(str(attributes["title"]))
        if attributes.get("class") == "text":
            self.before.append("")
            self.after.append("")
            self.languages.append(attributes["lang"])
        if "data-edits" in attributes:
            self.strip_edits += int(str(attributes["data-edits"]))
        if attributes.get("class") == "chip":
            code = int(str(attributes["title"]).split()[0].removeprefix("U+"), 16)
            if code == 0 or 0xD800 <= code < 0xE000:
                self.handle_data(chr(code))  # the page can only name it

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in SHAPES

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().split(".")[0] == tag

    def handle_data(self, data: str) -> None:
        if "div.text" not in self.open or "p.left-out" in self.open:
            return
        tags = {name.split(".")[0] for name in self.open}
        if "ins" not in tags:
            self.before[-1] += data
        if "del" not in tags:
            self.after[-1] += data


def edit(source: str, before: str, after: str, rule: str = "punctuation.width", grade: Grade = Grade.SAFE) -> Edit:
    start = source.index(before)
    return Edit(start, start + len(before), before, after, rule, grade)


def section(source: str, *edits: Edit, title: str = "t", language: str = "zh-Hant") -> Section:
    return Section(title, Report(source, edits), language)


@settings(deadline=None)
@given(st.lists(reports(), max_size=3), st.text(HOSTILE, max_size=5))
def test_the_page_is_the_text_twice(several: list[Report], title: str) -> None:
    markup = page(title, [Section(title, report, "zh-Hant") for report in several])
    read = Page(markup.encode("utf-8").decode("utf-8"))
    assert read.before == [report.source for report in several]
    assert read.after == [report.text for report in several]
    edits = sum(len(report.edits) for report in several)
    assert read.strip_edits == edits
    assert len([id_ for id_ in read.ids if id_.startswith("edit-")]) == edits
    assert len(set(read.ids)) == len(read.ids)
    assert set(read.links) <= set(read.ids)
    assert read.tags.isdisjoint({"script", "link", "img", "iframe", "object", "b"})


@pytest.mark.parametrize(
    "hostile",
    ["<script>alert(1)</script>", '"><script>x</script>', "</style><script>", "' onclick='x", "<!--", "&lt;script&gt;"],
)
def test_nothing_is_injected(hostile: str) -> None:
    source = f"前{hostile}後"
    note = Edit(0, 1, "前", "前", "term.draft", Grade.ASK, (hostile,))
    change = Edit(1, 1 + len(hostile), hostile, hostile[::-1] + hostile, "punctuation.width", Grade.SAFE)
    markup = page(hostile, [section(source, note, change, title=hostile, language=hostile), section(source)])
    assert "<script" not in markup.lower()
    assert " onclick='" not in markup
    read = Page(markup)
    assert read.before == [source, source]
    assert read.languages == [hostile, "zh-Hant"]


def test_needs_nothing_else() -> None:
    markup = page("t", [section("a,b", edit("a,b", ",", "，"))])
    assert "content=\"default-src 'none'; style-src 'unsafe-inline'\"" in markup
    assert not re.search(r"https?:|//|@import|url\(|src=", markup.replace("default-src", "").replace("style-src", ""))


def test_edits_carry_rule_grade_and_offsets() -> None:
    source = "干部于,"
    read = Page(
        page(
            "t",
            [
                section(
                    source,
                    Edit(0, 1, "干", "幹", "convert.choice", Grade.LIKELY, ("幹", "乾")),
                    edit(source, "于", "于", "term.draft", Grade.ASK),
                    edit(source, ",", "", "gloss.pinyin+punctuation.width"),
                )
            ],
        )
    )
    assert read.tips == [
        "convert.choice · likely · 0–1 · choices: 幹 乾",
        "convert.choice · likely · 0–1 · choices: 幹 乾",
        "term.draft · ask · 2–3",
        "gloss.pinyin + punctuation.width · safe · 3–4",
    ]


@pytest.mark.parametrize(
    ("character", "label"),
    [
        ("\u200b", "U+200B"),
        ("\u3000", "U+3000"),
        ("\u202e", "U+202E"),
        ("\x07", "U+0007"),
        ("\ud800", "U+D800"),
        ("\ue000", "U+E000"),
        (" ", "␣"),
        ("\t", "⇥"),
        ("\r", "␍"),
        ("\n", "↵"),
    ],
)
def test_unseen_characters_in_edits_are_chips(character: str, label: str) -> None:
    source = f"a{character}b"
    markup = page("t", [section(source, edit(source, character, ""))])
    assert re.search(
        rf'<del [^>]*><span class="chip" title="U\+{ord(character):04X}[^"]*" data-label="{re.escape(label)}">', markup
    )


@pytest.mark.parametrize(
    ("source", "chips"),
    [("a b\tc\r\n\u3000d", 0), ("👩\u200d🌾", 0), ("\u202eab", 1), ("a\x00\x1b\ud800", 3)],
    ids=["spaces", "joined emoji", "direction", "controls"],
)
def test_outside_edits_only_harmful_ones_are(source: str, chips: int) -> None:
    assert page("t", [section(source)]).count('class="chip"') == chips


def test_nothing_to_change() -> None:
    markup = page("t", [section("經濟")])
    assert "Nothing to change." in markup
    assert "<table" not in markup
    assert "<svg" not in markup
    assert "0 edits · 0 notes · 2 characters</p>" in markup


def test_summary_and_counts() -> None:
    source = "經(jīng)濟(jì),于"
    pinyin = [edit(source, text, "", "gloss.pinyin") for text in ("(jīng)", "(jì)")]
    others = [edit(source, ",", "，"), edit(source, "于", "于", "term.draft", Grade.ASK)]
    markup = page("t", [section(source, *pinyin, *others)])
    assert "3 edits · 1 note · 14 characters, 4 after</p>" in markup
    rows = re.findall(
        r'</i>([\w.]+)</th><td>([^<]+)</td><td><span class="grade (\w+)".*?href="#([\w-]+)">(\d+)<', markup
    )
    assert [(rule, grade, anchor, count) for rule, _, grade, anchor, count in rows] == [
        ("gloss.pinyin", "safe", "edit-0-0", "2"),
        ("punctuation.width", "likely", "edit-0-2", "1"),
        ("term.draft", "ask", "edit-0-3", "1"),
    ]
    assert rows[0][1] == "a reading stuck to a character is taken out"


def test_merged_edits_are_explained() -> None:
    plain, merged = (page("t", [section("a", Edit(0, 1, "a", "b", rule, Grade.SAFE))]) for rule in (
        "slip.straddle", "slip.straddle+punctuation.width",
    ))  # fmt: skip
    assert "<caption>" not in plain
    assert "<caption>" in merged


def test_first_section_is_open_and_others_unfold() -> None:
    markup = page("t", [section("a", title="one"), section("b", title="two"), section("c", title="three")])
    assert re.findall(r'<(\w+) id="(section-\d)"', markup) == [
        ("section", "section-0"),
        ("details", "section-1"),
        ("details", "section-2"),
    ]


@pytest.mark.parametrize("line_end", ["\n", ""], ids=["paragraphs", "one endless paragraph"])
def test_long_texts_are_abridged(line_end: str) -> None:
    line = f"字{line_end}"
    source = line * WHOLE_TEXT_LIMIT
    middle = len(source) // 2
    markup = page("t", [section(source, Edit(middle, middle + 1, source[middle], "z", "gloss.pinyin", Grade.SAFE))])
    left_out = [int(number.replace(",", "")) for number in re.findall(r"… ([\d,]+) characters unchanged …", markup)]
    shown = Page(markup).before[0]
    assert len(left_out) == 2
    assert sum(left_out) + len(shown) == len(source)
    assert 1 <= len(shown) <= 2 * EXCERPT_LIMIT + 2


def test_texts_up_to_the_limit_are_whole() -> None:
    source = "a" * WHOLE_TEXT_LIMIT
    assert "unchanged …" not in page("t", [section(source)])
    assert f"{WHOLE_TEXT_LIMIT + 1:,} characters unchanged" in page("t", [section(f"{source}a")])


def test_unknown_rule() -> None:
    with pytest.raises(UnknownRuleError, match="gloss"):
        page("t", [section("a", Edit(0, 1, "a", "b", "glos.pinyin", Grade.SAFE))])


def test_a_page_holds_only_so_many_edits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zh_localize.render.html.SHOWN_EDITS", 2)
    report = Report("abcd", tuple(Edit(i, i + 1, "abcd"[i], "x", "gloss.pinyin", Grade.SAFE) for i in range(4)))
    markup = page("t", [Section("s", report, "zh")])
    assert "4 edits" in markup
    assert markup.count("<del") == 2
    assert "2 more edits behind this, not shown." in markup


def test_bytes_of_text_that_was_read_wrong() -> None:
    before = "ÎÄ»¯<"
    edit = Edit(0, 5, before, "文化<", "mojibake.code-page", Grade.SAFE, evidence="cp1252>gb18030")
    found = page("Repair", [Section("a", Report(before, (edit,)), "zh")])
    assert '<details class="bytes"><summary>Bytes of 1 passage</summary>' in found
    assert "<code>CE C4 BB AF 3C</code>" in found
    assert any("CE C4 BB AF 3C · read as cp1252 · is gb18030" in tip for tip in Page(found).tips)
    assert "Bytes of" not in page("Repair", [Section("a", Report("a"), "zh")])


def test_many_passages_are_counted() -> None:
    edits = tuple(
        Edit(i, i + 1, "Ä", "文", "mojibake.code-page", Grade.SAFE, evidence="cp1252>gb18030") for i in range(150)
    )
    found = page("Repair", [Section("a", Report("Ä" * 150, edits), "zh")])
    assert "The first 100 of 150." in found
    assert found.count("<code>C4</code>") == 100
