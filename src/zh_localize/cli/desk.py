"""What the commands of ``glossary`` that edit do: make the edit, save it or show its impact, tell what changed."""

from __future__ import annotations

import getpass
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import typer

from zh_localize.cli import plans
from zh_localize.cli.streams import put, say
from zh_localize.errors import EditError, GlossaryFormatError
from zh_localize.glossary import Concept, Designation, form, store
from zh_localize.glossary import edit as edits
from zh_localize.glossary.diff import diff, lines
from zh_localize.glossary.entries import Entries, Key
from zh_localize.glossary.merge import ConflictError
from zh_localize.glossary.policy import Severity
from zh_localize.glossary.store import Author
from zh_localize.text.files import read_utf8

Place = tuple[str, str, str]


class Desk:
    """Where an edit is made: the pack, who edits it and why, and what it is only tried on."""

    def __init__(self, pack: Path, why: str, by: str, try_on: Sequence[str] | None) -> None:
        self.pack, self._why, self._by, self._try_on = pack, why, by, try_on

    def make(self, action: str, change: Callable[[Entries], Entries]) -> None:
        """Save an edit and tell it, or show its impact."""
        if self._try_on:
            before = store.read(self.pack).entries
            plans.show_impact(before.glossary(), change(before).glossary(), self._try_on)
            return
        states: list[Entries] = []

        def watched(entries: Entries) -> Entries:
            states[:] = [entries, change(entries)]
            return states[1]

        store.change(self.pack, watched, self.author(), action)
        self._tell(*states)

    def save(self, opened: store.Snapshot, entries: Entries) -> None:
        """Save what became of a pack since it was opened, or show its impact."""
        if self._try_on:
            plans.show_impact(opened.entries.glossary(), entries.glossary(), self._try_on)
            return
        store.save(opened, entries, self.author(), "edit")
        self._tell(opened.entries, store.read(self.pack).entries)

    def author(self) -> Author:
        """Who edits: as told, as git knows them, or the user of the system."""
        return author(self.pack, self._by, self._why)

    def _tell(self, before: Entries, after: Entries) -> None:
        found = diff(before, after)
        for concept in found:
            put("".join(f"{line}\n" for line in lines(concept)))
        if not found:
            say("nothing changed")
        for issue in edits.new_issues(before, after, [concept.concept for concept in found]):
            if issue.severity.rank >= Severity.WARNING.rank:
                name = " ".join(filter(None, (issue.concept, issue.lang, issue.term and repr(issue.term))))
                say(f"{issue.severity}: {name}: {issue.message} [{issue.rule}]")


def add(desk: Desk, place: Place, domain: str, definition: str, source: str, sets: Sequence[str]) -> None:
    """Add a designation, and with a domain its concept."""
    values = {"review": "approved" if source else "draft", "source": source, **_values(sets)}
    unknown = [name for name in values if name not in Designation._fields[3:]]
    if unknown:
        raise typer.BadParameter(f"--set {unknown[0]}: set one of {', '.join(Designation._fields[3:])}")
    row = Designation(*place, **values)
    concept = Concept(place[0], domain, definition) if domain or definition else None
    desk.make("add", lambda entries: edits.add(entries, row, concept))


def edit(desk: Desk, place: Place, sets: Sequence[str], kept: Path | None) -> None:
    """Set fields, or take a concept as somebody writes it."""
    if sets:
        values = _values(sets)
        desk.make("edit", lambda entries: edits.set_fields(entries, _key(place), values))
        return
    if kept:
        written = form.read(kept, read_utf8(kept, error=GlossaryFormatError))
        if written:
            desk.make("edit", lambda entries: _taken(entries, place[0], *written))
        return
    if place[1]:
        raise typer.BadParameter("give --set field=value for a designation, or only the concept for the editor")
    _in_editor(desk, place[0])


def rename(desk: Desk, place: Place, new: str) -> None:
    """Write a designation otherwise."""
    desk.make("rename", lambda entries: edits.rename(entries, place, new))


def deprecate(desk: Desk, place: Place, replaced_by: str) -> None:
    """Deprecate a designation."""
    desk.make("deprecate", lambda entries: edits.deprecate(entries, place, replaced_by))


def approve(desk: Desk, place: Place, source: str) -> None:
    """Approve drafts."""
    desk.make("approve", lambda entries: edits.approve(entries, _key(place), source))


