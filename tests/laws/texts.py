"""Texts to try the laws on: any code points, mixed Chinese, and sound sentences damaged by small mechanisms."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import strategies as st

DATA = Path(__file__).parents[1] / "data"
UNESCAPED = {"\\n": "\n", "\\t": "\t", "\\\\": "\\"}
FOLDS = {"，": ",", "；": ";", "：": ":", "（": "(", "）": ")", "？": "?", "！": "!"}
READINGS = {"經": "jīng", "濟": "jì", "發": "fā", "區": "qū", "業": "yè", "實": "shí", "務": "wù", "進": "jìn"}

ALPHABET = (
    "經濟發展區業實務進于於干幹乾余餘并並采採系係繫了瞭里裡裏復覆複后後只隻面麵台臺范範征徵云雲著着党黨"
    "经济发展区业实务进党组织领导部答征求意见用的是在和有人不这中大来上国茶淀洪岳西余姚"
    "因特网互联民工網絡路文革國內生產毛額GDP干部"
    "，。；：（）？！、“”‘’「」『』《》【】·—…％０Ａａ　"
    ",.;:()?!\"'`<>/@&{}[]-%0123456789 \n\t\\abcdefghijxyzAZ"
    "āáǎàēéīíōúǖǜńḿfājīngqū"
    "あいアイー가나ㄅㄆ⿰⿱⼀豈車\ue000\ufeff\u200b\x00\x7f\x80\ufffd😄👍🏻𠀀𡃁𪚥\U000e0100\ud800\udc00\udcff"
)

PROTECTED = (
    "http://www.example.com/a,b;c?d=1&e=(f)",
    "https://example.org/%E4%B8%AD?x=1!",
    "www.example.cn/index.html",
    "someone@example.com",
    "`a,b:c(d)?`",
    "``x;y``",
    '<a href="x,y;z" title="經(jīng)濟">',
    "<br/>",
    "&nbsp;",
    "%(name)s",
    "{count:,}",
    "`干部经(jīng)济,因特网:民工`",
    '<img alt="因特网,網絡;民工">',
)


def _unescape(text: str) -> str:
    return re.sub(r"\\[nt\\]", lambda match: UNESCAPED[match[0]], text)


def _sound() -> list[str]:
    rows = (DATA / "clean.tsv").read_text("utf-8").splitlines()
    found = [_unescape(row.split("\t", 1)[1]) for row in rows if row and not row.startswith(("#", "id\t"))]
    for path in sorted((DATA / "examples").glob("*.txt")):
        found += path.read_text("utf-8").splitlines()
    return [text for text in found if text]


SOUND = _sound()
CHINESE = [text for text in SOUND if re.search("[㐀-鿿]{6}", text) and len(text) < 300]


def glossed(text: str) -> str:
    """A reading behind each character of a converter's table."""
    return re.sub(f"[{''.join(READINGS)}]", lambda match: f"{match[0]}({READINGS[match[0]]})", text)


def folded(text: str) -> str:
    """Full-width punctuation replaced in the bytes of GBK, aligned or not; what GBK lacks stays away."""
    data = text.encode("gb18030", "ignore")
    for mark, plain in FOLDS.items():
        data = data.replace(mark.encode("gbk"), plain.encode("ascii"))
    return data.decode("gb18030", "ignore")


def torn(text: str, place: int) -> str:
    """One byte of GBK lost."""
    data = text.encode("gb18030", "ignore")
    place %= len(data) + 1
    return (data[:place] + data[place + 1 :]).decode("gb18030", "replace")


def cut(text: str, start: int, length: int) -> str:
    """A part of a text."""
    start %= len(text) + 1
    return text[start : start + length]


anything = st.text(st.characters(), max_size=40) | st.text(max_size=40)
mixed = st.text(st.sampled_from(ALPHABET), max_size=60)
sentences = st.builds(cut, st.sampled_from(CHINESE), st.just(0) | st.integers(0, 300), st.integers(4, 160))
documents = st.lists(sentences, min_size=1, max_size=3).map("\n".join)
damaged = st.one_of(
    documents.map(glossed),
    documents.map(folded),
    documents.map(folded).map(glossed),
    documents.map(glossed).map(folded),
    st.builds(torn, documents, st.integers(0, 400)),
)
realistic = documents | damaged
spliced = st.builds("".join, st.lists(st.one_of(mixed, sentences, damaged, anything), max_size=3))
every = st.one_of(anything, mixed, realistic, spliced)
