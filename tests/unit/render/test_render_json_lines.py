"""JSON Lines: one line an edit, in UTF-8 whatever the text, and enough in it to make the edit again."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from reports import reports

from zh_localize.render.json_lines import edit_line, line
from zh_localize.report import Edit, Grade, Report


def test_an_edit_in_full() -> None:
    edit = Edit(3, 4, "干", "幹", "convert.choice", Grade.LIKELY, ("幹", "乾"))
    assert edit_line("報告.txt", edit) == (
        '{"file": "報告.txt", "start": 3, "end": 4, "before": "干", "after": "幹", "rule": "convert.choice", '
        '"grade": "likely", "choices": ["幹", "乾"]}'
    )


def test_choices_only_where_there_are_any() -> None:
    assert "choices" not in json.loads(edit_line("a", Edit(0, 0, "", "x", "r", Grade.ASK)))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("經濟", "經濟"),
        ('"\\', '\\"\\\\'),
        ("\n\t\x00", "\\n\\t\\u0000"),
        ("\x85\u2028\u2029", "\\u0085\\u2028\\u2029"),
        ("a\ud800b\udfff", "a\\ud800b\\udfff"),
        ("\U00020000", "\U00020000"),
    ],
)
def test_what_is_escaped(text: str, written: str) -> None:
    assert line({"text": text}) == f'{{"text": "{written}"}}'
    assert line({text: 1}) == f'{{"{written}": 1}}'


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_numbers_that_json_does_not_have(value: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        line({"n": value})


@given(reports())
def test_lines_replay(report: Report) -> None:
    lines = [edit_line("a\udc80.txt", edit) for edit in report.edits]
    assert all(len(one.splitlines()) == 1 for one in lines)
    text = report.source
    for fields in reversed([json.loads(one.encode().decode()) for one in lines]):
        assert _paired(text[fields["start"] : fields["end"]]) == fields["before"]
        text = text[: fields["start"]] + fields["after"] + text[fields["end"] :]
    assert _paired(text) == _paired(report.text)


def _paired(text: str) -> str:
    """Surrogates that stand side by side as the character that JSON reads them as."""
    return re.sub("[\ud800-\udbff][\udc00-\udfff]", lambda pair: _character(pair[0]), text)


def _character(pair: str) -> str:
    return pair.encode("utf-16", "surrogatepass").decode("utf-16")
