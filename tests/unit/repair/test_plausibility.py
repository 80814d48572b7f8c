"""The judge of repairs: what reads like Chinese costs less than what does not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zh_localize.errors import TableError
from zh_localize.repair import plausibility
from zh_localize.text import tables

LAW = settings(derandomize=True, deadline=None, database=None, max_examples=200)


@pytest.mark.parametrize(
    ("sound", "damaged"),
    [
        ("。活動期間", ";顒悠陂g"),
        ("保护环境", "；せ肪"),
        ("獎者都是", "獎?wù)叨际"),
        ("中国人民", "涓浗浜烘皯"),
        ("經濟社會", "竒濟社噲"),
        ("可以查询", "可以査洵"),
        ("学校和家长", "学:图页"),
    ],
)
def test_sound_text_costs_less(sound: str, damaged: str) -> None:
    assert plausibility.cost(sound) / len(sound) < plausibility.cost(damaged) / len(damaged)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("經濟社會發展", "经济社会发展"),
        ("ＧＤＰ增長", "GDP增长"),
        ("abc", "xyz"),
        ("123", "987"),
        ("あいう", "カタカ"),
        ("經濟，社會", "经济,社会"),
        ("一\u3000二", "一 二"),
        ("一\t二", "一\n二"),
    ],
)
def test_script_width_and_names_do_not_matter(one: str, other: str) -> None:
    assert plausibility.fold(one) == plausibility.fold(other)
    assert plausibility.costs(one) == plausibility.costs(other)


@LAW
@given(st.text(st.characters() | st.sampled_from("經济。，a１ア한\ud800\0𠀀"), max_size=30))
def test_costs_are_sums_and_folding_keeps_places(text: str) -> None:
    costs = plausibility.costs(text)
    assert len(costs) == max(0, len(text) - 1)
    assert sum(costs) == plausibility.cost(text)
    assert all(0 <= cost <= plausibility.UNKNOWN_COST for cost in costs)
    assert len(plausibility.fold(text)) == len(text)
    assert plausibility.fold(plausibility.fold(text)) == plausibility.fold(text)


def test_single_characters() -> None:
    assert (
        plausibility.single("的") < plausibility.single("经") == plausibility.single("經") < plausibility.single("餮")
    )
    assert plausibility.single("\U0002a6d5") == plausibility.single("\ud800") == plausibility.UNKNOWN_COST


def test_a_table_of_another_version_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = bytearray(tables.read_bytes("plausibility.bin"))
    data[4] += 1
    monkeypatch.setattr(tables, "read_bytes", lambda name: bytes(data))
    with pytest.raises(TableError, match=r"version 4, expected .* version 3"):
        plausibility._Costs()
