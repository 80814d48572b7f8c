"""The formats by their names: how each is written, read, and known by the ending of a file."""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from zh_localize.errors import ExchangeError, GlossaryFormatError, UnknownFormatError
from zh_localize.glossary.exchange import columns, entries, skos, table, tbx, tbx_read, tmx, weblate, xlsx
from zh_localize.glossary.exchange.collect import NEW
from zh_localize.glossary.exchange.entries import Entry, Languages
from zh_localize.glossary.model import Glossary

MAX_BYTES = 1 << 30


class Format(NamedTuple):
    """A format: ``select`` says what of a glossary it takes, ``write`` writes that, ``read`` reads it back.

    ``whole`` formats hold every field, so that ``write`` takes the glossary and ``select`` all of it.
    """

    name: str
    title: str
    write: Callable[[Glossary, list[Entry], Languages], Iterable[str] | bytes]
    read: Callable[[bytes, Path, Languages], Glossary]
    select: Callable[[Glossary, Languages], Iterable[Entry]]
    suffix: str = ""
    whole: bool = False
    sparse: Callable[[bytes], bool] = lambda _: False
    """Whether fields that are not in a file may have been dropped by another program."""


def named(name: str, known: Iterable[Format]) -> Format:
    """The format of that name.

    Raises:
        UnknownFormatError: there is none; the nearest is named.
    """
    formats = {each.name: each for each in known}
    if name not in formats:
        raise UnknownFormatError(name, formats)
    return formats[name]


def guess(path: Path, known: Iterable[Format]) -> Format:
    """The format of a file by the ending of its name.

    Raises:
        ExchangeError: the ending says nothing, or may be that of several.
    """
    formats = [*known]
    found = next((each for each in formats if each.suffix and path.name.lower().endswith(each.suffix)), None)
    if found is None:
        names = ", ".join(each.name for each in formats)
        raise ExchangeError(f"{path}: its name does not tell the format; add --format with one of {names}")
    return found


def write(form: Format, glossary: Glossary, languages: Languages) -> tuple[Iterator[bytes], list[Entry]]:
    """The file in parts, and what stands in it.

    Raises:
        ExchangeError: the format cannot hold it, or needs languages that are not named.
    """
    taken = [*form.select(glossary, languages)]
    if not taken:
        asked = f" in {' and '.join(languages.all)}" if languages.all else ""
        raise ExchangeError(f"no concept has what {form.name} takes{asked}; check --from and --to")
    made = form.write(glossary, taken, languages)
    return (iter((made,)) if isinstance(made, bytes) else _encoded(made)), taken


def narrowed(glossary: Glossary, languages: Languages, *, approved: bool = False) -> Glossary:
    """The designations of these languages, where any are named; only the approved ones, if so wanted."""
    wanted = set(languages.all)
    rows = glossary.designations
    if wanted:
        rows = tuple(row for row in rows if row.lang in wanted)
    if approved:
        rows = tuple(row for row in rows if row.review == "approved")
    if rows is glossary.designations:
        return glossary
    named = {row.concept for row in rows}
    return Glossary(rows, (), (row for row in glossary.concepts.values() if row.concept in named))


def _encoded(parts: Iterable[str]) -> Iterator[bytes]:
    """The parts in UTF-8, some hundred together."""
    waiting, size = [], 0
    for part in parts:
        waiting.append(part)
        size += len(part)
        if size > 1 << 16:
            yield "".join(waiting).encode("utf-8")
            waiting, size = [], 0
    yield "".join(waiting).encode("utf-8")


def lines(data: bytes, path: Path) -> Iterator[str]:
    """The lines of a UTF-8 file with their ends, one at a time; a byte order mark is left out.

    Raises:
        GlossaryFormatError: a byte is not UTF-8.
    """
    stream = io.BytesIO(data.removeprefix(codecs.BOM_UTF8))
    for number, line in enumerate(stream, 1):
        try:
            yield line.decode("utf-8")
        except UnicodeDecodeError as error:
            found = f"byte 0x{line[error.start]:02X} is not UTF-8"
            hint = "save the file as UTF-8 (in a spreadsheet: CSV UTF-8)"
            raise GlossaryFormatError(path, number, error.start + 1, found, hint) from None


def _tbx(name: str, title: str, dialect: tbx.Dialect, suffix: str = "") -> Format:
    return Format(
        name, title,
        lambda glossary, _, __: tbx.write(glossary, dialect), lambda data, path, _: tbx_read.read(data, path),
        lambda glossary, _: entries.whole(glossary), suffix, whole=True, sparse=lambda data: not tbx_read.is_ours(data),
    )  # fmt: skip


