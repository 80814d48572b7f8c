"""Edits as JSON Lines: one object a line, for programs and for logs."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from zh_localize.report import Edit

# Surrogates cannot be encoded as UTF-8; the others end a line for readers that split as Unicode says.
_ESCAPED = re.compile("[\x85\u2028\u2029\ud800-\udfff]")


def edit_line(file: str, edit: Edit) -> str:
    """One edit as a JSON object on one line, without a line end.

    The keys are ``file``, ``start``, ``end``, ``before``, ``after``, ``rule`` and ``grade``, in this order, and
    ``choices``, ``entry``, ``margin`` and ``evidence`` where there are any. Offsets count code points of the source,
    half-open, so that a reader can replay the edits. Linear in the length of the edit.

    >>> from zh_localize.report import Grade
    >>> print(edit_line("a.txt", Edit(1, 7, "(jīng)", "", "gloss.pinyin", Grade.SAFE)))
    {"file": "a.txt", "start": 1, "end": 7, "before": "(jīng)", "after": "", "rule": "gloss.pinyin", "grade": "safe"}
    """
    fields: dict[str, object] = {
        "file": file,
        "start": edit.start,
        "end": edit.end,
        "before": edit.before,
        "after": edit.after,
        "rule": edit.rule,
        "grade": edit.grade.value,
    }
    if edit.choices:
        fields["choices"] = edit.choices
    if edit.entry:
        fields["entry"] = edit.entry
    if edit.margin is not None:
        fields["margin"] = edit.margin
    if edit.evidence:
        fields["evidence"] = edit.evidence
    return line(fields)


def line(fields: Mapping[str, object]) -> str:
    """Any mapping as a JSON object on one line, without a line end; it can always be encoded as UTF-8.

    Text stays readable: only quotes, controls, line separators and lone surrogates are escaped. JSON has no way to tell
    two surrogates in a row from the character that they stand for, so such a pair reads back as that character.

    Raises:
        TypeError: a value is of no JSON type.
        ValueError: a number is not finite.

    >>> print(line({"file": "報告.txt", "text": "\\ud800"}))
    {"file": "報告.txt", "text": "\\ud800"}
    """
    return _ESCAPED.sub(_escape, json.dumps(dict(fields), ensure_ascii=False, allow_nan=False))


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"
