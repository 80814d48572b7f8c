"""Every error that the project raises on purpose.

An error carries its facts as attributes and its message says where, what was found and what to do. Damaged *text* never
raises: it is the input this project exists for. Files, options, tables and glossaries do.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class ZhLocalizeError(Exception):
    """The base of all of them."""


class UnknownNameError(ZhLocalizeError, ValueError):
    """A name given by the user is none of the known ones; ``nearest`` is the one they may have meant."""

    kind = "name"

    def __init__(self, name: str, known: Iterable[str]) -> None:
        import difflib

        self.name = name
        self.known = tuple(known)
        folded = {known_name.lower(): known_name for known_name in self.known}
        close = [known_name for known_name in folded if name and name.lower() in known_name]
        close = close or difflib.get_close_matches(name.lower(), folded, n=1, cutoff=0.4)
        self.nearest = folded[close[0]] if close else None
        hint = f"did you mean {self.nearest!r}?" if self.nearest else f"known: {', '.join(self.known)}"
        super().__init__(f"unknown {self.kind} {name!r}; {hint}")


class UnknownVariantError(UnknownNameError):
    """Neither a variant of Chinese nor, where others are allowed, a language tag."""

    kind = "variant"


class UnknownConfigError(UnknownNameError):
    """Not the name of an OpenCC configuration."""

    kind = "configuration"


class UnknownRuleError(UnknownNameError):
    """Not the id of a rule."""

    kind = "rule"


class UnknownEncodingError(UnknownNameError):
    """Not the name of an encoding of text that Python can read."""

    kind = "encoding"


class UnknownColumnError(ZhLocalizeError, ValueError):
    """A table has no column, or key, of that name; ``known`` are those that it has."""

    def __init__(self, table: str, name: str, known: Iterable[str]) -> None:
        self.table = table
        self.name = name
        self.known = tuple(known)
        super().__init__(f"{table}: there is no column {name!r}; it has {', '.join(map(repr, self.known)) or 'none'}")


class UnknownEngineError(UnknownNameError):
    """Not the name of a conversion engine."""

    kind = "engine"


class UnknownProfileError(UnknownNameError):
    """Not the name of a profile of the packs, nor the TOML file of one."""

    kind = "profile"


class UnknownFormatError(UnknownNameError):
    """Not the name of a format that glossaries are exchanged in."""

    kind = "format"


class EngineError(ZhLocalizeError, RuntimeError):
    """A conversion engine cannot be used here; the message says what is installed instead and what to install."""


class BackendError(ZhLocalizeError, RuntimeError):
    """``ZH_LOCALIZE_BACKEND`` asks for a backend that is not here."""


class TableError(ZhLocalizeError, RuntimeError):
    """A table shipped with the package is missing or is not the one that was built."""

    def __init__(self, name: str, found: str, expected: str) -> None:
        self.name = name
        self.found = found
        self.expected = expected
        super().__init__(f"table {name}: found {found}, expected {expected}; reinstall zh-localize")


class FileError(ZhLocalizeError, OSError):
    """A file cannot be read or written; ``reason`` says why and what to do."""

    def __init__(self, path: Path | str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"{path}: {reason}")

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


class UndecodableError(FileError):
    """Bytes of a file are text in no encoding that is known; ``offset`` is that of the first, in bytes from 0."""

    def __init__(
        self, path: Path | str, encoding: str, offset: int, line: int, byte: int, count: int, *, given: bool = False
    ) -> None:
        self.encoding = encoding
        self.offset = offset
        self.line = line
        more = f" (and {count - 1} more)" if count > 1 else ""
        super().__init__(
            path,
            f"line {line}, byte {offset}: 0x{byte:02X} is no text in {encoding}, "
            f"{'as was asked for' if given else 'the nearest encoding'}{more}; "
            f"mend or remove the byte, or {'choose another encoding' if given else 'convert the file to UTF-8 first'}",
        )


class LineError(ZhLocalizeError, ValueError):
    """A line of a file breaks its format; ``hint`` says what to write instead. Lines and columns count from 1."""

    def __init__(self, path: Path | str, line: int, column: int, found: str, hint: str) -> None:
        self.path = path
        self.line = line
        self.column = column
        self.found = found
        self.hint = hint
        super().__init__(f"{path}:{line}:{column}: {found}; {hint}")


class GlossaryFormatError(LineError):
    """A line of a glossary cannot be read."""


class ExchangeError(ZhLocalizeError, ValueError):
    """A glossary cannot be written in, or read from, another format; the message says what to do."""


class CatalogFormatError(LineError):
    """A line of a PO file cannot be read, or an MO file is none."""


class EditError(ZhLocalizeError, ValueError):
    """An edit that a glossary cannot take; the message says what it is about and what to do."""

    def __init__(self, subject: str, found: str, hint: str) -> None:
        self.subject = subject
        self.found = found
        self.hint = hint
        super().__init__(f"{subject}: {found}; {hint}")
