"""How a catalogue is laid out as text: the layout of GNU ``msgcat``, 79 columns wide."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from zh_localize.catalog.header import in_utf8
from zh_localize.catalog.line_break import break_points, text_width
from zh_localize.catalog.model import Catalog, Previous, Unit, split_reference
from zh_localize.catalog.po_string import escape

COLUMNS = 79

_CARE = re.compile('[\0\a\b\f\n\r\t\v\\\\"\ud800-\udfff]')  # what is escaped, or cannot be written
_PERCENT_DIRECTIVE = re.compile(r"%(?:\([^()]*\))?[-+ #0-9.,*$']*(?:<\w+>|[hlLqjzt]*[A-Za-z%])")
_NUMBERED_DIRECTIVE = re.compile(r"%L?[0-9]+")
_BRACE_DIRECTIVE = re.compile(r"\{[^{}]*\}")
_DIRECTIVES = {
    "python-brace-format": re.compile(r"\{[\w.]*(?:\[[^\[\]{}]*\])?(?:![rsa])?(?::[^{}\s]*)?\}"),
    "perl-brace-format": _BRACE_DIRECTIVE,
    "csharp-format": _BRACE_DIRECTIVE,
    "java-format": _BRACE_DIRECTIVE,
    "qt-format": _NUMBERED_DIRECTIVE,
    "qt-plural-format": _NUMBERED_DIRECTIVE,
    "kde-format": _NUMBERED_DIRECTIVE,
    "kde-kuit-format": _NUMBERED_DIRECTIVE,
}


def serialise(catalog: Catalog) -> str:
    """The text of a PO file that holds the catalogue; :func:`~zh_localize.catalog.po.parse` undoes it.

    Entries stay in their order. The charset that the header names becomes UTF-8. Linear in the size of the catalogue.

    Raises:
        ValueError: a message holds NUL or half a surrogate pair, a comment field a line break.

    >>> print(serialise(Catalog(units=(Unit("Save\\n", ("保存\\n",), notes=("a button",)),))), end="")
    #. a button
    msgid "Save\\n"
    msgstr "保存\\n"
    """
    entries = [entry_text(unit) for unit in catalog.units]
    if catalog.has_header:
        entries.insert(0, entry_text(header_unit(catalog)))
    return "\n".join(entries)


def entry_text(unit: Unit) -> str:
    """The lines of an entry."""
    return "\n".join(_entry_lines(unit)) + "\n"


def string_lines(keyword: str, text: str, *, prefix: str = "", flags: Iterable[str] = ()) -> list[str]:
    """A keyword and its string as the lines of a PO file.

    A line ends after each line break of the text and where the next word would pass column 79; directives of the
    formats in ``flags`` are not torn, and ``no-wrap`` among them leaves long lines long.

    >>> string_lines("msgstr", "第一行\\n第二行")
    ['msgstr ""', '"第一行\\\\n"', '"第二行"']
    """
    if not _CARE.search(text) and len(prefix) + len(keyword) + 3 + 2 * len(text) <= COLUMNS:
        return [f'{prefix}{keyword} "{text}"']
    lines = [escape(line) for line in _split_after_breaks(text)]
    if len(lines) < 2:
        alone = f'{prefix}{keyword} "{"".join(lines)}"'
        if text_width(alone) <= COLUMNS or "no-wrap" in flags or not _can_break(lines[0], flags):
            return [alone]
    if "no-wrap" not in flags:
        lines = [piece for line in lines for piece in _wrap(line, COLUMNS - len(prefix) - 2, flags)]
    return [f'{prefix}{keyword} ""', *(f'{prefix}"{line}"' for line in lines)]


def header_unit(catalog: Catalog) -> Unit:
    """The header of a catalogue as an entry."""
    head = catalog.origin.header if catalog.origin else Unit("")  # with a plural, in odd files
    return Unit(
        source="",
        targets=(in_utf8(catalog.header_msgstr()), *head.targets[1:]),
        plural=head.plural,
        comments=catalog.header_comments,
        notes=catalog.header_notes,
        references=catalog.header_references,
        flags=catalog.header_flags,
    )


def _entry_lines(unit: Unit) -> list[str]:
    flags = unit.flags
    lines = [_comment("#", comment) for comment in unit.comments]
    lines += [_comment("#.", note) for note in unit.notes]
    if unit.references:
        lines += _reference_lines(unit.references)
    if flags:
        lines.append(f"#, {', '.join(flags)}")
    if lines and ((joined := "\n".join(lines)).count("\n") >= len(lines) or "\0" in joined):
        raise ValueError(f"a comment, reference or flag of {unit.source[:40]!r} holds a line break or NUL; remove it")
    prefix = "#~ " if unit.obsolete else ""
    if unit.previous:
        lines += _previous_lines(unit.previous, "#~| " if unit.obsolete else "#| ", flags)
    if unit.context is not None:
        lines += string_lines("msgctxt", unit.context, prefix=prefix, flags=flags)
    lines += string_lines("msgid", unit.source, prefix=prefix, flags=flags)
    if unit.plural is None:
        lines += string_lines("msgstr", unit.target, prefix=prefix, flags=flags)
        return lines
    lines += string_lines("msgid_plural", unit.plural, prefix=prefix, flags=flags)
    for index, target in enumerate(unit.targets):
        lines += string_lines(f"msgstr[{index}]", target, prefix=prefix, flags=flags)
    return lines


def _previous_lines(previous: Previous, prefix: str, flags: Iterable[str]) -> Iterator[str]:
    fields = (("msgctxt", previous.context), ("msgid", previous.source), ("msgid_plural", previous.plural))
    for keyword, text in fields:
        if text is not None:
            yield from string_lines(keyword, text, prefix=prefix, flags=flags)


def _comment(mark: str, text: str) -> str:
    return f"{mark} {text}" if text else mark


def _reference_lines(references: tuple[str, ...]) -> list[str]:
    """As many references a line as fit, their length counted in bytes as ``msgcat`` does."""
    if len(references) == 1 and len(references[0]) < 70 and " " not in references[0] and references[0].isascii():
        return [f"#: {references[0]}"]
    lines: list[str] = []
    used = 0
    for reference in map(_isolated, references):
        length = 1 + len(reference.encode("utf-8", "surrogatepass"))
        if not lines or used + length > COLUMNS:
            lines.append("#:")
            used = 2
        lines[-1] += f" {reference}"
        used += length
    return lines


def _isolated(reference: str) -> str:
    """A reference in which a file name with spaces stands between U+2068 and U+2069, as gettext 0.22 has it."""
    if " " not in reference and "\t" not in reference:
        return reference
    file, line = split_reference(reference)
    return f"\u2068{file}\u2069:{line}" if line else f"\u2068{file}\u2069"


def _split_after_breaks(text: str) -> list[str]:
    *broken, rest = text.split("\n")
    return [f"{line}\n" for line in broken] + ([rest] if rest else [])


def _wrap(line: str, room: int, flags: Iterable[str]) -> Iterator[str]:
    """The pieces of an escaped line, each as long as fits into ``room`` columns."""
    if text_width(line) <= room:
        yield line
        return
    start = last = 0
    used = 0
    for point in (*_allowed_points(line, flags), len(line)):
        length = text_width(line[last:point])
        if used and used + length > room:
            yield line[start:last]
            start, used = last, 0
        used += length
        last = point
    yield line[start:]


def _can_break(line: str, flags: Iterable[str]) -> bool:
    return any(True for _ in _allowed_points(line, flags))


def _allowed_points(line: str, flags: Iterable[str]) -> Iterator[int]:
    """Where an escaped line may be broken, outside of directives."""
    inside: set[int] = set()
    if directive := _directive(flags):
        for match in directive.finditer(line):
            inside.update(range(match.start() + 1, match.end()))
    return (point for point in break_points(line) if point not in inside)


def _directive(flags: Iterable[str]) -> re.Pattern[str] | None:
    """What the format named in the flags replaces at run time."""
    for flag in flags:
        if flag.endswith("-format") and not flag.startswith("no-"):
            return _DIRECTIVES.get(flag, _PERCENT_DIRECTIVE)
    return None
