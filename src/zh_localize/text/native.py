"""Finds the native cores and their packed tables, or tells why their pure twins are at work.

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


CORES = {  # compiled modules, and what they speed up
    "conversion": "zh_localize.text._native",
    "repair": "zh_localize.repair._judge",
    "terms": "zh_localize.glossary._terms",
}


@cache
def core(name: str) -> ModuleType | None:
    """A native core by its name; None where its pure twin is at work.

    Raises:
        BackendError: ``ZH_LOCALIZE_BACKEND`` asks for what is not there.
    """
    wanted = os.environ.get(VARIABLE, "")
    if wanted not in ("", *BACKENDS):
        raise BackendError(f"{VARIABLE} is {wanted!r}; set it to native or python, or leave it out")
    if wanted == "python":
        return None
    try:
        return import_module(CORES[name])
    except ImportError:
        if wanted:
            raise _lacking(f"the compiled module {CORES[name]}") from None
        return None


@cache
def module() -> ModuleType | None:
    """The native core of conversion with its packed tables; None where the pure twins are at work.

    Raises:
        BackendError: ``ZH_LOCALIZE_BACKEND`` asks for what is not there.
    """
    found = core("conversion")
    if found and not os.path.isdir(PACKED):  # noqa: PTH112
        if os.environ.get(VARIABLE):
            raise _lacking("its packed tables")
        return None
    return found


def _lacking(what: str) -> BackendError:
    return BackendError(f"the native core lacks {what}; install zh-localize with a C compiler, or unset {VARIABLE}")


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
