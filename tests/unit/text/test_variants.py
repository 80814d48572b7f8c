"""The names of variants: every alias, in every spelling, and what an unknown one is told."""

from __future__ import annotations

import pytest

from zh_localize.errors import UnknownVariantError, ZhLocalizeError
from zh_localize.text.variants import Variant, fallbacks, locale_name, negotiate, parse_target

ALIASES = {
    Variant.HANS: "zh-Hans zh-CHS cmn-Hans Hans",
    Variant.HANS_CN: "zh-Hans-CN zh-CN CN",
    Variant.HANS_SG: "zh-Hans-SG zh-SG",
    Variant.HANS_MY: "zh-Hans-MY zh-MY",
    Variant.HANT: "zh-Hant zh-CHT cmn-Hant Hant",
    Variant.HANT_TW: "zh-Hant-TW zh-TW TW",
    Variant.HANT_HK: "zh-Hant-HK zh-HK HK",
    Variant.HANT_MO: "zh-Hant-MO zh-MO",
}
NAMES = [(name, variant) for variant, names in ALIASES.items() for name in names.split()]


@pytest.mark.parametrize(("name", "variant"), NAMES)
def test_every_alias_in_every_spelling(name: str, variant: Variant) -> None:
    underscored = name.replace("-", "_")
    for spelling in (
        name,
        name.lower(),
        name.upper(),
        underscored,
        f"{underscored}.UTF-8",
        f"{underscored}.GBK@stroke",
    ):
        assert Variant.parse(spelling) is variant
        assert parse_target(spelling) is variant


@pytest.mark.parametrize("variant", Variant)
def test_a_variant_is_its_own_tag(variant: Variant) -> None:
    assert Variant.parse(variant) is Variant.parse(variant.value) is variant
    assert str(variant) == variant.value


@pytest.mark.parametrize(
    ("variant", "script", "region", "locale"),
    [
        (Variant.HANS, "Hans", None, "zh_CN"),
        (Variant.HANS_CN, "Hans", "CN", "zh_CN"),
        (Variant.HANS_SG, "Hans", "SG", "zh_SG"),
        (Variant.HANS_MY, "Hans", "MY", "zh_MY"),
        (Variant.HANT, "Hant", None, "zh_TW"),
        (Variant.HANT_TW, "Hant", "TW", "zh_TW"),
        (Variant.HANT_HK, "Hant", "HK", "zh_HK"),
        (Variant.HANT_MO, "Hant", "MO", "zh_MO"),
    ],
)
def test_script_region_and_name_on_disk(variant: Variant, script: str, region: str | None, locale: str) -> None:
    assert (variant.script, variant.region, variant.locale, locale_name(variant)) == (script, region, locale, locale)


@pytest.mark.parametrize(
    ("tag", "nearest"),
    [
        ("zh-Hnas", "zh-Hans"),
        ("zh-Hant-HKG", "zh-Hant-HK"),
        ("zh-Hant-KH", "zh-Hant-HK"),
        ("zh_Hans_SN", "zh-Hans-SG"),
        ("zh-Hant-US", "zh-Hant"),
    ],
)
def test_unknown_variants_name_a_near_one(tag: str, nearest: str) -> None:
    with pytest.raises(UnknownVariantError) as caught:
        Variant.parse(tag)
    assert caught.value.name == tag
    assert caught.value.nearest is not None
    assert caught.value.nearest.startswith(nearest[:7])
    assert repr(tag) in str(caught.value)
    assert isinstance(caught.value, ValueError)
    assert isinstance(caught.value, ZhLocalizeError)


@pytest.mark.parametrize("tag", ["", " ", "-", "123", "漢字", "\0", "zh", "zh-", "zh-XX", "xx", "english", "\ud800"])
def test_what_is_no_tag_is_refused(tag: str) -> None:
    with pytest.raises(UnknownVariantError):
        Variant.parse(tag)
    with pytest.raises(UnknownVariantError):
        parse_target(tag)


@pytest.mark.parametrize(
    ("tag", "canonical", "locale"),
    [
        ("en", "en", "en"),
        ("EN_us", "en-US", "en_US"),
        ("pt-br", "pt-BR", "pt_BR"),
        ("ja", "ja", "ja"),
        ("sr-latn-rs", "sr-Latn-RS", "sr_Latn_RS"),
        ("es-419", "es-419", "es_419"),
    ],
)
def test_other_languages_are_canonical(tag: str, canonical: str, locale: str) -> None:
    assert parse_target(tag) == canonical
    assert locale_name(canonical) == locale


NEGOTIATED = [
    ("zh_HK", ["zh_CN", "zh_TW"], "zh_TW"),
    ("zh_HK", ["zh_Hant", "zh_Hans"], "zh_Hant"),
    ("zh_HK", ["zh_CN", "zh_Hans"], None),
    ("zh_HK", ["zh_TW", "zh_MO", "zh_HK"], "zh_HK"),
    ("zh_TW", ["zh_Hant", "zh_Hans"], "zh_Hant"),
    ("zh-TW", ["zh-rTW", "zh-rCN"], "zh-rTW"),
    ("zh_TW", ["zh_HK", "zh_CN"], "zh_HK"),
    ("zh_SG", ["zh_TW", "zh_CN"], "zh_CN"),
    ("zh_Hans_CN", ["zh_TW", "zh_CN"], "zh_CN"),
    ("zh", ["zh_TW", "zh_CN"], "zh_CN"),
    ("zh_CN.UTF-8", ["zh", "en"], "zh"),
    ("zh_CN", ["zh_TW", "zh_HK"], None),
    (["zh_TW", "en"], ["zh_Hans", "en"], "en"),
    (["fr", "zh_TW"], ["zh_Hant"], "zh_Hant"),
    ("de_AT", ["de", "en"], "de"),
    ("C", ["de", "en"], None),
]


@pytest.mark.parametrize(("wanted", "available", "expected"), NEGOTIATED)
def test_negotiation(wanted: str | list[str], available: list[str], expected: str | None) -> None:
    assert negotiate(wanted, available) == expected


@pytest.mark.parametrize("variant", Variant)
def test_fallbacks_stay_in_the_script(variant: Variant) -> None:
    assert fallbacks(variant)[0] is variant
    assert {near.script for near in fallbacks(variant)} == {variant.script}
