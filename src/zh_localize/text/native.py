"""Finds the native core with its packed tables, or tells why its pure twins are at work.

``ZH_LOCALIZE_BACKEND`` forces one of them: ``native`` or ``python``.
"""

from __future__ import annotations

import mmap
import os
from functools import cache
from importlib import import_module
from types import ModuleType
from zlib import crc32

from zh_localize.errors import BackendError, TableError
from zh_localize.text.tables import FOLDER, manifest_bytes

BACKENDS = ("native", "python")
VARIABLE = "ZH_LOCALIZE_BACKEND"
LAYOUT = b"ZHLTAB02"  # of packed tables
PACKED = os.path.join(FOLDER, "packed")  # noqa: PTH118  (pathlib would cost a third of the time of a first call)


@cache
def module() -> ModuleType | None:
    """The native core; None where the pure twins are at work.

    Raises:
        BackendError: ``ZH_LOCALIZE_BACKEND`` asks for what is not there.
    """
    wanted = os.environ.get(VARIABLE, "")
    if wanted not in ("", *BACKENDS):
        raise BackendError(f"{VARIABLE} is {wanted!r}; set it to native or python, or leave it out")
    if wanted == "python":
        return None
    core: ModuleType | None
    try:
        core = import_module("zh_localize.text._native")
    except ImportError:
        core = None
    if core and os.path.isdir(PACKED):  # noqa: PTH112
        return core
    if wanted:
        lacks = "its packed tables" if core else "the compiled module zh_localize.text._native"
        raise BackendError(f"the native core lacks {lacks}; install zh-localize with a C compiler, or unset {VARIABLE}")
    return None


@cache
def packed(name: str) -> mmap.mmap:
    """A packed table, mapped into memory; what reads it checks its hash.

    Raises:
        TableError: it is missing.
    """
    try:
        with open(os.path.join(PACKED, name), "rb") as file:  # noqa: PTH118, PTH123
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError):
        raise TableError(f"packed/{name}", "no file", "a packed table") from None


@cache
def source_hash() -> int:
    """What packed tables are made from: the manifest of all tables, and the layout."""
    return crc32(LAYOUT + manifest_bytes()) | 1 << 32


def backend() -> str:
    """``native`` or ``python``."""
    return "native" if module() else "python"
