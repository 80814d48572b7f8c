"""PO files: read as GNU gettext reads them, written as it writes them, and refused at the right place."""

from __future__ import annotations

import codecs
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_catalogs import DATA, SAMPLES, catalogs, gnu, plain_catalogs, run_gnu

from zh_localize.catalog import Catalog, Previous, Unit, po
from zh_localize.catalog.line_break import break_points
from zh_localize.catalog.po_string import escape, unescape
from zh_localize.errors import CatalogFormatError, FileError


def cases() -> Iterator[object]:
    """The cases of ``malformed.txt``: text, whether GNU refuses it too, line, column, part of the message."""
    for case in (DATA / "malformed.txt").read_text("utf-8").split("### ")[1:]:
        head, text = case.split("\n", 1)
        name, judge, place, found = head.split(" | ")
        line, column = place.split(":")
        yield pytest.param(text, judge == "gnu", int(line), int(column), found, id=name)


def escapes() -> Iterator[object]:
    for row in (DATA / "escapes.tsv").read_text("utf-8").splitlines()[1:]:
        raw, points, canonical = row.split("\t")
        yield pytest.param(raw, "".join(chr(int(point, 16)) for point in points.split()), canonical == "yes", id=raw)


# Reading


def test_every_part_of_an_entry_is_read() -> None:
    catalog = po.read(DATA / "zh_TW.po")
    assert catalog.header_comments == ("報告閱讀器的繁體中文翻譯。", "本檔以 CC0-1.0 釋出。", "")
    assert catalog.header_flags == ("fuzzy",)
    assert catalog.header[4] == ("Last-Translator", "林小明 <lin@example.org>")
    assert catalog.get("Save", "menu") == Unit(
        "Save",
        ("儲存",),
        context="menu",
        comments=("「存」太短，選單裡也用兩個字。",),
        references=("src/menu.c:17", "src/toolbar.c:203"),
    )
    assert catalog.get("Save", "") == Unit("Save", ("儲蓄",), context="", references=("src/bank.c:88",))
    assert catalog.get("Save") is None
    hits = catalog.get("Found %(count)d hit for “%(word)s”")
    assert hits is not None
    assert hits.previous == Previous("Found %(count)d match", "find", "Found %(count)d matches")
    assert hits.flags == ("fuzzy", "python-format")
    assert (hits.plural, hits.targets) == ("Found %(count)d hits for “%(word)s”", ("找到 %(count)d 筆「%(word)s」",))
    assert [unit.source[:6] for unit in catalog.units if unit.obsolete] == ["Party ", "A long"]


@pytest.mark.parametrize(("raw", "text", "canonical"), [*escapes()])
def test_escapes_mean_what_they_mean_in_c(raw: str, text: str, canonical: bool) -> None:
    assert unescape(raw) == text
    assert (escape(text) == raw) is canonical


SPELLINGS = [
    ('msgid"a"msgstr"b""c"', Unit("a", ("bc",))),
    ('msgid\n"a"\n\n\t"b"\nmsgstr ""\n', Unit("ab")),
    ('msgid "a"\nmsgid_plural "b"\nmsgstr [ 0 ] "c"\nmsgstr[01] ""', Unit("a", ("c", ""), plural="b")),
    ('#c\n#\n#  d\n#.n\nmsgid "a"\nmsgstr ""', Unit("a", comments=("c", "", " d"), notes=("n",))),
    ('#, x,fuzzy\n#,\n#, x\nmsgid "a"\nmsgstr ""', Unit("a", flags=("x", "fuzzy"))),
    ('#: a:1  b\n#:c:2\nmsgid "a"\nmsgstr ""', Unit("a", references=("a:1", "b", "c:2"))),
    ('#: \u2068a b\u2069:1 c\nmsgid "a"\nmsgstr ""', Unit("a", references=("a b:1", "c"))),
    ('#~msgid "a"\n#~msgstr "b"', Unit("a", ("b",), obsolete=True)),
    ('#~ # c\n#~ msgid "a"\n#~ msgstr ""', Unit("a", comments=("c",), obsolete=True)),
    ('#~| msgid "o"\n#~ msgid "a"\n#~ msgstr ""', Unit("a", previous=Previous("o"), obsolete=True)),
    ('#~\n#|\nmsgid "a"\nmsgstr ""\n# the end', Unit("a")),
    ('msgctxt ""\nmsgid ""\nmsgstr "b"', Unit("", ("b",), context="")),
    ('msgid "a\u2028b\x85c"\nmsgstr "\x1c"', Unit("a\u2028b\x85c", ("\x1c",))),
]


