"""The grammar of PO files: text to catalogue, with the place of every fault.

Source: the chapter "The Format of PO Files" of the GNU gettext manual, and what ``msgcat`` 0.21 accepts and refuses.
"""

from __future__ import annotations

import gc
import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from zh_localize.catalog.charset import charset_in, codec_of
from zh_localize.catalog.header import in_utf8, parse_header
from zh_localize.catalog.model import Catalog, Key, Origin, Previous, Unit
from zh_localize.catalog.po_entry import ENTRY, Comments, unit_of
from zh_localize.catalog.po_string import EscapeError, unescape
from zh_localize.errors import CatalogFormatError

_BLANKS = " \t\r\f\v"
_TOKEN = re.compile(
    r'"(?P<string>[^"\\]*(?:\\.[^"\\]*)*)"'
    r"|(?P<keyword>[A-Za-z_][A-Za-z0-9_]*)(?:[ \t]*\[[ \t]*(?P<index>[0-9]{1,6})[ \t]*\])?"
    r"|(?P<comment>#)"
    r"|(?P<stray>.)",
    re.DOTALL,
)

_STARTS = ("msgid", "msgctxt", "#| msgid", "#| msgctxt")  # an entry
_FOLLOWERS = {  # what may stand below a keyword while the entry lacks its msgstr
    "": _STARTS,
    "#| msgctxt": ("#| msgid",),
    "#| msgid": ("msgid", "msgctxt", "#| msgid_plural"),
    "#| msgid_plural": ("msgid", "msgctxt"),
    "msgctxt": ("msgid",),
    "msgid": ("msgstr", "msgid_plural"),
    "msgid_plural": ("msgstr[0]",),
}
_KEYWORDS = ("msgctxt", "msgid", "msgid_plural", "msgstr")


def parse(text: str, path: Path | str = "<string>") -> Catalog:
    """The catalogue that the text of a PO or POT file holds; linear in its length.

    Each unit keeps the text that it was read from (see :class:`~zh_localize.catalog.model.Unit`), and the catalogue
    that of its header and what stands below the last entry. The charset in the header is taken for UTF-8, which is what
    is written later. What GNU gettext refuses is refused.

    Args:
        path: what to call the file in an error.
    Raises:
        CatalogFormatError: with line, column and what to write instead.

    >>> unit = parse('#, fuzzy\\nmsgctxt "menu"\\nmsgid "Save"\\nmsgstr "保"\\n"存"\\n').get("Save", "menu")
    >>> unit.target, unit.fuzzy
    ('保存', True)
    """
    reader = _Reader(path, text)
    if "\0" in text:
        raise reader.nul_error()
    collecting = gc.isenabled()
    gc.disable()  # nothing that is made here is garbage, and looking for some takes a third of the time
    try:
        reader.read()
        return reader.catalog()
    finally:
        if collecting:
            gc.enable()


@dataclass(slots=True)
class _Draft:
    """The entry that is being read."""

    about: Comments = field(default_factory=Comments)
    fields: dict[str, list[str]] = field(default_factory=dict)
    last: str = ""  # the keyword that strings are added to
    last_line: int = 0
    first_line: int = 0  # of the keywords
    forms: int = 0  # of msgstr, so far
    obsolete: bool = False
    begun: bool = False  # by a comment or keyword

    def complete(self) -> bool:
        """Whether the entry may end here."""
        return bool(self.forms) or not self.begun

    def allowed(self) -> tuple[str, ...]:
        """The keywords that may come next."""
        if self.forms and "msgid_plural" in self.fields:
            return (f"msgstr[{self.forms}]", *_STARTS)
        return _STARTS if self.forms else _FOLLOWERS[self.last]

    def text(self, keyword: str) -> str | None:
        parts = self.fields.get(keyword)
        return None if parts is None else "".join(parts)

    def unit(self) -> Unit:
        plural = self.text("msgid_plural")
        names = ("msgstr",) if plural is None else (f"msgstr[{index}]" for index in range(self.forms))
        return Unit(
            source=self.text("msgid") or "",
            targets=tuple(self.text(name) or "" for name in names),
            context=self.text("msgctxt"),
            plural=plural,
            comments=tuple(self.about.comments),
            notes=tuple(self.about.notes),
            references=tuple(self.about.references),
            flags=tuple(dict.fromkeys(self.about.flags)),
            previous=self.previous(),
            obsolete=self.obsolete,
        )

    def previous(self) -> Previous | None:
        source = self.text("#| msgid")
        return None if source is None else Previous(source, self.text("#| msgctxt"), self.text("#| msgid_plural"))


