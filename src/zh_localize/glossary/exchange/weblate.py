"""TBX as Weblate has it: the martif of 2008, two languages, one term each in an entry.

Forbidden terms have the administrative status ``forbidden``, terms that stay as they are ``Translation needed: No``,
explanations are a ``descrip`` of the entry.

Source: the page on TBX of Weblate's documentation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zh_localize.glossary.exchange.entries import Entry, pairs, remark
from zh_localize.glossary.exchange.xml import escape
from zh_localize.glossary.model import Glossary

_BEGIN = """<?xml version="1.0" encoding="UTF-8"?>
<martif type="TBX" xml:lang="{}">
  <martifHeader>
    <fileDesc>
      <sourceDesc>
        <p>zh-localize</p>
      </sourceDesc>
    </fileDesc>
  </martifHeader>
  <text>
    <body>
"""


def select(glossary: Glossary, source: str, target: str) -> Iterator[Entry]:
    """The pairs to use, and with each concept those forms of the target that are not to be used."""
    seen: set[str] = set()
    for entry in pairs(glossary, source, target):
        yield entry
        if entry.concept.concept not in seen:
            seen.add(entry.concept.concept)
            for row in glossary.of(entry.concept.concept):
                if row.lang == target and not row.is_usable:
                    yield entry._replace(terms=(entry.terms[0], row))


def write(entries: Iterable[Entry], source: str) -> Iterator[str]:
    """The entries as a file for a glossary of Weblate.

    Raises:
        ExchangeError: a text holds what no XML file can.
    """
    yield _BEGIN.format(escape(source, "--from"))
    for number, entry in enumerate(entries, 1):
        what = f"concept {entry.concept.concept!r}"
        yield f'      <termEntry id="e{number}">\n'
        if explanation := remark(entry):
            yield f"        <descrip>{escape(explanation, what)}</descrip>\n"
        if entry.terms[0].match == "verbatim":
            yield '        <descrip type="Translation needed">No</descrip>\n'
        for row in entry.terms:
            yield f'        <langSet xml:lang="{escape(row.lang, what)}">\n          <tig>\n'
            yield f"            <term>{escape(row.term, what)}</term>\n"
            if not row.is_usable:
                yield '            <termNote type="administrativeStatus">forbidden</termNote>\n'
            yield "          </tig>\n        </langSet>\n"
        yield "      </termEntry>\n"
    yield "    </body>\n  </text>\n</martif>\n"