@pytest.mark.parametrize(("text", "unit"), SPELLINGS)
def test_spellings_that_gnu_accepts(text: str, unit: Unit) -> None:
    for ends in (text, text.replace("\n", "\r\n"), "\ufeff" + text):
        assert po.parse(ends).units == (unit,)


def test_a_comment_behind_a_string_belongs_to_the_next_entry() -> None:
    catalog = po.parse('msgid "a" msgstr "b" # c\nmsgid "d" msgstr ""\n')
    assert catalog.units == (Unit("a", ("b",)), Unit("d", comments=("c",)))


@pytest.mark.parametrize("text", ["", "\n", "# only a comment\n"])
def test_a_file_without_entries_is_an_empty_catalogue(text: str) -> None:
    assert po.parse(text) == Catalog()
    assert po.serialise(Catalog()) == ""


# Charsets


@pytest.mark.parametrize("charset", ["UTF-8", "utf-8", "GBK", "GB2312", "gb18030", "Big5", "BIG5-HKSCS", "CHARSET"])
def test_charsets_are_read_and_utf8_is_written(charset: str) -> None:
    text = f'# 中\nmsgid ""\nmsgstr "Content-Type: text/plain; charset={charset}\\n"\n\nmsgid "a"\nmsgstr "文"\n'
    catalog = po.from_bytes(text.encode("utf-8" if charset == "CHARSET" else charset))
    assert (catalog.header_comments, catalog.units) == (("中",), (Unit("a", ("文",)),))
    assert (catalog.header_field("Content-Type") or "").lower() == "text/plain; charset=utf-8"
    assert po.parse(po.serialise(catalog)) == catalog


def test_signs_of_traditional_files_that_strict_big5_lacks() -> None:
    data = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=Big5\\n"\nmsgid "a"\nmsgstr "粧裏"\n'.encode("cp950")
    assert po.from_bytes(data).units == (Unit("a", ("粧裏",)),)


def test_a_byte_order_mark_is_accepted_and_not_written() -> None:
    data = codecs.BOM_UTF8 + (DATA / "zh_TW.po").read_bytes()
    assert po.to_bytes(po.from_bytes(data)) == (DATA / "zh_TW.po").read_bytes()


def test_a_template_gets_a_charset() -> None:
    template = po.read(DATA / "messages.pot")
    assert template.header_field("Content-Type") == "text/plain; charset=UTF-8"
    assert template.units == (Unit("Report reader", references=("src/main_window.c:41",)),)


@pytest.mark.parametrize(
    ("charset", "body", "line", "column", "found"),
    [
        ("UTF-8", 'msgstr "儲存"'.encode("big5"), 4, 9, "is no text in UTF-8"),
        ("GBK", b'msgid "\xff"', 4, 8, "0xFF is no text in GBK"),
        ("ASCII", '# 中\nmsgid "a"'.encode(), 4, 3, "is no text in ASCII"),
        ("EUC-TW", b'msgid "\xa4"', 4, 8, "0xA4 is no text in EUC-TW"),
        ("UTF-7", "# 中".encode(), 2, 43, "unknown charset UTF-7"),
        ("nonsense", "# 中".encode(), 2, 43, "unknown charset nonsense"),
        ("UTF-8", b'msgid "a\0"', 4, 9, "NUL"),
    ],
)
def test_bytes_that_deny_the_charset_are_refused(charset: str, body: bytes, line: int, column: int, found: str) -> None:
    data = f'msgid ""\nmsgstr "Content-Type: text/plain; charset={charset}\\n"\n\n'.encode() + body
    with pytest.raises(CatalogFormatError) as caught:
        po.from_bytes(data, "zh.po")
    assert (caught.value.line, caught.value.column) == (line, column)
    assert found in str(caught.value)
    assert str(caught.value).startswith(f"zh.po:{line}:{column}: ")


