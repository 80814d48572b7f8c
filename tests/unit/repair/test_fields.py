"""Cells are repaired one by one, and nothing else of a table changes."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zh_localize.errors import LineError, UnknownColumnError
from zh_localize.repair.fields import Table, fields_report, fields_stream
from zh_localize.report import Edit, Grade, Report

BAD, GOOD = "經(jīng)濟(jì)", "經濟"


@pytest.mark.parametrize(
    ("kind", "names", "text", "expected"),
    [
        ("csv", ["b"], f"a,b\n{BAD},{BAD}\n", f"a,b\n{BAD},{GOOD}\n"),
        ("csv", ["b"], f'a,b\r\n"x\r\ny","x ""{BAD}"""', f'a,b\r\n"x\r\ny","x ""{GOOD}"""'),
        ("csv", ["*"], f'"a ""1""",b\n{BAD}\n\n{BAD},x,{BAD}\n', f'"a ""1""",b\n{GOOD}\n\n{GOOD},x,{GOOD}\n'),
        ("csv", ['a "1"'], f'"a ""1""",b\n{BAD},\n', f'"a ""1""",b\n{GOOD},\n'),
        ("csv", ["a"], f"\ufeffa,b\n{BAD},{BAD}", f"\ufeffa,b\n{GOOD},{BAD}"),
        ("csv", ["a"], f'a,b\n5" {BAD},"x"\n{BAD}, \n', f'a,b\n5" {GOOD},"x"\n{GOOD}, \n'),
        ("csv", ["a"], f'a,b\n"x"{BAD},1\n', f'a,b\n"x"{GOOD},1\n'),
        ("csv", ["a"], "a,b\n&#20013;&#22269;&#44;&#20154;,1\n", 'a,b\n"中国,人",1\n'),
        ("tsv", ["b"], f'a\tb\n"x\t{BAD}"\t\n', f'a\tb\n"x\t{GOOD}"\t\n'),
        ("tsv", ["a"], "a\n&#20013;&#22269;&#9;&#20154;\n", "a\n&#20013;&#22269;&#9;&#20154;\n"),
        (
            "jsonl",
            ["a"],
            f'{{ "a" :"{BAD}" , "b": ["{BAD}"]}}\r\n\n{{}}',
            f'{{ "a" :"{GOOD}" , "b": ["{BAD}"]}}\r\n\n{{}}',
        ),
        ("jsonl", ["a"], json.dumps({"a": f'😀"{BAD}\n'}), json.dumps({"a": f'😀"{GOOD}\n'})),
        ("jsonl", ["a"], '{"a":"\\u4E2D\\u6587&#22269;&#23478;"}', '{"a":"\\u4E2D\\u6587\\u56FD\\u5BB6"}'),
        ("jsonl", ["*"], f'{{"a":1,"b":"{BAD}\\/\\t","c":null}}', f'{{"a":1,"b":"{GOOD}\\/\\t","c":null}}'),
    ],
)
def test_cells(kind: str, names: list[str], text: str, expected: str) -> None:
    report = fields_report(text, kind, names)
    assert report.text == expected
    assert report.undo() == text
    target = io.StringIO()
    changed = fields_stream(io.StringIO(text, newline="\n"), target, Table(kind, names))
    assert (target.getvalue(), changed) == (expected, text != expected)


@pytest.mark.parametrize(
    ("kind", "text", "error", "message"),
    [
        ("csv", "a,b\n", UnknownColumnError, "table: there is no column 'x'; it has 'a', 'b'"),
        ("jsonl", '{"a":1}\n{"b":2}', UnknownColumnError, "it has 'a', 'b'"),
        ("csv", 'x\n1\n"2\n3', LineError, "table:3:1: a quotation mark that begins a cell is never closed"),
        ("jsonl", '{"x":"1"}\n{"x":}', LineError, "table:2:6: this line is no JSON object"),
        ("jsonl", '{"x":"1"} 2', LineError, "table:1:11:"),
        ("jsonl", '{"x":"1",}', LineError, "table:1:10:"),
        ("jsonl", "[" * 10_000, LineError, "table:1:1:"),
    ],
)
def test_errors(kind: str, text: str, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        fields_report(text, kind, ["x"])


def doubled(text: str) -> Report:
    """Doubles a letter and takes out another, so that offsets move."""
    edits = {"a": "aa", "b": ""}
    return Report(text, tuple(Edit(i, i + 1, c, edits[c], "x", Grade.SAFE) for i, c in enumerate(text) if c in edits))


cells = st.text(st.sampled_from('ab,"\n\r\t\\ 中😀\ud800x'), max_size=8)


@settings(max_examples=300, derandomize=True, deadline=None, database=None)
@given(rows=st.lists(st.lists(cells, min_size=2, max_size=2), max_size=5), quoting=st.sampled_from([0, 1]))
def test_csv_reads_back_as_each_cell_repaired(rows: list[list[str]], quoting: int) -> None:
    written = io.StringIO(newline="")
    csv.writer(written, quoting=quoting).writerows([["p", "q"], *rows])  # type: ignore[arg-type]
    report = fields_report(written.getvalue(), "csv", ["q"], doubled)
    found = [row for row in csv.reader(io.StringIO(report.text, newline="")) if row]
    assert found[1:] == [[first, doubled(second).text] for first, second in rows]
    assert report.undo() == written.getvalue()


@settings(max_examples=300, derandomize=True, deadline=None, database=None)
@given(rows=st.lists(st.dictionaries(st.sampled_from("pqr"), cells), max_size=5), escaped=st.booleans())
def test_json_reads_back_as_each_member_repaired(rows: list[dict[str, str]], escaped: bool) -> None:
    text = "".join(json.dumps(row, ensure_ascii=escaped) + "\n" for row in rows)
    report = fields_report(text, "jsonl", ["*"], doubled)
    assert [json.loads(line) for line in report.text.split("\n") if line] == [
        {key: doubled(value).text for key, value in row.items()} for row in rows
    ]
    assert report.text.isascii() or not escaped
    assert report.undo() == text
