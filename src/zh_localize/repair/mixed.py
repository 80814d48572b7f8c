"""Files whose lines are not all in one encoding: the odd ones are read in the encoding that they are in.

Most lines of a file are in the encoding that the file as a whole is nearest to. A line is read in another one where it
cannot be read in that, or reads like no Chinese in it, and the other makes it believable.
"""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, BinaryIO

from zh_localize.repair import plausibility, units
from zh_localize.repair.readings import BELIEVABLE, surprise

LONGEST = 1 << 20  # bytes of a line; a file with a longer one is read in one encoding
OTHERS = ("utf-8", "gb18030", "big5hkscs")
_BLOCK = 1 << 20
_USUAL = 110  # surprise up to which a line is left in the encoding of the file
_PLAIN = 90  # cost for each wide character up to which a line is Chinese beyond doubt
_GAIN = 500  # what another reading must save in a whole line that both can read, in twelfths of a nat
_LEAST = 2  # characters outside ASCII from which a line that cannot be read may be in another encoding
_PREFIX = "zh_localize_mixed_"
_ON_ERROR = "zh-localize-line"

Run = tuple[str, str]  # a text, and the encoding that it was read in


def codec(most: str) -> str:
    """The name of the codec that reads line by line, most of them in the encoding ``most``."""
    _register()
    return f"{_PREFIX}{most.replace('-', '_')}"


def encodings(stream: BinaryIO, most: str) -> dict[str, int]:
    """How many lines outside ASCII are in each encoding; empty where all are in one, or a line is too long. Linear."""
    stream.seek(0)
    found: Counter[str] = Counter()
    rest = b""
    while chunk := stream.read(_BLOCK):
        block, newline, rest = (rest + chunk).rpartition(b"\n")
        if len(rest) > LONGEST:
            return {}
        for text, encoding in runs(block + newline, most):
            found[encoding] += sum(not line.isascii() for line in text.split("\n"))
    for text, encoding in runs(rest, most):
        found[encoding] += not text.isascii()
    counts = {encoding: count for encoding, count in found.most_common() if count}
    return counts if len(counts) > 1 else {}


def runs(data: bytes, most: str, errors: str = "surrogateescape", *, end: int | None = None) -> Iterator[Run]:
    """The text of some lines, cut where the encoding changes; behind ``end`` nothing is read. Linear.

    >>> [encoding for _, encoding in runs("經濟社會發展\\n".encode() + "加强经济建设".encode("gbk"), "utf-8")]
    ['utf-8', 'gb18030']
    """
    end = len(data) if end is None else end
    text = _strict(data[:end], most)
    if text is not None and all(map(_is_plain, text.split("\n"))):
        yield text, most
    else:
        yield from _joined(_of_lines(data, end, most, errors))


def _of_lines(data: bytes, end: int, most: str, errors: str) -> Iterator[Run]:
    start = 0
    while start < end:
        behind = data.find(b"\n", start, end) + 1 or end
        text, encoding = _read(data[start:behind], most)
        yield (_kept(data, start, behind, most, errors) if text is None else text), encoding
        start = behind


def _read(line: bytes, most: str) -> tuple[str | None, str]:
    """A line in the encoding that it is in; no text where that is the one of the file and some bytes are none in it."""
    text = _strict(line, most)
    if text is not None and _is_plain(text):
        return text, most
    if text is not None and (cost := surprise(most, text)) <= _USUAL:
        return text, most
    best: tuple[float, str, str] | None = None
    for other in OTHERS:
        if other != most and (read := _strict(line, other)) is not None:
            found = surprise(other, read), other, read
            best = min(best, found) if best else found
    if best is None or best[0] > BELIEVABLE:
        return text, most
    count = sum(character > "\x7f" for character in best[2])
    if count < _LEAST or (text is not None and (cost - best[0]) * count < _GAIN):
        return text, most
    return best[2], best[1]


def _is_plain(line: str) -> bool:
    """Whether a line is ASCII, or Chinese beyond doubt, which is quickly seen."""
    if line.isascii():
        return True
    wide = (len(line.encode("utf-8", "surrogatepass")) - len(line)) // 2  # or fewer, of characters that take two bytes
    return plausibility.cost(f" {line}") <= _PLAIN * wide


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeError:
        return None


def _kept(block: bytes, start: int, end: int, encoding: str, errors: str) -> str:
    """A line with bytes that are no text; what handles the errors is told their places in the block."""

    def shift(error: UnicodeError) -> tuple[str, int]:
        assert isinstance(error, UnicodeDecodeError)
        whole = UnicodeDecodeError(encoding, block, start + error.start, start + error.end, error.reason)
        text, place = codecs.lookup_error(errors)(whole)
        assert isinstance(text, str)
        return text, place - start

    codecs.register_error(_ON_ERROR, shift)
    return block[start:end].decode(encoding, _ON_ERROR)


def _joined(found: Iterable[Run]) -> Iterator[Run]:
    """Neighbours in the same encoding made one; lines of ASCII go with what stands before them."""
    texts: list[str] = []
    now = ""
    for text, encoding in found:
        if encoding != now and not text.isascii():
            if now:
                yield "".join(texts), now
                texts = []
            now = encoding
        elif not now:
            now = encoding
        texts.append(text)
    if texts:
        yield "".join(texts), now


class _Decoder(codecs.IncrementalDecoder):
    """Whole lines as they come; the last one when there is no more of it."""

    most: str

    def __init__(self, errors: str = "strict") -> None:
        super().__init__(errors)
        self._parts: list[bytes] = []  # a line that has not ended; joined once, so that time stays linear

    def decode(self, data: Any, final: bool = False) -> str:
        """The lines that have ended."""
        self._parts.append(data)
        if not final and b"\n" not in data:
            return ""
        whole = b"".join(self._parts)
        end = len(whole) if final else whole.rindex(b"\n") + 1
        self._parts = [whole[end:]]
        return "".join(text for text, _ in runs(whole, self.most, self.errors, end=end))

    def reset(self) -> None:
        """Begin anew."""
        self._parts = []

    def getstate(self) -> tuple[bytes, int]:
        """The line that has not ended."""
        self._parts = [b"".join(self._parts)]
        return self._parts[0], 0

    def setstate(self, state: tuple[bytes, int]) -> None:
        """Go back to a state."""
        self._parts = [state[0]]


@cache
def _register() -> None:
    codecs.register(_codec)


@cache
def _codec(name: str) -> codecs.CodecInfo | None:
    if not name.startswith(_PREFIX):
        return None
    decoder = type("Decoder", (_Decoder,), {"most": name.removeprefix(_PREFIX)})

    def encode(text: str, errors: str) -> tuple[bytes, int]:
        raise UnicodeEncodeError(name, text, 0, len(text), "each line has an encoding of its own")

    return units.codec(name, decoder, encode)