def remove(desk: Desk, place: Place) -> None:
    """Take out a designation or a concept."""
    desk.make("remove", lambda entries: edits.remove(entries, _key(place)))


def move(desk: Desk, place: Place, target: str) -> None:
    """Move a designation or a concept."""
    desk.make("move", lambda entries: edits.move(entries, _key(place), target))


def fmt(pack: Path, *, check: bool) -> None:
    """Write the files of a pack in their canonical form, or tell which are not in it."""
    found = store.write_formatted(pack, check=check)
    put("".join(f"{path}\n" for path in found))
    if check and found:
        raise typer.Exit(1)


def _in_editor(desk: Desk, concept: str) -> None:
    """Let somebody write a concept anew; what cannot be taken is kept."""
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not editor:
        raise EditError(concept, "no editor is named", "set the environment variable EDITOR, or use --set field=value")
    opened = store.read(desk.pack)
    if not opened.entries.knows(concept):
        raise EditError(concept, "there is no such concept", "add it first, or look for it with search")
    before = form.write(opened.entries, concept)
    path = Path(tempfile.mkdtemp(prefix="glossary-")) / f"{concept.replace('/', '_')}.toml"
    path.write_text(before, "utf-8")
    is_saved = False
    try:
        while not is_saved:
            _run_editor(editor, path, concept)
            try:
                _save_form(desk, opened, concept, path, before)
                is_saved = True
            except (EditError, GlossaryFormatError) as error:
                if isinstance(error, ConflictError) or not _asks_again(error):
                    raise
    except ConflictError as error:
        say(f"zh-localize: {error}")
        raise typer.Exit(1) from None
    finally:
        if is_saved or not path.exists() or path.read_bytes() == before.encode():
            shutil.rmtree(path.parent, ignore_errors=True)  # editors leave copies in it
        else:
            say(f"your edit is kept: zh-localize glossary edit {concept} --from {path} --glossary {desk.pack}")


def _run_editor(editor: str, path: Path, concept: str) -> None:
    try:
        code = subprocess.run([*shlex.split(editor), str(path)], check=False).returncode
    except (OSError, ValueError) as error:
        raise EditError(concept, f"the editor {editor!r} cannot be started: {error}", "mend EDITOR") from None
    if code:
        raise EditError(concept, f"the editor {editor!r} ended with {code}", "nothing was changed")


def _save_form(desk: Desk, opened: store.Snapshot, concept: str, path: Path, before: str) -> None:
    text = read_utf8(path, error=GlossaryFormatError)
    written = form.read(path, text)
    if written and text != before:
        desk.save(opened, _taken(opened.entries, concept, *written))
    else:
        say("nothing changed")


def _asks_again(error: Exception) -> bool:
    """Whether somebody is there and wants to mend the error in the editor."""
    if not (sys.stdin and sys.stdin.isatty()):
        return False
    say(f"zh-localize: {error}")
    return typer.confirm("Edit again?", default=True, err=True)


def _taken(entries: Entries, id_: str, concept: Concept, rows: Sequence[Designation]) -> Entries:
    if concept.concept != id_:
        raise EditError(
            id_, f"the id became {concept.concept!r}", "keep the id; add a new concept, and move what it has"
        )
    is_declared = (id_,) in entries.concepts or any(concept[1:])
    return edits.replace_concept(entries, concept if is_declared else None, rows, id_)


def _key(place: Place) -> Key:
    """The concept alone, or a designation of it."""
    if bool(place[1]) != bool(place[2]):
        raise typer.BadParameter(
            f"{' '.join(place).strip()}: name a designation by CONCEPT LANG TERM, or CONCEPT alone"
        )
    return place if place[1] else place[:1]


def _values(sets: Sequence[str]) -> dict[str, str]:
    for text in sets:
        if "=" not in text:
            raise typer.BadParameter(f"--set is {text!r}; write field=value")
    return dict(text.split("=", 1) for text in sets)


def author(pack: Path, by: str = "", why: str = "") -> Author:
    """Who edits: the one named, else the user of git, else that of the system."""
    return Author(by or _git_user(pack) or _system_user(), why)


def _git_user(pack: Path) -> str:
    folder = pack if pack.is_dir() else pack.parent
    try:
        done = subprocess.run(["git", "config", "user.name"], cwd=folder, capture_output=True, check=False)
    except OSError:
        return ""
    return done.stdout.decode("utf-8", "replace").strip()


def _system_user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"