def _columns(name: str, title: str, delimiter: str, *, once: bool, comments: bool = False) -> Format:
    def select(glossary: Glossary, languages: Languages) -> Iterable[Entry]:
        found = entries.pairs(glossary, *entries.pair(languages, name))
        if comments:  # a line that begins with # would be one
            found = (entry for entry in found if not entry.terms[0].term.startswith("#"))
        return entries.unique(found) if once else found

    def read(data: bytes, path: Path, languages: Languages) -> Glossary:
        source, target = entries.pair(languages, name)
        return columns.read_pairs(lines(data, path), path, source, target, delimiter, comments=comments)

    return Format(
        name, title, lambda _, taken, __: columns.write_pairs(taken, delimiter, comments=comments), read, select
    )


def _sets(name: str, title: str, *, amazon: bool = False) -> Format:
    def select(glossary: Glossary, languages: Languages) -> Iterable[Entry]:
        return entries.sets(glossary, entries.all_languages(glossary, languages))

    def write(glossary: Glossary, taken: list[Entry], languages: Languages) -> Iterable[str]:
        return columns.write_sets(taken, entries.all_languages(glossary, languages), amazon=amazon)

    def read(data: bytes, path: Path, languages: Languages) -> Glossary:
        return columns.read_sets(lines(data, path), path, languages.all, amazon=amazon)

    return Format(name, title, write, read, select)


def _weblate() -> Format:
    def select(glossary: Glossary, languages: Languages) -> Iterable[Entry]:
        return weblate.select(glossary, *entries.pair(languages, "weblate"))

    def read(data: bytes, path: Path, languages: Languages) -> Glossary:
        """Its ids are those of entries, not of concepts."""
        glossary = tbx_read.read(data, path)
        ids = {concept: f"{NEW}{number}" for number, concept in enumerate(glossary.concepts)}
        rows = (row._replace(concept=ids[row.concept]) for row in glossary.designations)
        return Glossary(rows, (), (row._replace(concept=ids[row.concept]) for row in glossary.concepts.values()))

    title = "TBX of 2008 as Weblate has it: one pair of languages"
    return Format("weblate", title, lambda _, taken, languages: weblate.write(taken, languages.source), read, select)


FORMATS = (
    _tbx("tbx", "TBX of 2019 (dialect TBX-zhl, DCA): everything", tbx.ZHL, ".tbx"),
    _tbx("tbx-dct", "the same with data categories as tags", tbx.ZHL_DCT),
    _tbx("tbx-basic", "strict TBX-Basic (DCA), the rest in notes", tbx.BASIC),
    _tbx("tbx-basic-dct", "the same with data categories as tags", tbx.BASIC_DCT),
    _tbx("tbx-2008", "TBX of 2008 (martif), the rest in notes", tbx.MARTIF),
    Format(
        "csv", "a table for spreadsheets: everything", lambda glossary, _, __: table.write_csv(glossary),
        lambda data, path, _: table.read_csv(lines(data, path), path), lambda glossary, _: entries.whole(glossary),
        ".csv", whole=True,
    ),
    Format(
        "xlsx", "the same as a workbook (needs openpyxl)", lambda glossary, _, __: xlsx.write(glossary),
        lambda data, path, _: xlsx.read(data, path), lambda glossary, _: entries.whole(glossary), ".xlsx", whole=True,
    ),
    Format(
        "tmx", "TMX 1.4b: the term to use in each language",
        lambda _, taken, languages: tmx.write(taken, languages.source), tmx.read,
        lambda glossary, languages: entries.sets(glossary, entries.all_languages(glossary, languages)), ".tmx",
    ),
    Format(
        "skos", "SKOS as JSON-LD: labels of each concept", lambda _, taken, __: skos.write(taken),
        skos.read, lambda glossary, _: entries.whole(glossary), ".jsonld",
    ),
    _columns("omegat", "OmegaT: source, target and comment, by tabs", "\t", once=False, comments=True),
    _columns("deepl", "DeepL: source and target, by tabs", "\t", once=True),
    _columns("deepl-csv", "DeepL: source and target, by commas", ",", once=True),
    _columns("google", "Google Cloud Translation: one pair of languages, CSV", ",", once=True),
    _sets("google-sets", "Google Cloud Translation: equivalent term sets, CSV"),
    _columns("azure", "Azure Document Translation: source and target, by tabs", "\t", once=True),
    _sets("amazon", "Amazon Translate: custom terminology, CSV", amazon=True),
    _weblate(),
)  # fmt: skip
