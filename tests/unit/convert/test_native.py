"""The native core and its pure twin give the same results; damaged tables are refused."""

from __future__ import annotations

import lzma
import mmap
import random
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zh_localize.convert import apply, choose, engines, pack, tables
from zh_localize.convert.words import Words
from zh_localize.errors import TableError
from zh_localize.text import native, scripts

pytestmark = pytest.mark.skipif(native.module() is None, reason="the native core is not at work")

LAW = settings(max_examples=80, derandomize=True, deadline=None, database=None)
KINDS = [(config, False, False) for config in engines.CONFIGS]
KINDS += [(config, True, False) for config in pack.ACCURATE] + [(config, True, True) for config in engines.REGIONS]
WORDS = {"头发": "頭髮樣", "发": "發發", "a": "甲", "ab": "", "里面的": "裏", "干": "\U00020000", "😀": "x"}
DEVELOPMENT = Path(__file__).resolve().parents[4] / "shared" / "data" / "dev"
ODD = "\n\r\0 　aé09·嘅系干发里面只后复制余\ud800\udfff\U0010ffff😀豈⿰⿱⿲氵每𠀀𪚥，"


@cache
def pure(config: str, supplemented: bool, context: bool) -> apply.Engine:
    chooser = choose.load() if context else None
    return apply.Engine(
        tables.chain(config, supplemented=supplemented), chooser, engines.REGIONS[config] if context else ""
    )


@cache
def keys() -> list[str]:
    names = [path.stem for path in (Path(tables.__file__).parent.parent / "data" / "opencc").glob("[A-Z]*.tsv")]
    return sorted({key for name in names for key in tables.dictionary(name).values})


def both(text: str, kind: tuple[str, bool, bool], words: Words | None = None) -> None:
    config, supplemented, context = kind
    core = engines.engine(config, supplemented=supplemented, context=context)
    twin = pure(*kind)
    assert core.convert(text, words) == twin.convert(text, words)
    converted, rows = core.explain(text, words)
    assert converted == core.convert(text, words)
    assert [row for row in rows if row[2]] == [row for row in twin.explain(text, words)[1] if row[2]]


@pytest.mark.parametrize("kind", KINDS, ids=str)
@LAW
@given(data=st.data())
def test_on_keys_of_all_tables_and_odd_characters(kind: tuple[str, bool, bool], data: st.DataObject) -> None:
    piece = st.sampled_from(keys()) | st.text(ODD, max_size=4) | st.characters()
    both("".join(data.draw(st.lists(piece, max_size=12))), kind)


@pytest.mark.parametrize("kind", [("s2twp", False, False), ("s2tw", True, True), ("t2jp", False, False)], ids=str)
@LAW
@given(data=st.data())
def test_with_words(kind: tuple[str, bool, bool], data: st.DataObject) -> None:
    piece = st.sampled_from([*WORDS, *keys()[:2000]]) | st.text(ODD, max_size=4)
    both("".join(data.draw(st.lists(piece, max_size=12))), kind, Words(WORDS))


@pytest.mark.skipif(not DEVELOPMENT.is_dir(), reason="the development texts are not beside the checkout")
@pytest.mark.parametrize("kind", [("s2tw", True, True), ("s2hk", True, True), ("tw2s", True, False)], ids=str)
def test_on_natural_text(kind: tuple[str, bool, bool]) -> None:
    side = 0 if kind[0].startswith("s") else 1
    for path in sorted(DEVELOPMENT.glob("conversion_*.tsv.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as file:
            lines = [line.rstrip("\n").split("\t")[side] for line in file]
        both("\n".join(random.Random(1).sample(lines, 150)) + "😀", kind)


@LAW
@given(st.text(st.sampled_from(ODD + "的一是アイ가這裡裏説衞:<&%经济經濟"), max_size=80))
def test_surveys(text: str) -> None:
    core = native.module()
    assert core
    assert core.survey(text, scripts._kinds()[1]) == scripts._survey(text)


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        (lambda data: data[:100], "no table"),
        (lambda data: b"ELSE" + data[4:], "no table"),
        (lambda data: data[:-8], "bytes"),
        (lambda data: data[:5000] + bytes([data[5000] ^ 1]) + data[5001:], "hash"),
        (lambda data: data[:16] + bytes(8) + data[24:], "tables of hash 0"),
    ],
)
def test_a_damaged_table_is_refused(
    damage: Callable[[bytes], bytes], found: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = Path(native.PACKED, "t2jp.bin").read_bytes()
    (tmp_path / "t2jp.bin").write_bytes(damage(sound))
    monkeypatch.setattr(native, "PACKED", str(tmp_path))
    native.packed.cache_clear()
    with pytest.raises(TableError, match=f"table packed/t2jp.bin: found .*{found}.*expected .*reinstall"):
        engines._Native("t2jp", supplemented=False, region="")
    with pytest.raises(TableError, match=r"table packed/none.bin: found no file"):
        native.packed("none.bin")
    native.packed.cache_clear()


def test_a_damaged_model_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in Path(native.PACKED).glob("*.bin"):
        data = path.read_bytes()
        (tmp_path / path.name).write_bytes(data[:-1] + bytes([data[-1] ^ 1]) if path.name == "choices.bin" else data)
    monkeypatch.setattr(native, "PACKED", str(tmp_path))
    native.packed.cache_clear()
    with pytest.raises(TableError, match="hash"):
        engines._Native("s2tw", supplemented=True, region="TW")
    native.packed.cache_clear()


def test_packing_gives_the_bytes_that_are_there() -> None:
    for config in ("t2jp", "tw2s"):
        assert pack.pack(config, supplemented=False) == Path(native.PACKED, f"{config}.bin").read_bytes()
    assert scripts.pack() == Path(native.PACKED, scripts.PACKED).read_bytes()
    assert isinstance(native.packed("t2jp.bin"), mmap.mmap)
