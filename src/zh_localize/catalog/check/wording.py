"""The script and the words of the region, what was left untranslated, and what was damaged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from zh_localize.catalog.check.message import Message, change, note
from zh_localize.catalog.wording import Wording
from zh_localize.convert import Converter
from zh_localize.convert.vocabulary import Vocabulary
from zh_localize.repair import repair_report
from zh_localize.report import Edit
from zh_localize.text import scripts
from zh_localize.text.variants import Variant

_QUOTED = re.compile("[“「『《〈‘][^“”「」『』《》〈〉‘’\n]{1,40}[”」』》〉’]")
_NAME_OF_SCRIPT = re.compile("[简簡][体體]|繁[体體]|[简簡]化字|[简簡]中|繁中")
_WORDS = re.compile(r"(?:(?<![A-Za-z%{<&_-])[a-z]{2,}(?: |\Z|(?=[.,;:!?]))){4,}")
_HAN = re.compile("[\u3400-\u9fff]")
_LOWER = re.compile(r"(?<![\w%{<&/.$-])[a-z]{3,}(?![\w(}>/=])")
_USAGE = re.compile(r"\[-|<[a-z]|[|=#]")
_SCRIPTED = ("mojibake.", "leak.", "lost.", "gloss.", "character.", "slip.")


def script(message: Message) -> Iterator[Edit]:
    """Simplified characters in a Traditional text, or the other way round; not in quotations and names of scripts."""
    other = "Hans" if message.variant.script == "Hant" else "Hant"
    found = set(scripts.marks(message.target, other))
    if not found or found <= set(message.source):
        return
    exempt = [match.span() for pattern in (_QUOTED, _NAME_OF_SCRIPT) for match in pattern.finditer(message.target)]
    for place, character in enumerate(message.target):
        if character not in found or character in message.source or not message.is_free(place, place + 1):
            continue
        if any(start <= place < end for start, end in exempt):
            continue
        after = _converter(message.variant).convert(character)
        if after != character and len(after) == 1:
            yield change(message, "po.script", place, place + 1, after)
        else:
            yield note(message, "po.script", place, place + 1)


def region(message: Message) -> Iterator[Edit]:
    """A word of another region, beside the one that this region has for it.

    Where both are current in this region, nothing is said.
    """
    wording, vocabulary = _words(message.variant)
    known: set[int] = set()
    for edit in wording.report(message.unit.source, message.target).edits:
        known.update(range(edit.start, edit.end))
        if (
            not edit.is_note
            and message.is_free(edit.start, edit.end)
            and not wording.is_current(message.unit.source, edit.before)
        ):
            yield note(message, "po.region", edit.start, edit.end, edit.after)
    if message.variant.script == "Hans":
        return  # the words of Taiwan in OpenCC's tables are ordinary ones of the mainland too often
    for edit in vocabulary.report(message.target).edits:
        if known.isdisjoint(range(edit.start, edit.end)) and message.is_free(edit.start, edit.end):
            yield note(message, "po.region", edit.start, edit.end, edit.after)


@cache
def _converter(variant: Variant) -> Converter:
    return Converter(to=variant)


@cache
def _words(variant: Variant) -> tuple[Wording, Vocabulary]:
    origin = Variant.HANT_TW if variant.script == "Hans" else Variant.HANS_CN
    return Wording(origin, variant), Vocabulary(variant)


def untranslated(message: Message) -> Iterator[Edit]:
    """A clause of the source is left in the translation, or all of it."""
    source, target = message.source, message.target
    if target == source:
        if not _HAN.search(target) and len(_LOWER.findall(source)) >= 4 and not _USAGE.search(source):
            yield note(message, "po.untranslated", 0, len(target))
        return
    if _HAN.search(source):
        return
    for match in _WORDS.finditer(target):
        if match[0].strip() in source and message.is_free(*match.span()) and _HAN.search(target):
            yield note(message, "po.untranslated", *match.span())
            return


def damage(message: Message) -> Iterator[Edit]:
    """Damage that `repair` mends, or notes as lost; not what stands in the source too."""
    if message.target.isascii():
        return
    for edit in repair_report(message.target).edits:
        if edit.before in message.source or not edit.rule.startswith(_SCRIPTED):
            continue
        if edit.is_note:
            yield note(message, "po.damage", edit.start, edit.end)
        else:
            yield change(message, "po.damage", edit.start, edit.end, edit.after, edit.grade)


CHECKS = (script, region, untranslated, damage)
