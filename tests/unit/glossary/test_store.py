"""Edits of packs on disk: nothing is lost, whoever is killed and whoever else writes."""

from __future__ import annotations

import errno
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packs import TERMS, make_pack

from zh_localize.errors import EditError, FileError, GlossaryFormatError
from zh_localize.glossary import Concept, Designation, Glossary, edit, log, store
from zh_localize.glossary.entries import KINDS, Entries, Key
from zh_localize.glossary.merge import ConflictError
from zh_localize.glossary.sheet import Sheet
from zh_localize.glossary.store import Author
from zh_localize.glossary.transaction import Place

WRITERS, EDITS = 4, 250
KILLS = int(os.environ.get("ZH_LOCALIZE_KILLS", "25"))  # scripts and patient people ask for 500
ME = Author("me", "because")
NEW = Designation("c1", "en", "rural migrant", "admitted", review="draft")
STEPS = ("fsync", "rename", "replace", "unlink", "rmdir", "mkdir", "open")
WRITER = """
import sys
from pathlib import Path
from zh_localize.glossary import Designation, edit, store
pack, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
for number in range(count):
    row = Designation("c1", "en", f"term {name} {number}", "admitted", review="draft")
    store.change(pack, lambda entries: edit.add(entries, row), store.Author(name), "add")
    print(number, flush=True)
"""

posix = pytest.mark.skipif(sys.platform == "win32", reason="processes are forked and killed")


def add(entries: Entries) -> Entries:
    return edit.add(entries, NEW)


def spread(entries: Entries) -> Entries:
    """An edit of several files, one of them new."""
    return edit.move(edit.add(entries, Designation("c3", "en", "law"), Concept("c3", "law")), ("c2",), "law")


