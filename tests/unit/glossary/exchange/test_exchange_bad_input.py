"""Files that are broken, hostile or wrong: what is found, where, and what to do."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from zh_localize.errors import ExchangeError, GlossaryFormatError, UnknownFormatError
from zh_localize.glossary import Designation, Glossary
from zh_localize.glossary.exchange import FORMATS, guess, named, table, write, xlsx, xml
from zh_localize.glossary.exchange.entries import Languages
from zh_localize.glossary.exchange.manifest import read

ONE = Glossary([Designation("c1", "en", "work unit"), Designation("c1", "zh-Hans-CN", "单位")])
ENTRY = '<conceptEntry id="c1"><langSec xml:lang="{}"><termSec><term>{}</term>{}</termSec></langSec></conceptEntry>'
LAUGHS = (
    '<!DOCTYPE tbx [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)


def tbx(*entries: str, before: str = "") -> bytes:
    body = "\n".join(entries)
    return f'{before}<tbx type="TBX-Basic" style="dca" xml:lang="en"><text><body>\n{body}</body></text></tbx>'.encode()


def entry(lang: str = "en", term: str = "unit", more: str = "") -> str:
    return ENTRY.format(lang, term, more)


CASES = [
    ("tbx", tbx(entry(), before="<!DOCTYPE tbx>"), 1, "a DOCTYPE"),
    ("tbx", tbx(entry(term="&c;"), before=LAUGHS), 1, "a DOCTYPE"),
    ("tbx", b'<!DOCTYPE martif [<!ENTITY x SYSTEM "file:///etc/passwd">]><martif/>', 1, "a DOCTYPE"),
    ("tbx", b'<!DOCTYPE martif SYSTEM "x.dtd">\n<martif><text>&nbsp;</text></martif>', 2, "the entity &nbsp;"),
    ("tbx", tbx(entry(term="&nbsp;")), 2, "undefined entity"),
    ("tbx", b"<tbx>" + b"<a>" * 100 + b"</a>" * 100 + b"</tbx>", 1, "elements 65 deep"),
    ("tbx", tbx(entry(term="a" * (xml.MAX_TEXT + 1))), 2, "characters in one concept"),
    ("tbx", tbx(entry())[:-30], 2, "the file is cut off"),
    ("tbx", tbx(entry()).replace(b"</term>", b"</trem>"), 2, "mismatched tag"),
    ("tbx", b"", 1, "no element found"),
    ("tbx", b"PK\x03\x04", 1, "not well-formed"),
    ("tbx", b"<html/>", 1, "the root element 'html'"),
    ("tbx", b'<?xml version="1.0" encoding="GB18030"?><tbx/>', 1, "encoding"),
    ("tbx", tbx(entry(lang="zh-Hans-CH")), 2, "lang is 'zh-Hans-CH'; write zh-Hans-CN"),
    ("tbx", tbx(entry(lang="Chinese")), 2, "write zh"),
    ("tbx", tbx(entry(lang="")), 2, "write the lang"),
    ("tbx", tbx(entry(term=" ")), 2, "term is ''; write the term"),
    ("tbx", tbx(entry(more='<termNote type="administrativeStatus">good</termNote>')), 2, "status 'good'"),
    ("tbx", tbx(entry(), entry()), 3, "'unit' (en) of 'c1' stands twice; keep one; the first stands in line 2"),
    ("tbx", tbx(entry(), entry(lang="zh"), '<conceptEntry id="c1"><note>zhl:broader=b</note></conceptEntry>'), 0, ""),
    (
        "tbx",
        tbx(*(f'<conceptEntry id="c1"><descrip type="definition">{d}</descrip></conceptEntry>' for d in "ab")),
        3,
        "definition of 'c1' is 'b', and 'a' before",
    ),
    ("tbx", b"<tbx><tbxHeader><p>zhl:blocker=[1]</p></tbxHeader></tbx>", 1, "a broken paragraph"),
    ("tmx", b"<tbx/>", 1, "the root element 'tbx'"),
    ("tmx", b'<!DOCTYPE tmx [<!ENTITY a "b">]><tmx/>', 1, "a DOCTYPE"),
    ("tmx", b'<tmx><body><tu><tuv xml:lang="qq"><seg>x</seg></tuv></tu></body></tmx>', 1, "lang is 'qq'"),
    ("csv", b"concept,lang\nc1,en\n", 1, "no column 'term'"),
    ("csv", b"concept,lang,term,colour\n", 1, "column 'colour' is not known"),
    ("csv", b"concept,lang,term,term\n", 1, "column 'term' twice"),
    ("csv", b"concept,lang,term\nc1,en,unit\nc1,en\n", 3, "2 fields where 3 are due"),
    ("csv", b"concept,lang,term\nc1,en,unit,x\n", 2, "4 fields where 3 are due"),
    ("csv", b'concept,lang,term\nc1,en,"unit\n', 2, "unexpected end of data"),
    ("csv", b'concept,lang,term\nc1,en,"unit"x\n', 2, "expected after"),
    ("csv", b"concept,lang,term\nc1,english,unit\n", 2, "lang is 'english'; write en"),
    ("csv", b"concept,lang,term,status\nc1,en,unit,good\n", 2, "status is 'good'; write one of preferred"),
    ("csv", b"concept,lang,term,valid_from\nc1,en,unit,3/2013\n", 2, "valid_from is '3/2013'; write a date"),
    ("csv", b"concept,lang,term\n,en,unit\n", 2, "concept is ''; write the concept"),
    ("csv", b"concept,lang,term\nc1,en,unit\nc1,en,unit\n", 3, "stands twice"),
    ("csv", "concept,lang,term\nc1,zh,单位\n".encode("gbk"), 2, "is not UTF-8; save the file as UTF-8"),
    ("csv", b"concept,lang,term\nc1,en," + b"x" * 200_000 + b"\n", 2, "field larger than field limit"),
    ("skos", b"{", 1, "Expecting property name"),
    ("skos", b"[" * 100_000, 1, "no JSON that can be read"),
    ("skos", b'{"a": 1}', 1, "no @graph"),
    ("skos", b'{"@graph": [{"@id": "c1", "prefLabel": {"xx": "a"}}]}', 1, "lang is 'xx'"),
    ("deepl", b"a\tb\nc\n", 2, "one column; write source TAB target"),
    ("deepl", b"a\tb\nc\t\n", 2, "term is ''; write the term"),
    ("google", b"a,b\nc\n", 2, "one column; write source comma target"),
    ("google-sets", b"en,German\na,b\n", 1, "column 'German'"),
    ("google-sets", b"en,zh-CN\na\n", 2, "1 fields where 2 are due"),
    ("xlsx", b"", 1, "no whole XLSX file"),
    ("xlsx", b"\xd0\xcf\x11\xe0", 1, "no whole XLSX file"),
    ("xlsx", xlsx.write(ONE)[:-200], 1, "no whole XLSX file"),
]


@pytest.mark.parametrize(("name", "data", "line", "found"), CASES)
def test_broken_files_are_refused_with_their_place(name: str, data: bytes, line: int, found: str) -> None:
    form = named(name, FORMATS)
    languages = Languages("zh-Hans-CN", ("en",)) if name in ("deepl", "google") else Languages()
    if not found:
        form.read(data, Path("x"), languages)
        return
    with pytest.raises(GlossaryFormatError) as caught:
        form.read(data, Path("x"), languages)
    assert caught.value.line == line
    assert found in str(caught.value)


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe\x00", b"\x00" * 50, b"<", b"PK\x05\x06" + b"\x00" * 18, b'a\tb\r\rc,"d']
)
def test_no_bytes_raise_anything_else(form, data: bytes) -> None:  # type: ignore[no-untyped-def]
    try:
        form.read(data, Path("x"), Languages("zh-Hans-CN", ("en",)))
    except GlossaryFormatError:
        return


SHEET = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
    b'<c r="A1" t="str"><v>concept</v></c><c r="B1" t="str"><v>lang</v></c><c r="C1" t="str"><v>term</v></c></row>'
    b"%s</sheetData></worksheet>"
)


def workbook(**parts: bytes) -> bytes:
    """The workbook of ONE with other bytes in some parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx.write(ONE))) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            key = name.rpartition("/")[2].removesuffix(".xml")
            new.writestr(name, parts.get(key, old.read(name)))
    return made.getvalue()


