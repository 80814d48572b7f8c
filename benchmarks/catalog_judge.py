"""GNU gettext as the judge of what is done to one PO file: read and written, laid out, compiled, looked up, merged."""

from __future__ import annotations

import ctypes
import gettext
import io
import os
import re
import struct
import subprocess
import tempfile
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from zh_localize.catalog import Catalog, Unit, mo, po
from zh_localize.catalog.compilation import check
from zh_localize.catalog.merge import merge
from zh_localize.errors import CatalogFormatError

_ENVIRONMENT = {"LC_ALL": "C", "PATH": os.environ.get("PATH", os.defpath)}
_UTF_8 = re.compile(rb"charset=utf-8\b", re.IGNORECASE)
_CHARSET = re.compile(rb"charset=(?!CHARSET)[^\s\\]+")
_MACRO = re.compile("<PRI([dioxuX])([A-Z]*)(8|16|32|64)?>")
_MARK = b"\xef\xbb\xbf"


@dataclass(slots=True)
class Verdict:
    """What was found for a file; None where there is nothing to compare."""

    path: str
    accepted: bool  # by msgfmt
    read: bool  # by us
    error: str = ""
    marked: bool = False  # with a byte order mark, which msgfmt refuses and we take out
    lossless: bool | None = None
    identical: bool | None = None
    formatted: bool | None = None
    compiled: bool | None = None
    same_bytes: bool | None = None
    merged: bool | None = None
    lookups: int = 0
    missed: list[str] = field(default_factory=list)


def judge(path: Path) -> Verdict:
    """All that is measured on a file."""
    data = path.read_bytes()
    refused = run("msgfmt", "-o", os.devnull, path).returncode != 0
    verdict = Verdict(str(path), accepted=not refused, read=True, marked=data.startswith(_MARK))
    try:
        catalog = po.read(path)
        check(catalog, path)
    except CatalogFormatError as error:
        verdict.read, verdict.error = False, str(error)
        return verdict
    to_utf_8 = [] if _UTF_8.search(data) or not _CHARSET.search(data) else ["-t", "UTF-8"]
    judged = run("msgcat", "--force-po", *to_utf_8, path)
    if refused or judged.returncode:
        return verdict
    laid_out = judged.stdout
    written = po.to_bytes(catalog)
    verdict.lossless = written == data or run("msgcat", "--force-po", "-", data=written).stdout == laid_out
    if laid_out == data:
        verdict.identical = written == data
    verdict.formatted = po.format_bytes(catalog) == laid_out
    _compile(verdict, catalog, laid_out)
    _merge(verdict, laid_out)
    return verdict


def run(*command: str | Path, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """A command of GNU gettext, its messages in English."""
    return subprocess.run([*map(str, command)], input=data, capture_output=True, env=_ENVIRONMENT, check=False)


def _compile(verdict: Verdict, catalog: Catalog, laid_out: bytes) -> None:
    """Compile with both and compare the bytes, else what msgunfmt shows and Python finds; and look up."""
    theirs = run("msgfmt", "-o", "-", "-", data=laid_out).stdout
    ours = mo.to_bytes(catalog)
    if not theirs:  # msgfmt writes nothing where nothing is translated
        verdict.compiled = not mo.from_bytes(ours).units
        return
    verdict.same_bytes = ours == theirs
    verdict.compiled = verdict.same_bytes or (_shown(ours), _in_python(ours)) == (_shown(theirs), _in_python(theirs))
    with tempfile.TemporaryDirectory() as folder:
        verdict.lookups, verdict.missed = _look_up(ours, catalog, Path(folder))


def _shown(data: bytes) -> bytes:
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        return run("msgunfmt", file.name).stdout


def _in_python(data: bytes) -> object:
    try:
        return gettext.GNUTranslations(io.BytesIO(data))._catalog  # type: ignore[attr-defined]
    except (ValueError, LookupError, SyntaxError, struct.error) as error:  # plural forms that Python does not take
        return type(error)


def _look_up(data: bytes, catalog: Catalog, folder: Path) -> tuple[int, list[str]]:
    """How many messages the C library is asked for, and those that it does not find."""
    library = _c_library()
    locale = folder / "xx" / "LC_MESSAGES"
    locale.mkdir(parents=True)
    domain = folder.name.encode()  # a new one: the library keeps what it has loaded
    (locale / f"{folder.name}.mo").write_bytes(data)
    library.bindtextdomain(domain, str(folder).encode())
    library.bind_textdomain_codeset(domain, b"UTF-8")
    units = [unit for unit in catalog.units if unit.target and not unit.fuzzy and not unit.obsolete]
    missed = []
    for unit in units:
        of_system = any(flag in ("c-format", "objc-format") for flag in unit.flags)
        key = unit.source if unit.context is None else f"{unit.context}\4{unit.source}"
        wanted, target = (_expanded(key), _expanded(unit.target)) if of_system else (key, unit.target)
        found = library.dgettext(domain, wanted.encode())
        if found == wanted.encode() != target.encode():
            missed.append(key)
    return len(units), missed


@cache
def _c_library() -> ctypes.CDLL:
    os.environ["LANGUAGE"] = "xx"
    library = ctypes.CDLL(None)
    library.dgettext.restype = ctypes.c_char_p
    library.setlocale(6, b"C.UTF-8")  # LC_ALL
    return library


def _expanded(text: str) -> str:
    """A format as a program on a 64-bit Linux has it."""
    return _MACRO.sub(lambda match: f"{'' if match[3] in ('8', '16', '32') else 'l'}{match[1]}", text)


def _merge(verdict: Verdict, laid_out: bytes) -> None:
    """Merge with a template that lacks a tenth of the messages and has changed another tenth."""
    catalog = po.from_bytes(laid_out)
    units = [_of_template(unit, place) for place, unit in enumerate(catalog.units) if place % 10 and not unit.obsolete]
    seen = {unit.key: unit for unit in units}
    template = replace(catalog, units=tuple(seen.values()), origin=None)
    with tempfile.TemporaryDirectory() as folder:
        old, new = Path(folder) / "old.po", Path(folder) / "new.pot"
        old.write_bytes(laid_out)
        new.write_bytes(po.format_bytes(template))
        judged = run("msgmerge", "-N", "-q", "--force-po", "-o", "-", old, new)
        if judged.returncode:
            return
        merged = merge(po.read(old), po.read(new), fuzzy=False)
    verdict.merged = _active(po.from_bytes(po.to_bytes(merged))) == _active(po.from_bytes(judged.stdout))


def _of_template(unit: Unit, place: int) -> Unit:
    changed = "!!" if place % 10 == 5 else ""
    targets = ("",) if unit.plural is None else ("", "")
    return Unit(f"{unit.source}{changed}", targets, unit.context, unit.plural, flags=unit.flags)


def _active(catalog: Catalog) -> list[tuple[object, ...]]:
    return [(*unit.key, unit.plural, unit.targets, unit.fuzzy) for unit in catalog.units if not unit.obsolete]
