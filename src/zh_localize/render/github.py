"""Annotations as workflow commands of GitHub, which shows them beside the lines of a pull request.

Source: GitHub's documentation of workflow commands, "Setting an error message".
"""

from __future__ import annotations

from zh_localize.render.annotations import Annotation

_KINDS = {"error": "error", "warning": "warning", "note": "notice"}


def command(annotation: Annotation) -> str:
    """One workflow command, without a line end.

    >>> print(command(Annotation("a,b.txt", 1, 2, 1, 3, "note", "term.bare", "look\\nhere")))
    ::notice file=a%2Cb.txt,line=1,endLine=1,col=2,endColumn=3,title=term.bare::look%0Ahere
    """
    properties = {
        "file": annotation.file,
        "line": str(annotation.line),
        "endLine": str(annotation.end_line),
        "col": str(annotation.column),
        "endColumn": str(annotation.end_column),
        "title": annotation.rule,
    }
    written = ",".join(f"{name}={_escaped(value, ':,')}" for name, value in properties.items())
    return f"::{_KINDS[annotation.level]} {written}::{_escaped(annotation.message)}"


def _escaped(value: str, also: str = "") -> str:
    for character in f"%\r\n{also}":
        value = value.replace(character, f"%{ord(character):02X}")
    return value
