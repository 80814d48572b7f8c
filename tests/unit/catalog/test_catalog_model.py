"""The model: units and catalogues as values, headers, and the exchange with polib."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from pathlib import Path

import polib
import pytest
from sample_catalogs import DATA, HEADER, SAMPLES, gnu, run_gnu

from zh_localize.catalog import Catalog, Previous, Unit, default_header, po
from zh_localize.errors import CatalogFormatError, UnknownVariantError
from zh_localize.text.variants import Variant

CREATED = "2024-05-01 12:00+0800"


@pytest.mark.parametrize(
    ("unit", "target", "fuzzy", "translated"),
    [
        (Unit("a"), "", False, False),
        (Unit("a", ("甲",)), "甲", False, True),
        (Unit("a", ("甲",), flags=("c-format", "fuzzy")), "甲", True, False),
        (Unit("a", ("甲", ""), plural="b"), "甲", False, False),
        (Unit("a", ("甲", "乙"), plural="b"), "甲", False, True),
    ],
)
def test_what_a_unit_says_of_itself(unit: Unit, target: str, fuzzy: bool, translated: bool) -> None:
    assert (unit.target, unit.fuzzy, unit.translated) == (target, fuzzy, translated)


def test_units_are_values() -> None:
    unit = Unit("a", context="")
    assert unit == replace(unit)
    assert hash(unit) == hash(replace(unit))
    assert unit.key == ("", "a") != Unit("a").key
    with pytest.raises(FrozenInstanceError):
        unit.source = "b"  # type: ignore[misc]


@pytest.mark.parametrize(("targets", "plural"), [((), None), (("a", "b"), None), ((), "b")])
def test_forms_that_do_not_fit_are_refused(targets: tuple[str, ...], plural: str | None) -> None:
    with pytest.raises(ValueError, match="targets"):
        Unit("a", targets, plural=plural)


@pytest.mark.parametrize(
    ("header", "units", "found"),
    [
        ((), (Unit("a"), Unit("b"), Unit("a", obsolete=True)), r"two units have the key \(None, 'a'\)"),
        ((), (Unit("a", context="c"), Unit("a", context="c")), r"two units have the key \('c', 'a'\)"),
        ((), (Unit(""),), "is the header"),
        (HEADER, (Unit("", obsolete=True),), "is the header"),
    ],
)
def test_keys_are_unique(header: tuple[tuple[str, str], ...], units: tuple[Unit, ...], found: str) -> None:
    with pytest.raises(ValueError, match=found):
        Catalog(header, units)


def test_a_catalogue_is_a_dictionary() -> None:
    units = (Unit("a", ("1",)), Unit("a", ("2",), context=""), Unit("a", ("3",), context="c"))
    catalog = Catalog(HEADER, units)
    assert [catalog.get("a"), catalog.get("a", ""), catalog.get("a", "c")] == list(units)
    assert catalog.get("b") is None
    assert replace(catalog, units=units[1:]).get("a") is None


def test_a_file_that_is_no_catalogue_is_refused_with_its_name(tmp_path: Path) -> None:
    for name, data in {"x.po": b"PK\3\4", "x.mo": b'msgid ""'}.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(CatalogFormatError, match=rf"{name}:1:1: "):
            Catalog.load(tmp_path / name)


# Headers


@pytest.mark.parametrize(
    ("language", "locale", "team", "plural_forms"),
    [
        (Variant.HANT_TW, "zh_TW", "Chinese (Traditional, Taiwan)", "nplurals=1; plural=0;"),
        ("zh_HK", "zh_HK", "Chinese (Traditional, Hong Kong SAR China)", "nplurals=1; plural=0;"),
        ("zh-Hans", "zh_CN", "Chinese (Simplified, China)", "nplurals=1; plural=0;"),
        ("en", "en", "English", "nplurals=2; plural=(n != 1);"),
        ("pt_BR", "pt_BR", "Portuguese (Brazil)", "nplurals=2; plural=(n > 1);"),
    ],
)
def test_a_new_header_names_its_language(language: str, locale: str, team: str, plural_forms: str) -> None:
    header = dict(default_header("report 1.0", language, created=CREATED))
    assert (header["Language"], header["Language-Team"], header["Plural-Forms"]) == (locale, team, plural_forms)
    assert header["PO-Revision-Date"] == header["POT-Creation-Date"] == CREATED


def test_a_new_header_has_the_order_of_msginit() -> None:
    assert [name for name, _ in default_header("report 1.0", "zh_TW", created=CREATED)] == [
        "Project-Id-Version",
        "Report-Msgid-Bugs-To",
        "POT-Creation-Date",
        "PO-Revision-Date",
        "Last-Translator",
        "Language-Team",
        "Language",
        "MIME-Version",
        "Content-Type",
        "Content-Transfer-Encoding",
        "Plural-Forms",
        "X-Generator",
    ]


def test_the_header_of_a_template_leaves_the_language_open() -> None:
    header = dict(default_header("report 1.0", None, created=CREATED))
    assert header["Language"] == ""
    assert header["PO-Revision-Date"] == "YEAR-MO-DA HO:MI+ZONE"
    assert "Plural-Forms" not in header


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(UnknownVariantError):
        default_header("report 1.0", "zh_XX", created=CREATED)


@gnu
@pytest.mark.parametrize("language", ["zh_TW", "zh_HK", "zh_CN", "en", "ja"])
def test_msgfmt_has_nothing_to_say_on_a_new_header(language: str) -> None:
    catalog = Catalog(default_header("report 1.0", language, created=CREATED), (Unit("a", ("甲",)),))
    checked = run_gnu("msgfmt", "-c", "-o", "/dev/null", "-", data=po.to_bytes(catalog))
    assert (checked.returncode, checked.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ("", ()),
        ("Language: zh\\nX-Bugs: \\n", (("Language", "zh"), ("X-Bugs", ""))),
        ("no field\\n\\nhttp://a\\nX:  b \\n", (("", "no field"), ("", ""), ("", "http://a"), ("X", " b "))),
        ("language: a\\nLanguage: b\\n", (("language", "a"), ("Language", "b"))),
    ],
)
def test_header_lines_are_kept_as_they_are(text: str, header: tuple[tuple[str, str], ...]) -> None:
    catalog = po.parse(f'# c\nmsgid ""\nmsgstr "{text}"\n')
    assert catalog == Catalog(header, header_comments=("c",))
    assert po.parse(po.serialise(catalog)) == catalog


def test_header_fields_are_found_and_replaced_in_place() -> None:
    catalog = Catalog((("language", "zh_CN"), ("X-Bugs", "")))
    assert catalog.header_field("Language") == "zh_CN"
    assert catalog.header_field("X-Derived-From") is None
    assert catalog.with_header_field("Language", "zh_TW").header == (("language", "zh_TW"), ("X-Bugs", ""))
    assert catalog.with_header_field("X-Derived-From", "zh_CN").header[-1] == ("X-Derived-From", "zh_CN")


# polib


@pytest.mark.parametrize("name", SAMPLES)
def test_polib_takes_and_gives_back_every_unit(name: str) -> None:
    catalog = po.read(DATA / name)
    back = Catalog.from_polib(catalog.to_polib())
    assert back.units == catalog.units
    assert back.header == catalog.header
    assert (back.header_comments, back.header_flags) == (catalog.header_comments, catalog.header_flags)


@pytest.mark.parametrize("name", SAMPLES)
def test_polib_reads_the_same_from_the_file(name: str) -> None:
    catalog = po.read(DATA / name)
    read = Catalog.from_polib(polib.pofile(str(DATA / name)))
    assert {unit.key: unit.targets for unit in read.units} == {unit.key: unit.targets for unit in catalog.units}
    assert read.header == catalog.header


@pytest.mark.parametrize("name", SAMPLES)
def test_what_polib_writes_of_it_is_the_same_catalogue(name: str) -> None:
    catalog = po.read(DATA / name)
    written = po.parse(str(catalog.to_polib()))
    assert written.units == catalog.units
    assert sorted(written.header) == sorted(catalog.header)


def test_polib_has_what_it_has_fields_for() -> None:
    unit = Unit(
        "page",
        ("頁", "些頁"),
        context="",
        plural="pages",
        comments=("c", "d"),
        notes=("n",),
        references=("a b.md:12", "c.md", "d:e:3"),
        flags=("fuzzy",),
        previous=Previous("p", "q", "r"),
        obsolete=True,
    )
    (entry,) = Catalog(units=(unit,)).to_polib()
    assert (entry.msgid, entry.msgctxt, entry.msgid_plural) == ("page", "", "pages")
    assert entry.msgstr_plural == {0: "頁", 1: "些頁"}
    assert (entry.tcomment, entry.comment, entry.flags, bool(entry.obsolete)) == ("c\nd", "n", ["fuzzy"], True)
    assert entry.occurrences == [("a b.md", "12"), ("c.md", ""), ("d:e", "3")]
    assert (entry.previous_msgid, entry.previous_msgctxt, entry.previous_msgid_plural) == ("p", "q", "r")


def test_double_entries_from_polib_are_refused() -> None:
    pofile = polib.POFile()
    pofile.extend([polib.POEntry(msgid="a", msgstr="1"), polib.POEntry(msgid="a", msgstr="2")])
    with pytest.raises(ValueError, match="two units"):
        Catalog.from_polib(pofile)


def test_a_compiled_file_that_polib_has_read(tmp_path: Path) -> None:
    catalog = po.read(DATA / "zh_CN.po")
    catalog.save_mo(tmp_path / "x.mo")
    read = Catalog.from_polib(polib.mofile(str(tmp_path / "x.mo")))
    assert {unit.key: unit.target for unit in read.units} == {unit.key: unit.target for unit in catalog.units}


# Babel


@pytest.mark.parametrize("name", SAMPLES)
def test_babel_gets_every_unit(name: str) -> None:
    catalog = po.read(DATA / name)
    found = catalog.to_babel()
    for unit in catalog.units:
        if unit.obsolete:
            continue
        message = found.get(unit.source if unit.plural is None else (unit.source, unit.plural), unit.context)
        assert message is not None
        assert message.string == (unit.target if unit.plural is None else unit.targets)
        assert (message.context, message.fuzzy) == (unit.context, unit.fuzzy)
        assert tuple(message.user_comments) == unit.comments
    assert len(found.obsolete) == sum(unit.obsolete for unit in catalog.units)
    assert str(found.locale_identifier) == catalog.header_field("Language")


def test_babel_gets_a_catalogue_whose_header_it_does_not_read() -> None:
    header = (("POT-Creation-Date", "someday"), ("Content-Type", "text/plain; charset=CHARSET"), ("Language", "xx_YY"))
    assert Catalog(header, (Unit("a", ("甲",), context=""),)).to_babel().get("a", "").string == "甲"
