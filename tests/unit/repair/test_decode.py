"""Bytes to text."""

from __future__ import annotations

import codecs
import io
import re
import shutil
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cases
from zh_localize.errors import FileError, UndecodableError
from zh_localize.repair import codings, decode, mixed
from zh_localize.repair.declared import charset_in, declarations
from zh_localize.repair.encodings import encoding_of
from zh_localize.repair.files import checked, read

codings.register()

HANS = "天津汉沽区为经济社会发展提供强大动力"
HANT = "漢沽區參加全市第二批學習實踐活動"
ROWS = cases.read("decode.tsv")


def shown(text: str) -> str:
    """Undecodable bytes as U+FFFD."""
    return re.sub("[\udc80-\udcff]", "\ufffd", text)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_cases(row: dict[str, str]) -> None:
    data = row["data"].encode("latin-1")
    decoded = decode(data, declared=row["declared"] or None)
    assert (decoded.encoding, shown(decoded.text), decoded.evidence) == (row["encoding"], row["text"], row["evidence"])


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_byte_order_marks(mark: bytes, encoding: str) -> None:
    decoded = decode(mark + HANT.encode(encoding), declared="gbk")
    assert (decoded.text, decoded.encoding, decoded.marked) == (HANT, encoding, True)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", ["Report 2012: " + HANT, HANS, "一，二，三。"])
def test_wide_without_a_mark(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize(
    ("data", "offset"),
    [
        (b"abc\xff\xfe\n", 3),
        ("漢字\nab".encode() + b"\xe6\x31cd", 9),
        (b"x\xed\xa0\x80y", 1),
        ("經濟社會發展".encode("big5") + b"\xff", 12),
        ("經濟社會發展\n".encode() * 2 + "加强经济建设\n".encode("gbk") + b"\xffx", 51),
    ],
)
def test_undecodable_bytes_are_located_and_kept(data: bytes, offset: int) -> None:
    decoded = decode(data)
    assert [found.offset for found in decoded.findings][:1] == [offset]
    written = [decoded.text[part.start : part.end].encode(part.encoding, "surrogateescape") for part in decoded.parts]
    assert b"".join(written) == data


def test_nothing_is_text() -> None:
    assert decode(b"").text == ""
    assert decode(b"plain\r\n").encoding == "ascii"


# Lines that are not all in one encoding.

LINES = [(f"{HANS}\n", "utf-8"), (f"{HANS}\n", "gbk"), (f"{HANT}\n", "big5"), ("plain\n", "ascii")]


@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=12))
def test_lines_are_read_each_in_its_encoding(lines: list[tuple[str, str]]) -> None:
    data = b"".join(line.encode(encoding) for line, encoding in lines)
    decoded = decode(data)
    assert decoded.text == "".join(line for line, _ in lines)
    assert not decoded.findings
    assert "".join(decoded.text[part.start : part.end] for part in decoded.parts) == decoded.text
    assert read(io.BytesIO(data), "a file")[0] == decoded.text


def test_parts_tell_the_encoding_of_lines() -> None:
    decoded = decode(f"{HANS}\n".encode() + f"{HANT}\n".encode("big5") + b"plain\n" + HANS.encode())
    assert [(decoded.text[part.start : part.end], part.encoding) for part in decoded.parts] == [
        (f"{HANS}\n", "utf-8"),
        (f"{HANT}\nplain\n", "big5hkscs"),
        (HANS, "utf-8"),
    ]


def test_one_line_is_never_mixed() -> None:
    both = HANS.encode() + HANT.encode("big5")
    assert decode(both).encoding != "mixed"


def test_a_line_that_is_too_long_is_not_looked_into(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mixed, "LONGEST", 10)
    assert decode(f"{HANS}\n".encode() * 2 + HANS.encode("gbk")).encoding != "mixed"