# Refusals


@pytest.mark.parametrize(("text", "gnu_too", "line", "column", "found"), [*cases()])
def test_what_is_malformed_is_refused_with_its_place(
    text: str, gnu_too: bool, line: int, column: int, found: str
) -> None:
    with pytest.raises(CatalogFormatError) as caught:
        po.parse(text)
    assert found in str(caught.value)
    assert (caught.value.line, caught.value.column) == (line, column)


@gnu
@pytest.mark.parametrize(("text", "gnu_too", "line", "column", "found"), [*cases()])
def test_gnu_refuses_the_same(text: str, gnu_too: bool, line: int, column: int, found: str) -> None:
    ascii_only = re.sub("[^\0-\x7f]", "x", text)  # which needs no header, and a header would end the last entry
    assert (run_gnu("msgcat", "-", data=ascii_only.encode()).returncode != 0) is gnu_too


FRAGMENTS = (
    *('msgid ""', 'msgid "a"', 'msgstr "b"', "msgstr", '"c"', 'msgctxt "d"', 'msgid_plural "e"', 'msgstr[0] "f"'),
    *(
        "#",
        "#~ ",
        "#| ",
        "#, ",
        "#: ",
        "\\",
        '"',
        "\n",
        "\n",
        " ",
        "\r",
        "\ufeff",
        "charset=GBK",
        "\\n",
        "中",
        "[1]",
        "\0",
    ),
)


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=25).map("".join))
@settings(deadline=None)
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        catalog = po.from_bytes(text.encode())
    except CatalogFormatError as error:
        assert 1 <= error.line <= text.count("\n") + 1  # noqa: PT017
    else:
        assert po.parse(po.serialise(catalog)) == catalog


@pytest.mark.parametrize(
    "unit",
    [
        Unit("a\0b"),
        Unit("a", ("\0",)),
        Unit("a", ("\ud800",)),
        Unit("a", previous=Previous("\0")),
        Unit("a", comments=("b\nmsgid",)),
        Unit("a", flags=("b\0",)),
        Unit("a", notes=("\udcff",)),
    ],
)
def test_what_no_file_can_hold_is_refused_when_written(unit: Unit, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"NUL|line break|surrogate|no character"):
        Catalog(units=(unit,)).save(tmp_path / "x.po")
    assert not list(tmp_path.iterdir())


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"missing\.po: there is no such file"):
        po.read(tmp_path / "missing.po")


# Writing


@given(catalogs())
@settings(deadline=None)
def test_what_is_written_is_read_again(catalog: Catalog) -> None:
    text = po.serialise(catalog)
    assert po.parse(text) == catalog
    assert po.from_bytes(text.replace("\n", "\r\n").encode()) == catalog


@pytest.mark.parametrize("name", SAMPLES)
def test_a_file_in_the_layout_of_msgcat_keeps_its_bytes(name: str, tmp_path: Path) -> None:
    Catalog.load(DATA / name).save(tmp_path / name)
    assert (tmp_path / name).read_bytes() == (DATA / name).read_bytes()


