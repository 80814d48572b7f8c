"""Placeholders of messages, by the format that a flag names, and the markup and access keys around them.

What a program replaces at run time must stand in a translation as it stands in the source. One table gives the grammar
of each format; conversion goes around what it finds, and checks compare it.

Source: the section "Translators for other Languages" and the flags ``*-format`` of the GNU gettext manual 0.21, and of
each format the manual of its language; ICU's user guide for messages with cases.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_C_SIZE = r"(?:hh|h|ll|l|L|q|j|z|Z|t)?"
_C_WIDTH = r"(?:\*(?:[0-9]{1,4}\$)?|[0-9]{1,6})?(?:\.(?:\*(?:[0-9]{1,4}\$)?|[0-9]{0,6}))?"
_C_ARGUMENT = r"(?:(?P<place>[0-9]{1,4})\$)?"
_C = (
    rf"%{_C_ARGUMENT}[-+ #0'I]*(?P<width>{_C_WIDTH})"
    rf"(?:<PRI(?P<fixed>[diouxX](?:(?:LEAST|FAST)?[0-9]{{1,2}}|MAX|PTR))>|(?P<size>{_C_SIZE})(?P<type>[TYPES]))"
)
_PYTHON = (
    r"%(?:\((?P<name>[^()]*)\))?[-+ #0]*(?:\*|[0-9]{1,6})?(?:\.(?:\*|[0-9]{0,6}))?[hlL]?(?P<type>[diouxXeEfFgGcrsa%])"
)
_FIELD = r"[^{}!:\s]{0,200}(?:![rsa])?(?::[^{}]{0,200}(?:\{[^{}]{0,60}\}[^{}]{0,60})?)?"

FORMATS: dict[str, str] = {
    "c": _C.replace("TYPES", "diouxXeEfFgGaAcCsSpnm%"),
    "objc": _C.replace("TYPES", "diouxXeEfFgGaAcCsSpnm@%"),
    "gcc-internal": rf"%(?:[<>'%]|{_C_ARGUMENT}[q+#]*(?P<size>(?:ll|l|w|z|t)?)(?P<type>[A-Za-z@]))",
    "gfc-internal": rf"%(?:[<>'%CL]|{_C_ARGUMENT}(?P<size>(?:ll|l)?)(?P<type>[difcsu]))",
    "awk": _C.replace("TYPES", "diouxXeEfFgGaAcs%"),
    "tcl": _C.replace("TYPES", "diouxXeEfgGcs%"),
    "lua": _C.replace("TYPES", "AacdEefGgioqsuXx%"),
    "perl": _C.replace("TYPES", "diouxXeEfFgGcsDOUvpn%"),
    "javascript": _C.replace("TYPES", "dioxXeEfgGcsjO%"),
    "java-printf": _C.replace("TYPES", "bBhHsScCdoxXeEfgGaAtTn%"),
    "php": r"%(?:(?P<place>[0-9]{1,4})\$)?(?:[-+ 0]|'.)*[0-9]{0,6}(?:\.[0-9]{0,6})?(?P<type>[bcdeEfFgGosuxX%])",
    "boost": rf"%(?:\|[^|%]*\||[0-9]{{1,3}}%|{_C[1:].replace('TYPES', 'diouxXeEfgGcCsSpnm%')})",
    "ruby": r"%(?:\{[^{}]{1,100}\}|(?:[-+ #0]*<[^<>]{1,100}>)?[-+ #0*0-9.$]*[diouxXeEfgGcspabBA%])",
    "object-pascal": r"%(?:[0-9]{1,4}:)?-?(?:[0-9]{1,6}|\*)?(?:\.(?:[0-9]{1,6}|\*))?[dueEfFgGnNmMpPsSxXDU%]",
    "python": _PYTHON,
    "python-brace": rf"\{{\{{|\}}\}}|\{{{_FIELD}\}}",
    "perl-brace": r"\{[A-Za-z_][A-Za-z0-9_]{0,100}\}",
    "java": r"\{[0-9]{1,3}(?:,[^{}]{0,200}(?:\{[^{}]{0,60}\}[^{}]{0,200}){0,8})?\}",
    "csharp": r"\{\{|\}\}|\{[0-9]{1,3}(?:,[^{}]{0,20})?(?::[^{}]{0,60})?\}",
    "qt": r"%L?[0-9]{1,2}",
    "qt-plural": r"%L?n",
    "kde": r"%[0-9]{1,2}",
    "kde-kuit": r"%[0-9]{1,2}",
    "sh": r"\$\{[A-Za-z_][A-Za-z0-9_]{0,100}\}|\$[A-Za-z_][A-Za-z0-9_]{0,100}",
    "ycp": r"%[1-9%]",
    "librep": r"%(?:[0-9]{1,3}\$)?[-+ #0^0-9]*[dxXscS%]",
    "scheme": r"~[0-9,'@:#+-]*[A-Za-z%~&|*\[\](){}^;?!\n]",
    "lisp": r"~[0-9,'@:#+-]*[A-Za-z%~&|*\[\](){}<>^;?/$\n]",
    "elisp": r"%(?:[0-9]{1,3}\$)?[-+ #0]*[0-9]{0,6}(?:\.[0-9]{0,6})?[cdefgosSxX%]",
    "smalltalk": r"%(?:[1-9]|[%])",
    "icu": r"\{[A-Za-z0-9_.-]{1,100}\}|(?P<cases>\{[A-Za-z0-9_.-]{1,100},)",
}
_GUESSED = (  # where no flag names a format: what can hardly be anything else
    r"%(?:[0-9]{1,2}\$)?[-+#0]{0,3}[0-9]{0,3}(?:\.[0-9]{1,3})?(?:hh|h|ll|l|z|j|t)?[sdiuxXcfg](?![A-Za-z0-9])"
    r"|%\([A-Za-z_][A-Za-z0-9_.-]{0,60}\)[-+#0-9.]{0,8}[sdiufgrxX]"
    r"|%<PRI[diouxX][A-Z0-9]{1,8}>|%\{[A-Za-z_][A-Za-z0-9_]{0,60}\}|%<[a-z_][a-z0-9_]{0,60}>[a-z]"
    r"|\{\{[^\S\n]?[^{}\n]{1,200}\}\}|\$\{[A-Za-z_][A-Za-z0-9_.]{0,60}\}|\{(?:[A-Za-z0-9_][A-Za-z0-9_.]{0,60})?(?:![rsa])?(?::[^{}\n]{0,40})?\}"
    r"|%L?[1-9](?![0-9A-Za-z%])|(?<![%A-Za-z0-9])%n(?![A-Za-z])"
)
_MARKUP = (
    r"</?[A-Za-z][A-Za-z0-9:._-]{0,60}(?:\s[^<>]{0,2000})?/?>|<!--.{0,2000}?-->"
    r"|&(?:[A-Za-z][A-Za-z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});"
)
_ADDRESS = (
    r"[A-Za-z][A-Za-z0-9+.-]{1,15}://[!#-;=?-~]+|[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}"
)
_OPTION = r"(?<![A-Za-z0-9-])--?[A-Za-z][A-Za-z0-9-]{0,60}"
_CODE = r"`[^`\n]{1,2000}`"
_ACCESS = r"\([&_~][A-Za-z0-9]\)|[&_~](?=[A-Za-z0-9])"

_PATTERNS = {name: re.compile(pattern) for name, pattern in FORMATS.items()}
_GUESS = re.compile(_GUESSED)
_VERBATIM = re.compile(f"{_MARKUP}|{_ADDRESS}|{_CODE}|{_OPTION}|{_ACCESS}")
_TYPES = {  # conversions that take the same argument
    "i": "d", "o": "u", "x": "u", "X": "u", "E": "e", "f": "e", "F": "e", "g": "e", "G": "e", "a": "e", "A": "e",
}  # fmt: skip
_OF_C = frozenset(name for name, pattern in FORMATS.items() if "(?P<type>" in pattern and name != "python")


class Placeholder(NamedTuple):
    """A placeholder at its place; ``argument`` is what it stands for: two with the same one are interchangeable."""

    start: int
    end: int
    text: str
    argument: str


def formats(flags: Iterable[str]) -> tuple[str, ...]:
    """The formats that the flags of a message name, without ``-format``; those that are possible do not count.

    >>> formats(("fuzzy", "c-format", "no-python-format")), formats(("kde-format",))
    (('c',), ('kde',))
    """
    named = (flag.removesuffix("-format") for flag in flags if flag.endswith("-format"))
    return tuple(name for name in named if name in FORMATS)


def find(text: str, flags: Iterable[str] = ()) -> tuple[Placeholder, ...]:
    """The placeholders of a message in the formats of its flags; without any, those that can be nothing else. Linear.

    ``%`` behind a number and before Chinese is a percentage where no flag names a format.

    >>> [found.argument for found in find("%2$s：第 %1$d 行，%%", ("c-format",))]
    ['2 s', '1 d']
    >>> [found.text for found in find("打折50%的 {name} 和 %s")]
    ['{name}', '%s']
    """
    named = formats(flags)
    found: list[Placeholder] = []
    for name in named:
        found += _of_format(name, text)
    if not named:
        switched_off = {flag[3:-7] for flag in flags if flag.startswith("no-") and flag.endswith("-format")}
        if not switched_off & {"c", "python"}:
            found = [Placeholder(m.start(), m.end(), m[0], m[0]) for m in _GUESS.finditer(text)]
    return tuple(sorted(found)) if len(named) > 1 else tuple(found)


def arguments(text: str, flags: Iterable[str] = ()) -> Counter[str]:
    """What a message takes from its program; each argument once where a flag names the format.

    >>> arguments("%s: %d", ("c-format",)) == arguments("%2$d 在 %1$s", ("c-format",))
    True
    """
    found = Counter(placeholder.argument for placeholder in find(text, flags))
    return Counter(set(found)) if formats(flags) else found


def spans(source: str, target: str, flags: Iterable[str] = ()) -> tuple[tuple[int, int], ...]:
    """What of a translation stays as it is when it is converted: ordered, disjoint spans. Linear.

    Placeholders, and of markup, addresses, code, options and access keys what stands in the source too. Chinese in a
    tag or beside an address is text.

    >>> target = '<a title="软件">见 https://a.cn/x</a> (&S)，%s'
    >>> [target[start:end] for start, end in spans("<a title='x'>https://a.cn/x</a> &S %s", target)]
    ['https://a.cn/x', '</a>', '(&S)', '%s']
    """
    found = [(place.start, place.end) for place in find(target, flags)]
    for match in _VERBATIM.finditer(target):
        if match[0] in source or _is_key(match[0]):
            found.append(match.span())
    return tuple(_joined(sorted(found)))


def _of_format(name: str, text: str) -> Iterator[Placeholder]:
    number = 0
    position = 0
    pattern = _PATTERNS[name]
    while match := pattern.search(text, position):
        end = match.end()
        groups = match.groupdict()
        argument = match[0]
        if name == "icu" and groups["cases"]:
            end = _closing(text, match.start())
            argument = f"{{{match[0][1:-1]}}}"
        elif name in _OF_C:
            number, argument = _numbered(groups, match[0], number)
        elif name == "python" and groups["name"] is not None:
            argument = f"({groups['name']}) {_TYPES.get(groups['type'], groups['type'])}"
        elif name == "python":
            argument = "" if groups["type"] == "%" else _TYPES.get(groups["type"], groups["type"])
            if argument:
                number += 1
                argument = f"{number} {argument}"
        elif name == "python-brace" and match[0][0] == "{" and match[0] != "{{":
            argument = re.split("[!:]", match[0][1:].rstrip("}"))[0]
            argument = f"{{{argument}}}"
        if argument and argument not in ("{{", "}}", "%%", "~~"):
            yield Placeholder(match.start(), end, text[match.start() : end], argument)
        position = max(end, match.start() + 1)


def _numbered(groups: dict[str, str | None], text: str, number: int) -> tuple[int, str]:
    """The number of the last argument so far, and the argument of a placeholder of a C format."""
    kind = groups["type"] or groups.get("fixed") or ""
    if kind in ("%", "m") or not kind:
        return number, "" if kind == "%" or text == "%%" else text
    if "*" in (groups.get("width") or "") and "$" not in text:
        number += text.count("*")
    if groups["place"]:
        place = int(groups["place"])
    else:
        number += 1
        place = number
    sized = f"{groups.get('size') or ''}{_TYPES.get(kind, kind)}"
    return number, f"{place} {sized}"


def _closing(text: str, start: int) -> int:
    """Behind the brace that closes the one at ``start``; the end of the text where none does."""
    depth = 0
    for match in re.compile("[{}]").finditer(text, start):
        depth += 1 if match[0] == "{" else -1
        if not depth:
            return match.end()
    return len(text)


def _is_key(text: str) -> bool:
    return text[0] in "(&_~" and not text.endswith(";")


def _joined(found: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    start = end = -1
    for low, high in found:
        if low < end:
            end = max(end, high)
            continue
        if start >= 0:
            yield start, end
        start, end = low, high
    if start >= 0:
        yield start, end