@pytest.mark.parametrize("size", [1, 7, 64, 8192])
def test_mixed_lines_in_pieces(size: int) -> None:
    data = (f"{HANS}\n".encode() + f"{HANT}\n".encode("big5")) * 30
    decoder = codecs.getincrementaldecoder(encoding_of(io.BytesIO(data)).codec)()
    pieces = [decoder.decode(data[place : place + size]) for place in range(0, len(data), size)]
    assert "".join(pieces) + decoder.decode(b"", True) == f"{HANS}\n{HANT}\n" * 30


# Files.


def test_a_stream_of_mixed_lines_can_go_back() -> None:
    stream, encoding = checked(io.BytesIO((f"{HANS}\n".encode() + f"{HANT}\n".encode("big5")) * 2000), "a file")
    start = stream.tell()
    assert (encoding, stream.readline(), stream.readline()) == ("mixed", f"{HANS}\n", f"{HANT}\n")
    stream.seek(start)
    assert stream.read() == f"{HANS}\n{HANT}\n" * 2000


def test_errors_of_mixed_files_name_the_place() -> None:
    data = f"{HANS}\n".encode() * 2 + f"{HANS}\n".encode("gbk") + b"x\xff\n"
    with pytest.raises(UndecodableError, match="line 4, byte 148: 0xFF is no text in"):
        read(io.BytesIO(data), "a file")
    with pytest.raises(FileError, match="byte 37 is NUL"):
        read(io.BytesIO(f"{HANS}\n".encode("gbk") + b"\0\n" + HANS.encode()), "a file")


