"""The rules of TBX-Basic that its RELAX NG and Schematron schemas state, for the elements that we write.

Written from reading TBXcoreStructV03_TBX-Basic_integrated.rng, TBX-Basic_DCA.sch, Min.rng and Basic.rng of LTAC Global,
which carry no licence and so are not copied here.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree

CORE = "{urn:iso:std:iso:30042:ed-2}"
MIN = "{http://www.tbxinfo.net/ns/min}"
BASIC = "{http://www.tbxinfo.net/ns/basic}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_STATUS = {f"{name}Term-admn-sts" for name in ("admitted", "deprecated", "superseded", "preferred")}
_LISTS = {
    "administrativeStatus": _STATUS,
    "partOfSpeech": {"adjective", "noun", "other", "verb", "adverb"},
    "termType": {"fullForm", "acronym", "abbreviation", "shortForm", "variant", "phrase"},
}
_MODULES = {
    MIN: {"customerSubset", "subjectField", "administrativeStatus", "partOfSpeech"},
    BASIC: {"source", "definition", "context", "termType", "projectSubset", "geographicalUsage", "grammaticalGender"},
}
_TYPES = {
    "admin": {"customerSubset", "projectSubset", "source"},
    "descrip": {"context", "definition", "subjectField"},
    "termNote": {"administrativeStatus", "grammaticalGender", "geographicalUsage", "partOfSpeech", "termType"},
}
_AT = {"subjectField": "conceptEntry", "customerSubset": "termSec", "termNote": "termSec"}


def faults(data: bytes, *, strict: bool) -> list[str]:
    """What breaks the rules: those of the core, and with ``strict`` those of the dialect TBX-Basic."""
    root = ElementTree.fromstring(data)
    found: list[str] = []

    def need(holds: object, what: str) -> None:
        if not holds:
            found.append(what)

    style = root.get("style", "")
    need(root.tag == f"{CORE}tbx" and root.get(LANG), "root")
    need(re.fullmatch("TBX-.+", root.get("type", "")) and style in ("dca", "dct"), "type and style")
    need(not strict or root.get("type") == "TBX-Basic", "dialect")
    need([child.tag for child in root] == [f"{CORE}tbxHeader", f"{CORE}text"], "tbxHeader, text")
    description = root.find(f"{CORE}tbxHeader/{CORE}fileDesc")
    assert description is not None
    need([child.tag for child in description] == [f"{CORE}titleStmt", f"{CORE}sourceDesc"], "fileDesc")
    need(description.findall(f"{CORE}sourceDesc/{CORE}p"), "sourceDesc without p")
    entries = root.findall(f"{CORE}text/{CORE}body/{CORE}conceptEntry")
    need(entries, "body without conceptEntry")
    ids = [entry.get("id", "") for entry in entries]
    need(len(set(ids)) == len(ids) and all(re.fullmatch(r"[A-Za-z_][\w.-]*", each) for each in ids), "ids")
    for entry in entries:
        _content(entry, "conceptEntry", "langSec", style, need, strict=strict)
        for section in entry.findall(f"{CORE}langSec"):
            need(section.get(LANG), "langSec without xml:lang")
            _content(section, "langSec", "termSec", style, need, strict=strict)
            for term in section.findall(f"{CORE}termSec"):
                need(len(term) and term[0].tag == f"{CORE}term", "termSec without term")
                kinds = [_kind(child) for child in term[1:]]
                notes = [kind == "termNote" for kind in kinds]
                need(notes == sorted(notes, reverse=True), "termNote behind others")
                _data(list(term[1:]), "termSec", style, need, strict=strict)
    return found


def _content(element, name, inner, style, need, *, strict):  # type: ignore[no-untyped-def]
    """Auxiliary information first, then one or more of what is inside."""
    tags = [child.tag == f"{CORE}{inner}" for child in element]
    need(any(tags) and tags == sorted(tags), f"{name}: order, or no {inner}")
    _data([child for child in element if child.tag != f"{CORE}{inner}"], name, style, need, strict=strict)


def _data(children, level, style, need, *, strict):  # type: ignore[no-untyped-def]
    for child in children:
        kind = _kind(child)
        if kind == "descripGrp":
            need(len(child) == 1, "descripGrp")
            _data(list(child), level, style, need, strict=strict)
            continue
        if kind == "note":
            continue
        namespace, _, local = child.tag.rpartition("}")
        category = child.get("type", "") if style == "dca" else local
        if style == "dca":
            need(kind in _TYPES, f"element {kind}")
            need(not strict or category in _TYPES.get(kind, ()), f"{kind} {category}")
        else:
            need(namespace + "}" != CORE, f"{kind} in a file of tags")
            need(not strict or category in _MODULES.get(namespace + "}", ()), f"tag {child.tag}")
        need(not strict or not len(child), "element in data")
        need(_AT.get(category, level) == level, f"{category} in {level}")
        need(_AT.get(kind, level) == level, f"{kind} in {level}")
        need(category != "definition" or level in ("conceptEntry", "langSec"), f"definition in {level}")
        need(category not in _LISTS or child.text in _LISTS[category], f"{category} {child.text}")


def _kind(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2] if element.tag.startswith(CORE) else ""