@pytest.mark.parametrize(
    ("sheet", "found"),
    [
        (b" " * (xlsx._SMALL + 1), "may be an attack"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>', "a DOCTYPE"),
        ('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x><worksheet/>'.encode("utf-16"), "a DOCTYPE"),
        (b"<worksheet><sheetData><row><c r='A1'><v>1</v></c>", "a broken workbook"),
        (b"no xml", "syntax error"),
        (SHEET % b"<row r='999999999'><c r='A999999999'><v>1</v></c></row>", "more than 1,048,576 rows"),
        (SHEET % b"<row r='2'><c r='XFD2'><v>1</v></c></row>", "a row of 16,384 columns"),
    ],
)
def test_hostile_workbooks(sheet: bytes, found: str) -> None:
    with pytest.raises(GlossaryFormatError, match=found):
        xlsx.read(workbook(sheet1=sheet), Path("x.xlsx"))


def test_a_formula_in_a_workbook() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["concept", "lang", "term", "valid_from"])
    book.active.append(["c1", "en", "=1+1", 1949])
    file = io.BytesIO()
    book.save(file)
    with pytest.raises(GlossaryFormatError, match=r"x\.xlsx:2:3: a formula; put its value there"):
        xlsx.read(file.getvalue(), Path("x.xlsx"))
    book.active["C2"] = "two"
    file = io.BytesIO()
    book.save(file)
    assert xlsx.read(file.getvalue(), Path("x.xlsx")).designations[0].valid_from == "1949"


