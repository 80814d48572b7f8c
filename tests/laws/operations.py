"""Every operation on text that the package has, in its two spellings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import zh_localize as zl
from zh_localize.glossary import Blocker, Designation, Glossary
from zh_localize.report import Report

TARGETS = ("zh-Hans", "zh-Hant-TW", "zh-Hant-HK")
CONFIGS = (
    *("s2t", "s2tw", "s2twp", "s2hk", "s2hkp", "t2s", "t2tw", "t2hk"),
    *("tw2s", "tw2sp", "tw2t", "hk2s", "hk2sp", "hk2t", "jp2t", "t2jp"),
)

OPTIONS: dict[str, dict[str, object]] = {
    "house style": {"to": "zh-Hant-TW", "vocabulary": True, "quotes": True, "spelling": ("tw-moe", "裡=裏")},
    "mainland words": {"to": "zh-Hans", "vocabulary": True, "quotes": True, "japanese": True},
    "own words": {"to": "zh-Hant-HK", "words": {"发": "髪", "头发": "头", "<b>": "B"}, "keep": ("里", "干部\n")},
    "no context": {"to": "zh-Hant-TW", "context": False},
    "s2t with words": {"config": "s2t", "words": {"头发": "髮", "里": "里"}},
}

HOUSE = Glossary(
    [
        Designation("h1", "zh-Hans-CN", "互联网"),
        Designation("h1", "zh-Hant-TW", "網際網路"),
        Designation("h1", "zh-Hans-CN", "因特网", "deprecated", replaced_by="互联网"),
        Designation("h2", "zh-Hans-CN", "农民工"),
        Designation("h2", "zh-Hans-CN", "民工", "forbidden", replaced_by="农民工"),
        Designation("h3", "zh-Hant-TW", "網路", "preferred"),
        Designation("h3", "zh-Hant-TW", "網絡", "deprecated", replaced_by="網路"),
        Designation("h4", "zh-Hans-CN", "文革", "superseded", replaced_by="h5"),
        Designation("h5", "zh-Hans-CN", "十年动乱"),
        Designation("h6", "zh-Hans-CN", "GDP"),
        Designation("h6", "zh-Hans-CN", "国内生产毛额", "deprecated", review="draft", replaced_by="GDP"),
        Designation("h7", "zh-Hans-CN", "领导干部"),
        Designation("h7", "zh-Hans-CN", "干部", "deprecated", replaced_by="领导干部"),
        Designation("h8", "en", "GDP", match="case"),
        Designation("h8", "en", "national product", "deprecated", replaced_by="gross domestic product"),
        Designation("h8", "en", "abc", "forbidden", replaced_by="an abc"),
    ],
    [Blocker("zh", "领导干部"), Blocker("zh", "农民工")],
)


@dataclass(frozen=True)
class Operation:
    """An operation: ``text`` gives what it makes of a text, ``report`` explains it."""

    name: str
    text: Callable[[str], str]
    report: Callable[[str], Report]


def _converter(config: str) -> Operation:
    converter = zl.Converter(config=config)
    return Operation(config, converter.convert, converter.report)


def _with_options(name: str) -> Operation:
    converter = zl.Converter(**OPTIONS[name])  # type: ignore[arg-type]
    return Operation(name, converter.convert, converter.report)


def _convert(to: str) -> Operation:
    return Operation(f"to {to}", lambda text: zl.convert(text, to=to), lambda text: zl.convert_report(text, to=to))


REPAIR = Operation("repair", zl.repair, zl.repair_report)
GUESS = Operation(
    "guess", lambda text: zl.repair_report(text, guess=True).text, lambda text: zl.repair_report(text, guess=True)
)
ENFORCE = Operation("enforce", lambda text: HOUSE.enforce(text).text, HOUSE.enforce)
ENGLISH = Operation(
    "enforce en", lambda text: HOUSE.enforce(text, language="en").text, lambda text: HOUSE.enforce(text, language="en")
)


@cache
def all_operations() -> dict[str, Operation]:
    """All of them by name."""
    found = (
        REPAIR, GUESS, ENFORCE, ENGLISH,
        *map(_convert, TARGETS), *map(_converter, CONFIGS), *map(_with_options, OPTIONS),
    )  # fmt: skip
    return {operation.name: operation for operation in found}


NAMES = ("repair", "guess", "enforce", "enforce en", *(f"to {to}" for to in TARGETS), *CONFIGS, *OPTIONS)
