"""Finds the native core, or tells why its pure twins are at work.

``ZH_LOCALIZE_BACKEND`` forces one of them: ``native`` or ``python``.
"""

from __future__ import annotations

import os
from functools import cache
from importlib import import_module
from types import ModuleType

from zh_localize.errors import BackendError
from zh_localize.text.tables import FOLDER

BACKENDS = ("native", "python")
VARIABLE = "ZH_LOCALIZE_BACKEND"
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


def backend() -> str:
    """``native`` or ``python``."""
    return "native" if module() else "python"
