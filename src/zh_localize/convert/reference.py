"""Other conversion engines, to choose or to compare with.

Three distributions install a module called ``opencc`` and overwrite one another, so it is looked at through its
distribution's files before it is imported.
"""

from __future__ import annotations

from functools import cache
from typing import Protocol

from zh_localize.errors import EngineError, UnknownConfigError, UnknownEngineError

REIMPLEMENTED = "opencc-python-reimplemented"
NAMES = ("zh-localize", REIMPLEMENTED)
CONFIGS = ("hk2s", "s2hk", "s2t", "s2tw", "s2twp", "t2hk", "t2s", "t2tw", "tw2s", "tw2sp")
_RIVALS = ("OpenCC", "opencc-py")


class TextConverter(Protocol):
    """What an engine offers."""

    def convert(self, text: str) -> str:
        """The converted text."""


@cache
def load(name: str, config: str) -> TextConverter:
    """The engine of that name for an OpenCC configuration.

    Raises:
        UnknownEngineError: no engine has that name.
        UnknownConfigError: the engine has no such configuration.
        EngineError: the engine is not installed, or another distribution overwrote its module.
    """
    if name != REIMPLEMENTED:
        raise UnknownEngineError(name, NAMES)
    if config not in CONFIGS:
        raise UnknownConfigError(config, CONFIGS)
    problem = trouble()
    if problem:
        raise EngineError(problem)
    from opencc import OpenCC  # only here, after the check of who installed it

    converter: TextConverter = OpenCC(config)
    return converter


def trouble() -> str | None:
    """Why ``opencc-python-reimplemented`` cannot be used here, and what to do; None when it can."""
    if not _installed(REIMPLEMENTED):
        return f"{REIMPLEMENTED} is not installed; run: pip install {REIMPLEMENTED}"
    rivals = [rival for rival in _RIVALS if _installed(rival)]
    if rivals:
        return (
            f"{' and '.join(rivals)} installed a module 'opencc' over that of {REIMPLEMENTED}; "
            f"run: pip uninstall {' '.join(rivals)}; pip install --force-reinstall {REIMPLEMENTED}"
        )
    return None


def _installed(distribution: str) -> bool:
    from importlib import metadata  # 15 ms, and most runs ask for no other engine

    try:
        metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return False
    return True
