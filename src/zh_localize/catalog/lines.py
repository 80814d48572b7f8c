"""On which lines of a PO file the translations of a catalogue begin."""

from __future__ import annotations

import re

from zh_localize.catalog.charset import codec_of, declared_charset
from zh_localize.catalog.po_string import EscapeError, unescape

_LINE = re.compile(
    r'(?:#~ ?)?[ \t]*(?:(msgctxt|msgid_plural|msgid|msgstr)[ \t]*(?:\[[ \t]*([0-9]+)[ \t]*\])?[ \t]*)?"(.*)"\s*\Z'
)

Form = tuple[object, int]


def lines_of(data: bytes) -> dict[Form, int]:
    """The line of each msgstr, from 1, by the key of its unit and its number; that of the header by ``(None, "")``.

    For messages, not for reading: what the grammar would refuse is passed over. Linear.

    >>> lines_of(b'msgid "a"' + bytes([10]) + b'msgstr "b"')
    {((None, 'a'), 0): 2}
    """
    codec = codec_of(declared_charset(data)[0]) or "utf-8"
    found: dict[Form, int] = {}
    fields: dict[str, list[str]] = {}
    last = ""
    for number, line in enumerate(data.decode(codec, "replace").split("\n"), 1):
        match = _LINE.match(line)
        if match is None:
            continue
        if match[1]:
            if last == "msgstr" and match[1] != "msgstr":
                fields = {}
            last = match[1]
            if last != "msgstr":
                fields[last] = [match[3]]
                continue
            context = _text(fields["msgctxt"], codec) if "msgctxt" in fields else None
            found.setdefault(((context, _text(fields.get("msgid", []), codec)), int(match[2] or 0)), number)
        elif last and last != "msgstr":
            fields[last].append(match[3])
    return found


def _text(parts: list[str], codec: str) -> str:
    try:
        return "".join(unescape(part, codec) for part in parts)
    except EscapeError:
        return "".join(parts)
