"""The bytes behind a text that was read wrong: what they are, what they were taken for, and what they were."""

from __future__ import annotations

from zh_localize.repair.wild import bytes_of
from zh_localize.report import Edit

LIMIT = 24  # bytes that are shown


def chain(edit: Edit) -> str:
    """The evidence of an edit in words: its bytes, and the code pages one after another; empty without evidence.

    A byte that nothing is left of is ``??``.

    >>> from zh_localize.repair import repair_report
    >>> chain(repair_report("ä¸\\xadå›½").edits[0])
    'E4 B8 AD E5 9B BD · read as cp1252 · is utf-8'
    """
    return " · ".join(filter(None, (data(edit), code_pages(edit))))


def data(edit: Edit) -> str:
    """The first bytes of what an edit changes, in the code page in which they were read."""
    return _bytes(edit.before, edit.evidence.partition(">")[0]) if edit.evidence else ""


def code_pages(edit: Edit) -> str:
    """What the bytes were read as, and what they are; several times where that happened several times."""
    shown: list[str] = []
    for pair in filter(None, edit.evidence.split("+")):
        wrong, _, right = pair.partition(">")
        shown += [f"read as {wrong}", f"is {right}"] if wrong != right else [f"read as {wrong} out of step"]
    return " · ".join(shown)


def _bytes(text: str, encoding: str) -> str:
    known = bytes_of(encoding)
    shown: list[str] = []
    for character in text:
        if len(shown) > LIMIT:
            break
        data = known[character][0] if character in known else _own(character)
        shown += [f"{byte:02X}" for byte in data] or ["??"]
    return " ".join(shown[:LIMIT] + ["…"] * (len(shown) > LIMIT))


def _own(character: str) -> bytes:
    return character.encode() if character < "\x80" and character != "?" else b""
