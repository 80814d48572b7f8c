"""A text in blocks and a stream give what the whole text gives, whatever goes on from line to line."""

from __future__ import annotations

import io

import pytest

from zh_localize.convert import Converter
from zh_localize.text import blocks

LINES = (
    "头发发现，“他说：‘干部’”里有软件\n",
    "漢字與干部、采用，制度 about <b>发</b>展\n",
    "```\n头发\n```\n",
    "~~~\n软件\n“\n~~~\n",
    "“里面\n后面”\n",
    "⿰\n发 里\n",
    "これは日本語の文です。\n",
    "https://a.cn/发/里 %s {发} 支持 程序 数据库\n",
    "\n",
    "没有\r\n一只\r里",
)
TEXTS = {
    "as they are": "".join(LINES) * 3,
    "backwards": "\n".join(LINES[::-1]) * 2,
    "a fence that stays open": "头发\n```\n软件\n" + "里面\n" * 20,
    "a mark that stays open": "“头发\n" + "‘里’面\n" * 40 + "”",
    "marks repeated at each line": "「头发\n" + "「里“面”\n" * 12 + "」\n“发”" * 3,
    "traditional with leftovers": "領導干部采用新制度，關系復雜，干部采用\n" * 6 + "經濟發展\n" * 6,
    "hong kong": "裏面的羣衆説\n" * 9 + "里\n",
    "no line end": "头发" * 50,
    "nothing": "",
}
OPTIONS: tuple[dict[str, object], ...] = (
    {"to": "zh-Hant-TW"},
    {"to": "zh-Hant-HK", "japanese": True, "context": False},
    {"to": "zh-Hans"},
    {"to": "zh-Hant-TW", "vocabulary": True, "quotes": True, "spelling": ("tw-moe",)},
    {"to": "zh-Hans", "quotes": True, "vocabulary": True},
    {"to": "zh-Hant-TW", "words": {"面\n后": "麵後"}, "keep": ("软件",)},
    {"config": "s2twp"},
    {"config": "s2t", "words": {"头发\n": "髮"}},
)


@pytest.fixture(params=[1, 7, 40])
def small(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Blocks of few characters."""
    monkeypatch.setattr(blocks, "SIZE", request.param)
    size: int = request.param
    return size


@pytest.mark.parametrize("options", OPTIONS, ids=str)
@pytest.mark.parametrize("name", TEXTS)
def test_blocks_give_what_the_whole_gives(small: int, name: str, options: dict[str, object]) -> None:
    text = TEXTS[name]
    converter = Converter(**options)  # type: ignore[arg-type]
    whole = converter.report(text).text
    assert converter.convert(text) == whole
    target = io.StringIO(newline="\n")
    changed = converter.convert_stream(io.StringIO(text, newline="\n"), target)
    assert (target.getvalue(), changed) == (whole, whole != text)


def test_a_stream_is_read_from_where_it_stands(small: int) -> None:
    source, target = io.StringIO("发\n发\n里\n", newline="\n"), io.StringIO()
    source.readline()
    assert Converter(to="zh-Hant-TW").convert_stream(source, target)
    assert target.getvalue() == "發\n里\n"


def test_blocks_are_lines(small: int) -> None:
    text = "".join(LINES)
    found = [block.text for block in blocks.blocks(blocks.of_text(text), lambda text, survey: False)]
    assert "".join(found) == text
    assert all(part.endswith("\n") for part in found[:-1])
    stream = blocks.Stream(io.StringIO(text, newline="\n"), lambda text, survey: False)
    assert [block.text for block in stream] == [block.text for block in stream] == found
