"""What a file from elsewhere changes in a pack: three-way where there is a manifest, additions where there is none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from zh_localize.glossary.exchange.collect import NEW
from zh_localize.glossary.exchange.identify import Key, identify
from zh_localize.glossary.exchange.manifest import Manifest, content
from zh_localize.glossary.exchange.tbx import completed
from zh_localize.glossary.model import Blocker, Concept, Designation, Glossary

Terms = Mapping[Key, Designation]


class Conflict(NamedTuple):
    """What the file and the pack changed both, each in its way; nothing is done about it."""

    concept: str
    lang: str
    term: str
    reason: str


class Patch(NamedTuple):
    """Changes as pairs of before and after: None before what is new, None after what goes."""

    designations: tuple[tuple[Designation | None, Designation | None], ...] = ()
    concepts: tuple[tuple[Concept | None, Concept | None], ...] = ()
    blockers: tuple[Blocker, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    kept: tuple[Designation, ...] = ()
    """What a file of terms alone no longer has; a row that a tool dropped is no wish to forget the term."""

    @property
    def changed(self) -> bool:
        """Whether it does anything."""
        return bool(self.designations or self.concepts or self.blockers)


def patch(
    file: Glossary, pack: Glossary, manifest: Manifest | None = None, *, whole: bool = True, sparse: bool = False
) -> Patch:
    """What to change in ``pack`` so that it says what ``file`` says; linear in both.

    With a manifest, only what was changed in the file since its export; where the pack was changed too there is a
    conflict. Without one, rows are added and changed.

    Args:
        whole: the format holds all fields, and with a manifest a row that was taken out goes. Otherwise only which
            terms a concept has is compared, and none goes.
        sparse: the file went through a program that drops what it does not know: an empty field says nothing.
    """
    if sparse:
        file = _completed(file, pack)
    groups = identify(file, pack, manifest)
    base: dict[str, dict[Key, str]] = defaultdict(dict)
    for listed in manifest.rows if manifest else ():
        base[listed.concept].update({(lang, term): known for lang, term, known in listed.terms})
    work = _Work(pack, known=manifest is not None, whole=whole)
    for concept in dict.fromkeys((*groups, *base)):
        rows = groups.get(concept, [])
        if not manifest and whole and _is_another(rows, pack.of(concept)):
            reason = "the pack has another concept of this id; give it another one in the file"
            work.conflicts.append(Conflict(concept, "", "", reason))
            continue
        work.compare(concept, {row[1:3]: row for row in rows}, base[concept])
    contents = {listed.concept: listed.content for listed in manifest.rows} if manifest else {}
    concepts = [*_concepts(file, groups, contents, work)]
    there = set(pack.blockers)
    blockers = tuple(blocker for blocker in file.blockers if blocker not in there)
    return Patch(tuple(work.changes), tuple(concepts), blockers, tuple(work.conflicts), tuple(work.kept))


def apply(patch: Patch, glossary: Glossary) -> Glossary:
    """The glossary after a patch: what changes stays in its place, what is new comes last."""
    changed = {before[:3]: after for before, after in patch.designations if before}
    kept = (changed.get(row[:3], row) for row in glossary.designations)
    new = (after for before, after in patch.designations if not before)
    concepts = dict(glossary.concepts)
    for was, now in patch.concepts:
        if now:
            concepts[now.concept] = now
        elif was:
            del concepts[was.concept]
    designations = [row for row in (*kept, *new) if row]
    return Glossary(designations, (*glossary.blockers, *patch.blockers), concepts.values())


class _Work:
    """Compares concept by concept and notes what to change."""

    def __init__(self, pack: Glossary, *, known: bool, whole: bool) -> None:
        self.pack = pack
        self.known = known
        self.whole = whole
        self.changes: list[tuple[Designation | None, Designation | None]] = []
        self.conflicts: list[Conflict] = []
        self.kept: list[Designation] = []

    def compare(self, concept: str, file: Terms, base: Mapping[Key, str]) -> None:
        """Three-way: what the file has, what was exported, what the pack has now."""
        there = {row[1:3]: row for row in self.pack.of(concept)}
        added = {key for key in file if key not in base}
        removed = dict.fromkeys(key for key in base if key not in file)
        if not self.whole:
            for old, new in [*_renamed(removed, added - there.keys())]:
                self._rename(concept, there, old, new, base[old])
                added.remove(new)
                del removed[old]
        for key in removed:
            if (row := there.get(key)) is None:
                continue
            if self.whole:
                self._change(row, None, base[key])
            else:
                self.kept.append(row)
        for key, row in file.items():
            if key in base:
                if self.whole and content(row) != base[key]:
                    self._edited(row, there.get(key), base[key])
            elif key in added:
                self._added(row, there)

    def _edited(self, row: Designation, now: Designation | None, known: str) -> None:
        if now is None:
            self._conflict(row, "was changed in the file, and is no longer in the pack")
        else:
            self._change(now, row, known)

    def _added(self, row: Designation, there: dict[Key, Designation]) -> None:
        now = there.get(row[1:3])
        if not self.whole:
            if now is None:
                taken = any(other.lang == row.lang and other.status == "preferred" for other in there.values())
                row = row._replace(status="admitted") if taken and row.is_usable else row
                self.changes.append((None, row))
                there[row[1:3]] = row
        elif now is None:
            self.changes.append((None, row))
        elif now != row and self.known:
            self._conflict(row, "is new in the file and in the pack, and not the same")
        elif now != row:
            self.changes.append((now, row))

    def _rename(self, concept: str, there: Terms, old: Key, new: Key, known: str) -> None:
        """A term that was written anew is no longer what its source says, so a draft; what it replaced names it."""
        now = there.get(old)
        if now is None or content(now) != known:
            reason = f"was changed to {new[1]!r} in the file, and changed in the pack too"
            self.conflicts.append(Conflict(concept, *old, reason))
            return
        self.changes.append((now, now._replace(term=new[1], review="draft", source="")))
        for other in there.values():
            if other.lang == old[0] and other.replaced_by == old[1]:
                self.changes.append((other, other._replace(replaced_by=new[1])))

    def _change(self, now: Designation, after: Designation | None, known: str) -> None:
        if now == after:
            return
        if content(now) == known:
            self.changes.append((now, after))
        else:
            self._conflict(now, f"was {'changed' if after else 'taken out'} in the file, and changed in the pack too")

    def _conflict(self, row: Designation, reason: str) -> None:
        self.conflicts.append(Conflict(*row[:3], reason))


def _renamed(removed: Iterable[Key], added: Iterable[Key]) -> Iterator[tuple[Key, Key]]:
    """Terms of which one went and one came in a language."""
    by_language: dict[str, tuple[list[Key], list[Key]]] = defaultdict(lambda: ([], []))
    for place, keys in enumerate((removed, added)):
        for key in keys:
            by_language[key[0]][place].append(key)
    for old, new in by_language.values():
        if len(old) == len(new) == 1:
            yield old[0], new[0]


def _concepts(
    file: Glossary, groups: Mapping[str, Sequence[Designation]], contents: Mapping[str, str], work: _Work
) -> Iterator[tuple[Concept | None, Concept | None]]:
    """What is said of the concepts themselves; one that has no id in the file comes with its terms."""
    pack = work.pack
    for row in file.concepts.values():
        now = pack.concepts.get(row.concept)
        known = contents.get(row.concept)
        if not any(row[1:]) and _is_undeclared(row.concept, pack):
            continue
        if row.concept.startswith(NEW) or row == now or (now and not work.whole) or content(row) == known:
            continue
        if now and known and content(now) != known:
            work.conflicts.append(Conflict(row.concept, "", "", "the concept was changed in the file and in the pack"))
        elif work.known or not _is_another(groups.get(row.concept, ()), pack.of(row.concept)):
            yield now, row
    for name in groups:
        if name not in pack.concepts and name not in file.concepts and not _is_undeclared(name, pack):
            yield None, Concept(name)
    gone = {before[:3] for before, after in work.changes if before and not after}
    for name, known in contents.items():
        now = pack.concepts.get(name)
        untouched = now is not None and content(now) == known
        if work.whole and untouched and name not in file.concepts and all(row[:3] in gone for row in pack.of(name)):
            yield now, None


def _completed(file: Glossary, pack: Glossary) -> Glossary:
    """The file with what it does not say as the pack has it."""
    there = {row[:3]: row for row in pack.designations}
    rows = (completed(row, there[row[:3]]) if row[:3] in there else row for row in file.designations)
    concepts = (
        Concept(*(now or was for now, was in zip(row, pack.concepts.get(row.concept, row), strict=True)))
        for row in file.concepts.values()
    )
    return Glossary(rows, file.blockers, concepts)


def _is_undeclared(concept: str, pack: Glossary) -> bool:
    """Whether a pack has the concept without a row of its own, or has no such rows at all."""
    return bool(pack.of(concept)) or (not pack.concepts and bool(pack.designations))


def _is_another(rows: Sequence[Designation], there: Sequence[Designation]) -> bool:
    """Whether the concepts have nothing in common but the id."""
    return bool(rows and there) and not {row[1:3] for row in rows} & {row[1:3] for row in there}
