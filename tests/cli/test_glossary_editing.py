"""The editing commands of ``glossary``: the story that docs/glossary.md tells, editors, conflicts, merges, plans."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from zh_localize.glossary import store

Run = Callable[..., CompletedProcess[bytes]]

ROOT = Path(__file__).resolve().parents[2]
STORY = (ROOT / "docs" / "glossary.md").read_text("utf-8").split("## Editing")[1].split("\n## ")[0]
STEPS = re.findall(r"^\$ (zh-localize glossary .+)\n((?:(?!\$ |```).*\n)*)", STORY, re.MULTILINE)


@pytest.fixture
def house(run: Run, tmp_path: Path) -> Path:
    """A pack with one concept."""
    pack = tmp_path / "house"
    (pack / "terms").mkdir(parents=True)
    (pack / "pack.toml").write_text('name = "house"\n', "utf-8")
    (pack / "terms/economy.tsv").write_text("concept\tlang\tterm\nc1\ten\tpolicy\nc1\tzh-Hans-CN\t政策\n", "utf-8")
    return pack


def edit(run: Run, *arguments: str) -> CompletedProcess[bytes]:
    return run("glossary", *arguments, "--glossary", "house", "--by", "me")


def test_the_story(run: Run, tmp_path: Path) -> None:
    """Every command of the story runs in order, ends as it says and prints what it shows."""
    for path, text in re.findall(r"^`(\S+)`:\n\n```\w*\n(.*?)^```$", STORY, re.MULTILINE | re.DOTALL):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    assert len(STEPS) >= 10
    for line, shown in STEPS:
        command, _, code = line.partition("  # exit code ")
        found = run(*shlex.split(command)[1:])
        said = (found.stdout + found.stderr).decode()
        assert found.returncode == int(code or 0), (command, said)
        told = re.sub(r"^\S+T\S+(?=  )", "2026-11-25T09:00:00+00:00", said, flags=re.MULTILINE)
        for expected in shown.splitlines():
            assert expected.strip() in told, (command, said)


def test_edits_are_told_and_kept(run: Run, house: Path) -> None:
    done = edit(run, "rename", "c1", "en", "policy", "line", "--why", "shorter")
    assert done.stdout.decode() == "c1 en: 'policy' -> 'line'\n"
    done = run("glossary", "history", "c1", "--glossary", "house", "--json")
    [record] = [json.loads(line) for line in done.stdout.splitlines()]
    assert (record["who"], record["why"], record["action"]) == ("me", "shorter", "rename")
    done = edit(run, "remove", "c9")
    assert done.returncode == 2
    assert "c9: there is no such row; look for it with search" in done.stderr.decode()
    assert edit(run, "approve", "c1", "en").returncode == 2
    assert edit(run, "edit", "c1", "en", "line", "--set", "note").returncode == 2


def test_an_edit_is_tried_and_not_saved(run: Run, house: Path, tmp_path: Path) -> None:
    edit(run, "add", "c1", "en", "line", "--set", "status=admitted", "--source", "guide")
    edit(run, "edit", "c1", "en", "policy", "--set", "source=guide")
    (tmp_path / "en.jsonl").write_text('{"zh": "政策", "en": "A policy."}\n{"zh": "政策", "en": "A line."}\n', "utf-8")
    before = store.read(house).revision
    done = edit(run, "deprecate", "c1", "en", "policy", "--replaced-by", "line", "--impact", "en.jsonl")
    told = done.stdout.decode()
    assert "2 units; 2 judged otherwise: 1 with new warnings or errors, 0 with fewer; 1 can be replaced" in told
    assert "en.jsonl:1: + error 政策 (c1) [term.deprecated]" in told
    assert "A line." in told
    assert "nothing is saved" in done.stderr.decode()
    assert store.read(house).revision == before
    shutil.copytree(house, tmp_path / "new")
    run("glossary", "deprecate", "c1", "en", "policy", "--replaced-by", "line", "--glossary", "new")
    done = run("glossary", "impact", "--glossary", "house", "--after", "new", "--pairs", "en.jsonl", "--json")
    effect, eased = [json.loads(line) for line in done.stdout.splitlines()]
    assert [finding["rule"] for finding in eased["gone"]] == ["term.inconsistent"]
    assert (effect["line"], effect["replacement"]) == (1, "A line.")
    assert [finding["rule"] for finding in effect["appeared"]] == ["term.deprecated"]


def editor(tmp_path: Path, code: str) -> str:
    """An editor that does ``code`` to ``text``; ``other`` runs an edit of somebody else meanwhile."""
    script = tmp_path / "editor.py"
    script.write_text(
        "import subprocess, sys\nfrom pathlib import Path\npath = Path(sys.argv[1])\ntext = path.read_text('utf-8')\n"
        "def other(*arguments):\n    subprocess.run([sys.executable, '-c', 'from zh_localize.cli import main; main()',"
        " 'glossary', *arguments, '--glossary', 'house'], check=True, stdout=subprocess.DEVNULL)\n"
        f"{code}\npath.write_text(text, 'utf-8')\n",
        "utf-8",
    )
    return shlex.join([sys.executable, str(script)])


def kept(done: CompletedProcess[bytes]) -> str:
    found = re.search(r"--from (\S+)", done.stderr.decode())
    assert found
    return found[1]


def test_the_editor(run: Run, house: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    assert "set the environment variable EDITOR" in edit(run, "edit", "c1").stderr.decode()
    monkeypatch.setenv("EDITOR", editor(tmp_path, ""))
    assert edit(run, "edit", "c1").stderr.decode() == "nothing changed\n"
    monkeypatch.setenv("EDITOR", editor(tmp_path, "text = ''"))
    assert edit(run, "edit", "c1").stderr.decode() == "nothing changed\n"
    monkeypatch.setenv("EDITOR", editor(tmp_path, "text = text.replace('\"policy\"', '\"line\"')"))
    assert edit(run, "edit", "c1").stdout.decode() == "c1 en: 'policy' -> 'line'\n"
    monkeypatch.setenv("EDITOR", editor(tmp_path, "text = text.replace('status', 'state')"))
    done = edit(run, "edit", "c1")
    assert done.returncode == 2
    assert "'state' is no field; use lang, term, status" in done.stderr.decode()
    assert "state" in Path(kept(done)).read_text("utf-8")
    monkeypatch.setenv("EDITOR", editor(tmp_path, "sys.exit(3)"))
    done = edit(run, "edit", "c1")
    assert "ended with 3; nothing was changed" in done.stderr.decode()
    assert "kept" not in done.stderr.decode()
    for name in ("none-such", '"unclosed'):
        monkeypatch.setenv("EDITOR", name)
        assert "cannot be started: " in edit(run, "edit", "c1").stderr.decode()


def test_somebody_else_edits_meanwhile(run: Run, house: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = 'text = text.replace(\'term = "policy"\', \'term = "policy"\\nnote = "mine"\')\n'
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", editor(tmp_path, f"{mine}other('edit', 'c1', 'en', 'policy', '--set', 'pos=noun')"))
    assert edit(run, "edit", "c1").returncode == 0
    row = store.read(house).entries.terms["c1", "en", "policy"]
    assert (row.note, row.pos) == ("mine", "noun")


def test_a_conflict_keeps_both_edits(run: Run, house: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = 'text = text.replace(\'term = "policy"\', \'term = "policy"\\nnote = "mine"\')\n'
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", editor(tmp_path, f"{mine}other('edit', 'c1', 'en', 'policy', '--set', 'note=theirs')"))
    done = edit(run, "edit", "c1")
    assert done.returncode == 1
    assert "note is 'mine' in ours, 'theirs' in theirs" in done.stderr.decode()
    assert store.read(house).entries.terms["c1", "en", "policy"].note == "theirs"
    assert edit(run, "edit", "c1", "--from", kept(done)).returncode == 0
    assert store.read(house).entries.terms["c1", "en", "policy"].note == "mine"


def test_a_merge_of_packs(run: Run, house: Path, tmp_path: Path) -> None:
    for name in ("base", "theirs"):
        shutil.copytree(house, tmp_path / name)
    edit(run, "edit", "c1", "en", "policy", "--set", "pos=noun")
    run("glossary", "edit", "c1", "en", "policy", "--set", "note=x", "--glossary", "theirs")
    assert run("glossary", "merge", "--base", "base", "house", "theirs").returncode == 0
    assert store.read(house).entries.terms["c1", "en", "policy"][5::8] == ("noun", "x")
    assert run("glossary", "diff", "house", "house").returncode == 0
    done = run("glossary", "diff", "base", "house")
    assert (done.returncode, done.stdout.decode()) == (1, "c1 en 'policy': pos '' -> 'noun', note '' -> 'x'\n")
    edit(run, "edit", "c1", "en", "policy", "--set", "note=y")
    before = store.read(house).revision
    done = run("glossary", "merge", "--base", "base", "house", "theirs")
    assert done.returncode == 1
    assert "conflict: c1 en policy: note is 'y' in ours, 'x' in theirs [changed]" in done.stderr.decode()
    assert store.read(house).revision == before


@pytest.mark.parametrize(
    "columns", ["lang\ttext\treason", "lang\tterm\tconcepts", "concept\tdomain", "concept\tlang\tterm"]
)
def test_a_merge_of_any_file_of_a_pack(run: Run, tmp_path: Path, columns: str) -> None:
    values = {
        "lang": "en",
        "text": "b",
        "reason": "",
        "term": "b",
        "concepts": "c1,c2",
        "concept": "c2",
        "domain": "law",
    }
    row = "\t".join(values[name] for name in columns.split("\t"))
    for name, text in {"base": "", "ours": f"{columns}\n", "theirs": f"{columns}\n{row}\n"}.items():
        (tmp_path / name).write_text(text, "utf-8")
    assert run("glossary", "merge", "--base", "base", "ours", "theirs").returncode == 0
    assert (tmp_path / "ours").read_text("utf-8") == f"{columns}\n{row}\n"
    (tmp_path / "ours").write_text("old\tconcept\n", "utf-8")
    done = run("glossary", "merge", "--base", "base", "ours", "theirs")
    assert "ours:1:1: no file of a pack has the columns old, concept" in done.stderr.decode()


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
def test_git_merges_by_concept(run: Run, house: Path, tmp_path: Path, command_line: list[str]) -> None:
    def git(*arguments: str, code: int = 0) -> None:
        names = ["-c", "user.name=me", "-c", "user.email=me@example.org", "-c", "init.defaultBranch=main"]
        assert subprocess.run(["git", *names, *arguments], cwd=house, capture_output=True).returncode == code, arguments

    def edited(branch: str, *arguments: str) -> None:
        git("checkout", "-q", branch)
        edit(run, *arguments)
        git("commit", "-qam", branch)

    driver = " ".join((*map(shlex.quote, command_line), "glossary merge --base %O %A %B"))
    git("init", "-q")
    git("config", "merge.glossary.driver", driver)
    (house / ".gitattributes").write_text("terms/*.tsv merge=glossary\nhistory.jsonl merge=union\n", "utf-8")
    edit(run, "edit", "c1", "en", "policy", "--set", "pos=noun")
    git("add", "-A")
    git("commit", "-qm", "first")
    git("branch", "other")
    edited("main", "edit", "c1", "en", "policy", "--set", "note=x")
    edited("other", "edit", "c1", "en", "policy", "--set", "source=guide")
    git("merge", "-q", "main", "-m", "both")
    row = store.read(house).entries.terms["c1", "en", "policy"]
    assert (row.pos, row.note, row.source) == ("noun", "x", "guide")
    done = run("glossary", "history", "c1", "--glossary", "house")
    assert sorted(re.findall(r"commit \w+: (\w+)", done.stdout.decode()))[:2] == ["first", "main"]
    edited("main", "edit", "c1", "en", "policy", "--set", "source=other")
    git("merge", "-q", "other", "-m", "both", code=1)
    assert "<<<<<<< ours\n" in (house / "terms/economy.tsv").read_text("utf-8")


def test_looks(run: Run, house: Path, tmp_path: Path) -> None:
    assert run("glossary", "list", "--glossary", "house", "--language", "zh").stdout.decode() == (
        "c1\tzh-Hans-CN\t政策\tpreferred\tapproved\n"
    )
    shown = run("glossary", "show", "c1", "--glossary", "house").stdout.decode()
    assert "zh-Hans-CN  政策" in shown
    assert run("glossary", "show", "c9", "--glossary", "house").returncode == 2
    found = run("glossary", "search", "zc", "--glossary", "house").stdout.decode()
    assert found == "c1\tzh-Hans-CN\t政策\tpreferred\tapproved\tpolicy\n"
    assert run("glossary", "search", "qqq", "--glossary", "house").returncode == 1
    rows = [json.loads(line) for line in run("glossary", "stats", "--glossary", "house", "--json").stdout.splitlines()]
    assert {row["lang"]: row["approved"] for row in rows if not row["domain"]} == {"en": 1, "zh-Hans-CN": 1}
    assert "all" in run("glossary", "stats", "--glossary", "house").stdout.decode()
    assert run("glossary", "stats", "--glossary", "house", "--html", "x.html").returncode == 0
    page = (tmp_path / "x.html").read_text("utf-8")
    assert "1 concept · 2 designations" in page
    assert "<script" not in page


def test_format(run: Run, house: Path) -> None:
    assert run("glossary", "fmt", "--glossary", "house", "--check").returncode == 1
    assert run("glossary", "fmt", "--glossary", "house").returncode == 0
    done = run("glossary", "fmt", "--glossary", "house", "--check")
    assert (done.returncode, done.stdout) == (0, b"")


def test_suggest(run: Run, house: Path, tmp_path: Path) -> None:
    text = "".join(f"{a}数字经济{b}。" for a, b in zip("天地人和", "春夏秋冬", strict=True)) + "政策。政策，政策、政策"
    (tmp_path / "a.txt").write_text(text, "utf-8")
    (tmp_path / "a.po").write_text(f'msgid ""\nmsgstr ""\n\nmsgid "{text}"\nmsgstr ""\n', "utf-8")
    for name in ("a.txt", "a.po"):
        done = run("glossary", "suggest", "--glossary", "house", name, "--json")
        [found] = [json.loads(line) for line in done.stdout.splitlines()]
        assert (found["text"], found["times"]) == ("数字经济", 4)
        assert "天数字经济春" in found["contexts"]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="the rights of folders do not bind here")
def test_a_read_only_folder(run: Run, house: Path) -> None:
    house.chmod(0o555)
    done = edit(run, "remove", "c1")
    assert done.returncode == 2
    assert "permission denied; check the rights" in done.stderr.decode()
    assert run("glossary", "show", "c1", "--glossary", "house").returncode == 0
