"""What a program needs of a translation: placeholders, tags, access keys, line ends, addresses and options.

Source of the comparisons: what ``msgfmt --check`` 0.21 says of the same messages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from zh_localize.catalog import placeholders
from zh_localize.catalog.check.message import Message, change, note
from zh_localize.report import Edit

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:._-]{0,60})((?:\s[^<>]{0,2000})?)(/?)>")
_VOID = frozenset(("br", "hr", "img", "wbr", "input"))
_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_ADDRESS = re.compile(r"(?<![A-Za-z0-9])(?:https?|ftps?|mailto|git|ssh)://[!#-;=?-~]*[A-Za-z0-9/_=-]")
_TIME_FORMAT = re.compile("%-?[YHMBeIjyb]")
_FULL_STOPS = "。，：；！？、（）「」『』《》“”…—"
_LOCALISED = re.compile(r"//(?:en|www|zh)\.|/en(?:[/_-]|\Z)|[?&](?:lang|hl)=|wikipedia")


def placeholders_of(message: Message) -> Iterator[Edit]:
    """A placeholder is missing, one too many, or of another type."""
    flags = message.unit.flags
    source, target = (placeholders.arguments(text, flags) for text in (message.source, message.target))
    if source == target or (not placeholders.formats(flags) and message.source == message.target):
        return
    if not placeholders.formats(flags) and _TIME_FORMAT.search(message.source):
        return
    missing, extra = (source - target).elements(), target - source
    wanted = [*missing]
    found = [place for place in placeholders.find(message.target, flags) if place.argument in extra]
    written = {place.argument: place.text for place in placeholders.find(message.source, flags)}
    rule = "po.placeholder" if placeholders.formats(flags) else "po.placeholder-guessed"
    if message.unit.plural is not None and not extra:
        rule = "po.plural"  # which msgfmt accepts: a form may be for one number alone
    start, end = (found[0].start, found[0].end) if found else (0, 0)
    yield note(message, rule, start, end, *(written.get(argument, argument) for argument in wanted))


def tags(message: Message) -> Iterator[Edit]:
    """Tags of the source are missing, or others stand in the target. Words in angle brackets are no tags."""
    source, target = _tags(message.source), _tags(message.target)
    known = _markup(message.source)
    if not known:
        return
    wanted = Counter({tag: count for tag, count in source.items() if tag.strip("</>") in known})
    found = Counter({tag: count for tag, count in target.items() if tag.strip("</>") in known})
    if wanted != found:
        place = _TAG.search(message.target)
        start, end = place.span() if place and found - wanted else (0, 0)
        yield note(message, "po.tag", start, end, *(wanted - found))


def _tags(text: str) -> Counter[str]:
    return Counter(f"<{m[1]}{m[2].lower()}>" for m in _TAG.finditer(text))


def _markup(text: str) -> frozenset[str]:
    """The names in angle brackets that are tags: with an end tag, an attribute, closed at once, or empty in HTML."""
    found = [*_TAG.finditer(text)]
    closed = {match[2].lower() for match in found if match[1]}
    sure = {m[2].lower() for m in found if "=" in m[3] or m[4] or m[2].lower() in _VOID}
    return frozenset(closed | sure)


def access_key(message: Message) -> Iterator[Edit]:
    """The access key is missing, doubled, another letter than in the source's habit, or inside of Chinese."""
    mark = message.access_mark
    if not mark or len(message.source) > 100:
        return
    source = _keys(message.source, mark)
    is_name = message.source.islower() and " " not in message.source
    if len(source) != 1 or "\n" in message.source or is_name:
        return
    target = list(re.finditer(f"{re.escape(mark)}(?=[A-Za-z0-9\u3400-\u9fff])", message.target))
    target = [match for match in target if message.target[match.start() - 1 : match.start()] != mark]
    letter = source[0].upper()
    if not target:
        yield note(message, "po.access-key", 0, 0, f"({mark}{letter})")
    elif len(target) > 1:
        yield note(message, "po.access-key", target[1].start(), target[1].end() + 1)
    elif message.target[target[0].end()] > "\u3000":
        yield note(message, "po.access-key-style", target[0].start(), target[0].end() + 1, f"({mark}{letter})")


def _keys(text: str, mark: str) -> list[str]:
    """The letters behind the marks of access keys in a source; none where they may be parts of names."""
    if mark == "_":
        found = re.findall(r"(?<![A-Za-z0-9_.])_([A-Za-z0-9])|[A-Za-z]_([a-z])(?=[a-z]*(?:[ .:…]|\Z))", text)
        letters = [first or second for first, second in found]
        return letters if text.count("_") == len(letters) else []
    if _ENTITY.search(text) or "&&" in text:
        return []
    return re.findall(r"&([A-Za-z0-9])", text)


def ends(message: Message) -> Iterator[Edit]:
    """Line breaks and blanks at the beginning and at the end are those of the source."""
    source, target = message.source, message.target
    for at_start in (True, False):
        wanted, found = (_edge(text, at_start=at_start) for text in (source, target))
        if wanted == found or len(found) == len(target):
            continue
        breaks = wanted.count("\n"), found.count("\n")
        start, end = (0, len(found)) if at_start else (len(target) - len(found), len(target))
        if bool(breaks[0]) != bool(breaks[1]):
            yield change(message, "po.line-ends", start, end, wanted)
        elif "\n" not in wanted + found and "\t" not in wanted + found:
            inner = target[len(found) : len(found) + 1] if at_start else target[-len(found) - 1 :][:1]
            if not found and inner in _FULL_STOPS:
                continue  # a full-width mark brings its own room
            yield change(message, "po.blank-ends", start, end, wanted)


def _edge(text: str, *, at_start: bool) -> str:
    rest = text.lstrip(" \t\n") if at_start else text.rstrip(" \t\n")
    return text[: len(text) - len(rest)] if at_start else text[len(rest) :]


def addresses(message: Message) -> Iterator[Edit]:
    """An address stands in the translation as it stands in the source, unless it has a language."""
    source = Counter(_ADDRESS.findall(message.source))
    target = Counter(_ADDRESS.findall(message.target))
    missing = [address for address in source - target if not _LOCALISED.search(address)]
    extra = list(target - source)
    if missing and not (len(extra) >= len(missing) and any(map(_LOCALISED.search, extra))):
        start = message.target.find(extra[0]) if extra else 0
        yield note(message, "po.address", start, start + len(extra[0]) if extra else 0, *missing)


CHECKS = (placeholders_of, tags, access_key, ends, addresses)
