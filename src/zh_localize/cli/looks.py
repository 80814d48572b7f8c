"""What the commands of ``glossary`` that look do: list, show, search, tell the history, count."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

import typer

from zh_localize.cli.streams import put, say
from zh_localize.errors import EditError
from zh_localize.glossary import Concept, Designation, Glossary, files, log
from zh_localize.glossary.find import is_of
from zh_localize.glossary.transaction import Place
from zh_localize.render import json_lines


def list_rows(
    packs: Sequence[Path] | None, domains: Collection[str], language: str, status: str, review: str, *, json: bool
) -> None:
    """Print the designations that are wanted."""
    glossary = Glossary.load(*packs or ())
    for row in glossary.designations:
        concept = glossary.concepts.get(row.concept, Concept(row.concept))
        wanted = (not domains or concept.domain in domains) and (not language or is_of(row.lang, language))
        if wanted and status in ("", row.status) and review in ("", row.review):
            _put_row(row, json=json)


def show(concept: str, packs: Sequence[Path] | None, *, json: bool) -> None:
    """Print a concept with its designations."""
    glossary = Glossary.load(*packs or ())
    rows = glossary.of(concept)
    known = glossary.concepts.get(concept)
    if not rows and known is None:
        raise EditError(concept, "there is no such concept", "look for it with: zh-localize glossary search")
    if json:
        facts = {**(known or Concept(concept))._asdict(), "terms": [_filled(row) for row in rows]}
        put(f"{json_lines.line(facts)}\n")
        return
    head = [value for value in (concept, known.domain if known else "", known.definition if known else "") if value]
    put(f"{'  '.join(head)}\n")
    for name in ("note", "broader", "related"):
        if known and getattr(known, name):
            put(f"  {name}: {getattr(known, name)}\n")
    for row in sorted(rows, key=lambda row: (row.lang, row.status != "preferred", row.term)):
        told = {name: value for name, value in _filled(row).items() if name not in ("concept", "lang", "term")}
        put(f"  {row.lang:<12}{row.term}\n")
        put(f"  {'':<12}{'; '.join(f'{name}: {value}' for name, value in told.items())}\n")


def search(query: str, packs: Sequence[Path] | None, language: str, limit: int, *, json: bool) -> None:
    """Print the designations that a query may mean; exit with 1 if there are none."""
    from zh_localize.glossary import search as searching

    glossary = Glossary.load(*packs or ())
    rows = [row for row in glossary.designations if not language or is_of(row.lang, language)]
    found = searching.search(rows, query, limit=limit)
    for how, row in found:
        if json:
            put(f"{json_lines.line({'how': how, **_filled(row)})}\n")
        else:
            other = glossary.rendering(row.concept, "en" if row.lang.startswith("zh") else "zh")
            put("\t".join((*row[:4], row.review, other.term if other else "")) + "\n")
    if not found:
        say(f"nothing found for {query!r}")
        raise typer.Exit(1)


def history(concept: str, packs: Sequence[Path] | None, limit: int, *, json: bool) -> None:
    """Print the edits of packs, those of their histories and those that git knows."""
    found: list[tuple[str, str, dict[str, object]]] = []
    for path in packs or files.shipped():
        for record in log.read(Place(path).history):
            if concept and not record.concerns(concept):
                continue
            lines = [_told(change) for change in record.changes]
            text = f"{record.time}  {record.who}  {record.action}{f': {record.why}' if record.why else ''}\n"
            entry: dict[str, object] = record._asdict()
            found.append((record.time, text + "".join(f"    {line}\n" for line in lines), entry))
        for commit, time, who, subject in _commits(path, concept):
            facts: dict[str, object] = {"id": commit, "time": time, "who": who, "why": subject, "action": "commit"}
            found.append((time, f"{time}  {who}  commit {commit[:10]}: {subject}\n", facts))
    found.sort(key=lambda edit: edit[0], reverse=True)
    for _, text, facts in found[:limit]:
        put(f"{json_lines.line(facts)}\n" if json else text)


def stats(packs: Sequence[Path] | None, html: Path | None, *, json: bool) -> None:
    """Print the figures of a glossary, or write them as a page."""
    from zh_localize.glossary.stats import count
    from zh_localize.render import coverage
    from zh_localize.text.files import write_atomic

    found = count(Glossary.load(*packs or ()))
    if html:
        names = ", ".join(path.name for path in packs or files.shipped())
        write_atomic(html, coverage.page(f"Coverage of {names}", found).encode())
        say(f"{html}: written")
        return
    if json:
        for row in (*found.languages, *found.domains):
            put(f"{json_lines.line({**row._asdict(), 'missing': row.missing})}\n")
        return
    put(f"{found.concepts:,} concepts, {found.designations:,} designations\n")
    put(f"{'domain':<22}{'lang':<12}{'concepts':>9}{'approved':>9}{'draft':>7}{'missing':>8}{'unusable':>9}\n")
    for row in (*found.languages, *found.domains):
        figures = f"{row.concepts:>9}{row.approved:>9}{row.draft:>7}{row.missing:>8}{row.unusable:>9}"
        put(f"{row.domain or 'all':<22}{row.lang:<12}{figures}\n")


def _put_row(row: Designation, *, json: bool) -> None:
    columns = (row.concept, row.lang, row.term, row.status, row.review)
    put(f"{json_lines.line(_filled(row))}\n" if json else "\t".join(columns) + "\n")


def _filled(row: Designation) -> dict[str, str]:
    return {name: value for name, value in row._asdict().items() if value}


def _told(change: object) -> str:
    """A change of a record in words."""
    from zh_localize.glossary.diff import told
    from zh_localize.glossary.entries import KINDS

    assert isinstance(change, dict)
    kind = next(kind for kind in KINDS if kind.name == change["kind"])
    make: Callable[..., Designation] = kind.row  # type: ignore[assignment]
    sides = [make(**{"status": "", "review": "", **facts} if kind.name == "terms" else facts) if facts else None
             for facts in (change["before"], change["after"])]  # fmt: skip
    return told(log.RowChange(kind.name, *sides))


def _commits(path: Path, concept: str) -> list[list[str]]:
    """The commits that changed the rows of a pack, or of a concept of it; none where git knows nothing of it."""
    names = ["concepts", "terms", "blockers.tsv", "shared.tsv"] if path.is_dir() else [path.name]
    pattern = ["-G", f"^{re.escape(concept)}\t"] if concept else []
    command = ["git", "log", "--format=%H%x09%aI%x09%an%x09%s", *pattern, "--", *names]
    try:
        done = subprocess.run(command, cwd=Place(path).folder, capture_output=True, check=False)
    except OSError:
        return []
    lines = done.stdout.decode("utf-8", "replace").splitlines() if done.returncode == 0 else []
    return [line.split("\t", 3) for line in lines]
