"""The variants of Chinese, their tags, and the names that other systems have for them.

Source: BCP 47 and the IANA subtag registry for the tags; glibc's locale list for the names on disk.
"""

from __future__ import annotations

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
