"""Our own messages: what is derived from zh_CN stands as our own command makes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from zh_localize.catalog import Catalog
from zh_localize.catalog.check.checker import CatalogChecker
from zh_localize.catalog.derive import Deriver

LOCALES = Path(__file__).resolve().parents[2] / "locales"
CATALOG = "LC_MESSAGES/zh-localize.po"


@pytest.mark.parametrize("locale", ["zh_TW", "zh_HK"])
def test_derived_messages_are_as_they_are_derived(locale: str) -> None:
    source, target = (Catalog.load(LOCALES / name / CATALOG) for name in ("zh_CN", locale))
    derived = Deriver("zh_CN", locale)
    assert derived.derive(source, target).catalog == target
    assert derived.derive(source).catalog.units == target.units


@pytest.mark.parametrize("locale", ["zh_CN", "zh_TW", "zh_HK"])
def test_messages_pass_our_own_checks(locale: str) -> None:
    path = LOCALES / locale / CATALOG
    found = [
        finding for _, _, finding in CatalogChecker().check(Catalog.load(path), path) if finding.severity != "hint"
    ]
    assert not found
