"""Text as HTML that shows what cannot be seen and can never become markup, with every edit in its place."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator, Mapping

from zh_localize.render import byte_view
from zh_localize.report import Edit, Report

WHOLE_TEXT_LIMIT = 200_000
"""Bytes of UTF-8 up to which a text is shown whole."""
EXCERPT_LIMIT = 1_000
"""Characters of a paragraph shown on each side of an edit when the text is not shown whole."""

_LOST = "\x00\ud800-\udfff"  # HTML or UTF-8 has no way to carry these
_CONTROLS = "\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
_DIRECTIONS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_SPACES = "\t\n\r \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_INVISIBLE = (
    "\xad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u206a-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff"
)
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U0010ffff"

_UNENCODABLE = re.compile(f"[{_LOST}]")
_HARMFUL = re.compile(f"[{_LOST}{_CONTROLS}{_DIRECTIONS}]")
_UNSEEN = re.compile(f"[{_LOST}{_CONTROLS}{_DIRECTIONS}{_SPACES}{_INVISIBLE}{_PRIVATE}]")
_LABELS = {" ": "␣", "\t": "⇥", "\n": "↵", "\r": "␍"}


def visible(text: str, *, every: bool = False) -> str:
    """Text as HTML content: escaped, and characters that would harm the page as chips that name them.

    Harmful are controls, bidirectional controls, and what UTF-8 cannot carry. With ``every``, all characters that leave
    no ink get a chip: spaces, line ends, zero-width and private ones. A chip holds its character, unseen, so that text
    copied from the page is the text; only NUL and lone surrogates are lost. Linear.

    >>> visible("<b>&\\u202e")
    '&lt;b&gt;&amp;<span class="chip" title="U+202E RIGHT-TO-LEFT OVERRIDE" data-label="U+202E">\\u202e</span>'
    """
    return (_UNSEEN if every else _HARMFUL).sub(_chip, html.escape(text))


def attribute(text: str) -> str:
    """Text as the value of a quoted attribute, or as a title; characters that would harm the page are spelt ``U+XXXX``.

    >>> attribute('"\\ud800"')
    '&quot;U+D800&quot;'
    """
    return _HARMFUL.sub(lambda match: _code(match[0]), html.escape(text))


def anchor(section: int, edit: int) -> str:
    """The id of an edit on the page; both numbers count from 0."""
    return f"edit-{section}-{edit}"


def counted(number: int, noun: str) -> str:
    """A number with its noun.

    >>> counted(1, "edit"), counted(1200, "edit")
    ('1 edit', '1,200 edits')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def marked_text(report: Report, section: int, styles: Mapping[str, str]) -> str:
    """The text in paragraphs, with deletions, insertions and notes where they stand. Linear in text and edits.

    A text longer than :data:`WHOLE_TEXT_LIMIT` is abridged to the paragraphs that hold edits, and of very long
    paragraphs to what is near an edit.

    Args:
        section: the number of the section, which its anchors carry.
        styles: the CSS class of every rule that occurs.
    """
    return f"<p>{''.join(_pieces(report, section, styles))}</p>"


def _pieces(report: Report, section: int, styles: Mapping[str, str]) -> Iterator[str]:
    source, edits = report.source, report.edits
    whole = len(source.encode("utf-8", "surrogatepass")) <= WHOLE_TEXT_LIMIT
    position = 0
    for index, edit in enumerate(edits):
        stretch = source[position : edit.start]
        yield _unchanged(stretch) if whole else _abridged(stretch, after_edit=index > 0, before_edit=True)
        yield _edited(edit, anchor(section, index), styles)
        position = edit.end
    stretch = source[position:]
    yield _unchanged(stretch) if whole else _abridged(stretch, after_edit=bool(edits), before_edit=False)


def _unchanged(stretch: str) -> str:
    return visible(stretch).replace("\n", "\n</p><p>")


def _abridged(stretch: str, *, after_edit: bool, before_edit: bool) -> str:
    """The ends of the paragraphs that hold the edits around an unchanged stretch, and how much is between them."""
    head = min((stretch.find("\n") + 1) or len(stretch), EXCERPT_LIMIT) if after_edit else 0
    tail = max(stretch.rfind("\n") + 1, len(stretch) - EXCERPT_LIMIT) if before_edit else len(stretch)
    if head >= tail:
        return _unchanged(stretch)
    left_out = f'</p><p class="left-out">… {counted(tail - head, "character")} unchanged …</p><p>'
    return f"{_unchanged(stretch[:head])}{left_out}{_unchanged(stretch[tail:])}"


def _edited(edit: Edit, id_: str, styles: Mapping[str, str]) -> str:
    """A note as ``<mark>``, any other edit as ``<del>`` and ``<ins>``; the first of them carries the anchor."""
    if edit.is_note:
        contents = [("mark", edit.before)]
    else:
        contents = [(name, text) for name, text in (("del", edit.before), ("ins", edit.after)) if text]
    attributes = f'class="{styles[edit.rules[0]]} {edit.grade.value}" title="{attribute(_tip(edit))}"'
    elements: list[str] = []
    for name, text in contents:
        identity = "" if elements else f' id="{id_}"'
        elements.append(f"<{name}{identity} {attributes}>{visible(text, every=True)}</{name}>")
    return "".join(elements)


def _tip(edit: Edit) -> str:
    tip = f"{' + '.join(edit.rules)} · {edit.grade.value} · {edit.start:,}–{edit.end:,}"
    tip = f"{tip} · choices: {' '.join(edit.choices)}" if edit.choices else tip
    return f"{tip} · {byte_view.chain(edit)}" if edit.evidence else tip


def _chip(match: re.Match[str]) -> str:
    character = match[0]
    code = _code(character)
    title = f"{code} {unicodedata.name(character, '')}".rstrip()
    opening = f'<span class="chip" title="{title}" data-label="{_LABELS.get(character, code)}">'
    if character == "\n":
        return f"{opening}</span>\n"  # the line must break behind the chip, not in it
    if character == "\r":
        return f"{opening}&#13;</span>"
    return f"{opening}{'' if _UNENCODABLE.match(character) else character}</span>"


def _code(character: str) -> str:
    return f"U+{ord(character):04X}"
