"""SKOS as JSON-LD: a concept scheme whose labels are preferred, alternative or hidden.

Source: SKOS Reference, W3C Recommendation of 18 August 2009; JSON-LD 1.1, W3C Recommendation of 16 July 2020.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from zh_localize.errors import GlossaryFormatError
from zh_localize.glossary.exchange.collect import Collector
from zh_localize.glossary.exchange.entries import ANY, Entry, Languages
from zh_localize.glossary.find import rank
from zh_localize.glossary.model import Glossary

_NAMESPACE = "http://www.w3.org/2004/02/skos/core#"
_CONCEPT = "urn:zh-localize:concept:"
_SCHEME = "urn:zh-localize:scheme"
_STATUSES = {"prefLabel": "preferred", "altLabel": "admitted", "hiddenLabel": "deprecated"}
_CONTEXT = {
    "skos": _NAMESPACE,
    "Concept": "skos:Concept",
    "ConceptScheme": "skos:ConceptScheme",
    **{name: {"@id": f"skos:{name}", "@container": "@language"} for name in ("prefLabel",)},
    **{name: {"@id": f"skos:{name}", "@container": ["@language", "@set"]} for name in ("altLabel", "hiddenLabel")},
    **{name: f"skos:{name}" for name in ("definition", "note", "notation")},
    **{name: {"@id": f"skos:{name}", "@type": "@id"} for name in ("broader", "related", "inScheme")},
}


def write(entries: Iterable[Entry]) -> Iterator[str]:
    """The entries as JSON-LD, a concept a line. SKOS has one preferred label a language: others are alternatives."""
    yield f'{{"@context": {json.dumps(_CONTEXT)},\n"@graph": [\n'
    yield json.dumps({"@id": _SCHEME, "@type": "ConceptScheme"})
    for entry in entries:
        yield f",\n{json.dumps(_node(entry), ensure_ascii=False)}"
    yield "\n]}\n"


def read(data: bytes, path: Path, languages: Languages = ANY) -> Glossary:
    """The concepts of a JSON-LD file in the shape that :func:`write` gives it, or with keys such as ``skos:prefLabel``.

    Raises:
        GlossaryFormatError: it is no JSON, or no such graph.
    """
    hint = "give SKOS as JSON-LD: an object with @graph, a list of concepts"
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        raise GlossaryFormatError(path, error.lineno, error.colno, error.msg, hint) from None
    except (UnicodeDecodeError, RecursionError) as error:
        raise GlossaryFormatError(path, 1, 1, f"no JSON that can be read ({error})", hint) from None
    graph = document.get("@graph") if isinstance(document, dict) else document
    if not isinstance(graph, list) or not all(isinstance(node, dict) for node in graph):
        raise GlossaryFormatError(path, 1, 1, "no @graph", hint)
    collector = Collector(path, ours=False, tags=languages.all)
    for number, node in enumerate(graph, 1):
        values = {_local(key): value for key, value in node.items()}
        if any(name in values for name in _STATUSES):
            _concept(values, number, collector)
    return collector.glossary()


def _node(entry: Entry) -> dict[str, Any]:
    concept = entry.concept
    labels: dict[str, dict[str, Any]] = {name: {} for name in _STATUSES}
    for row in sorted(entry.terms, key=rank):
        if row.status == "preferred" and row.lang not in labels["prefLabel"]:
            labels["prefLabel"][row.lang] = row.term
        else:
            labels["altLabel" if row.is_usable else "hiddenLabel"].setdefault(row.lang, []).append(row.term)
    node: dict[str, Any] = {"@id": _iri(concept.concept), "@type": "Concept", "inScheme": _SCHEME}
    node |= {"notation": concept.domain, "definition": concept.definition, "note": concept.note, **labels}
    for name, value in (("broader", concept.broader), ("related", concept.related)):
        node[name] = [_iri(other) for other in value.split(",") if other]
    return {name: value for name, value in node.items() if value}


def _concept(values: Mapping[str, Any], number: int, collector: Collector) -> None:
    """A node; the number of it stands for a line, of which JSON keeps none."""
    concept = _identifier(values.get("@id", ""))
    fields = {"concept": concept, "domain": _one(values.get("notation", "")), "note": _one(values.get("note", ""))}
    fields["definition"] = _one(values.get("definition", ""))
    fields |= {name: ",".join(map(_identifier, _list(values.get(name, [])))) for name in ("broader", "related")}
    collector.concept(number, 1, fields)
    for name, status in _STATUSES.items():
        for lang, term in _labels(values.get(name, {})):
            row = {"concept": concept, "lang": lang, "term": term, "status": status, "review": "draft"}
            collector.designation(number, 1, row)


def _labels(value: Any) -> Iterator[tuple[str, str]]:
    """Language and text of labels, in each of the shapes that JSON-LD has for them."""
    if isinstance(value, dict) and "@value" not in value:
        for lang, texts in value.items():
            yield from ((lang, str(text)) for text in _list(texts))
        return
    for label in _list(value):
        if isinstance(label, dict):
            yield str(label.get("@language", "")), str(label.get("@value", ""))


def _one(value: Any) -> str:
    texts = [item.get("@value", "") if isinstance(item, dict) else item for item in _list(value)]
    return "; ".join(str(text) for text in texts if text)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _local(key: str) -> str:
    return key.removeprefix("skos:").removeprefix(_NAMESPACE)


def _iri(concept: str) -> str:
    return _CONCEPT + quote(concept, safe="")


def _identifier(value: Any) -> str:
    """The id of a concept: what stands last in its IRI."""
    text = str(value.get("@id", "") if isinstance(value, dict) else value)
    if text.startswith(_CONCEPT):
        return unquote(text.removeprefix(_CONCEPT))
    return text.replace("#", "/").rstrip("/").rpartition("/")[2]
