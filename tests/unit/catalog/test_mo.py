"""MO files: the bytes of msgfmt, found by every reader, and a clear error for a damaged file."""

from __future__ import annotations

import gettext
import io
import struct
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_catalogs import DATA, HEADER, SAMPLES, catalogs, gnu, plain_catalogs, run_gnu

from zh_localize.catalog import Catalog, Unit, mo, po
from zh_localize.catalog.compilation import check
from zh_localize.catalog.mo_hash import hash_all
from zh_localize.errors import CatalogFormatError

CATALOG = Catalog(
    HEADER,
    (
        Unit("Save", ("儲存",)),
        Unit("Save", ("存檔",), context="menu"),
        Unit("Save", ("儲蓄",), context=""),
        Unit("page", ("頁", "些頁"), plural="pages"),
        Unit("file", ("檔", ""), plural="files"),
        Unit("day", ("天",), plural="days", context="age"),
    ),
)
LEFT_OUT = (
    Unit("untranslated"),
    Unit("doubtful", ("存疑",), flags=("fuzzy",)),
    Unit("gone", ("不再",), obsolete=True),
    Unit("row", ("", "行"), plural="rows"),
)


def compiled_by_gnu(catalog: Catalog, tmp_path: Path, *options: str) -> bytes:
    run_gnu("msgfmt", *options, "-o", tmp_path / "gnu.mo", "-", data=po.to_bytes(catalog))
    return (tmp_path / "gnu.mo").read_bytes()


def translated(catalog: Catalog) -> tuple[Unit, ...]:
    """The units that go into an MO file, without what it cannot hold."""
    kept = (unit for unit in catalog.units if unit.target and not unit.fuzzy and not unit.obsolete)
    return tuple(Unit(unit.source, unit.targets, unit.context, unit.plural) for unit in kept)


# Writing


@gnu
@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("byteorder", ["little", "big"])
def test_samples_compile_to_the_bytes_of_msgfmt(name: str, byteorder: str, tmp_path: Path) -> None:
    catalog = po.read(DATA / name)
    expected = compiled_by_gnu(catalog, tmp_path, f"--endianness={byteorder}")
    assert mo.to_bytes(catalog, byteorder="big" if byteorder == "big" else "little") == expected


@gnu
@pytest.mark.parametrize("count", [*range(1, 40), 100, 341, 1000])
def test_the_hash_table_is_that_of_msgfmt(count: int, tmp_path: Path) -> None:
    units = tuple(Unit(f"第{number}條 message {number}", (str(number),)) for number in range(count))
    for header in (HEADER, ()) if count > 1 else (HEADER,):
        catalog = Catalog(HEADER, units[: count - 1] if header else units)
        assert not units or mo.to_bytes(catalog) == compiled_by_gnu(catalog, tmp_path)


@gnu
@given(plain_catalogs())
@settings(deadline=None, max_examples=40)
def test_any_catalogue_compiles_to_the_bytes_of_msgfmt(catalog: Catalog) -> None:
    plain = replace(catalog, units=tuple(replace(unit, flags=()) for unit in catalog.units))
    written = run_gnu("msgfmt", "-o", "-", "-", data=po.to_bytes(plain))
    assert mo.to_bytes(plain) == written.stdout


@gnu
def test_msgunfmt_shows_what_was_translated(tmp_path: Path) -> None:
    (tmp_path / "x.mo").write_bytes(mo.to_bytes(replace(CATALOG, units=(*LEFT_OUT, *CATALOG.units))))
    shown = po.from_bytes(run_gnu("msgunfmt", tmp_path / "x.mo").stdout)
    assert set(shown.units) == set(CATALOG.units)
    assert shown.header == CATALOG.header


def test_a_catalogue_without_translations_is_a_file_without_messages() -> None:
    data = mo.to_bytes(Catalog(units=(Unit("Save"),)))
    assert mo.from_bytes(data) == Catalog()
    assert gettext.GNUTranslations(io.BytesIO(data)).gettext("Save") == "Save"


def test_units_that_are_not_translated_are_left_out() -> None:
    assert mo.to_bytes(replace(CATALOG, units=(*CATALOG.units, *LEFT_OUT))) == mo.to_bytes(CATALOG)


def test_the_order_of_units_does_not_matter() -> None:
    assert mo.to_bytes(replace(CATALOG, units=CATALOG.units[::-1])) == mo.to_bytes(CATALOG)


def test_the_date_of_the_template_does_not_matter() -> None:
    dated = CATALOG.with_header_field("POT-Creation-Date", "2024-05-01 12:00+0800")
    assert mo.to_bytes(dated) == mo.to_bytes(CATALOG)


@pytest.mark.parametrize("unit", [Unit("a\0b", ("c",)), Unit("a", ("c\0",)), Unit("a", ("c",), context="\0")])
def test_nul_is_refused(unit: Unit) -> None:
    with pytest.raises(ValueError, match="holds NUL"):
        mo.to_bytes(Catalog(units=(unit,)))


