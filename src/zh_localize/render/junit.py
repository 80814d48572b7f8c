"""Annotations as JUnit XML, which build servers show as failed tests.

Source: the schema that Jenkins publishes for its JUnit plugin.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from zh_localize.render.annotations import Annotation

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def suite(files: Sequence[str], annotations: Iterable[Annotation]) -> str:
    """One suite: a failed test for each annotation, and a passed one for each file that has none."""
    found = [*annotations]
    touched = {annotation.file for annotation in found}
    clean = [file for file in dict.fromkeys(files) if file not in touched]
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append(f'<testsuite name="zh-localize" tests="{len(found) + len(clean)}" failures="{len(found)}">')
    lines += (f'  <testcase classname={_attribute(file)} name="check"/>' for file in clean)
    for annotation in found:
        name = _attribute(f"{annotation.line}:{annotation.column} {annotation.rule}")
        lines.append(f"  <testcase classname={_attribute(annotation.file)} name={name}>")
        message, kind = _attribute(annotation.message), _attribute(annotation.level)
        shown = escape(_clean("\n".join(line for line, _, _ in annotation.lines)))
        lines += (f"    <failure message={message} type={kind}>{shown}</failure>", "  </testcase>")
    return "\n".join([*lines, "</testsuite>", ""])


def _attribute(value: str) -> str:
    return quoteattr(_clean(value))


def _clean(value: str) -> str:
    """The text without the characters that XML cannot hold."""
    return _NO_XML.sub("\ufffd", value)
