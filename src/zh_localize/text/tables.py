"""Tables that are shipped with the package: found, verified against the manifest, and read.

Every table under ``data/`` is made by a script in ``scripts/`` from the sources in ``data/SOURCES.toml``;
``data/manifest.tsv`` holds the hash of each.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

from zh_localize.errors import TableError


@cache
def manifest() -> dict[str, str]:
    """SHA-256 of each table by its name under ``data/``."""
    rows = files("zh_localize").joinpath("data", "manifest.tsv").read_text("utf-8").splitlines()
    return dict(row.split("\t") for row in rows if row and not row.startswith("#"))


def read_bytes(name: str) -> bytes:
    """The bytes of the table ``name``, such as ``opencc/STCharacters.tsv``.

    Raises:
        TableError: it is missing, or not the one that was built.
    """
    expected = manifest().get(name, "a row in manifest.tsv")
    try:
        data = files("zh_localize").joinpath("data", *name.split("/")).read_bytes()
    except OSError:
        raise TableError(name, "no file", f"hash {expected[:12]}") from None
    found = hashlib.sha256(data).hexdigest()
    if found != expected:
        raise TableError(name, f"hash {found[:12]}", f"hash {expected[:12]}")
    return data


def read_rows(name: str) -> list[list[str]]:
    """The rows of a TSV table, without comments and without the header row where it has one."""
    lines = read_bytes(name).decode("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]