SYSTEM = [
    ("%<PRIu64>", ("%<PRIu64> 位元組",), None),
    ("%d", ("%Id",), None),
    ("%d of %<PRIx32>", ("%2$<PRIx32> 之 %1$-5d",), None),
    ("only there %d", ("%<PRIdMAX> 在此",), None),
    ("broken %<PRIu64", ("%<PRIu64",), None),
    ("unknown %<PRIq64>", ("%<PRIq64>",), None),
    ("mixed %1$d %<PRIu64>", ("%1$d %<PRIu64>",), None),
    ("100%% %<PRIuPTR>", ("%<PRIuPTR> 100%%",), None),
    ("%<PRIu64> row", ("%<PRIu64> 列", "%<PRIu64> 行 %Id"), "%<PRIu64> rows"),
    ("%*d %<PRIoFAST8>%%", ("%*d%<PRIoFAST8>",), None),
]


@gnu
@pytest.mark.parametrize(("source", "targets", "plural"), SYSTEM)
def test_strings_of_the_system_are_written_as_msgfmt_does(
    source: str, targets: tuple[str, ...], plural: str | None, tmp_path: Path
) -> None:
    odd = Unit(source, targets, plural=plural, flags=("c-format",))
    others = (Unit("a", ("甲",)), replace(odd, context="menu"), replace(odd, context="", flags=()))
    catalog = Catalog(HEADER, (odd, *others))
    assert mo.to_bytes(catalog) == compiled_by_gnu(catalog, tmp_path)
    assert mo.to_bytes(catalog, byteorder="big") == compiled_by_gnu(catalog, tmp_path, "--endianness=big")


@given(st.lists(st.binary(max_size=200).map(lambda data: data.replace(b"\0", b"")), max_size=40))
def test_hashes_are_those_of_one_string_at_a_time(strings: list[bytes]) -> None:
    assert hash_all(strings) == [one_hash(string) for string in strings]


def one_hash(string: bytes) -> int:
    value = 0
    for byte in string:
        value = ((value << 4) + byte) & 0xFFFFFFFFFFFFFFFF
        high = value & 0xF0000000
        value ^= high ^ (high >> 24)
    return value


@pytest.mark.parametrize(
    ("source", "target", "found"),
    [
        ("a\n", "甲", "the msgid ends with a line break and its msgstr does not"),
        ("a", "甲\n", "the msgstr ends with a line break and its msgid does not"),
        ("\na", "甲", "the msgid begins with a line break and its msgstr does not"),
        ("a", "\n甲", "the msgstr begins with a line break and its msgid does not"),
    ],
)
@gnu
def test_line_breaks_at_the_ends_must_agree(source: str, target: str, found: str) -> None:
    catalog = Catalog(HEADER, (Unit("b", ("乙",)), Unit(source, (target,))))
    data = po.to_bytes(catalog)
    assert run_gnu("msgfmt", "-o", "/dev/null", "-", data=data).returncode == 1
    with pytest.raises(CatalogFormatError) as caught:
        check(po.from_bytes(data, "x.po"), "x.po")
    assert (caught.value.found, caught.value.line) == (found, 9)
    for unit in (Unit(source, (target,), flags=("fuzzy",)), Unit(source, (target,), obsolete=True), Unit(source)):
        check(Catalog(HEADER, (unit,)))


# Readers


@pytest.mark.parametrize("byteorder", ["little", "big"])
def test_python_finds_every_message(byteorder: str) -> None:
    data = mo.to_bytes(CATALOG, byteorder="big" if byteorder == "big" else "little")
    found = gettext.GNUTranslations(io.BytesIO(data))
    assert found.gettext("Save") == "儲存"
    assert found.pgettext("menu", "Save") == "存檔"
    assert found.pgettext("", "Save") == "儲蓄"
    assert [found.ngettext("page", "pages", number) for number in (1, 2)] == ["頁", "些頁"]
    assert found.npgettext("age", "day", "days", 1) == "天"
    assert found.info()["language"] == "zh_TW"


@pytest.mark.parametrize("name", SAMPLES)
def test_python_finds_every_message_of_the_samples(name: str) -> None:
    catalog = po.read(DATA / name)
    found = gettext.GNUTranslations(io.BytesIO(mo.to_bytes(catalog)))
    for unit in translated(catalog):
        if unit.plural is not None:
            assert found.ngettext(unit.source, unit.plural, 2) == unit.target
        elif unit.context is not None:
            assert found.pgettext(unit.context, unit.source) == unit.target
        else:
            assert found.gettext(unit.source) == unit.target


def test_a_catalogue_without_a_header_can_be_read_by_python() -> None:
    data = mo.to_bytes(Catalog(units=(Unit("Save", ("儲存",)),)))
    assert gettext.GNUTranslations(io.BytesIO(data)).gettext("Save") == "儲存"


# Reading


@given(catalogs())
@settings(deadline=None)
def test_what_is_written_is_read_again(catalog: Catalog) -> None:
    kept = translated(catalog)
    ambiguous = any("\4" in (unit.context or "") or "\4" in unit.source for unit in kept)
    for byteorder in ("little", "big"):
        if not ambiguous:
            read = mo.from_bytes(mo.to_bytes(catalog, byteorder="big" if byteorder == "big" else "little"))
            assert set(read.units) == set(kept)
            assert read.header == catalog.header


