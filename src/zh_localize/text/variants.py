"""The variants of Chinese, their tags, and the names that other systems have for them.

Source: BCP 47 and the IANA subtag registry for the tags; glibc's locale list for the names on disk.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from zh_localize.errors import UnknownVariantError


class Variant(StrEnum):
    """A variant of written Chinese; the value is its BCP 47 tag.

    >>> Variant.parse("zh_TW")
    <Variant.HANT_TW: 'zh-Hant-TW'>
    >>> Variant.HANT_TW.script, Variant.HANT_TW.region, Variant.HANT_TW.locale
    ('Hant', 'TW', 'zh_TW')
    """

    HANS = "zh-Hans"
    HANS_CN = "zh-Hans-CN"
    HANS_SG = "zh-Hans-SG"
    HANS_MY = "zh-Hans-MY"
    HANT = "zh-Hant"
    HANT_TW = "zh-Hant-TW"
    HANT_HK = "zh-Hant-HK"
    HANT_MO = "zh-Hant-MO"

    @classmethod
    def parse(cls, tag: str) -> Variant:
        """The variant of a BCP 47 tag, a POSIX locale (``zh_TW.UTF-8``) or one of the usual short names.

        Raises:
            UnknownVariantError: with the nearest known tag.
        """
        key = tag.split(".")[0].split("@")[0].replace("_", "-").lower()
        variant = _ALIASES.get(key)
        if variant is None:
            raise UnknownVariantError(tag, [v.value for v in cls])
        return variant

    @property
    def script(self) -> str:
        """``Hans`` or ``Hant``, the ISO 15924 code."""
        return self.value.split("-")[1]

    @property
    def region(self) -> str | None:
        """The ISO 3166 code, or None for the variant in general."""
        return self.value.split("-")[2] if self.value.count("-") == 2 else None

    @property
    def locale(self) -> str:
        """The name on disk that glibc and Python's gettext find: ``zh_CN`` for zh-Hans, ``zh_TW`` for zh-Hant."""
        return f"zh_{self.region or {'Hans': 'CN', 'Hant': 'TW'}[self.script]}"


_ALIASES = {v.value.lower(): v for v in Variant} | {
    "zh-cn": Variant.HANS_CN,
    "zh-sg": Variant.HANS_SG,
    "zh-my": Variant.HANS_MY,
    "zh-tw": Variant.HANT_TW,
    "zh-hk": Variant.HANT_HK,
    "zh-mo": Variant.HANT_MO,
    "hans": Variant.HANS,
    "hant": Variant.HANT,
    "cn": Variant.HANS_CN,
    "tw": Variant.HANT_TW,
    "hk": Variant.HANT_HK,
    "zh-chs": Variant.HANS,
    "zh-cht": Variant.HANT,
    "cmn-hans": Variant.HANS,
    "cmn-hant": Variant.HANT,
}


def parse_target(tag: str) -> Variant | str:
    """A variant of Chinese, or the tag of another language in its canonical spelling, such as ``en`` or ``pt-BR``.

    Raises:
        UnknownVariantError: for a tag that is neither, with the nearest variant.

    >>> parse_target("zh-TW"), parse_target("EN")
    (<Variant.HANT_TW: 'zh-Hant-TW'>, 'en')
    """
    try:
        return Variant.parse(tag)
    except UnknownVariantError:
        if tag.replace("_", "-").lower().split("-")[0] == "zh":
            raise
        from babel import Locale, UnknownLocaleError  # 30 ms, and only other languages need it

        try:
            return str(Locale.parse(tag.replace("-", "_"))).replace("_", "-")
        except (UnknownLocaleError, ValueError):
            raise UnknownVariantError(tag, [*(v.value for v in Variant), "en"]) from None


def locale_name(target: Variant | str) -> str:
    """The directory name under ``locales/``: ``zh_TW``, ``en``, ``pt_BR``."""
    return target.locale if isinstance(target, Variant) else target.replace("-", "_")


_NEAREST = {  # of each region, the regions whose text its readers read with the least trouble; "" is none
    "HK": ("HK", "MO", "TW", ""), "MO": ("MO", "HK", "TW", ""), "TW": ("TW", "", "HK", "MO"),
    "CN": ("CN", "", "SG", "MY"), "SG": ("SG", "MY", "CN", ""), "MY": ("MY", "SG", "CN", ""),
}  # fmt: skip


def negotiate(wanted: str | Iterable[str], available: Iterable[str]) -> str | None:
    """The name among ``available`` that serves a reader best, spelt as it stands there; None when none does.

    Hong Kong falls to Macao, Taiwan, then Traditional in general, Singapore to Malaysia, the mainland, then Simplified;
    never to the other script. Each name of ``wanted`` is tried in all its fallbacks before the next. Names may be
    tags, locales or what other systems have for them (``zh-rTW``); ``zh`` alone is Simplified.

    Source: CLDR's likely subtags for ``zh`` and the matching distances of its regions.

    >>> negotiate("zh_HK", ["zh_CN", "zh_TW", "en"]), negotiate("zh_HK", ["zh_CN", "en"])
    ('zh_TW', None)
    >>> negotiate(["zh-TW", "en"], ["en", "zh_Hant", "zh_Hans"]), negotiate("pt-BR", ["pt", "en"])
    ('zh_Hant', 'pt')
    """
    names = [*available]
    known = {variant: name for name in reversed(names) if (variant := _variant(name))}
    others = {name.replace("_", "-").lower(): name for name in reversed(names)}
    for name in [wanted] if isinstance(wanted, str) else wanted:
        variant = _variant(name)
        if variant is None:
            tag = name.split(".")[0].split("@")[0].replace("_", "-").lower()
            found = others.get(tag) or others.get(tag.split("-")[0])
        else:
            found = next((known[near] for near in fallbacks(variant) if near in known), None)
        if found:
            return found
    return None


def fallbacks(variant: Variant) -> tuple[Variant, ...]:
    """The variant, and those of its script that may stand in for it, the nearest first.

    >>> [str(near) for near in fallbacks(Variant.HANT_HK)]
    ['zh-Hant-HK', 'zh-Hant-MO', 'zh-Hant-TW', 'zh-Hant']
    """
    regions = _NEAREST[variant.region or {"Hans": "CN", "Hant": "TW"}[variant.script]]
    near = (Variant(f"zh-{variant.script}-{region}" if region else f"zh-{variant.script}") for region in regions)
    return tuple(dict.fromkeys((variant, *near)))


def _variant(name: str) -> Variant | None:
    """The variant that a name means; None for other languages."""
    plain = name.replace("-r", "-") if "-r" in name else name
    if plain.lower() == "zh":
        return Variant.HANS
    try:
        return Variant.parse(plain)
    except UnknownVariantError:
        return None