def files(pack: Path) -> dict[str, bytes]:
    return {str(path.relative_to(pack)): path.read_bytes() for path in sorted(pack.rglob("*")) if path.is_file()}


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: a thousand edits wait for a disk half a minute."""
    shared = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=shared if shared.is_dir() else tmp_path) as folder:
        yield Path(folder)


def test_an_edit_is_a_line(tmp_path: Path) -> None:
    pack = make_pack(tmp_path / "house")
    before = store.read(pack)
    [changed] = store.change(pack, add, ME, "add")
    assert (changed.before, changed.after) == (None, NEW)
    old, new = TERMS.split("\n"), (pack / "terms/work.tsv").read_text("utf-8").split("\n")
    assert [line for line in new if line not in old] == ["c1\ten\trural migrant\tadmitted\t\t\t\t\tdraft\t\t\t\t\t"]
    assert [line for line in new if line in old] == old
    assert new[2].startswith("c1\ten\trural migrant")  # admitted stands before preferred
    after = store.read(pack)
    assert after.revision != before.revision
    [record] = log.read(pack / "history.jsonl")
    assert (record.who, record.why, record.action) == ("me", "because", "add")
    assert record.changes[0]["after"]["term"] == "rural migrant"
    assert record.concerns("c1")
    assert not record.concerns("c2")


def test_an_edit_that_changes_nothing_writes_nothing(tmp_path: Path) -> None:
    pack = make_pack(tmp_path)
    before = files(pack)
    assert store.change(pack, lambda entries: entries, ME, "edit") == ()
    assert files(pack) == before


def test_an_edit_that_cannot_be_writes_nothing(tmp_path: Path) -> None:
    pack = make_pack(tmp_path)
    before = files(pack)
    for row in (
        NEW._replace(term="a\tb"),
        NEW._replace(lang="zh_TW"),
        NEW._replace(concept="#c"),
        NEW._replace(term="\ud800"),
    ):
        with pytest.raises(EditError):
            store.change(pack, lambda entries, row=row: Entries(terms={**entries.terms, row[:3]: row}), ME, "add")
    assert files(pack) == before


def test_rows_go_where_their_domain_is(tmp_path: Path) -> None:
    pack = make_pack(tmp_path)
    store.change(pack, spread, ME, "move")
    found = files(pack)
    assert "c2\tlaw" in found["concepts/law.tsv"].decode()
    assert "政策" in found["terms/law.tsv"].decode()
    assert "政策" not in found["terms/work.tsv"].decode()
    assert "# asked for by the desk" in found["terms/work.tsv"].decode()
    assert {row.concept for row in Glossary.load(pack).designations} == {"c1", "c2", "c3"}


def test_a_single_file_keeps_its_ends_and_columns(tmp_path: Path) -> None:
    path = tmp_path / "house.tsv"
    path.write_bytes("\ufeffconcept\tlang\tterm\r\nc1\ten\tpolicy\r\n".encode())
    store.change(path, lambda entries: edit.add(entries, Designation("c1", "en", "line")), ME, "add")
    assert path.read_bytes() == "\ufeffconcept\tlang\tterm\r\nc1\ten\tline\r\nc1\ten\tpolicy\r\n".encode()
    store.change(path, lambda entries: edit.set_fields(entries, ("c1", "en", "line"), {"note": "x"}), ME, "edit")
    assert store.read(path).entries.terms["c1", "en", "line"].note == "x"
    assert len([*log.read(tmp_path / "house.history.jsonl")]) == 2
    with pytest.raises(EditError, match="make a pack"):
        store.change(
            path, lambda entries: edit.add(entries, Designation("c2", "en", "x"), Concept("c2", "law")), ME, "add"
        )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["house.history.jsonl", "house.tsv"]


def test_a_double_is_refused(tmp_path: Path) -> None:
    pack = make_pack(tmp_path)
    with (pack / "terms/work.tsv").open("a", encoding="utf-8") as file:
        file.write("c1\ten\tmigrant worker" + "\t" * 11 + "\n")
    with pytest.raises(GlossaryFormatError, match=r"work\.tsv:8:1: c1 en migrant worker stands twice; keep one"):
        store.read(pack)


def test_shipped_packs_are_in_canonical_form() -> None:
    folder = Path(__file__).resolve().parents[3] / "glossaries"
    for settings in folder.glob("*/pack.toml"):
        assert store.write_formatted(settings.parent, check=True) == []


def test_format(tmp_path: Path) -> None:
    pack = make_pack(tmp_path)
    path = pack / "terms/work.tsv"
    path.write_text("# top\r\n\r\nconcept\tlang\tterm\r\n# of b\r\nb\ten\tx\r\n\r\na\ten\ty\r\n", "utf-8", newline="")
    (pack / "concepts/work.tsv").unlink()
    assert store.write_formatted(pack, check=True) == [path]
    assert store.write_formatted(pack) == [path]
    lines = path.read_text("utf-8").split("\n")
    assert [line.split("\t")[0] for line in lines] == ["# top", "concept", "a", "# of b", "b", ""]
    assert store.write_formatted(pack) == []


def test_two_people_edit(tmp_path: Path) -> None:
    pack = make_pack(tmp_path)
    opened = store.read(pack)
    store.change(pack, lambda e: edit.set_fields(e, ("c2", "en", "policy"), {"note": "uncountable"}), ME, "edit")
    mine = edit.approve(opened.entries, ("c2", "en", "policy"), "guide")
    store.save(opened, mine, Author("you"), "approve")
    row = store.read(pack).entries.terms["c2", "en", "policy"]
    assert (row.note, row.review, row.source) == ("uncountable", "approved", "guide")
    opened = store.read(pack)
    store.change(pack, lambda e: edit.set_fields(e, ("c2", "en", "policy"), {"note": "a"}), ME, "edit")
    before = files(pack)
    mine = edit.set_fields(opened.entries, ("c2", "en", "policy"), {"note": "b"})
    with pytest.raises(ConflictError, match="c2 en policy: note is 'b' in ours, 'a' in theirs"):
        store.save(opened, mine, Author("you"), "edit")
    assert files(pack) == before


@posix
def test_writers_at_the_same_time_lose_nothing(memory: Path) -> None:
    pack = make_pack(memory)
    command = [sys.executable, "-c", WRITER, str(pack)]
    writers = [
        subprocess.Popen([*command, str(name), str(EDITS)], stdout=subprocess.DEVNULL) for name in range(WRITERS)
    ]
    assert [writer.wait() for writer in writers] == [0] * WRITERS
    expected = {f"term {name} {number}" for name in range(WRITERS) for number in range(EDITS)}
    assert expected <= {row.term for row in store.read(pack).entries.terms.values()}
    records = [*log.read(pack / "history.jsonl")]
    assert sorted(record.changes[0]["after"]["term"] for record in records) == sorted(expected)


@posix
def test_kills_lose_nothing(tmp_path: Path) -> None:
    pack = make_pack(tmp_path)
    rng = random.Random(1)
    told: set[str] = set()
    for name in range(KILLS):
        command = [sys.executable, "-c", WRITER, str(pack), str(name), "10000"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout
            told.add(f"term {name} {writer.stdout.readline().strip()}")
            time.sleep(rng.uniform(0, 0.05))
            writer.send_signal(signal.SIGKILL)
            told |= {f"term {name} {line.strip()}" for line in writer.stdout}
        terms = {row.term for row in store.read(pack).entries.terms.values()}
        logged = [record.changes[0]["after"]["term"] for record in log.read(pack / "history.jsonl")]
        assert told <= terms
        assert sorted(logged) == sorted(term for term in terms if term.startswith("term "))
    assert not any(path.name.startswith(".pending") for path in pack.iterdir())


def in_child(action: Callable[[], object], step: int) -> bool:
    """Run ``action`` in a process that ends at its system call of that number; whether it got to its end."""
    child = os.fork()
    if child == 0:
        count = 0

        def counted(call: Callable[..., object]) -> Callable[..., object]:
            def run(*arguments: object, **options: object) -> object:
                nonlocal count
                count += 1
                if count == step:
                    os._exit(9)
                return call(*arguments, **options)

            return run

        for name in STEPS:
            setattr(os, name, counted(getattr(os, name)))
        action()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@posix
@pytest.mark.parametrize("change", [add, spread])
def test_a_kill_at_any_step_leaves_the_old_or_the_new(tmp_path: Path, change: Callable[[Entries], Entries]) -> None:
    old = store.read(make_pack(tmp_path / "old")).entries
    states, step, is_done = [], 0, False
    while not is_done:
        step += 1
        pack = make_pack(tmp_path / str(step))
        is_done = in_child(lambda pack=pack: store.change(pack, change, ME, "add"), step)
        if step % 2:  # whoever comes next may be a reader as well
            Glossary.load(pack)
        found = store.read(pack).entries
        assert found in (old, change(old))
        states.append(found != old)
        assert len([*log.read(pack / "history.jsonl")]) == (found != old)
        store.change(pack, lambda e: edit.set_fields(e, ("c1",), {"note": "next"}), ME, "edit")
        assert not [path for path in pack.iterdir() if path.name.startswith(".")]
    assert states == sorted(states)  # there is one step at which the edit happens
    assert states[-1]
    assert step > 15


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS])
@pytest.mark.parametrize("calls", ["fsync", "mkdir", "rename", "mkdir rmdir rename unlink"])
def test_a_disk_that_takes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, calls: str, number: int) -> None:
    pack = make_pack(tmp_path)
    before = files(pack)

    def refuse(*arguments: object, **options: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        for call in calls.split():
            patch.setattr(os, call, refuse)
        with pytest.raises(FileError, match=r"no space is left|read-only file system"):
            store.change(pack, add, ME, "add")
    assert files(pack) == before
    store.change(pack, add, ME, "add")


def test_a_call_that_fails_leaves_the_old_or_tells_that_the_new_will_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = []
    for step in range(1, 16):
        pack = make_pack(tmp_path / str(step))
        calls = iter(range(1, 100))
        sync = os.fsync

        def fail(
            handle: int, calls: Iterator[int] = calls, step: int = step, sync: Callable[[int], None] = sync
        ) -> None:
            if next(calls) == step:
                raise OSError(errno.EIO, "Input/output error")
            sync(handle)

        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", fail)
            try:
                store.change(pack, spread, ME, "add")
                told.append("done")
            except FileError as error:
                told.append("kept" if "the edit is kept in" in str(error) else "nothing")
        assert (("c3", "en", "law") in store.read(pack).entries.terms) == (told[-1] != "nothing")
        assert len([*log.read(pack / "history.jsonl")]) == (told[-1] != "nothing")
    assert told == sorted(told, key=["nothing", "kept", "done"].index)
    assert {*told} == {"nothing", "kept", "done"}


def test_a_disk_that_fills_while_files_are_moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pack = make_pack(tmp_path)

    def refuse(path: Path, line: bytes) -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patch:
        patch.setattr(log, "append", refuse)
        with pytest.raises(FileError, match=r"no space is left .*the edit is kept in .*\.pending"):
            store.change(pack, add, ME, "add")
    assert NEW[:3] in store.read(pack).entries.terms
    assert len([*log.read(pack / "history.jsonl")]) == 1


@posix
def test_what_somebody_else_wrote_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    pack = make_pack(tmp_path)
    place = Place(pack)
    for step in range(1, 100):
        in_child(lambda: store.change(pack, add, ME, "add"), step)
        if place.pending.exists():
            break
    (pack / "terms/work.tsv").write_text(TERMS + "c2\ten\tline" + "\t" * 11 + "\n", "utf-8")
    with pytest.raises(FileError, match=r"changed after an edit that was cut short; compare it with the files in"):
        store.read(pack)
    assert "line" in (pack / "terms/work.tsv").read_text("utf-8")
    assert any("rural migrant" in path.read_text("utf-8") for path in place.pending.iterdir())


@pytest.mark.parametrize(
    ("there", "after"),
    [
        (b"", b"{new}\n"),
        (b"{old}\n", b"{old}\n{new}\n"),
        (b"{old}\n{ne", b"{old}\n{new}\n"),
        (b"{old}\n{new}", b"{old}\n{new}\n"),
        (b"{old}\n{new}\n", b"{old}\n{new}\n"),
        (b"{old}", b"{old}\n{new}\n"),
    ],
)
def test_a_line_of_the_history_is_whole_and_once(tmp_path: Path, there: bytes, after: bytes) -> None:
    path = tmp_path / "history.jsonl"
    path.write_bytes(there)
    log.append(path, b"{new}\n")
    assert path.read_bytes() == after


def test_a_broken_history_is_told(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    path.write_text('{"id": 1}\n', "utf-8")
    with pytest.raises(GlossaryFormatError, match=r"history\.jsonl:1:1: no record of a history"):
        [*log.read(path)]


@posix
def test_links_and_modes_are_kept(tmp_path: Path) -> None:
    pack = make_pack(tmp_path / "house")
    path, real = pack / "terms/work.tsv", tmp_path / "real.tsv"
    path.rename(real)
    real.chmod(0o640)
    path.symlink_to(real)
    store.change(pack, add, ME, "add")
    assert path.is_symlink()
    assert "rural migrant" in real.read_text("utf-8")
    assert real.stat().st_mode & 0o777 == 0o640


FIELD = st.text(st.characters(exclude_characters="\t\n\r#", exclude_categories=["Cs"]), max_size=4).map(str.strip)
KEYS = st.tuples(st.sampled_from(["c1", "c2"]), st.sampled_from(["en", "zh-Hans-CN"]), st.sampled_from("abcd"))
DESIGNATIONS = st.dictionaries(KEYS, st.tuples(st.sampled_from(["preferred", "admitted"]), FIELD))


@given(DESIGNATIONS, DESIGNATIONS, st.randoms(use_true_random=False), st.sampled_from(["\n", "\r\n"]))
def test_a_sheet_reads_back_what_is_wanted_and_keeps_the_rest(
    old: dict[Key, tuple[str, str]], new: dict[Key, tuple[str, str]], rng: random.Random, end: str
) -> None:
    kind = KINDS[1]
    lines = ["\t".join((*key, status, note)) for key, (status, note) in old.items()]
    rng.shuffle(lines)
    lines = ["# head", "concept\tlang\tterm\tstatus\tnote", *lines, "# comment"]
    sheet = Sheet(Path("x.tsv"), "".join(f"{line}{end}" for line in lines), kind)
    wanted = {key: Designation(*key, status, note=note) for key, (status, note) in new.items()}
    text = sheet.text(wanted)
    assert Sheet(Path("x.tsv"), text, kind).rows == wanted
    kept = [
        line for line in lines if line.startswith("#") or new.get((*line.split("\t")[:3],)) == (*line.split("\t")[3:],)
    ]
    assert [line for line in text.split(end) if line in kept] == kept
    formatted = Sheet(Path("x.tsv"), Sheet(Path("x.tsv"), text, kind).formatted(), kind)
    assert formatted.rows == wanted
    assert formatted.formatted() == Sheet(Path("x.tsv"), text, kind).formatted()
