"""Case files: TSV with comment lines, a header row and escapes for line ends, tabs, controls and backslashes."""

from __future__ import annotations

import re
from pathlib import Path

DATA = Path(__file__).parent / "data"
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "\\": "\\"}


def read(name: str) -> list[dict[str, str]]:
    """The rows of ``tests/data/<name>`` by the columns of its header row."""
    lines = [line for line in (DATA / name).read_text("utf-8").split("\n") if line and not line.startswith("# ")]
    columns, *rows = (line.split("\t") for line in lines)
    return [dict(zip(columns, map(_unescape, row), strict=True)) for row in rows]


def _unescape(field: str) -> str:
    return re.sub(r"\\(?:([nrt\\])|x([0-9a-f]{2}))", _meant, field)


def _meant(match: re.Match[str]) -> str:
    return _ESCAPES[match[1]] if match[1] else chr(int(match[2], 16))
