"""Chains made ready, once each: in the native core where it is at work, else in its pure twin."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from zh_localize.errors import TableError, UnknownConfigError
from zh_localize.text import native

if TYPE_CHECKING:
    from typing import Protocol

    from zh_localize.convert.apply import Row
    from zh_localize.convert.words import Words

    class Engine(Protocol):
        """A chain made ready."""

        def convert(self, text: str, words: Words | None = None) -> str:
            """The converted text; the same object when nothing changes."""

        def explain(self, text: str, words: Words | None = None) -> tuple[str, list[Row]]:
            """The converted text, and a row for each segment that changed, each choice of the model and each word."""


CONFIGS = (  # OpenCC's, in the order in which they are listed
    *("s2t", "s2tw", "s2twp", "s2hk", "s2hkp", "t2s", "tw2s", "tw2sp", "hk2s", "hk2sp"),
    *("t2tw", "t2hk", "tw2t", "hk2t", "t2jp", "jp2t"),
)
REGIONS = {"s2tw": "TW", "s2hk": "HK"}  # chains that the context model serves, and the region whose forms they write
REGION_NUMBERS = {"TW": 0, "HK": 1, "": 0}  # what the model is told of a region; "" is OpenCC's own standard
MODEL = "choices.bin"


@cache
def engine(config: str, *, supplemented: bool = False, context: bool = False) -> Engine:
    """The engine of an OpenCC configuration, exact or with our supplement, with the context model or without.

    Raises:
        UnknownConfigError: with the nearest name.
        TableError: a table is missing, or not the one that was built.
    """
    if config not in CONFIGS:
        raise UnknownConfigError(config, CONFIGS)
    if native.module():
        return _Native(config, supplemented=supplemented, region=REGIONS[config] if context else "")
    from zh_localize.convert import apply, choose, tables

    chain = tables.chain(config, supplemented=supplemented)
    return apply.Engine(chain, choose.load() if context else None, REGIONS[config] if context else "")


class _Native:
    """An engine of the native core over its packed tables."""

    def __init__(self, config: str, *, supplemented: bool, region: str) -> None:
        model = (native.packed(MODEL), native.packed(finals_name(region)), REGION_NUMBERS[region]) if region else ()
        self._core = _open("Engine", table_name(config, supplemented=supplemented), native.source_hash(), *model)

    def convert(self, text: str, words: Words | None = None) -> str:
        """See :class:`Engine`."""
        found: str = self._core.convert(text, words.packed(_overlay)) if words else self._core.convert(text)
        return found

    def explain(self, text: str, words: Words | None = None) -> tuple[str, list[Row]]:
        """See :class:`Engine`."""
        import struct

        converted, rows = self._core.explain(text, words.packed(_overlay) if words else None)
        return converted, [*struct.iter_unpack("<3Ii", rows)]


def table_name(config: str, *, supplemented: bool) -> str:
    """The file of a packed configuration."""
    return f"accurate-{config}.bin" if supplemented else f"{config}.bin"


def finals_name(region: str) -> str:
    """The file with the forms of ambiguous characters in a region."""
    return f"choices-{region}.bin"


def _overlay(words: Mapping[str, str]) -> object:
    from zh_localize.convert.pack import pack_words

    core = native.module()
    assert core
    return core.Overlay(pack_words(words), 0)


def _open(kind: str, name: str, *arguments: object) -> Any:
    """A table in the native core, with its hash checked."""
    try:
        return getattr(native.module(), kind)(native.packed(name), *arguments)
    except ValueError as error:
        found, _, expected = str(error).partition("\t")
        raise TableError(f"packed/{name}", found, expected) from None
