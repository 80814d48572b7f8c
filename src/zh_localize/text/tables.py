"""Tables that are shipped with the package: found, verified against the manifest, and read.

Every table under ``data/`` is made by a script in ``scripts/`` from the sources in ``data/SOURCES.toml``;
``data/manifest.tsv`` holds the hash of each.
"""

from __future__ import annotations

import os
from functools import cache

from zh_localize.errors import TableError

FOLDER = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "data")  # noqa: PTH100, PTH118, PTH120


@cache
def manifest() -> dict[str, str]:
    """SHA-256 of each table by its name under ``data/``."""
    rows = manifest_bytes().decode("utf-8").splitlines()
    return dict(row.split("\t") for row in rows if row and not row.startswith("#"))


def manifest_bytes() -> bytes:
    """The manifest as it stands: what all tables together are known by."""
    return _read("manifest.tsv", "the list of tables")


def read_bytes(name: str) -> bytes:
    """The bytes of the table ``name``, such as ``opencc/STCharacters.tsv``.

    Raises:
        TableError: it is missing, or not the one that was built.
    """
    import hashlib  # 2 ms, and the native core has hashes of its own

    expected = manifest().get(name, "a row in manifest.tsv")
    data = _read(name, f"hash {expected[:12]}")
    found = hashlib.sha256(data).hexdigest()
    if found != expected:
        raise TableError(name, f"hash {found[:12]}", f"hash {expected[:12]}")
    return data


def _read(name: str, expected: str) -> bytes:
    try:
        with open(os.path.join(FOLDER, *name.split("/")), "rb") as file:  # noqa: PTH118, PTH123
            return file.read()
    except OSError:
        raise TableError(name, "no file", expected) from None


def read_rows(name: str) -> list[list[str]]:
    """The rows of a TSV table, without comments and without the header row where it has one."""
    lines = read_bytes(name).decode("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]
