"""zh-localize: Chinese text that can be published.

Undo what was damaged on the way, convert between scripts and regions, hold to agreed terms, give out catalogues.
Each name is imported when it is first used, so that a program pays for what it uses alone.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zh_localize.catalog import Catalog, Unit
    from zh_localize.convert import Converter, convert, convert_report
    from zh_localize.errors import ZhLocalizeError
    from zh_localize.glossary import Glossary, Hit
    from zh_localize.localise import Outcome, localise
    from zh_localize.repair import Decoded, decode, repair, repair_report
    from zh_localize.repair.stream import repair_stream
    from zh_localize.report import Edit, Grade, Report
    from zh_localize.text.native import backend
    from zh_localize.text.variants import Variant

__all__ = [
    "Catalog",
    "Converter",
    "Decoded",
    "Edit",
    "Glossary",
    "Grade",
    "Hit",
    "Outcome",
    "Report",
    "Unit",
    "Variant",
    "ZhLocalizeError",
    "backend",
    "convert",
    "convert_report",
    "decode",
    "localise",
    "repair",
    "repair_report",
    "repair_stream",
]

_HOMES = {
    "catalog": ("Catalog", "Unit"),
    "convert": ("Converter", "convert", "convert_report"),
    "errors": ("ZhLocalizeError",),
    "glossary": ("Glossary", "Hit"),
    "localise": ("Outcome", "localise"),
    "repair": ("Decoded", "decode", "repair", "repair_report"),
    "repair.stream": ("repair_stream",),
    "report": ("Edit", "Grade", "Report"),
    "text.native": ("backend",),
    "text.variants": ("Variant",),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}


class _Package(ModuleType):
    """Names are looked up on first use; a module that is imported does not take the name of the function it holds."""

    def __getattr__(self, name: str) -> Any:
        if name not in _HOME:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
        setattr(self, name, value)
        return value

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name in _HOME and isinstance(value, ModuleType)):
            super().__setattr__(name, value)

    def __dir__(self) -> list[str]:
        return sorted({*vars(self), *__all__})


sys.modules[__name__].__class__ = _Package
