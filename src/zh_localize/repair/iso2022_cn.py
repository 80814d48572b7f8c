"""ISO-2022-CN and its extension: Chinese in seven bits, by sets that escapes call into place.

Source: RFC 1922. ``ESC $ ) A`` calls GB 2312 and ``ESC $ ) G`` plane 1 of CNS 11643, both read between shift out and
shift in; ``ESC $ * H`` calls plane 2, of which ``ESC N`` reads one character, and ``ESC $ + I`` to ``M`` planes 3 to 7,
by ``ESC O``. A line end puts all of them away.
"""

from __future__ import annotations

import codecs
import re
from typing import Any

from zh_localize.repair import cns11643
from zh_localize.repair.units import encode_units, refuse

_SETS = rb"\x1b\$\)[AG]|\x1b\$\*H|\x1b\$\+[I-M]|\x1b[NO][!-~]{2}|[\x0e\x0f\n]"
_SHIFTED = re.compile(_SETS + rb"|[!-~]{2}|[\x00-\x1a\x1c-\x20\x7f]")
_PLAIN = re.compile(_SETS + rb"|[^\x0e\x0f\x1b\n\x80-\xff]+")
_BEGUN = re.compile(rb"\x1b(?:\$[)*+]?|[NO][!-~]?)?")
_BEGUN_SHIFTED = re.compile(_BEGUN.pattern + rb"|[!-~]")
_GB = 15  # stands for GB 2312 among the planes of CNS 11643
_PLANE_1, _PLANE_2, _PLANE_3 = 0x47, 0x48, 0x49  # the last bytes of escapes


class Iso2022CnDecoder(codecs.BufferedIncrementalDecoder):
    """ISO-2022-CN, in pieces."""

    def __init__(self, errors: str = "strict") -> None:
        super().__init__(errors)
        self._put_away()

    def reset(self) -> None:
        """Begin anew."""
        super().reset()
        self._put_away()

    def getstate(self) -> tuple[bytes, int]:
        """The bytes that wait, and what is called into place: one digit of base 16 each."""
        first, second, third = self._sets
        return self.buffer, self._shifted | first << 4 | second << 8 | third << 12

    def setstate(self, state: tuple[bytes, int]) -> None:
        """Go back to a state."""
        self.buffer, number = state
        self._shifted = number & 15
        self._sets = [number >> shift & 15 for shift in (4, 8, 12)]

    def _put_away(self) -> None:
        self._shifted = 0
        self._sets = [0, 0, 0]  # G1, G2 and G3: a plane, _GB, or 0 for none

    def _buffer_decode(self, data: Any, errors: str, final: bool) -> tuple[str, int]:
        parts: list[str] = []
        place = 0
        while place < len(data):
            pattern, begun = (_SHIFTED, _BEGUN_SHIFTED) if self._shifted else (_PLAIN, _BEGUN)
            found = pattern.match(data, place)
            text = self._read(found[0]) if found else None
            if found and text is not None:
                parts.append(text)
                place = found.end()
            elif not found and not final and begun.fullmatch(data, place):
                break
            else:
                text, place = refuse("iso2022_cn", data, place, errors)
                parts.append(text)
        return "".join(parts), place

    def _read(self, token: bytes) -> str | None:
        """The text of a token, empty for one that calls a set; None where it stands for nothing."""
        if token[:2] == b"\x1b$":
            self._sets[b")*+".index(token[2])] = _GB if token[3:] == b"A" else token[3] - _PLANE_1 + 1
            return ""
        if token[0] == 0x1B:
            return self._pair(self._sets[1 if token[1:2] == b"N" else 2], token[2:])
        if token in (b"\x0e", b"\x0f"):
            self._shifted = int(token == b"\x0e")
            return ""
        if token == b"\n":
            self._put_away()
        elif self._shifted and len(token) == 2:
            return self._pair(self._sets[0], token)
        return token.decode("ascii")

    def _pair(self, called: int, pair: bytes) -> str | None:
        if called != _GB:
            return cns11643.character(called, pair[0], pair[1]) if called else None
        try:
            return bytes(byte | 0x80 for byte in pair).decode("gb2312")
        except UnicodeDecodeError:
            return None


class _Writer:
    """What is called into place while a text is written; GB 2312 is taken where it has the character."""

    def __init__(self) -> None:
        self.shifted = False
        self._sets = [0, 0, 0]

    def unit(self, character: str) -> bytes | None:
        """The bytes of a character, with what calls its set."""
        if character < "\x80":
            back = b"\x0f" if self.shifted else b""
            self.shifted = False
            if character == "\n":
                self._sets = [0, 0, 0]
            return back + character.encode("ascii")
        try:
            return self._shift(b"A", character.encode("gb2312"))
        except UnicodeEncodeError:
            data = cns11643.places().get(character)
        if data is None or len(data) == 2:
            return data and self._shift(bytes((_PLANE_1,)), data)
        plane = data[1] - 0xA0
        if plane > 7:
            return None
        place = 1 if plane == 2 else 2
        escape = b"\x1b$" + b")*+"[place : place + 1] + bytes((_PLANE_1 - 1 + plane,))
        return self._call(place, escape) + (b"\x1bN" if plane == 2 else b"\x1bO") + _seven_bits(data[2:])

    def _shift(self, sign: bytes, pair: bytes) -> bytes:
        escape = self._call(0, b"\x1b$)" + sign)
        shift = b"" if self.shifted and not escape else b"\x0e"  # some readers take up a set at the shift alone
        self.shifted = True
        return escape + shift + _seven_bits(pair)

    def _call(self, place: int, escape: bytes) -> bytes:
        if self._sets[place] == escape[-1]:
            return b""
        self._sets[place] = escape[-1]
        return escape


def _seven_bits(data: bytes) -> bytes:
    return bytes(byte & 0x7F for byte in data)


def encode_iso2022_cn(text: str, errors: str = "strict") -> tuple[bytes, int]:
    """A text in ISO-2022-CN, and its length; the extension where it needs planes 3 to 7."""
    writer = _Writer()
    data, length = encode_units("iso2022_cn", text, errors, writer.unit)
    return data + (b"\x0f" if writer.shifted else b""), length
