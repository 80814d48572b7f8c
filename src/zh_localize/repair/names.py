"""Names of files and folders: bytes that the file system's encoding cannot read, and names that were read wrong."""

from __future__ import annotations

import contextlib

from zh_localize.repair import plausibility, repair_report

_ENCODINGS = ("gb18030", "big5hkscs")
_PLAUSIBLE = 118  # mean cost up to which bytes are a Chinese name; those of Japanese and Korean ones cost more
_FORBIDDEN = ("", ".", "..")


def repair_name(name: str, *, guess: bool = False) -> str:
    """What a name should be; a sound one comes back as it is.

    Bytes that are no UTF-8, which Python gives as surrogates (PEP 383), are read as GBK or Big5, whichever is the more
    plausible, if one is; then the name is repaired as any text is, with ``guess`` by less evidence. Never raises.

    >>> repair_name("╧╡═│╔Φ╓├.txt"), repair_name("经济.txt".encode("gbk").decode("utf-8", "surrogateescape"))
    ('系统设置.txt', '经济.txt')
    """
    text = _decoded(name) if any("\udc80" <= character <= "\udcff" for character in name) else name
    return repair_report(text, guess=guess).text


def _decoded(name: str) -> str:
    """A name by its bytes in the encoding in which it is most plausible; as it is where it is plausible in none."""
    found = {}
    for encoding in _ENCODINGS:
        with contextlib.suppress(UnicodeError):
            text = name.encode("utf-8", "surrogateescape").decode(encoding)
            costs = zip(text, plausibility.costs(f" {text}"), strict=True)
            wide = [cost for character, cost in costs if character > "\x7f"]
            found[sum(wide) / len(wide)] = text
    return found[min(found)] if found and min(found) <= _PLAUSIBLE else name


def is_usable(name: str) -> bool:
    """Whether a file may have a name: it is one, stays in its folder, and holds no NUL.

    >>> is_usable("a.txt"), is_usable("../a.txt"), is_usable("..")
    (True, False, False)
    """
    return name not in _FORBIDDEN and not any(sign in name for sign in "/\0\n\r")
