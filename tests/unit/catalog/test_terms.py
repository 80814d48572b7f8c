"""Glossaries as catalogues."""

from __future__ import annotations

from pathlib import Path

from zh_localize.catalog import Catalog, Unit
from zh_localize.catalog.terms import PO, from_catalog, to_catalog
from zh_localize.glossary import Concept, Designation, Glossary
from zh_localize.glossary.exchange.entries import Languages

PAIR = Languages("zh-Hans-CN", ("en",))
HOUSE = Glossary(
    [
        Designation("c1", "zh-Hans-CN", "单位"),
        Designation("c1", "en", "work unit"),
        Designation("c1", "en", "danwei", "forbidden"),
        Designation("c2", "zh-Hans-CN", "单位"),
        Designation("c2", "en", "unit"),
        Designation("c3", "zh-Hans-CN", "GDP", match="verbatim"),
        Designation("c3", "en", "GDP"),
    ],
    concepts=[Concept("c1", definition="where one works")],
)


def test_terms_as_messages() -> None:
    catalog = to_catalog(PO.select(HOUSE, PAIR), PAIR)
    assert catalog.units == (
        Unit("单位", ("work unit",), notes=("where one works",)),
        Unit("单位", ("danwei",), context="c1", notes=("where one works",), flags=("forbidden",)),
        Unit("单位", ("unit",), context="c2"),
        Unit("GDP", ("GDP",), flags=("read-only",)),
    )
    assert catalog.header_field("Language") == "en"


def test_messages_as_terms() -> None:
    catalog = Catalog(
        units=(
            Unit("单位", ("work unit",), comments=("say so",)),
            Unit("干部", ("",)),
            Unit("法官", ("judge",), flags=("fuzzy",)),
            Unit("GDP", ("GDP",), flags=("read-only",)),
        )
    )
    glossary = from_catalog(catalog, Path("x.po"), PAIR)
    assert [row.term for row in glossary.designations] == ["单位", "work unit", "GDP", "GDP"]
    assert [row.match for row in glossary.designations] == ["", "", "verbatim", "verbatim"]
    assert {row.review for row in glossary.designations} == {"draft"}
    assert glossary.concepts["new:1"].note == "say so"
