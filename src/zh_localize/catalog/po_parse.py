"""The grammar of PO files: text to catalogue, with the place of every fault.

Source: the chapter "The Format of PO Files" of the GNU gettext manual, and what ``msgcat`` 0.21 accepts and refuses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from zh_localize.catalog.charset import charset_in, codec_of
from zh_localize.catalog.header import in_utf8, parse_header
from zh_localize.catalog.model import Catalog, Key, Previous, Unit
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
_REFERENCE = re.compile(r"(?:\u2068[^\u2069]*\u2069|[^ \t\r\f\v])+")
_ISOLATED = re.compile(r"\u2068([^\u2068\u2069]*)\u2069(:[0-9]+)?")

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

    The charset in the header is taken for UTF-8, which is what is written later. Comments below the last entry and
    ``#|`` lines of the header are dropped. What GNU gettext refuses is refused.

    Args:
        path: what to call the file in an error.
    Raises:
        CatalogFormatError: with line, column and what to write instead.

    >>> unit = parse('#, fuzzy\\nmsgctxt "menu"\\nmsgid "Save"\\nmsgstr "保"\\n"存"\\n').get("Save", "menu")
    >>> unit.target, unit.fuzzy
    ('保存', True)
    """
    reader = _Reader(path)
    if "\0" in text:
        raise reader.nul_error(text)
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        reader.read_line(number, line)
    return reader.catalog()


@dataclass(slots=True)
class _Draft:
    """The entry that is being read."""

    comments: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    fields: dict[str, list[str]] = field(default_factory=dict)
    last: str = ""  # the keyword that strings are added to
    last_line: int = 0
    first_line: int = 0  # of the keywords
    forms: int = 0  # of msgstr, so far
    obsolete: bool = False

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
            comments=tuple(self.comments),
            notes=tuple(self.notes),
            references=tuple(self.references),
            flags=tuple(dict.fromkeys(self.flags)),
            previous=self.previous(),
            obsolete=self.obsolete,
        )

    def previous(self) -> Previous | None:
        source = self.text("#| msgid")
        return None if source is None else Previous(source, self.text("#| msgctxt"), self.text("#| msgid_plural"))


class _Reader:
    """Takes the lines of a file one by one and keeps the entries that are complete."""

    def __init__(self, path: Path | str) -> None:
        self._path = path
        self._codec = "utf-8"
        self._draft = _Draft()
        self._header = Unit("")
        self._units: list[Unit] = []
        self._first_lines: dict[Key, int] = {}

    def read_line(self, number: int, line: str) -> None:
        start = _skip_blanks(line, 0)
        if obsolete := line.startswith("#~", start):
            start = _skip_blanks(line, start + 2)
        mark = "|" if obsolete else "#|"
        if line.startswith(mark, start):
            self._read_tokens(number, line, start + len(mark), "#| ", obsolete)
        elif line.startswith("#", start):
            self._read_comment(line, start)
        else:
            self._read_tokens(number, line, start, "", obsolete)

    def catalog(self) -> Catalog:
        """All that was read, once the last line is in."""
        if self._draft.last:
            self._finish_entry()
        return Catalog(
            header=parse_header(in_utf8(self._header.target)),
            units=tuple(self._units),
            header_comments=self._header.comments,
            header_notes=self._header.notes,
            header_references=self._header.references,
            header_flags=self._header.flags,
        )

    def nul_error(self, text: str) -> CatalogFormatError:
        """The error for a NUL anywhere; a file full of them is not in the charset it is read in."""
        start = text.index("\0")
        hint = "remove it; if there are many, the file is UTF-16 or no PO file: convert it to UTF-8"
        line_start = text.rfind("\n", 0, start) + 1
        found = "NUL, which ends a string in every catalogue"
        return self._error(text.count("\n", 0, start) + 1, start - line_start, found, hint)

    def _read_comment(self, line: str, start: int) -> None:
        if self._draft.last:
            self._finish_entry()
        kind, rest = line[start + 1 : start + 2], line[start + 2 :].rstrip("\r")
        if kind == ".":
            self._draft.notes.append(rest.removeprefix(" "))
        elif kind == ":":
            self._draft.references += map(_plain_reference, _REFERENCE.findall(rest))
        elif kind == ",":
            self._draft.flags += filter(None, (flag.strip() for flag in rest.split(",")))
        else:
            self._draft.comments.append(line[start + 1 :].rstrip("\r").removeprefix(" "))

    def _read_tokens(self, number: int, line: str, start: int, mark: str, obsolete: bool) -> None:
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
        unit = draft.unit()
        if unit.key in self._first_lines:
            context = "" if unit.context is None else f" in the context {unit.context[:40]!r}"
            found = (
                f"msgid {unit.source[:40]!r}{context} for the second time, first in line {self._first_lines[unit.key]}"
            )
            raise self._error(draft.first_line, 0, found, "remove one of the two, or give one another msgctxt")
        self._first_lines[unit.key] = draft.first_line
        if unit.key == (None, "") and not unit.obsolete:
            self._take_header(unit)
        else:
            self._units.append(unit)
        self._draft = _Draft()

    def _take_header(self, unit: Unit) -> None:
        if unit.plural is not None:
            found = "the header entry, whose msgid is empty, has a msgid_plural"
            raise self._error(self._draft.first_line, 0, found, "remove the plural, or write the msgid")
        self._header = unit
        self._codec = codec_of(charset_in(unit.target)) or "utf-8"

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


def _plain_reference(reference: str) -> str:
    """A reference without the marks U+2068 and U+2069, which hold a file name with spaces together."""
    match = _ISOLATED.fullmatch(reference)
    return f"{match[1]}{match[2] or ''}" if match else reference