@gnu
@pytest.mark.parametrize("name", SAMPLES)
def test_msgcat_changes_nothing_in_what_is_written(name: str) -> None:
    data = po.to_bytes(po.read(DATA / name))
    assert run_gnu("msgcat", "-", data=data).stdout == data
    checked = run_gnu("msgfmt", "-c", "-o", "/dev/null", "-", data=data)
    assert (checked.returncode, checked.stderr) == (0, b"")


@gnu
@given(plain_catalogs())
@settings(deadline=None, max_examples=60)
def test_msgcat_breaks_lines_at_the_same_places(catalog: Catalog) -> None:
    data = po.to_bytes(catalog)
    assert run_gnu("msgcat", "--force-po", "-", data=data).stdout == data


SCRIPTS = {
    "Tibetan": "ཐུམ་སྒྲིལ་གསརཔ་གི་ཐོ་ཡིག་ཚུ་ ཕབ་ལེན་འབད་ཚར་བའི་ཤུལ་ལས་ ཕན་མེད་ཐུམ་སྒྲིལ་གྱི་ཡིག་སྣོད་ཚུ་ རྩ་བསྐྲད་གཏང་།",
    "Devanagari": "दर्ता गरिएको छैन । यो फाइल खोल्न सकिँदैन। कृपया अर्को नाम छान्नुहोस् र फेरि प्रयास गर्नुहोस् ।",
    "Kannada": "ಈ ಮೌಲ್ಯವು ಆಗಿದೆ ಎಂದು ಖಚಿತಪಡಿಸಿಕೊಳ್ಳಿ ನಿಮ್ಮ ಅನುಸ್ಥಾಪನೆಯಲ್ಲಿ ನೆರವು ವೀಕ್ಷಕವು ಕಾಣಿಸುತ್ತಿಲ್ಲ",
    "Hebrew": "למעבר בין לשוניות מרובות בחלון הראשי, יש להקיש על המקשים קונטרול+עמוד מעלה/מטה של יומן־רישום",
    "Persian": "نام پرونده‌های را کوچک کن اگر از سه خط بیشتر شدند؛ کوچکترین:۵،کوچکتر:۴،۰- نام پرونده‌ها را در صورتی",
    "Armenian": "Համոզված ե՞ք, որ ուզում եք հեռացնել դա֊ը։ նրա հետ կապված այս բոլոր օբյեկտները կհեռացվեն․",
    "Korean": "이 파일을 열 수 없습니다. 다른 이름을 선택하고 다시 시도하십시오.",
}


@gnu
@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("shift", range(0, 24, 3))
def test_every_script_is_laid_out_as_msgcat_does(script: str, shift: int) -> None:
    header = (("Content-Type", "text/plain; charset=UTF-8"),)
    data = po.format_bytes(Catalog(header, (Unit("x", ("w" * shift + SCRIPTS[script] * 2,)),)))
    assert run_gnu("msgcat", "-", data=data).stdout == data


@gnu
@pytest.mark.parametrize(
    ("flags", "target"),
    [
        (("kde-format",), "w" * 68 + " (code %1, error %2) and more"),
        (("qt-format",), "w" * 69 + " (code %L1, error %2) and more"),
        (("python-brace-format",), "w" * 66 + " {no name:>10} and {more}"),
        (("python-brace-format",), "w" * 62 + " {name!r:>10} and {0.more[a b]}"),
        (("c-format", "fuzzy"), "w" * 66 + " %1$-5.3s and %<PRIu64>"),
        (("range: 0..5", "no-wrap", "python-format", "c-format", "fuzzy"), "w" * 90 + " and more"),
    ],
)
def test_flags_and_directives_are_laid_out_as_msgcat_does(flags: tuple[str, ...], target: str) -> None:
    units = (Unit("gone", ("去",), obsolete=True), Unit("x", (target,), flags=flags), Unit("y", flags=("fuzzy",)))
    catalog = Catalog((("Content-Type", "text/plain; charset=UTF-8"),), units)
    assert po.format_bytes(catalog) == run_gnu("msgcat", "-", data=po.to_bytes(catalog)).stdout


