"""Files as other programs write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from zh_localize.glossary import Concept, Designation, Glossary
from zh_localize.glossary.exchange import FORMATS, named, write
from zh_localize.glossary.exchange.entries import ANY, Languages

DCT = """<?xml version="1.0" encoding="utf-8"?>
<tbx type="TBX-Basic" style="dct" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"
     xmlns:min="http://www.tbxinfo.net/ns/min" xmlns:basic="http://www.tbxinfo.net/ns/basic">
  <tbxHeader><fileDesc><sourceDesc><p>from a termbase</p></sourceDesc></fileDesc></tbxHeader>
  <text><body>
    <conceptEntry id="c7">
      <transacGrp><basic:transactionType>origination</basic:transactionType><date>2010-04-17</date></transacGrp>
      <min:subjectField>law</min:subjectField>
      <basic:xGraphic target="https://example.org/x.png">x.png</basic:xGraphic>
      <langSec xml:lang="en">
        <descripGrp><basic:definition>what a court
            decides</basic:definition><basic:source>Oxford</basic:source></descripGrp>
        <termSec>
          <term>judgment</term>
          <min:partOfSpeech>noun</min:partOfSpeech>
          <min:administrativeStatus>supersededTerm-admn-sts</min:administrativeStatus>
          <descripGrp><basic:context>The judgment
            stands.</basic:context><basic:source>a case</basic:source></descripGrp>
          <basic:source>a law</basic:source>
        </termSec>
      </langSec>
      <langSec xml:lang="zh-CN"><termSec><term> 判决 </term></termSec></langSec>
    </conceptEntry>
  </body></text>
</tbx>"""

MARTIF = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">
<martif type="TBX-Basic" xml:lang="en">
  <text><body>
    <termEntry id="c7">
      <descrip type="subjectField">law</descrip>
      <langSet xml:lang="zh_TW">
        <ntig><termGrp>
          <term>判<hi type="bold">決</hi></term>
          <termNote type="termType">fullForm</termNote>
          <termNote type="administrativeStatus">preferredTerm-admn-sts</termNote>
        </termGrp><admin type="source">a law</admin></ntig>
        <tig><term>裁決</term><termNote type="administrativeStatus">obsolete</termNote></tig>
      </langSet>
    </termEntry>
  </body></text>
</martif>"""

WEBLATE = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE martif PUBLIC "ISO 12200:1999A//DTD MARTIF core (DXFcdV04)//EN" "TBXcdv04.dtd">
<martif type="TBX" xml:lang="en">
  <text><body>
    <termEntry>
      <descrip>where you type</descrip>
      <langSet xml:lang="en"><tig><term>address bar</term></tig></langSet>
      <langSet xml:lang="zh_Hant"><tig><term>網址列</term><note from="translator">short</note></tig></langSet>
    </termEntry>
    <termEntry id="b">
      <descrip type="Translation needed">No</descrip>
      <langSet xml:lang="en"><tig><term>Firefox</term></tig></langSet>
      <langSet xml:lang="zh_Hant">
        <tig><term>火狐</term><termNote type="administrativeStatus">forbidden</termNote></tig>
      </langSet>
    </termEntry>
  </body></text>