class Counted(io.BytesIO):
    """A stream that notes how much is asked for at once."""

    most = 0

    def read(self, size: int | None = -1) -> bytes:
        data = super().read(size)
        self.most = max(self.most, len(data))
        return data


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "euc_tw", "mixed"])
def test_long_files_are_read_in_blocks(encoding: str) -> None:
    line = f"{HANT}\n".encode("utf-8" if encoding == "mixed" else encoding)
    data = line * (3_000_000 // len(line)) + (f"{HANT}\n".encode("big5") if encoding == "mixed" else b"")
    stream = Counted(data)
    assert encoding_of(stream).name == encoding
    assert stream.most <= 1 << 20


def test_what_stands_late_is_seen() -> None:
    data = b"a\n" * 2_000_000 + HANS.encode("gbk")
    assert decode(data).text.endswith(HANS)


# What is declared.


@pytest.mark.parametrize(
    ("value", "label"),
    [
        ("gbk", "gbk"),
        (" Big5 ", "Big5"),
        ("text/html; charset=GB2312", "GB2312"),
        ('text/html;charset="big5"; x=y', "big5"),
        ("text/html; Charset = 'utf-8'", "utf-8"),
        ("text/html", None),
        ("", None),
    ],
)
def test_header_fields(value: str, label: str | None) -> None:
    assert charset_in(value) == label


@pytest.mark.parametrize(
    ("head", "labels"),
    [
        (b"<meta charset=gbk>", ["gbk"]),
        (b"<META CharSet = 'gbk' >", ["gbk"]),
        (b"<meta name=x charset=big5 charset=gbk>", ["big5"]),
        (b"<meta content='text/html; charset=gbk'>", []),  # without http-equiv it says nothing
        (b"<meta http-equiv=refresh content='text/html; charset=gbk'>", []),
        (b"<!-- <meta charset=gbk> -->", []),
        (b"<a title='<meta charset=gbk>'>", []),
        (b"x" * 1024 + b"<meta charset=gbk>", []),
        (b"<!--" + b" <meta charset=gbk>" * 40, []),
        (b"<meta" * 200, []),
        (b"<metadata charset=gbk>", []),
        (b'\n<?xml version="1.0" encoding="big5"?>', ["big5"]),
        (b'msgid "charset=gbk"\nmsgstr ""\n', []),
        (b'#, fuzzy\nmsgid ""\r\nmsgstr ""\r\n"Content-Type: text/plain; charset=CP936\\n"\r\n', ["CP936"]),
    ],
)
def test_declarations(head: bytes, labels: list[str]) -> None:
    assert [found.label for found in declarations(head)] == labels


# Laws.

SOURCES = {
    "hans": "促进经济社会持续健康发展，提高人民生活水平，加强民主法治建设和精神文明建设，保障公平正义。",
    "hant": "這裡的風景很漂亮，我們明天早上一起去看看吧，記得帶水和食物，也請通知其他同學準時到達。",
}
ENCODINGS = {
    "hans": (
        "utf-8",
        "gb18030",
        "gbk",
        "hz",
        "iso2022_cn",
        "utf-7",
        "utf-16-le",
        "utf-16-be",
        "utf-32-le",
        "utf-32-be",
    ),
    "hant": (
        *("utf-8", "gb18030", "big5", "cp950", "big5hkscs", "big5_uao", "euc_tw"),
        *("iso2022_cn", "utf-7", "utf-16-le", "utf-16-be", "utf-32-le"),
    ),
}


@pytest.mark.parametrize(("script", "encoding"), [(key, name) for key, names in ENCODINGS.items() for name in names])
@given(chance=st.data())
def test_twenty_characters_are_enough(script: str, encoding: str, chance: st.DataObject) -> None:
    source = SOURCES[script]
    place = chance.draw(st.integers(0, len(source) - 20))
    text = source[place:][: chance.draw(st.integers(20, 40))]
    assert decode(text.encode(encoding)).text == text


@given(st.binary(max_size=300), st.sampled_from([None, "gbk", "utf-16", "hz", "text/html; charset=big5", "?"]))
def test_never_raises_and_loses_nothing(data: bytes, declared: str | None) -> None:
    decoded = decode(data, declared=declared)
    assert all(data[found.offset :].startswith(found.data) for found in decoded.findings)
    assert "".join(decoded.text[part.start : part.end] for part in decoded.parts) == decoded.text
    if decoded.encoding in ("ascii", "utf-8", "gb18030", "gbk"):
        assert decoded.marked or decoded.text.encode(decoded.encoding, "surrogateescape") == data


# Codecs of our own.

TEXTS = ["漢沽區，參加。ABC\n第二批堃煊\n", "一", "", "ascii only\n", "中文中文\n\n中文"]


@pytest.mark.parametrize("encoding", codings.NAMES)
@pytest.mark.parametrize("text", TEXTS)
def test_codecs_round_trip_in_pieces(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    assert data.decode(encoding) == text
    for size in (1, 2, 3, 5):
        decoder = codecs.getincrementaldecoder(encoding)()
        pieces = [decoder.decode(data[place : place + size]) for place in range(0, len(data), size)]
        assert "".join(pieces) + decoder.decode(b"", True) == text
    with io.TextIOWrapper(io.BytesIO(data), encoding, newline="\n") as stream:
        assert stream.read() == text


@pytest.mark.parametrize("encoding", codings.NAMES)
def test_codecs_refuse_what_is_no_text(encoding: str) -> None:
    with pytest.raises(UnicodeDecodeError):
        b"a\xff\xff".decode(encoding)
    assert b"a\xff\xffb".decode(encoding, "replace").startswith("a\ufffd")
    with pytest.raises(UnicodeEncodeError):
        "\U0010fffd".encode(encoding)


@pytest.mark.skipif(not shutil.which("iconv"), reason="no iconv here to compare with")
@pytest.mark.parametrize(("ours", "theirs"), [("euc_tw", "EUC-TW"), ("iso2022_cn", "ISO-2022-CN-EXT")])
@pytest.mark.parametrize("text", [TEXTS[0], HANS, HANT, "「你好」、（甲）；：？！《書》……——"])
def test_codecs_read_as_iconv_does(text: str, ours: str, theirs: str) -> None:
    try:
        data = text.encode(ours)
    except UnicodeEncodeError:
        pytest.skip("no such character")
    result = subprocess.run(["iconv", "-f", theirs, "-t", "UTF-8"], input=data, capture_output=True, check=False)
    if b"not supported" in result.stderr:
        pytest.skip("another iconv")
    assert result.stdout.decode() == text


def test_names_are_exported_lazily() -> None:
    import zh_localize

    assert zh_localize.decode is decode
    code = "import sys, zh_localize; sys.exit('zh_localize.repair' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
