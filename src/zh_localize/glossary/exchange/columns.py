"""Files of columns that translation services and tools read: DeepL, Google, Azure, Amazon, OmegaT.

They are read by programs, not by spreadsheets, so nothing is put before a term that begins with ``=`` or ``-``.

Sources: the glossary pages of DeepL's, Google Cloud Translation's, Azure Document Translation's and Amazon Translate's
documentation, and OmegaT's manual.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from zh_localize.errors import ExchangeError, GlossaryFormatError
from zh_localize.glossary import tags
from zh_localize.glossary.exchange import table
from zh_localize.glossary.exchange.collect import NEW, Collector, canonical
from zh_localize.glossary.exchange.entries import SHORT, Entry, remark
from zh_localize.glossary.model import Glossary

_BESIDE = ("pos", "description")  # columns of Google's term sets that are no languages
_AMAZON = SHORT | {"zh-Hans-CN": "zh"}


def write_pairs(entries: Iterable[Entry], delimiter: str = "\t", *, comments: bool = False) -> Iterator[str]:
    """Source and target, one pair a line, without a header; and what to know of the concept where there is room for it.

    Raises:
        ExchangeError: a tab-separated term holds a tab.
    """
    for entry in entries:
        cells = [row.term for row in entry.terms]
        if comments:
            cells.append(remark(entry))
        if delimiter == ",":
            yield table.line(cells)
            continue
        if any("\t" in cell or "\r" in cell for cell in cells):
            raise ExchangeError(f"concept {entry.concept.concept!r}: a term holds a tab or a line break; remove it")
        yield "\t".join(cells).rstrip("\t") + "\n"


def read_pairs(
    text: Iterable[str], path: Path, source: str, target: str, delimiter: str = "\t", *, comments: bool = False
) -> Glossary:
    """The pairs of such a file, each a concept of its own.

    Raises:
        GlossaryFormatError: with line, column and what to write instead.
    """
    collector = Collector(path)
    lines = table.parse(text, path) if delimiter == "," else _split(text)
    for number, cells in lines:
        if not any(cells) or (comments and cells[0].startswith("#")):
            continue
        if len(cells) < 2:
            hint = f"write source {'TAB' if delimiter == chr(9) else 'comma'} target"
            raise GlossaryFormatError(path, number, len(cells[0]) + 1, "one column", hint)
        concept = f"{NEW}{number}"
        note = cells[2] if comments and len(cells) > 2 else ""
        collector.concept(number, 1, {"concept": concept, "note": note})
        for place, lang in enumerate((source, target)):
            values = {"concept": concept, "lang": lang, "term": cells[place], "review": "draft"}
            collector.designation(number, place + 1, values)
    return collector.glossary()


def write_sets(entries: Iterable[Entry], languages: Sequence[str], *, amazon: bool = False) -> Iterator[str]:
    """A header of language tags and a row a concept; for Google with the part of speech and the definition."""
    codes = [*_codes(languages, amazon)]
    if len(set(codes)) < len(codes):
        double = next(code for code in codes if codes.count(code) > 1)
        raise ExchangeError(
            f"several languages of the glossary are {double} to the service; choose with --from and --to"
        )
    yield table.line([*codes, *(() if amazon else _BESIDE)])
    for entry in entries:
        terms = {row.lang: row.term for row in entry.terms}
        cells = [terms.get(tag, "") for tag in languages]
        yield table.line(cells if amazon else [*cells, entry.terms[0].pos, remark(entry)])


def read_sets(text: Iterable[str], path: Path, known: Sequence[str] = (), *, amazon: bool = False) -> Glossary:
    """The concepts of such a file.

    Args:
        known: the tags that were written, where that is known.
    Raises:
        GlossaryFormatError: with line, the number of the column, and what to write instead.
    """
    lines = table.parse(text, path)
    number, header = next(lines, (1, [""]))
    names = [name.strip() for name in header]
    written = {"zh": "zh-Hans-CN"} if amazon else {}
    written |= dict(zip(_codes(known, amazon), known, strict=True))
    languages = {
        place: written.get(name) or canonical(name) for place, name in enumerate(names) if name.lower() not in _BESIDE
    }
    for place, tag in languages.items():
        if not tags.is_tag(tag):
            near = tags.nearest(tag)
            hint = f"write {near}" if near else "the first line names the languages, such as en,zh-CN,zh-TW"
            raise GlossaryFormatError(path, number, place + 1, f"column {tag!r}", hint)
    collector = Collector(path)
    for number, cells in lines:
        if not any(cells):
            continue
        if len(cells) != len(names):
            found = f"{len(cells)} fields where {len(names)} are due"
            raise GlossaryFormatError(path, number, min(len(cells), len(names)) + 1, found, f"write {','.join(names)}")
        concept = f"{NEW}{number}"
        beside = {name.lower(): cell for name, cell in zip(names, cells, strict=True)}
        collector.concept(number, 1, {"concept": concept, "definition": beside.get("description", "")})
        for place, lang in languages.items():
            if cells[place].strip():
                values = {"concept": concept, "lang": lang, "term": cells[place], "review": "draft"}
                collector.designation(number, place + 1, {**values, "pos": beside.get("pos", "")})
    return collector.glossary()


def _codes(languages: Iterable[str], amazon: bool) -> Iterator[str]:
    """What the service calls these languages."""
    codes = _AMAZON if amazon else SHORT
    return (codes.get(tag, tag) for tag in languages)


def _split(text: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(text, 1):
        yield number, line.rstrip("\r\n").split("\t")
