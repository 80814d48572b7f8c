"""The edits of a glossary: each takes entries and gives new ones, or says why it cannot be.

None reads or writes anything; ``store.change`` runs them on the pack as it is. Each is linear in the glossary.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from zh_localize.errors import EditError
from zh_localize.glossary.entries import Entries, Key, checked
from zh_localize.glossary.find import is_of
from zh_localize.glossary.fold import fold
from zh_localize.glossary.lint import Issue, lint
from zh_localize.glossary.model import Concept, Designation, Glossary


def add(entries: Entries, row: Designation, concept: Concept | None = None) -> Entries:
    """Add a designation; for a new concept of a pack, ``concept`` tells its domain.

    Raises:
        EditError: it is there already, its concept is not, or a field cannot be as it is.

    >>> entries = add(Entries(), Designation("c1", "en", "policy"), Concept("c1", "law"))
    >>> [*entries.terms], entries.concepts["c1",].domain
    ([('c1', 'en', 'policy')], 'law')
    """
    checked(row)
    key = row[:3]
    if key in entries.terms:
        raise EditError(_name(key), "stands there already", "change it with edit")
    concepts = dict(entries.concepts)
    if concept is not None:
        if (concept.concept,) in concepts:
            raise EditError(concept.concept, "the concept is there already", "leave its domain out")
        checked(concept)
        concepts[concept.concept,] = concept
    elif concepts and (row.concept,) not in concepts:
        raise EditError(row.concept, "there is no such concept", "give its domain to make a new one")
    return replace(entries, concepts=concepts, terms={**entries.terms, key: row})


def set_fields(entries: Entries, key: Key, values: Mapping[str, str]) -> Entries:
    """Set fields of a concept, whose key is its id alone, or of a designation.

    Raises:
        EditError: there is no such row, no such field, the field is a part of the key, or cannot be so.
    """
    table: Mapping[Key, Concept | Designation] = entries.concepts if len(key) == 1 else entries.terms
    row = table.get(key)
    if row is None:
        raise _missing(entries, key)
    fields = row._fields[len(key) :]
    for name in values:
        if name not in fields:
            hint = f"set one of {', '.join(fields)}"
            raise EditError(_name(key), f"{name!r} is no field that can be set", hint)
    changed = checked(row._replace(**values))
    if isinstance(changed, Concept):
        return replace(entries, concepts={**entries.concepts, key: changed})
    return replace(entries, terms={**entries.terms, key: changed})  # type: ignore[dict-item]


def rename(entries: Entries, key: Key, term: str) -> Entries:
    """Write a designation otherwise; what it replaces follows."""
    row = _term(entries, key)
    new = row._replace(term=term)
    checked(new)
    if new[:3] in entries.terms:
        raise EditError(_name(new[:3]), "stands there already", "deprecate the old one in favour of it instead")
    terms: dict[Key, Designation] = {}
    for old_key, old in entries.terms.items():
        kept = new if old_key == key else old
        if old_key[:2] == key[:2] and old.replaced_by == row.term:
            kept = kept._replace(replaced_by=term)
        terms[kept[:3]] = kept
    return replace(entries, terms=terms)


def deprecate(entries: Entries, key: Key, replaced_by: str = "") -> Entries:
    """Say that a designation is not to be used, and what is.

    What replaces it is a designation of the same concept and language, and takes its place as the preferred one if no
    other is; or the id of a concept.

    Raises:
        EditError: what replaces it is not there, or houses differ about the concept, so that only a profile may say it.
    """
    row = _term(entries, key)
    styles = {style for other in entries.of(row.concept) for style in other.styles.split(",") if style}
    if len(styles) > 1:
        hint = f"let a profile say so: houses differ ({', '.join(sorted(styles))})"
        raise EditError(_name(key), "a pack takes no side", hint)
    terms = {**entries.terms, key: row._replace(status="deprecated", replaced_by=replaced_by)}
    new = entries.terms.get((*key[:2], replaced_by))
    if replaced_by and new is None and not entries.knows(replaced_by):
        known = [other.term for other in entries.of(row.concept) if other.lang == row.lang and other is not row]
        hint = f"name one of {', '.join(map(repr, known))}" if known else "add it first"
        raise EditError(_name(key), f"{replaced_by!r} is no other designation of it, nor a concept", hint)
    if new is not None:
        if new == row or not new.is_usable:
            raise EditError(_name(key), f"{replaced_by!r} is {new.status} itself", "name one that a text may use")
        alike = [other for other in terms.values() if other[:2] == key[:2] and other.status == "preferred"]
        if not alike:
            terms[new[:3]] = new._replace(status="preferred")
    return replace(entries, terms=terms)


def approve(entries: Entries, key: Key, source: str = "") -> Entries:
    """Approve a designation, or with the id of a concept alone every draft of it, by its source.

    Raises:
        EditError: there is nothing of the name, or a draft has no source and none is given.
    """
    rows = _rows(entries, key)
    terms = dict(entries.terms)
    for row in rows:
        if row.review == "approved" and not (source and len(key) > 1):
            continue
        found = source or row.source
        if not found:
            raise EditError(_name(row[:3]), "has no source", "name where it was seen: --source TEXT")
        terms[row[:3]] = row._replace(review="approved", source=found)
    return replace(entries, terms=terms)


def remove(entries: Entries, key: Key) -> Entries:
    """Take out a designation, or a concept with all of them.

    Raises:
        EditError: there is nothing of the name, or another row names it.
    """
    rows = _rows(entries, key)
    gone = {row[:3] for row in rows}
    terms = {k: row for k, row in entries.terms.items() if k not in gone}
    for row in rows:
        for other in terms.values():
            if other[:2] == row[:2] and other.replaced_by == row.term:
                raise EditError(_name(row[:3]), f"replaces {other.term!r}", "let that be replaced by another first")
    concepts = dict(entries.concepts)
    if len(key) == 1:
        concepts.pop(key, None)
        for concept in concepts.values():
            if key[0] in (concept.broader, *concept.related.split(",")):
                raise EditError(key[0], f"the concept {concept.concept} names it", "change that concept first")
        for other in terms.values():
            if other.replaced_by == key[0]:
                raise EditError(key[0], f"replaces {_name(other[:3])}", "let that be replaced by another first")
    return replace(entries, concepts=concepts, terms=terms)


def move(entries: Entries, key: Key, target: str) -> Entries:
    """Move a designation to another concept, or with the id of a concept alone that concept to another domain.

    Raises:
        EditError: there is nothing of the name, no concept to go to, or the designation stands there already.
    """
    if len(key) == 1:
        return set_fields(entries, key, {"domain": target})
    row = _term(entries, key)
    if not entries.knows(target):
        raise EditError(target, "there is no such concept", "name one that is there, or add it first")
    new = row._replace(concept=target)
    if new[:3] in entries.terms:
        raise EditError(_name(new[:3]), "stands there already", "remove one of the two")
    without = remove(entries, key)
    return replace(without, terms={**without.terms, new[:3]: new})


def replace_concept(entries: Entries, concept: Concept | None, rows: Iterable[Designation], id_: str) -> Entries:
    """Put a concept and its designations in the place of what is known of it, as somebody wrote it anew."""
    kept = {key: row for key, row in entries.terms.items() if key[0] != id_}
    terms: dict[Key, Designation] = {}
    for row in rows:
        checked(row)
        if row[:3] in terms:
            raise EditError(_name(row[:3]), "stands twice", "keep one of them")
        terms[row[:3]] = row
    concepts = dict(entries.concepts)
    if concept is not None:
        checked(concept)
        concepts[id_,] = concept
    return replace(entries, concepts=concepts, terms={**kept, **terms})


def new_issues(before: Entries, after: Entries, concepts: Iterable[str]) -> tuple[Issue, ...]:
    """What is wrong with some concepts after an edit and was not before, with those that have a name of theirs too."""
    shared = {(row.lang, fold(row.term)): row.concepts.split(",") for row in after.shared.values()}
    wanted = set(concepts)
    known = {issue[:5] for issue in lint(_around(before, wanted), shared)}
    return tuple(issue for issue in lint(_around(after, wanted), shared) if issue[:5] not in known)


def _around(entries: Entries, concepts: set[str]) -> Glossary:
    """The rows of some concepts, and of those that share a name with them."""
    names = {(row.lang.split("-")[0], fold(row.term)) for row in entries.terms.values() if row.concept in concepts}
    rows = [row for row in entries.terms.values() if (row.lang.split("-")[0], fold(row.term)) in names]
    wanted = concepts | {row.concept for row in rows}
    linked = {row.concept: row for (_, row) in entries.concepts.items() if row.concept in wanted}
    named = {name for row in linked.values() for name in f"{row.broader},{row.related}".split(",")}
    known = [row for row in entries.concepts.values() if row.concept in wanted | named]
    terms = [row for row in entries.terms.values() if row.concept in wanted]
    return Glossary(terms, (row for row in entries.blockers.values() if _holds(row.text, terms)), known)


def _holds(text: str, rows: Iterable[Designation]) -> bool:
    folded = fold(text)
    return any(fold(row.term) in folded for row in rows)


def _rows(entries: Entries, key: Key) -> list[Designation]:
    """The designations that a key names: one, or all of a concept."""
    if len(key) > 1:
        return [_term(entries, key)]
    if not entries.knows(key[0]):
        raise _missing(entries, key)
    return entries.of(key[0])


def _term(entries: Entries, key: Key) -> Designation:
    row = entries.terms.get(key)
    if row is None:
        raise _missing(entries, key)
    return row


def _missing(entries: Entries, key: Key) -> EditError:
    near = ", ".join(_alike(entries, key))
    return EditError(_name(key), "there is no such row", f"write {near}" if near else "look for it with search")


def _alike(entries: Entries, key: Key) -> Iterator[str]:
    """What somebody may have meant: the designations of the concept in the language, or its languages."""
    rows = entries.of(key[0])
    if len(key) > 1 and rows:
        same = [row for row in rows if is_of(row.lang, key[1].split("-")[0])]
        yield from (_name(row[:3]) for row in (same or rows)[:4])


def _name(key: Key) -> str:
    return " ".join((*key[:2], *(repr(part) for part in key[2:])))
