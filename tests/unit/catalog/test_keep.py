"""What is read and not edited keeps its bytes, and what is edited leaves the rest as it was."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_catalogs import DATA, SAMPLES, catalogs
from test_po import FRAGMENTS

from zh_localize.catalog import Catalog, Unit, po
from zh_localize.catalog.compilation import line_of
from zh_localize.errors import CatalogFormatError

ODD = """# by hand
msgid   ""
msgstr	""
"Language: zh_TW\\n" "X-Odd:  1\\n"


#~ # gone
#~msgid "old"
#~ msgstr "舊"
#, c-format,fuzzy
#: b.c:2   a.c:1
msgid "Save" msgstr "儲"
  "存"
#, fuzzy
#| msgid "Shut"
msgid "Close"
msgstr  "關"
# the end
"""


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=25).map("".join))
@settings(deadline=None)
def test_any_text_that_is_read_is_written_as_it_was(text: str) -> None:
    try:
        catalog = po.parse(text)
    except CatalogFormatError:
        return
    same = text.removeprefix("\ufeff").replace("charset=GBK", "charset=UTF-8")
    assert po.to_bytes(catalog).decode().removeprefix("\ufeff").replace("charset=GBK", "charset=UTF-8") == same


@pytest.mark.parametrize(
    "text",
    [
        'msgid "a" msgstr "b" msgid "c" msgstr "d"',
        'msgid "a"msgstr "b"# c\nmsgid "c"\nmsgstr "d"',
        'msgid "a"\nmsgstr "b"\n\n"c"\n',
        'msgid "a"\nmsgstr "b"\n#~ msgid "c"\n#~ msgstr "d"',
        'msgid "c"\nmsgstr "d"\n\n# h\nmsgid ""\nmsgid_plural ""\nmsgstr[0] "Language: x\\n"\n',
        "\n\n# only\n",
    ],
)
def test_odd_shapes_are_written_as_they_were(text: str) -> None:
    assert po.to_bytes(po.parse(text)).decode() == text


@given(catalogs())
@settings(deadline=None)
def test_both_ways_of_reading_give_the_same_units(catalog: Catalog) -> None:
    text = po.serialise(catalog)
    slowly = text.replace('msgid "', 'msgid  "')
    assert po.parse(text) == po.parse(slowly) == catalog


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_an_edit_changes_its_entry_alone(ends: str) -> None:
    text = ODD.replace("\n", ends)
    catalog = po.parse(text)
    assert po.to_bytes(catalog).decode() == text
    edited = [replace(unit, targets=("關閉",)) if unit.source == "Close" else unit for unit in catalog.units]
    entry = '#, fuzzy\n#| msgid "Shut"\nmsgid "Close"\nmsgstr "關閉"\n'.replace("\n", ends)
    start, rest = text.index("#, fuzzy" + ends + "#|"), text.index("# the end")
    written = po.to_bytes(replace(catalog, units=tuple(edited))).decode()
    assert written == text[:start] + ends + entry + text[rest:]


def test_an_edited_header_leaves_the_entries() -> None:
    text = ODD
    catalog = po.parse(text)
    written = po.to_bytes(catalog.with_header_field("Language", "zh_HK")).decode()
    assert written.endswith(text[text.index("\n\n#~ # gone") :])
    assert po.parse(written).header == (("Language", "zh_HK"), ("X-Odd", " 1"))


def test_units_may_be_moved_added_and_taken_away() -> None:
    catalog = po.read(DATA / "zh_TW.po")
    units = (*catalog.units[3:], Unit("new", ("新",)), *catalog.units[:2])
    assert po.from_bytes(po.to_bytes(replace(catalog, units=units))).units == units


@pytest.mark.parametrize("charset", ["GBK", "Big5", "EUC-TW", "gb18030"])
def test_another_charset_becomes_utf_8_and_nothing_else_changes(charset: str) -> None:
    if charset == "EUC-TW":
        from zh_localize.repair import codings

        codings.register()
    header = f'# 中 charset=x\nmsgid ""\nmsgstr "Content-Type: text/plain; charset={charset}\\n"\n'
    text = f'{header}\nmsgid "a"  \nmsgstr "文"\n'
    catalog = po.from_bytes(text.encode(charset.replace("-", "_")))
    assert po.to_bytes(catalog).decode() == text.replace(f"charset={charset}", "charset=UTF-8")


def test_a_file_without_a_charset_is_read_in_the_one_that_it_is_in() -> None:
    text = 'msgid "Save"\nmsgstr "將檔案儲存到資料夾，並且關閉視窗。"\n'
    assert po.from_bytes(text.encode("big5")).units[0].target == "將檔案儲存到資料夾，並且關閉視窗。"


@pytest.mark.parametrize("name", SAMPLES)
def test_the_line_of_a_unit(name: str) -> None:
    lines = (DATA / name).read_text("utf-8").split("\n")
    catalog = po.read(DATA / name)
    for index, unit in enumerate(catalog.units):
        line = lines[line_of(catalog, index) - 1].removeprefix("#~ ")
        assert line.startswith("msgctxt" if unit.context is not None else "msgid")
