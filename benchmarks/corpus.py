"""Mixed texts to measure conversion on: 20 MB of UTF-8 in Simplified, 20 MB in Traditional characters.

Documents of ``../shared/data/corpora`` shuffled with a fixed seed, half of the characters ASCII (markup, code,
English), as in pages and manuals, with what makes life hard strewn in: about 2,000 characters beyond the Basic
Multilingual Plane, compatibility ideographs, ideographic description sequences. A third text, ``stress``, glues keys of
the tables together: what it holds means nothing, and two engines differ there first.

NUL stays out: OpenCC loses what stands behind one in its segment.

Run: python benchmarks/corpus.py [--corpora FOLDER]      writes build/corpus/*.txt and prints what they hold
"""

from __future__ import annotations

import argparse
import lzma
import random
import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import cycle
from pathlib import Path

from peers import HERE

CORPORA = HERE.parent.parent / "shared" / "data" / "corpora"
FOLDER = HERE.parent / "build" / "corpus"
SIZE = 20_000_000  # bytes of UTF-8
_VERSION = 3  # part of the files' names: raise it when a text changes
_LINES = 40  # of a document
_BEYOND = [*"😀😂🙏👍🏻🇭🇰❤🚀🐉🀄", *map(chr, range(0x20000, 0x20000 + 24000, 37)), *"𠮷𠀋𡃁𢫏𨋢𩵚𪚥𫝹𬺰"]
_COMPATIBLE = [*map(chr, range(0xF900, 0xFA6A)), *map(chr, range(0x2F800, 0x2FA1E, 5))]
_DESCRIPTIONS = [
    "⿰氵每",
    "⿱艹⿰日月",
    "⿲彳山攵",
    "⿳亠口小",
    "⿴囗玉",
    "⿺辶首",
    "⿰发⿱里面",
    "⿾只",
    "㇯发干",
    "⿰",
    "⿱干\n",
]
_ODD = [
    *_DESCRIPTIONS,
    "⿱干 ",
    "⿰" * 14 + "发" * 15,
    "⿰" * 15 + "干" * 16,
    "⿲⿰\uf907里\ufa00",
    "，",
    " ",
    "a",
    "\u3000",
    "é",
    "\ufe00",
]
_ENGLISH = (
    "the of and to in a is that for it as was with be by on not he this are or from at which but have an they you were "
    "file option value default string table directory command print error line number name set list type return key "
    "use when if then else while import class function module package version update install config user system "
    "text document page section note example output input read write open close save server client network protocol "
    "memory process thread lock cache index query result status message time date week month year"
)
_WORDS = _ENGLISH.split()


class CorpusMissingError(Exception):
    """The corpora that the texts are made from are not there."""