def test_flags_that_gnu_drops_are_kept() -> None:
    catalog = Catalog(units=(Unit("x", ("甲",), flags=("ignore-quote-style", "c-format")),))
    assert b"#, c-format, ignore-quote-style\n" in po.format_bytes(catalog)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", ['msgstr ""']),
        ("儲存\n", ['msgstr "儲存\\n"']),
        ("甲\n乙", ['msgstr ""', '"甲\\n"', '"乙"']),
        ("\n\n", ['msgstr ""', '"\\n"', '"\\n"']),
        ("字" * 35, [f'msgstr "{"字" * 35}"']),
        ("字" * 36, ['msgstr ""', f'"{"字" * 36}"']),
        ("字" * 38 + "。", ['msgstr ""', f'"{"字" * 37}"', '"字。"']),
        ("字" * 37 + "「好」", ['msgstr ""', f'"{"字" * 37}"', '"「好」"']),
        ("a" * 100, [f'msgstr "{"a" * 100}"']),
        ("a" * 75 + " bc", ['msgstr ""', f'"{"a" * 75} "', '"bc"']),
        ("a" * 74 + '" b', ['msgstr ""', f'"{"a" * 74}\\" "', '"b"']),
    ],
)
def test_lines_end_at_column_79(text: str, lines: list[str]) -> None:
    assert po.serialise(Catalog(units=(Unit("x", (text,)),))).splitlines()[1:] == lines


@given(plain_catalogs())
@settings(deadline=None)
def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(catalog: Catalog) -> None:
    for unit in catalog.units:
        inside = escape(unit.target)
        for point in break_points(inside):
            assert inside[point - 1] == " " or inside[point] not in "、。，；：？！）」』》”"
            assert inside[point - 1] not in "（「『《“"


def test_flags_decide_on_wrapping() -> None:
    target = "字" * 36 + " %- 5d 字"
    lines = {
        flag: po.serialise(Catalog(units=(Unit("x", (target,), flags=(flag,)),))) for flag in ("c-format", "no-wrap")
    }
    assert ' "\n"%- 5d 字"' in lines["c-format"]
    assert f'msgstr "{target}"' in lines["no-wrap"]


def test_entries_keep_the_order_of_their_comments() -> None:
    unit = Unit("a", ("b",), "c", None, ("d",), ("e",), ("f g:1",), ("fuzzy", "range: 0..5"), Previous("h", "i"))
    assert po.serialise(Catalog(units=(unit, replace(unit, source="z", obsolete=True)))) == (
        '# d\n#. e\n#: \u2068f g\u2069:1\n#, fuzzy, range: 0..5\n#| msgctxt "i"\n#| msgid "h"\n'
        'msgctxt "c"\nmsgid "a"\nmsgstr "b"\n\n'
        '# d\n#. e\n#: \u2068f g\u2069:1\n#, fuzzy, range: 0..5\n#~| msgctxt "i"\n#~| msgid "h"\n'
        '#~ msgctxt "c"\n#~ msgid "z"\n#~ msgstr "b"\n'
    )


def test_long_strings_take_linear_time() -> None:
    def seconds(lines: int) -> float:
        text = 'msgid "a"\nmsgstr ""\n' + '"一行文字 word\\n"\n' * lines
        start = time.process_time()
        assert len(po.parse(text).units[0].target) == 10 * lines
        return time.process_time() - start

    seconds(1_000)
    assert seconds(300_000) < 40 * max(seconds(30_000), 0.01)


def test_the_shape_of_escapes_is_never_torn() -> None:
    text = po.serialise(Catalog(units=(Unit("x", ('\\"\t' * 200 + "\n" + "字\\" * 90,)),)))
    for line in re.findall(r'^"(.*)"$', text, re.MULTILINE):
        unescape(line)
    assert po.parse(text).units[0].target.count("\\") == 290
