"""Names of catalogues on disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from zh_localize.catalog import names
from zh_localize.text.variants import Variant

RENAMED = [
    ("locales/zh_CN/LC_MESSAGES/app.po", "zh-Hant-TW", None, "locales/zh_TW/LC_MESSAGES/app.po"),
    ("po/zh_CN.po", "zh-Hant-HK", None, "po/zh_HK.po"),
    ("po/zh-CN.po", "zh-Hant-TW", None, "po/zh-TW.po"),
    ("locale/zh_Hans/LC_MESSAGES/django.po", "zh-Hant-TW", None, "locale/zh_Hant/LC_MESSAGES/django.po"),
    ("locale/zh_Hans/LC_MESSAGES/django.po", "zh-Hant-HK", None, "locale/zh_Hant_HK/LC_MESSAGES/django.po"),
    ("res/values-zh-rCN/strings.po", "zh-Hant-TW", None, "res/values-zh-rTW/strings.po"),
    ("zh-Hans.lproj/a.po", "zh-Hant-HK", None, "zh-HK.lproj/a.po"),
    ("zh-Hans-CN/a.po", "zh-Hant-TW", None, "zh-Hant-TW/a.po"),
    ("po/zh_CN.po", "zh-Hant-TW", "bcp47", "po/zh-Hant-TW.po"),
    ("po/zh_TW.po", "zh-Hans", "django", "po/zh_Hans.po"),
    ("zh_CN/app.zh_CN.po", "zh-Hant-TW", None, "zh_CN/app.zh_TW.po"),
]


@pytest.mark.parametrize(("path", "to", "naming", "expected"), RENAMED)
def test_renamed(path: str, to: str, naming: str | None, expected: str) -> None:
    assert names.renamed(Path(path), Variant(to), naming) == Path(expected)


@pytest.mark.parametrize("path", ["po/app.po", "po/zh.po", "zhang_cn.po", "mzh_CN.po", "zh_CNx.po"])
def test_paths_without_a_variant(path: str) -> None:
    assert names.find(path) is None


@pytest.mark.parametrize("naming", names.Naming)
@pytest.mark.parametrize("variant", [Variant.HANS_CN, Variant.HANT_TW, Variant.HANT_HK])
def test_a_name_is_found_again(variant: Variant, naming: names.Naming) -> None:
    found = names.find(f"x/{names.name_of(variant, naming)}/y.po")
    assert found
    assert found.variant.locale == variant.locale