class _Reader:
    """Goes through the text entry by entry and keeps those that are complete."""

    def __init__(self, path: Path | str, text: str) -> None:
        self._path = path
        self._text = text
        self._codec = "utf-8"
        self._draft = _Draft()
        self._header = Unit("")
        self._header_place = 0
        self._units: list[Unit] = []
        self._first_lines: dict[Key, int] = {}
        self._start = self._end = 0  # of the text that the draft is read from

    def read(self) -> None:
        """Read all of it."""
        text, size = self._text, len(self._text)
        position, number = int(text.startswith("\ufeff")), 1
        while position < size:
            if text[position] == "\n":
                position, number = position + 1, number + 1
                continue
            if self._draft.complete() and (match := ENTRY.match(text, position)) and self._take(match, number):
                number += text.count("\n", position, match.end())
                position = match.end()
                continue
            end = text.find("\n", position)
            end = size if end < 0 else end
            self._read_line(number, position, text[position:end])
            position, number = end + 1, number + 1
        if self._draft.last:
            self._finish_entry()

    def _take(self, match: re.Match[str], number: int) -> bool:
        """Take an entry of the usual shape; False where it must be read token by token to tell what is wrong."""
        try:
            unit = unit_of(match, self._codec)
        except EscapeError:
            return False
        if unit is None:
            return False
        if self._draft.last:
            self._finish_entry()
        self._end = match.end()
        self._add(unit, number + match[1].count("\n"))
        return True

    def _read_line(self, number: int, position: int, line: str) -> None:
        start = _skip_blanks(line, 0)
        if obsolete := line.startswith("#~", start):
            start = _skip_blanks(line, start + 2)
        mark = "|" if obsolete else "#|"
        if line.startswith(mark, start):
            self._read_tokens(number, position, line, start + len(mark), "#| ", obsolete)
        elif line.startswith("#", start):
            self._read_comment(line, start)
        else:
            self._read_tokens(number, position, line, start, "", obsolete)

    def catalog(self) -> Catalog:
        """All that was read."""
        head = self._header
        origin = Origin(
            replace(head, targets=(in_utf8(head.target), *head.targets[1:])),
            head.text,
            self._header_place,
            self._rest(),
        )
        return Catalog(
            header=parse_header(in_utf8(self._header.target)),
            units=tuple(self._units),
            header_comments=self._header.comments,
            header_notes=self._header.notes,
            header_references=self._header.references,
            header_flags=self._header.flags,
            origin=origin,
        )

    def _rest(self) -> str:
        return self._text[self._start :]

    def nul_error(self) -> CatalogFormatError:
        """The error for a NUL anywhere; a file full of them is not in the charset it is read in."""
        text = self._text
        start = text.index("\0")
        hint = "remove it; if there are many, the file is UTF-16 or no PO file: convert it to UTF-8"
        line_start = text.rfind("\n", 0, start) + 1
        found = "NUL, which ends a string in every catalogue"
        return self._error(text.count("\n", 0, start) + 1, start - line_start, found, hint)

    def _read_comment(self, line: str, start: int) -> None:
        if self._draft.last:
            self._finish_entry()
        self._draft.begun = True
        self._draft.about.add(line[start:])

    def _read_tokens(self, number: int, position: int, line: str, start: int, mark: str, obsolete: bool) -> None:
        while (start := _skip_blanks(line, start)) < len(line):
            match = _TOKEN.match(line, start)
            assert match is not None  # a stray character is a token
            if match.lastgroup == "string":
                self._add_string(number, match, mark, obsolete)
            elif match.lastgroup in ("keyword", "index"):
                self._start_field(number, match, mark, obsolete)
            elif match.lastgroup == "comment":
                return self._read_comment(line, start)
            else:
                raise self._stray(number, line, start)
            start = match.end()
            self._end = position + start
        if self._draft.last:
            self._end = min(position + len(line) + 1, len(self._text))
        return None

    def _start_field(self, number: int, match: re.Match[str], mark: str, obsolete: bool) -> None:
        if match["keyword"] not in _KEYWORDS:
            raise self._unknown_keyword(number, match)
        label = f"{mark}{match['keyword']}" + (f"[{int(match['index'])}]" if match["index"] else "")
        if self._draft.last and label in _STARTS and label not in _FOLLOWERS.get(self._draft.last, ()):
            self._finish_entry()
        draft = self._draft
        if label not in (allowed := draft.allowed()):
            place = f"below {draft.last}" if draft.last else "at the start of an entry"
            raise self._error(number, match.start(), f"{label} {place}", f"write {' or '.join(allowed)} here")
        self._check_marks(number, match, obsolete)
        self._check_string_above()
        draft.obsolete = obsolete
        draft.begun = True
        draft.last, draft.last_line = label, number
        draft.first_line = draft.first_line or number
        draft.fields[label] = []
        draft.forms += match["keyword"] == "msgstr"

    def _add_string(self, number: int, match: re.Match[str], mark: str, obsolete: bool) -> None:
        draft = self._draft
        if not draft.last or draft.last.startswith("#|") != bool(mark):
            raise self._error(number, match.start(), "a string without a keyword", "write msgid or msgstr before it")
        self._check_marks(number, match, obsolete)
        try:
            draft.fields[draft.last].append(unescape(match["string"], self._codec))
        except EscapeError as error:
            raise self._error(number, match.start("string") + error.offset, error.found, error.hint) from None

    def _finish_entry(self) -> None:
        draft = self._draft
        self._check_string_above()
        if not draft.forms:
            missing = _FOLLOWERS[draft.last][0]
            hint = f'write {missing} "" directly below it; comments belong above the entry'
            raise self._error(draft.last_line, 0, f"{draft.last} without {missing}", hint)
        self._draft = _Draft()
        self._add(draft.unit(), draft.first_line)

    def _add(self, unit: Unit, line: int) -> None:
        """Keep a unit, whose keywords begin in that line, with its text."""
        key = unit.key
        if key in self._first_lines:
            context = "" if unit.context is None else f" in the context {unit.context[:40]!r}"
            found = f"msgid {unit.source[:40]!r}{context} for the second time, first in line {self._first_lines[key]}"
            raise self._error(line, 0, found, "remove one of the two, or give one another msgctxt")
        self._first_lines[key] = line
        unit.keep_text(self._text[self._start : self._end])
        self._start = self._end
        if key == (None, "") and not unit.obsolete:
            self._header = unit
            self._header_place = len(self._units)
            self._codec = codec_of(charset_in(unit.target)) or "utf-8"
        else:
            self._units.append(unit)

    def _check_marks(self, number: int, match: re.Match[str], obsolete: bool) -> None:
        if self._draft.last and obsolete != self._draft.obsolete:
            found = "the entry is obsolete (#~) in one part and not in another"
            raise self._error(number, match.start(), found, "begin every line of the entry with #~, or none")

    def _check_string_above(self) -> None:
        draft = self._draft
        if draft.last and not draft.fields[draft.last]:
            raise self._error(draft.last_line, 0, f"{draft.last} without a string", 'write "" after it')

    def _unknown_keyword(self, number: int, match: re.Match[str]) -> CatalogFormatError:
        word = match["keyword"]
        if word == "domain":
            hint = "give each domain a file of its own; msgcat and msggrep can take them apart"
            return self._error(number, match.start(), "a second domain", hint)
        if word.lower() in _KEYWORDS:
            return self._error(number, match.start(), f"unknown keyword {word}", f"write {word.lower()}")
        return self._stray(number, match.string, match.start())

    def _stray(self, number: int, line: str, start: int) -> CatalogFormatError:
        if line[start] == '"':
            hint = 'write " at the end of the line, and the rest as another string below'
            return self._error(number, start, "a string that is not closed", hint)
        found = f"stray {line[start : start + 40].rstrip(_BLANKS)!r}"
        if line[:start].rstrip(_BLANKS).endswith('"'):
            return self._error(number, start, found, 'remove it, or write \\" for a quotation mark inside a string')
        hint = 'a line holds one of msgctxt, msgid, msgid_plural, msgstr, a string in "" or a comment after #'
        return self._error(number, start, found, hint)

    def _error(self, number: int, start: int, found: str, hint: str) -> CatalogFormatError:
        return CatalogFormatError(self._path, number, start + 1, found, hint)


def _skip_blanks(line: str, start: int) -> int:
    """The offset of the first character from ``start`` on that is no blank."""
    return len(line) - len(line[start:].lstrip(_BLANKS)) if line[start : start + 1] in _BLANKS else start