@gnu
def test_directives_of_the_system_are_read_as_msgunfmt_shows_them(tmp_path: Path) -> None:
    units = (
        Unit("%d", ("%Id",), flags=("c-format",)),
        Unit("at %<PRIu64>", ("於 %<PRIu64>",), flags=("c-format",)),
        Unit("%<PRId32> of %d", ("%d 之 %<PRId32>",), plural="s %<PRIdMAX>", flags=("c-format",)),
    )
    catalog = Catalog(HEADER, (*units, Unit("zz", ("末",))))
    data = compiled_by_gnu(catalog, tmp_path)
    assert data[4:8] == b"\1\0\1\0" or data[4:8] == b"\1\0\0\0"
    assert set(mo.from_bytes(data).units) == {replace(unit, flags=()) for unit in catalog.units}


def test_files_in_other_charsets_are_read() -> None:
    data = mo.to_bytes(Catalog((("Content-Type", "text/plain; charset=UTF-8"),), (Unit("Save", ("里程",)),)))
    gbk = data.replace(b"charset=UTF-8", b"charset=GBK\n\n").replace("里程".encode(), "里程".encode("gbk") + b"\0\0")
    assert mo.from_bytes(gbk).units[0].target == "里程"


@pytest.mark.parametrize("name", ["x.mo", "x.gmo", "x"])
def test_a_file_is_known_by_its_suffix_or_its_first_bytes(name: str, tmp_path: Path) -> None:
    CATALOG.save_mo(tmp_path / name)
    assert set(Catalog.load(tmp_path / name).units) == set(CATALOG.units)


# Damage


def words(**changes: int) -> bytes:
    """The compiled catalogue with other words in its head."""
    names = ("magic", "revision", "count", "sources", "targets", "hash_size", "hashes")
    data = mo.to_bytes(CATALOG)
    head = dict(zip(names, struct.unpack_from("<7I", data), strict=True)) | changes
    return struct.pack("<7I", *head.values()) + data[28:]


@pytest.mark.parametrize(
    ("data", "found"),
    [
        pytest.param(b"", "no MO file", id="empty"),
        pytest.param(b'msgid "Save"\n', "no MO file", id="a-po-file"),
        pytest.param(b"\xde\x12\x04\x95", "at byte 4 of 4", id="magic-only"),
        pytest.param(words(revision=5 << 16), "revision 5.0", id="revision"),
        pytest.param(words(count=0xFFFFFFFF), "8589934590 numbers", id="huge-count"),
        pytest.param(words(count=1000), "2000 numbers", id="count"),
        pytest.param(words(sources=0xFFFFFFF0), "at byte 4294967280", id="sources"),
        pytest.param(words(targets=0xFFFFFFFF), "at byte 4294967295", id="targets"),
        pytest.param(words(targets=0), "a string of", id="targets-in-the-head"),
        pytest.param(words(revision=1), "numbers at byte", id="no-segments"),
        pytest.param(words(sources=44, targets=100), "", id="tables-shifted"),
        pytest.param(mo.to_bytes(CATALOG)[:-40], "a string of", id="truncated"),
        pytest.param(mo.to_bytes(CATALOG).replace("儲存".encode(), b"\xff" * 6), "0xFF is no text", id="not-utf-8"),
        pytest.param(mo.to_bytes(CATALOG).replace(b"UTF-8", b"UTF-7"), "unknown charset UTF-7", id="charset"),
        pytest.param(mo.to_bytes(CATALOG).replace(b"menu\4", b"\4\4\4\4\4"), "", id="context"),
    ],
)
def test_a_damaged_file_is_refused_or_read_but_never_a_crash(data: bytes, found: str) -> None:
    if found:
        with pytest.raises(CatalogFormatError) as caught:
            mo.from_bytes(data, "x.mo")
        assert found in str(caught.value)
        assert str(caught.value).startswith("x.mo:1:")
    else:
        read_or_refused(data)


def read_or_refused(data: bytes) -> None:
    try:
        mo.from_bytes(data)
    except CatalogFormatError as error:
        assert error.hint  # noqa: PT017


@given(st.data())
@settings(deadline=None)
def test_any_damage_is_read_or_refused(data: st.DataObject) -> None:
    broken = bytearray(mo.to_bytes(CATALOG))
    for _ in range(data.draw(st.integers(1, 6))):
        broken[data.draw(st.integers(4, len(broken) - 1))] = data.draw(st.integers(0, 255))
    read_or_refused(bytes(broken[: data.draw(st.integers(4, len(broken)))]))


def test_strings_that_share_bytes_cannot_fill_the_memory() -> None:
    count, size = 20_000, 400_000
    tables = struct.pack("<2I", size - 1, 28) * count
    data = struct.pack("<7I", 0x950412DE, 0, count, 28, 28, 0, 0) + tables + b"a" * size
    with pytest.raises(CatalogFormatError, match="a string of 399999 bytes"):
        mo.from_bytes(data)
