"""Language tags of glossaries: BCP 47, checked against the languages, scripts and regions that CLDR names."""

from __future__ import annotations

import difflib
import re
from functools import cache

COMMON = (
    "zh-Hans-CN",
    "zh-Hant-TW",
    "zh-Hant-HK",
    "zh-Hant-MO",
    "zh-Hans-SG",
    "zh-Hans",
    "zh-Hant",
    "zh",
    "en",
    "en-GB",
)
_CHINESE_REGIONS = ("CN", "HK", "MO", "MY", "SG", "TW")
_LONGEST = 64  # characters of what may still be a tag; comparing takes the square of it
_TAG = re.compile(r"([a-z]{2,3})(?:-([A-Z][a-z]{3}))?(?:-([A-Z]{2}|[0-9]{3}))?((?:-[a-z0-9]{5,8}|-[0-9][a-z0-9]{3})*)")


@cache
def is_tag(tag: str) -> bool:
    """Whether ``tag`` is well formed, in the usual case of letters, and of a language, script and region that exist.

    >>> is_tag("zh-Hant-TW"), is_tag("zh_TW"), is_tag("zh-Hans-XQ")
    (True, False, False)
    """
    if tag in COMMON:
        return True
    match = _TAG.fullmatch(tag)
    if not match:
        return False
    language, script, region, _ = match.groups()
    if language == "zh" and region and region not in _CHINESE_REGIONS:
        return False  # well formed, but nobody's variant: CH is Switzerland
    languages, scripts, regions = _known()
    return language in languages and (not script or script in scripts) and (not region or region in regions)


def nearest(tag: str) -> str:
    """The tag that somebody may have meant who wrote ``tag``; empty when none is near.

    >>> nearest("zh_TW"), nearest("zh-hant-tw"), nearest("zh-Hans-CH"), nearest("English")
    ('zh-Hant-TW', 'zh-Hant-TW', 'zh-Hans-CN', 'en')
    """
    if len(tag) > _LONGEST:
        return ""
    parts = re.split("[-_ ]", tag.strip().lower())
    if parts[0] == "zh" and parts[-1] in ("tw", "hk", "mo", "cn", "sg"):
        script = "Hans" if parts[-1] in ("cn", "sg") else "Hant"
        return f"zh-{script}-{parts[-1].upper()}"
    written = "-".join(p.title() if len(p) == 4 else p.upper() if k and len(p) == 2 else p for k, p in enumerate(parts))
    if is_tag(written):
        return written
    names = {"chinese": "zh", "english": "en", "traditional": "zh-Hant", "simplified": "zh-Hans"}
    if parts[0] in names:
        return names[parts[0]]
    if parts[0] == "zh" and len(parts) > 1 and parts[1] in ("hans", "hant"):
        return "zh-Hans-CN" if parts[1] == "hans" else "zh-Hant-TW"
    close = difflib.get_close_matches(written, COMMON, n=1, cutoff=0.6)
    return close[0] if close else ""


@cache
def _known() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The codes that CLDR names in English."""
    from babel import Locale  # 30 ms, and most packs need it not

    english = Locale("en")
    return frozenset(english.languages), frozenset(english.scripts), frozenset(english.territories)