</martif>"""


def read(name: str, text: str, languages: Languages = ANY) -> Glossary:
    return named(name, FORMATS).read(text.encode(), Path("x"), languages)


def test_tbx_basic_with_tags() -> None:
    glossary = read("tbx", DCT)
    note = "xGraphic: x.png; source (en): Oxford"
    assert glossary.concepts == {"c7": Concept("c7", "law", "what a court decides", note)}
    assert glossary.designations == (
        Designation("c7", "en", "judgment", "superseded", pos="noun", source="a law",
                    note="context: The judgment stands.; source: a case"),
        Designation("c7", "zh-Hans-CN", "判决", review="draft"),
    )  # fmt: skip


def test_martif() -> None:
    glossary = read("tbx-2008", MARTIF)
    assert glossary.designations == (
        Designation("c7", "zh-Hant-TW", "判決", type="fullForm", source="a law"),
        Designation("c7", "zh-Hant-TW", "裁決", "superseded", review="draft"),
    )
    assert glossary.concepts["c7"].domain == "law"


def test_weblate() -> None:
    glossary = read("weblate", WEBLATE)
    assert [row[:4] for row in glossary.designations] == [
        ("new:0", "en", "address bar", "preferred"),
        ("new:0", "zh-Hant", "網址列", "preferred"),
        ("new:1", "en", "Firefox", "preferred"),
        ("new:1", "zh-Hant", "火狐", "forbidden"),
    ]
    assert [row.match for row in glossary.designations] == ["", "", "verbatim", "verbatim"]
    assert glossary.concepts["new:0"].note == "where you type"
    assert glossary.designations[1].note == "short"
    assert read("tbx", WEBLATE).designations == tuple(
        row._replace(concept={"new:0": "new:0", "new:1": "b"}[row.concept]) for row in glossary.designations
    )


def test_tmx_of_another_tool() -> None:
    text = """<!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx version="1.4"><header srclang="en"/><body>
    <tu><note>n</note><tuv xml:lang="EN-US"><seg>work <ph x="1">&lt;b></ph>unit</seg></tuv>
    <tuv lang="zh-cn"><seg>单位</seg></tuv></tu></body></tmx>"""
    rows = [row[:3] for row in read("tmx", text).designations]
    assert rows == [("new:1", "en-US", "work unit"), ("new:1", "zh-Hans-CN", "单位")]


PAIR = Languages("zh-Hans-CN", ("en",))


@pytest.mark.parametrize(
    ("name", "text", "rows"),
    [
        ("deepl", "单位\twork unit\r\n\n干部\tcadre", [("单位", "work unit"), ("干部", "cadre")]),
        ("omegat", "# note\n单位\twork unit\tsay so\n", [("单位", "work unit")]),
        ("google", '\ufeff单位,"work, unit"\n', [("单位", "work, unit")]),
        ("google-sets", "en,zh-CN,pos,description\nwork unit,单位,noun,d\n", [("work unit", "单位")]),
        ("amazon", "zh,en\n单位,work unit\n", [("单位", "work unit")]),
        ("csv", "concept,lang,term\nc1,zh-Hans-CN,单位\nc1,en,'=unit\n", [("单位", "=unit")]),
    ],
)
def test_files_of_columns(name: str, text: str, rows: list[tuple[str, str]]) -> None:
    terms = [row.term for row in read(name, text, PAIR).designations]
    assert list(zip(terms[::2], terms[1::2], strict=True)) == rows


HOUSE = Glossary(
    [
        Designation("c1", "zh-Hans-CN", "单位", source="x"),
        Designation("c1", "zh-Hans-CN", "工作单位", "admitted"),
        Designation("c1", "en", "work unit", pos="noun"),
        Designation("c1", "en", "danwei", "forbidden"),
        Designation("c2", "zh-Hans-CN", "单位", review="draft"),
        Designation("c2", "en", "unit"),
        Designation("c3", "zh-Hans-CN", "#我也是"),
        Designation("c3", "en", "=MeToo, now"),
    ],
    concepts=[Concept("c1", "law", "where one\tworks".replace("\t", " "))],
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("deepl", "单位\twork unit\n#我也是\t=MeToo, now\n工作单位\twork unit\n"),
        ("deepl-csv", '单位,work unit\r\n#我也是,"=MeToo, now"\r\n工作单位,work unit\r\n'),
        ("omegat", "单位\twork unit\twhere one works\n工作单位\twork unit\twhere one works\n单位\tunit\n"),
        (
            "google-sets",
            "zh-CN,en,pos,description\r\n单位,work unit,,where one works\r\n单位,unit,,\r\n"
            '#我也是,"=MeToo, now",,\r\n',
        ),
        ("amazon", 'zh,en\r\n单位,work unit\r\n单位,unit\r\n#我也是,"=MeToo, now"\r\n'),
    ],
)  # fmt: skip
def test_what_is_written(name: str, text: str) -> None:
    assert b"".join(write(named(name, FORMATS), HOUSE, PAIR)[0]).decode() == text


def test_weblate_is_told_what_is_forbidden() -> None:
    text = b"".join(write(named("weblate", FORMATS), HOUSE, PAIR)[0]).decode()
    assert text.count("<termEntry") == 5
    assert '<term>danwei</term>\n            <termNote type="administrativeStatus">forbidden</termNote>' in text
