"""XML from others, read without trust: no DOCTYPE, no entities of its own, no network, bounded depth and size.

The parser is expat, in the standard library. It opens nothing by itself; what it must not be asked for is refused.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat

from zh_localize.errors import ExchangeError, GlossaryFormatError

MAX_DEPTH = 64
MAX_TEXT = 1 << 24  # characters in one concept
_CHUNK = 1 << 16
_NAMED_ONLY = ("martif", "tmx")  # roots whose files usually name their DTD; nothing of it is read
_LANG = "http://www.w3.org/XML/1998/namespace lang"
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"}
_SPECIAL = re.compile('[&<>"\r]')


class Element:
    """An element with its local name, the place where it begins, and what is in it, in order."""

    __slots__ = ("attributes", "column", "line", "name", "namespace", "parts")

    def __init__(self, name: str, attributes: dict[str, str], line: int, column: int) -> None:
        self.namespace, _, self.name = name.rpartition(" ")
        self.attributes = attributes
        self.line = line
        self.column = column
        self.parts: list[Element | str] = []

    @property
    def text(self) -> str:
        """All character data in it, that of inner elements too."""
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)

    @property
    def children(self) -> Iterator[Element]:
        """The elements directly in it."""
        return (part for part in self.parts if isinstance(part, Element))

    @property
    def lang(self) -> str:
        """The value of ``xml:lang``, or of ``lang`` as older files have it."""
        return self.attributes.get("xml:lang") or self.attributes.get("lang", "")


def parse(data: bytes, path: Path, units: Collection[str]) -> Iterator[Element]:
    """The root without what is in it, then each element named in ``units`` as soon as it ends, with all that is in it.

    Memory is that of the bytes and of one unit; linear in the size.

    Raises:
        GlossaryFormatError: it is no well-formed XML, nested too deeply, or declares what only an attack needs.
    """
    reader = _Reader(path, units)
    for start in range(0, len(data), _CHUNK):
        reader.feed(data[start : start + _CHUNK], final=False)
        yield from reader.taken()
    reader.feed(b"", final=True)
    yield from reader.taken()


def refuse_declarations(stream: BinaryIO, path: Path) -> None:
    """Read as far as the root of a file and refuse a DOCTYPE before it."""
    reader = _Reader(path, ())
    while not reader.done and (chunk := stream.read(_CHUNK)):
        reader.feed(chunk, final=False)


def escape(text: str, what: str) -> str:
    """Character data that means ``text``.

    Raises:
        ExchangeError: ``text`` holds what no XML file can; ``what`` says whose it is.
    """
    if illegal := _ILLEGAL.search(text):
        raise ExchangeError(f"{what}: U+{ord(illegal[0]):04X} cannot stand in an XML file; remove it")
    return _SPECIAL.sub(lambda match: _ESCAPED[match[0]], text)


class _Reader:
    """Collects units while expat reads."""

    def __init__(self, path: Path, units: Collection[str]) -> None:
        self._path = path
        self._units = units
        self._open: list[Element] = []  # from the unit that is open to where the parser is
        self._done: list[Element] = []
        self._depth = 0
        self._size = 0
        self.done = False  # whether the root has begun
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.SkippedEntityHandler = self._entity

    def feed(self, data: bytes, *, final: bool) -> None:
        try:
            self._parser.Parse(data, final)
        except expat.ExpatError as error:
            what = expat.ErrorString(error.code)
            hint = "the file is cut off or is no XML; export it again" if final else "write well-formed XML"
            raise GlossaryFormatError(self._path, error.lineno, error.offset + 1, str(what), hint) from None
        except (ValueError, LookupError) as error:  # an encoding that expat cannot read
            if isinstance(error, GlossaryFormatError):
                raise
            raise GlossaryFormatError(self._path, 1, 1, str(error), "save the file as UTF-8") from None

    def taken(self) -> list[Element]:
        """What is complete and was not taken yet."""
        done, self._done = self._done, []
        return done

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            self._refuse(f"elements {MAX_DEPTH + 1} deep", "write a glossary as its format says")
        named = {"xml:lang" if key == _LANG else key.rpartition(" ")[2]: value for key, value in attributes.items()}
        element = Element(name, named, self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1)
        if not self.done:
            self.done = True
            self._done.append(element)
        elif self._open:
            self._open[-1].parts.append(element)
            self._open.append(element)
        elif element.name in self._units:
            self._size = 0
            self._open.append(element)

    def _end(self, _: str) -> None:
        self._depth -= 1
        if self._open:
            element = self._open.pop()
            if not self._open:
                self._done.append(element)

    def _characters(self, text: str) -> None:
        if self._open:
            self._size += len(text)
            if self._size > MAX_TEXT:
                self._refuse(f"more than {MAX_TEXT:,} characters in one concept", "divide it")
            self._open[-1].parts.append(text)

    def _doctype(self, name: str, system: str | None, public: str | None, has_internal_subset: int) -> None:
        if has_internal_subset or name not in _NAMED_ONLY:
            self._refuse("a DOCTYPE", "remove the declaration, it is not needed and may hide an attack")

    def _entity(self, name: str, is_parameter: bool) -> None:
        self._refuse(f"the entity &{name};", "write the character itself")

    def _refuse(self, found: str, hint: str) -> None:
        parser = self._parser
        raise GlossaryFormatError(self._path, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1, found, hint)