def test_without_openpyxl(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    with pytest.raises(ExchangeError, match=r"pip install 'zh-localize\[xlsx\]'"):
        xlsx.write(ONE)


@pytest.mark.parametrize(
    ("name", "term", "found"),
    [
        ("tbx", "a\x01", "U+0001 cannot stand in an XML file"),
        ("tmx", "a\x0b", "U+000B cannot stand in an XML file"),
        ("xlsx", "a\x01", "control character"),
        ("xlsx", "a" * 40_000, "a cell holds 32,767"),
    ],
)
def test_what_a_format_cannot_hold(name: str, term: str, found: str) -> None:
    glossary = Glossary([Designation("c1", "en", term), Designation("c1", "zh-Hans-CN", "单位")])
    with pytest.raises(ExchangeError) as caught:
        b"".join(write(named(name, FORMATS), glossary, Languages())[0])
    assert found in str(caught.value)


def test_languages_that_are_not_there() -> None:
    with pytest.raises(ExchangeError, match="no concept has what deepl takes in fr and de"):
        write(named("deepl", FORMATS), ONE, Languages("fr", ("de",)))
    with pytest.raises(ExchangeError, match="deepl holds one pair of languages"):
        write(named("deepl", FORMATS), ONE, Languages("fr"))
    two = Glossary([Designation("c1", "zh-TW", "單位"), Designation("c1", "zh-Hant-TW", "單位")])
    with pytest.raises(ExchangeError, match="several languages of the glossary are zh-TW"):
        b"".join(write(named("amazon", FORMATS), two, Languages())[0])


def test_names_of_formats() -> None:
    assert guess(Path("x.TBX"), FORMATS).name == "tbx"
    with pytest.raises(ExchangeError, match="its name does not tell the format; add --format"):
        guess(Path("x.tsv"), FORMATS)
    with pytest.raises(UnknownFormatError, match="did you mean 'tbx-basic'"):
        named("TBX-Basic.", FORMATS)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        '{"zhl-manifest": 9}',
        '{"zhl-manifest": 1, "format": "tbx", "from": "", "to": []}\n{"c": 1}',
        "[" * 9999,
        '{"zhl-manifest": 1, "from": "", "to": []}',
    ],
)
def test_broken_manifests(text: str, tmp_path: Path) -> None:
    path = tmp_path / "m.jsonl"
    path.write_text(text)
    with pytest.raises(GlossaryFormatError, match="manifest"):
        read(path)


def test_formulas_are_neutralised() -> None:
    cells = ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\tx", "＝1", "'=1", "a=b", "'quoted'", ""]
    assert [table.neutral(cell) for cell in cells] == [
        "'=cmd|' /C calc'!A0", "'+1", "'-1", "'@SUM(A1)", "'\tx", "'＝1", "''=1", "a=b", "'quoted'", ""
    ]  # fmt: skip
    assert [table.restored(table.neutral(cell)) for cell in cells] == cells


def test_json_of_other_shapes() -> None:
    graph = [{"@id": "http://x.org/c#7", "skos:prefLabel": [{"@language": "en", "@value": "unit"}], "skos:note": "n"}]
    glossary = named("skos", FORMATS).read(json.dumps(graph).encode(), Path("x"), Languages())
    assert glossary.designations[0][:4] == ("7", "en", "unit", "preferred")
