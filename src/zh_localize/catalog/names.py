"""What catalogues of Chinese variants are called on disk, by gettext and by other systems.

Source: glibc's list of locales (``zh_TW``); BCP 47; the documentation of Django (``zh_Hant``), of Android's resource
folders (``zh-rTW``) and of Xcode's localisations (``zh-Hant``, ``zh-HK``).
"""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from zh_localize.text.variants import Variant

_NAME = re.compile(
    r"(?<![A-Za-z0-9])zh(?P<separator>[-_])(?:(?P<script>Hans|Hant)(?:[-_](?P<of>CN|SG|MY|TW|HK|MO))?"
    r"|(?P<android>r?)(?P<region>CN|SG|MY|TW|HK|MO))(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_MAIN = {"CN": "Hans", "TW": "Hant"}


class Naming(StrEnum):
    """A manner of naming; the value is that of ``--naming``."""

    POSIX = "posix"
    BCP47 = "bcp47"
    DJANGO = "django"
    ANDROID = "android"
    APPLE = "apple"


class Found(NamedTuple):
    """A name that stands in a path: the variant, its extent, and how it is written."""

    variant: Variant
    start: int
    end: int
    naming: Naming
    separator: str


def name_of(variant: Variant, naming: Naming | str = Naming.POSIX) -> str:
    """The name of a variant.

    >>> [name_of(Variant.HANT_TW, naming) for naming in Naming]
    ['zh_TW', 'zh-Hant-TW', 'zh_Hant', 'zh-rTW', 'zh-Hant']
    >>> [name_of(Variant.HANT_HK, naming) for naming in Naming]
    ['zh_HK', 'zh-Hant-HK', 'zh_Hant_HK', 'zh-rHK', 'zh-HK']
    """
    region = variant.region
    match Naming(naming):
        case Naming.POSIX:
            return variant.locale
        case Naming.BCP47:
            return variant.value
        case Naming.DJANGO:
            return f"zh_{variant.script}" + (f"_{region}" if region and region not in _MAIN else "")
        case Naming.ANDROID:
            return variant.locale.replace("_", "-r")
        case Naming.APPLE:
            return f"zh-{region}" if region and region not in _MAIN else f"zh-{variant.script}"


def find(path: Path | str) -> Found | None:
    """The last name of a variant that stands in a path, such as ``locales/zh_CN/LC_MESSAGES/app.po``.

    >>> found = find("app/zh-rTW/strings.xml")
    >>> found.variant, found.naming
    (<Variant.HANT_TW: 'zh-Hant-TW'>, <Naming.ANDROID: 'android'>)
    """
    found = None
    for match in _NAME.finditer(str(path)):
        found = match
    if found is None:
        return None
    script, region = found["script"], found["of"] or found["region"]
    naming = Naming.ANDROID if found["android"] else Naming.POSIX
    if script:
        is_main = not found["of"]
        naming = Naming.BCP47 if found["of"] and found["separator"] == "-" else Naming.DJANGO
        naming = Naming.APPLE if is_main and found["separator"] == "-" else naming
    tag = f"zh-{script}-{region}" if script and region else f"zh-{script or region}"
    return Found(Variant.parse(tag), *found.span(), naming, found["separator"])


def renamed(path: Path, to: Variant, naming: Naming | str | None = None) -> Path | None:
    """The path of the same catalogue in another variant, named as this one is unless told otherwise.

    None where no name of a variant stands in the path.

    >>> renamed(Path("locales/zh_CN/LC_MESSAGES/app.po"), Variant.HANT_TW).as_posix()
    'locales/zh_TW/LC_MESSAGES/app.po'
    >>> renamed(Path("po/zh-CN.po"), Variant.HANT_HK).as_posix()
    'po/zh-HK.po'
    """
    found = find(path)
    if found is None:
        return None
    name = name_of(to, naming or found.naming)
    if naming is None and found.naming is Naming.POSIX:
        name = name.replace("_", found.separator)
    text = str(path)
    return Path(f"{text[: found.start]}{name}{text[found.end :]}")
