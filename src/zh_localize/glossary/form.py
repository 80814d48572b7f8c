"""One concept as a text that a person edits: TOML, with what each field may hold told above."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from zh_localize.errors import GlossaryFormatError
from zh_localize.glossary.entries import Entries
from zh_localize.glossary.model import MATCHES, REVIEWS, STATUSES, Concept, Designation

_HEAD = f"""# Save to change the concept, empty the file to leave it as it is. A field that is left out is empty.
# status: {", ".join(STATUSES)}
# review: {", ".join(REVIEWS)}   match: {", ".join(filter(None, MATCHES))}
# dates: YYYY, YYYY-MM or YYYY-MM-DD   terms: {", ".join(Designation._fields[3:])}
"""
_ALWAYS = ("lang", "term", "status", "review", "source")


def write(entries: Entries, id_: str) -> str:
    """The concept of an id; the concept may be new.

    >>> print(write(Entries.of_rows([Designation("c1", "en", "policy")]), "c1").partition('"c1"')[2].strip())
    [[term]]
    lang = "en"
    term = "policy"
    status = "preferred"
    review = "approved"
    source = ""
    """
    concept = entries.concepts.get((id_,), Concept(id_))
    lines = [f"concept = {_string(id_)}"]
    if entries.concepts or concept.domain:
        lines += [f"{name} = {_string(value)}" for name, value in zip(concept._fields[1:], concept[1:], strict=True)]
    for row in entries.of(id_):
        lines += ["", "[[term]]"]
        lines += [
            f"{name} = {_string(v)}"
            for name, v in row._asdict().items()
            if name != "concept" and (v or name in _ALWAYS)
        ]
    return "".join(f"{line}\n" for line in (_HEAD + "", *lines))


def read(path: Path, text: str) -> tuple[Concept, tuple[Designation, ...]] | None:
    """The concept that a text tells of; None when nothing is left in it but comments.

    Raises:
        GlossaryFormatError: it is no TOML, or holds what is no field.
    """
    try:
        facts = tomllib.loads(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        line, column = (int(place[1]), int(place[2])) if place else (text.count("\n") + 1, 1)
        raise GlossaryFormatError(path, line, column, str(error), 'write TOML: field = "value"') from None
    if not facts:
        return None
    terms = facts.pop("term", [])
    _check(path, text, facts, Concept._fields, 0)
    if not isinstance(terms, list) or not all(isinstance(term, dict) for term in terms):
        raise GlossaryFormatError(path, _line(text, "term", 0), 1, "'term' is no list of tables", "write [[term]]")
    if not facts.get("concept"):
        raise GlossaryFormatError(path, 1, 1, "no field 'concept'", 'write concept = "ID"')
    rows = []
    for number, term in enumerate(terms, 1):
        _check(path, text, term, Designation._fields[1:], number)
        for name in ("lang", "term"):
            if not term.get(name):
                line = _line(text, "[[term]]", number)
                raise GlossaryFormatError(path, line, 1, f"a term without {name!r}", f'write {name} = "..."')
        filled = {name: value for name, value in term.items() if value}
        rows.append(Designation(facts["concept"], **filled))
    return Concept(**facts), tuple(rows)


def _check(path: Path, text: str, facts: dict[str, Any], names: Iterable[str], number: int) -> None:
    """Refuse fields that are none, and values that are no strings."""
    for name, value in facts.items():
        if name not in names:
            found, hint = f"{name!r} is no field", f"use {', '.join(names)}"
        elif not isinstance(value, str):
            found, hint = f"{name} is {value!r}", f'write {name} = "{value}", in quotation marks'
        else:
            continue
        raise GlossaryFormatError(path, _line(text, name, number), 1, found, hint)


def _line(text: str, name: str, number: int) -> int:
    """The line on which a field begins, in the term of that number; 1 when it is not found."""
    terms = 0
    for place, line in enumerate(text.split("\n"), 1):
        terms += line.strip() == "[[term]]"
        if terms == number and re.match(rf"\s*{re.escape(name)}(\s*=|$)", line):
            return place
    return 1


def _string(value: str) -> str:
    """A TOML basic string; JSON's escapes are TOML's, but for DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
