"""XLSX: the table of :mod:`.table` as the first sheet of a workbook, by openpyxl (the extra ``xlsx``)."""

from __future__ import annotations

import datetime
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from zh_localize.errors import ExchangeError, GlossaryFormatError
from zh_localize.glossary.exchange import table
from zh_localize.glossary.exchange.xml import refuse_declarations
from zh_localize.glossary.model import Glossary

MAX_UNPACKED = 1 << 29  # bytes of all parts
MAX_RATIO = 200  # of a part, unpacked to packed; sheets of real glossaries are at 5 to 40
_MAX_PARTS = 1000
_MAX_ROWS = 1 << 20  # by the format; a file may claim more
_MAX_COLUMNS = 256
_MAX_CELL = 32_767  # characters, by the format
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")  # how a workbook writes a character by its number
_SMALL = 1 << 20  # parts below this are no bombs, whatever their ratio


def write(glossary: Glossary) -> bytes:
    """The glossary as a workbook with one sheet; every cell is text.

    Raises:
        ExchangeError: openpyxl is not installed, or a text holds what no workbook can.
    """
    openpyxl = _openpyxl()
    from openpyxl.cell import WriteOnlyCell

    _check_texts(glossary)  # before: a workbook that is given up half-way says so on the terminal
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("glossary")
    sheet.freeze_panes = "A2"
    for row in table.rows(glossary):
        cells = [WriteOnlyCell(sheet, _escaped(table.neutral(value)) or None) for value in row]
        for cell in cells:
            if cell.value is not None:
                cell.data_type = "s"
        sheet.append(cells)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def read(data: bytes, path: Path) -> Glossary:
    """The glossary in the first sheet of a workbook; its parts are looked at before anything is unpacked.

    Raises:
        GlossaryFormatError: it is cut off, unpacks to more than it may, holds a formula, or a row is wrong.
        ExchangeError: openpyxl is not installed.
    """
    openpyxl = _openpyxl()
    _check_parts(data, path)
    try:
        book = openpyxl.load_workbook(BytesIO(data), read_only=True)
        return table.from_rows(_rows(book, path), path)
    except (GlossaryFormatError, MemoryError):
        raise
    except Exception as error:  # openpyxl raises whatever a broken part leads to: KeyError, ValueError, ParseError...
        hint = "open it in a spreadsheet and save it again as XLSX"
        raise GlossaryFormatError(path, 1, 1, f"a broken workbook ({error})", hint) from None


def _check_texts(glossary: Glossary) -> None:
    """Refuse what no cell can hold."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    for number, row in enumerate(table.rows(glossary), 1):
        for text in row:
            if len(text) >= _MAX_CELL - text.count("_x") * 6:
                raise ExchangeError(f"row {number}: a text of {len(text):,} characters; a cell holds {_MAX_CELL:,}")
            if ILLEGAL_CHARACTERS_RE.search(text):
                raise ExchangeError(f"row {number}: {text[:40]!r} holds a control character; remove it")


def _escaped(text: str) -> str:
    """The text such that nothing in it looks like a character by its number."""
    return re.sub("_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)


def _openpyxl() -> Any:
    try:
        import openpyxl
    except ImportError:
        raise ExchangeError("XLSX needs openpyxl: pip install 'zh-localize[xlsx]', or use --format csv") from None
    return openpyxl


def _check_parts(data: bytes, path: Path) -> None:
    """Refuse what is no whole archive, what unpacks to too much, and parts that declare anything."""
    hint = "save it again as XLSX from the spreadsheet, or as CSV"
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
            total = sum(part.file_size for part in parts)
            large = next((p for p in parts if p.file_size > max(_SMALL, MAX_RATIO * p.compress_size)), None)
            if len(parts) > _MAX_PARTS or total > MAX_UNPACKED or large:
                found = f"an archive that unpacks to {total:,} bytes in {len(parts)} parts"
                raise GlossaryFormatError(path, 1, 1, found, f"that may be an attack; {hint}")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as stream:
                        refuse_declarations(stream, path)  # type: ignore[arg-type]
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise GlossaryFormatError(path, 1, 1, f"no whole XLSX file ({error})", hint) from None
    except GlossaryFormatError:
        raise
    except Exception as error:  # zlib.error of a damaged part
        raise GlossaryFormatError(path, 1, 1, f"no whole XLSX file ({error})", hint) from None


def _rows(book: Any, path: Path) -> Iterator[tuple[int, list[str]]]:
    sheet = book.worksheets[0]
    sheet.reset_dimensions()  # those that the file declares may be wrong, or a million columns
    width = 0
    for number, row in enumerate(sheet.iter_rows(), 1):
        if number > _MAX_ROWS or len(row) > _MAX_COLUMNS:
            found = f"a row of {len(row):,} columns" if len(row) > _MAX_COLUMNS else f"more than {_MAX_ROWS:,} rows"
            raise GlossaryFormatError(path, number, 1, found, "remove what stands outside the table")
        cells = [_text(cell, number, place, path) for place, cell in enumerate(row, 1)]
        while cells and not cells[-1] and len(cells) > width:
            cells.pop()
        width = width or len(cells)
        yield number, [*cells, *[""] * (width - len(cells))]


def _text(cell: Any, line: int, column: int, path: Path) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        raise GlossaryFormatError(path, line, column, "a formula", "put its value there, as text")
    if cell.data_type == "e":
        raise GlossaryFormatError(path, line, column, f"the error {value}", "write the text that is meant")
    if isinstance(value, datetime.datetime):  # what a spreadsheet makes of 2013-03-20
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return table.restored(_ESCAPE.sub(lambda match: chr(int(match[1], 16)), str(value)))
