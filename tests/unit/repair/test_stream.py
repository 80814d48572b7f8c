"""A stream is repaired block by block."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zh_localize.errors import UnknownRuleError
from zh_localize.repair import repair
from zh_localize.repair.stream import SIZE, blocks, repair_stream

DAMAGED = "促進經(jīng)濟(jì)社會發(fā)展,落實政策。\nä¸\xadå›½äººæ°‘\r\n"


def repaired(text: str, **options: object) -> tuple[str, bool]:
    target = io.StringIO()
    changed = repair_stream(io.StringIO(text, newline="\n"), target, **options)  # type: ignore[arg-type]
    return target.getvalue(), changed


@pytest.mark.parametrize("text", ["", "好", DAMAGED, DAMAGED * 100, "\n\n", "\r\n" * 3 + DAMAGED])
def test_what_fits_a_block_comes_out_as_the_whole_text(text: str) -> None:
    assert repaired(text) == (repair(text), repair(text) != text)


@settings(max_examples=300, derandomize=True, deadline=None, database=None)
@given(text=st.text(st.sampled_from("甲乙。，\n a"), max_size=60), size=st.integers(4, 20))
def test_blocks_are_the_text_and_cut_no_line_that_fits(text: str, size: int) -> None:
    found = list(blocks(io.StringIO(text, newline="\n"), size))
    assert "".join(found) == text
    assert all(len(block) <= size for block in found)
    assert all(block.endswith("\n") for block in found[:-1] if "\n" in block)


def test_blocks_of_a_long_text() -> None:
    text = DAMAGED * (2 * SIZE // len(DAMAGED) + 10)
    assert repaired(text) == (repair(DAMAGED) * (len(text) // len(DAMAGED)), True)
    line = "會議通過了經(jīng)濟(jì)發(fā)展計劃。" * (SIZE // 10)
    assert repaired(line)[0] == "會議通過了經濟發展計劃。" * (SIZE // 10)


def test_options_are_those_of_a_report() -> None:
    assert repaired(DAMAGED, only=["mojibake"])[0] == "促進經(jīng)濟(jì)社會發(fā)展,落實政策。\n中国人民\r\n"
    with pytest.raises(UnknownRuleError):
        repaired("", skip=["x"])