def ascii_line(chance: random.Random, length: int) -> str:
    """A line of about so many ASCII characters: English, markup, code or an address."""
    words = chance.choices(_WORDS, k=max(length // 5, 1))
    text = " ".join(words)
    form = chance.randrange(6)
    if form == 0:
        return f'<p class="{words[0]}"><a href="https://www.example.org/{words[-1]}?id={len(text)}">{text}</a></p>'
    if form == 1:
        return f"    {words[0]} = {words[-1]}[{length}] + {text.replace(' ', '_')}(x, y)  # {length % 7}"
    if form == 2:
        return f"[2024-0{length % 9 + 1}-1{length % 10} 12:0{length % 10}] {text.upper()}: {length * 37}"
    return text.capitalize() + "."


def documents(corpora: Path, pattern: str) -> list[str]:
    """The documents of all files of a pattern: runs of lines as they stand in the corpus.

    Raises:
        CorpusMissingError: no such file; the message says what to do.
    """
    found = []
    for path in sorted(corpora.glob(pattern)):
        with lzma.open(path, "rt", encoding="utf-8") as file:
            lines = file.read().splitlines()
        found += ["\n".join(lines[start : start + _LINES]) for start in range(0, len(lines), _LINES)]
    if not found:
        raise CorpusMissingError(f"no {pattern} in {corpora}: name the folder of the corpora with --corpora")
    return found


def mixed(corpora: Path, pattern: str) -> str:
    """Documents in random order, ASCII between and inside their lines, and rare characters strewn over them."""
    chance = random.Random(20)
    shelf = documents(corpora, pattern)
    chance.shuffle(shelf)
    parts: list[str] = []
    size, owed = 0, 0.0  # owed: ASCII characters still to come
    for document in cycle(shelf):
        for line in document.split("\n"):
            owed += len(line) * 1.04
            pieces = [_strewn(line, chance)]
            if owed > 60 and chance.random() < 0.4:
                place = chance.randrange(len(line) + 1)
                pieces = [line[:place], " ", ascii_line(chance, 30), " ", line[place:]]
            while owed > 100 and chance.random() < 0.8:
                pieces += ["\n", ascii_line(chance, chance.randrange(10, 160))]
            pieces.append("\n")
            text = "".join(pieces)
            owed -= sum(map(str.isascii, text))
            parts.append(text)
            size += len(text.encode())
            if size >= SIZE:
                return "".join(parts)
    raise AssertionError("unreachable: documents() gives at least one")


def _strewn(line: str, chance: random.Random) -> str:
    for odds, what in ((0.019, _BEYOND), (0.002, _COMPATIBLE), (0.001, _DESCRIPTIONS)):
        if chance.random() < odds:
            place = chance.randrange(len(line) + 1)
            line = line[:place] + chance.choice(what) + line[place:]
    return line


def stress(corpora: Path) -> str:
    """Lines of keys of every table, whole, cut and glued, among what is odd: where two engines would differ first."""
    del corpora
    data = HERE.parent / "src" / "zh_localize" / "data" / "opencc"
    keys = sorted({key for path in data.glob("[A-Z]*.tsv") for key in _keys(path)})
    letters = sorted(set("".join(keys)))
    chance = random.Random(21)
    makers: list[Callable[[], str]] = [
        partial(chance.choice, keys),
        partial(chance.choice, keys),
        lambda: (key := chance.choice(keys))[: chance.randrange(len(key)) + 1],
        lambda: (key := chance.choice(keys))[chance.randrange(len(key)) :],
        partial(chance.choice, letters),
        partial(chance.choice, _COMPATIBLE),
        lambda: chance.choice([chance.choice(_BEYOND), chance.choice(_ODD)]),
    ]
    weights = [30, 30, 12, 12, 14, 1, 2]
    lines = [
        "".join(maker() for maker in chance.choices(makers, weights, k=chance.randrange(1, 24))) for _ in range(60_000)
    ]
    return "\n".join([*keys, *lines]) + "\n"


def _keys(path: Path) -> Iterator[str]:
    for line in path.read_text("utf-8").splitlines():
        if not line.startswith("# "):
            yield line.split("\t")[0]


def only_bmp(text: str) -> str:
    """Without characters beyond the Basic Multilingual Plane: two bytes a character in memory."""
    return re.sub("[^\0-\uffff]", "", text)


def dense(text: str) -> str:
    """Without ASCII either, but for line ends."""
    return re.sub("[\0-\x09\x0b-\x7f]", "", only_bmp(text))


def with_surrogates(text: str) -> str:
    """The first tenth, with unpaired surrogates strewn in; no engine that goes through UTF-8 can take it."""
    chance = random.Random(22)
    lines = text[: len(text) // 10].split("\n")
    for index in range(0, len(lines), 5):
        place = chance.randrange(len(lines[index]) + 1)
        lines[index] = lines[index][:place] + chr(chance.randrange(0xD800, 0xE000)) + lines[index][place:]
    return "\n".join(lines)


_SOURCES: dict[str, Callable[[Path], str]] = {
    "simplified": partial(mixed, pattern="hans_*.txt.xz"),
    "traditional": partial(mixed, pattern="hant_*.txt.xz"),
    "stress": stress,
}
_VARIANTS: dict[str, Callable[[str], str]] = {
    "full": str,
    "bmp": only_bmp,
    "dense": dense,
    "surrogates": with_surrogates,
}
NAMES = tuple(_SOURCES)


def path(name: str, variant: str = "full", *, corpora: Path = CORPORA, folder: Path = FOLDER) -> Path:
    """The file of a text, made when it is not there: 20 s for the first, then one.

    Args:
        name: ``simplified``, ``traditional`` or ``stress`` (4 MB).
        variant: ``full``, ``bmp``, ``dense`` or ``surrogates``.
    Raises:
        CorpusMissingError: the corpora are not there.
    """
    found = folder / f"{name}-{variant}-{_VERSION}.txt"
    if not found.exists():
        if variant == "full":
            text = _SOURCES[name](corpora)
        else:
            whole = path(name, corpora=corpora, folder=folder)
            text = _VARIANTS[variant](whole.read_bytes().decode())
        folder.mkdir(parents=True, exist_ok=True)
        temporary = found.with_suffix(".part")
        temporary.write_bytes(text.encode("utf-8", "surrogatepass"))
        temporary.replace(found)
    return found


def add_argument(parser: argparse.ArgumentParser) -> None:
    """The option that says where the corpora are."""
    parser.add_argument("--corpora", type=Path, default=CORPORA, help="folder of the corpora (../shared/data/corpora)")


def main() -> None:
    """Make all texts, print what they hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_argument(parser)
    corpora = parser.parse_args().corpora
    print("text\tbytes\tcharacters\tHan %\tASCII %\tbeyond BMP\tcompatibility\tdescriptions")
    for name in NAMES:
        for variant in _VARIANTS:
            data = path(name, variant, corpora=corpora).read_bytes()
            text = data.decode("utf-8", "surrogatepass")
            counts = [
                len(re.findall(group, text))
                for group in (
                    "[\u3400-\u9fff]",
                    "[\0-\x7f]",
                    "[^\0-\uffff]",
                    "[\uf900-\ufaff\U0002f800-\U0002fa1f]",
                    "[\u2ff0-\u2fff\u31ef]",
                )
            ]
            shares = [f"{100 * count / len(text):.1f}" for count in counts[:2]]
            print(f"{name} {variant}", len(data), len(text), *shares, *counts[2:], sep="\t")


if __name__ == "__main__":
    main()
