"""Annotations as SARIF 2.1.0, which code hosts and editors read.

Source: OASIS Standard "Static Analysis Results Interchange Format (SARIF) Version 2.1.0".
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import PurePath
from urllib.parse import quote

from zh_localize import rules
from zh_localize.render.annotations import Annotation

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def log(annotations: Iterable[Annotation], version: str) -> str:
    """One run with all annotations, as a JSON document that ends with a line end.

    Args:
        version: the version of the package.
    """
    found = [*annotations]
    names = [*dict.fromkeys(annotation.rule for annotation in found)]
    numbers = {name: number for number, name in enumerate(names)}
    driver = {"name": "zh-localize", "version": version, "rules": [_rule(name) for name in names]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(annotation, numbers[annotation.rule]) for annotation in found],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=True, indent=1) + "\n"


def _rule(name: str) -> dict[str, object]:
    """A rule; edits that were merged name several."""
    summary = "; ".join(rules.rule(part).summary for part in name.split("+"))
    return {"id": name, "shortDescription": {"text": summary}}


def _result(annotation: Annotation, number: int) -> dict[str, object]:
    region = {
        "startLine": annotation.line,
        "startColumn": annotation.column,
        "endLine": annotation.end_line,
        "endColumn": annotation.end_column,
    }
    artifact = {"uri": quote(PurePath(annotation.file).as_posix())}
    result: dict[str, object] = {
        "ruleId": annotation.rule,
        "ruleIndex": number,
        "level": annotation.level,
        "message": {"text": annotation.message},
        "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region}}],
    }
    if annotation.replacement is not None:
        replacement = {"deletedRegion": region, "insertedContent": {"text": annotation.replacement}}
        result["fixes"] = [{"artifactChanges": [{"artifactLocation": artifact, "replacements": [replacement]}]}]
    return result
