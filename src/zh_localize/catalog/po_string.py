"""Strings of a PO file: C escapes, both ways."""

from __future__ import annotations

import re

_LETTERS = {
    "\a": "a",
    "\b": "b",
    "\f": "f",
    "\n": "n",
    "\r": "r",
    "\t": "t",
    "\v": "v",
    "\\": "\\",
    '"': '"',
}
_CHARACTERS = {letter: character for character, letter in _LETTERS.items()}
_ESCAPED = re.compile(r'[\a\b\f\n\r\t\v\\"]')
_ESCAPE = re.compile(r"(?P<bytes>(?:\\(?:x[0-9A-Fa-f]+|[0-7]{1,3}))+)|\\(?P<letter>.)", re.DOTALL)
_BYTE = re.compile(r"\\(?:x(?P<hex>[0-9A-Fa-f]+)|(?P<octal>[0-7]{1,3}))")


class EscapeError(ValueError):
    """An escape sequence that means nothing; ``offset`` is its place in the string."""

    def __init__(self, offset: int, found: str, hint: str) -> None:
        self.offset = offset
        self.found = found
        self.hint = hint
        super().__init__(f"{found}; {hint}")


def escape(text: str) -> str:
    """The inside of a PO string that means ``text``; linear.

    Raises:
        ValueError: ``text`` holds NUL, or half of a surrogate pair, which UTF-8 has no bytes for.

    >>> print(escape('a "b"\\n'))
    a \\"b\\"\\n
    """
    if "\0" in text:
        raise ValueError(f"the message {text[:40]!r} holds NUL, which ends a string in every catalogue; remove it")
    if not text.isascii() and (surrogate := re.search("[\ud800-\udfff]", text)):
        raise ValueError(f"the message {text[:40]!r} holds {surrogate[0]!r}, which is no character; remove it")
    return _ESCAPED.sub(lambda match: f"\\{_LETTERS[match[0]]}", text)


def unescape(raw: str, codec: str = "utf-8") -> str:
    """The text that the inside of a PO string means; linear.

    Args:
        codec: the encoding of octal and hexadecimal escapes, which stand for bytes.
    Raises:
        EscapeError: an escape is unknown, or its bytes are no text.

    >>> unescape(r"\\x1b[1m\\344\\270\\255\\t")
    '\\x1b[1m中\\t'
    """
    if "\\" not in raw:
        return raw
    return _ESCAPE.sub(lambda match: _meaning(match, codec), raw)


def _meaning(match: re.Match[str], codec: str) -> str:
    if match.lastgroup == "letter":
        if character := _CHARACTERS.get(match["letter"]):
            return character
        known = " ".join(f"\\{letter}" for letter in _CHARACTERS)
        hint = rf"write one of {known} \123 \x1f, or \\ for a backslash"
        raise EscapeError(match.start(), f"unknown escape \\{match['letter']}", hint)
    data = bytes(_byte(byte, match.start()) for byte in _BYTE.finditer(match["bytes"]))
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        hint = "write the characters themselves"
        raise EscapeError(match.start(), f"{match['bytes']} is no text in {codec}", hint) from None


def _byte(match: re.Match[str], start: int) -> int:
    value = int(match["hex"], 16) if match["hex"] else int(match["octal"], 8)
    if value == 0:
        raise EscapeError(start + match.start(), f"{match[0]}: NUL ends a string in every catalogue", "remove it")
    if value > 0xFF:
        hint = 'end the string after the digits that are meant and go on in another: "\\x1b" "cd"'
        raise EscapeError(start + match.start(), f"{match[0]} is more than a byte", hint)
    return value
