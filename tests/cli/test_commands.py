"""What each command does with sound input."""

from __future__ import annotations

import json
import re
import shutil
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from zh_localize import Converter

Run = Callable[..., subprocess.CompletedProcess[bytes]]

DAMAGED = "促進經(jīng)濟(jì)社會發(fā)展\n今天很好。\n"
REPAIRED = "促進經濟社會發展\n今天很好。\n"
HOUSE = (
    "concept\tlang\tterm\tstatus\treplaced_by\n"
    "c1\tzh-Hans-CN\t农民工\tpreferred\t\n"
    "c1\tzh-Hans-CN\t打工仔\tdeprecated\t农民工\n"
)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_bytes(DAMAGED.encode())
    return path


def edits_of(output: bytes) -> list[dict[str, object]]:
    return [json.loads(line) for line in output.decode().splitlines()]


def apply(text: str, edits: list[dict[str, object]]) -> str:
    for edit in reversed(edits):
        start, end = int(str(edit["start"])), int(str(edit["end"]))
        assert text[start:end] == edit["before"]
        text = text[:start] + str(edit["after"]) + text[end:]
    return text


def test_repair_prints_the_text(run: Run, page: Path) -> None:
    assert run("repair", page).stdout.decode() == REPAIRED
    assert run("repair", "-", given=DAMAGED.encode()).stdout.decode() == REPAIRED
    assert run("repair", given=DAMAGED.encode()).stdout.decode() == REPAIRED


def test_check_and_diff_exit_with_1_where_something_would_change(run: Run, page: Path) -> None:
    assert run("repair", "--check", page).returncode == 1
    assert run("repair", "--check", "-", given=REPAIRED.encode()).returncode == 0
    assert run("repair", "--diff", "-", given=REPAIRED.encode()).stdout == b""
    assert page.read_text("utf-8") == DAMAGED


@pytest.mark.skipif(not shutil.which("patch"), reason="patch is not installed")
def test_a_diff_can_be_applied(run: Run, page: Path) -> None:
    diff = run("repair", "--diff", "page.txt")
    assert diff.returncode == 1
    subprocess.run(["patch", "-p1"], input=diff.stdout, cwd=page.parent, check=True, capture_output=True)
    assert page.read_text("utf-8") == REPAIRED


def test_json_replays(run: Run, page: Path) -> None:
    result = run("repair", "--json", page)
    edits = edits_of(result.stdout)
    assert result.returncode == 0
    assert list(edits[0]) == ["file", "start", "end", "before", "after", "rule", "grade"]
    assert apply(DAMAGED, edits) == REPAIRED
    converted = edits_of(run("convert", "--json", "--config", "s2twp", "-", given="鼠标里面".encode()).stdout)
    assert apply("鼠标里面", converted) == "滑鼠裡面"


@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_in_place_keeps_mode_link_mark_and_line_ends(run: Run, tmp_path: Path, end: str, mark: bytes) -> None:
    target = tmp_path / "target.txt"
    target.write_bytes(mark + f"經(jīng)濟(jì){end}社會發(fā)展{end}".encode())
    target.chmod(0o640)
    link = tmp_path / "link.txt"
    link.symlink_to(target.name)
    assert run("repair", "--in-place", link).returncode == 0
    assert link.is_symlink()
    assert target.read_bytes() == mark + f"經濟{end}社會發展{end}".encode()
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".tmp"] == []


def test_in_place_leaves_sound_files_alone(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "sound.txt"
    path.write_bytes("經濟".encode("big5"))
    before = path.stat().st_mtime_ns
    assert run("repair", "-i", path).returncode == 0
    assert (path.read_bytes(), path.stat().st_mtime_ns) == ("經濟".encode("big5"), before)


def test_other_encodings_are_read_and_told(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "big5.txt"
    path.write_bytes("臺灣的經濟社會發展".encode("big5"))
    result = run("convert", "--to", "zh-Hans", "--in-place", path)
    assert path.read_text("utf-8") == "台湾的经济社会发展"
    assert "big5" in result.stderr.decode()


@pytest.mark.parametrize(
    ("page", "encoding"),
    [
        ("<meta charset=gb2312><p>頭髮", "gbk"),
        ('msgid ""\nmsgstr "Content-Type: text/plain; charset=Big5\\n"\n\nmsgid "hair"\nmsgstr "頭髮"\n', "big5"),
        ("在這裡討論經濟社會發展的問題，乾燥的頭髮。", "euc_tw"),
        ("在這裡討論經濟社會發展的問題，乾燥的頭髮。", "iso2022_cn"),
        ("在這裡討論經濟社會發展的問題，乾燥的頭髮。", "utf-16-be"),
    ],
)
def test_encodings_that_declare_themselves_or_are_seldom(run: Run, tmp_path: Path, page: str, encoding: str) -> None:
    (tmp_path / "x").write_bytes(page.encode(encoding))
    assert run("convert", "--config", "t2s", "x").stdout.decode() == Converter(config="t2s").convert(page)


def test_a_file_of_several_encodings(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "mixed.txt"
    path.write_bytes("在這裡討論經濟社會發展\n".encode() + "在這裡討論經濟社會發展\nplain\n".encode("big5"))
    told = run("detect", path.name).stdout.decode()
    assert "mixed.txt: mixed" in told
    assert "  lines 1-1: utf-8\n  lines 2-3: big5hkscs\n" in told
    parts = json.loads(run("detect", "--json", path.name).stdout)["parts"]
    assert parts[1] == {"first": 2, "last": 3, "encoding": "big5hkscs"}
    assert b"mixed" in run("convert", "--to", "zh-Hans", "--in-place", path).stderr
    assert path.read_text("utf-8") == "在这里讨论经济社会发展\n" * 2 + "plain\n"


def test_a_declaration_that_no_longer_holds_is_told(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes("<meta charset=big5><p>這裡的頭髮".encode("big5"))
    message = run("convert", "--to", "zh-Hans", "--in-place", path).stderr.decode()
    assert "was big5, is UTF-8 now, but <meta> says big5 still" in message


def test_convert(run: Run) -> None:
    given = "头发和鼠标".encode()
    assert run("convert", "--to", "zh_TW", given=given).stdout.decode() == "頭髮和鼠標"
    assert run("convert", "--config", "s2twp", given=given).stdout.decode() == "頭髮和滑鼠"
    other = run("convert", "--to", "zh-TW", "--engine", "opencc-python-reimplemented", given=given)
    assert other.returncode == 2 or other.stdout.decode() == "頭髮和鼠標"


@pytest.mark.parametrize(
    ("text", "encoding", "script", "variant"),
    [
        ("经济社会发展取得成效", "utf-8", "Hans", "zh-Hans"),
        ("经济社会发展取得成效", "gbk", "Hans", "zh-Hans"),
        ("這裡的經濟社會發展取得成效", "big5", "Hant", "zh-Hant-TW"),
        ("plain text", "ascii", "none", "und"),
    ],
)
def test_detect(run: Run, tmp_path: Path, text: str, encoding: str, script: str, variant: str) -> None:
    (tmp_path / "x.txt").write_bytes(text.encode(encoding))
    facts = json.loads(run("detect", "--json", "x.txt").stdout)
    assert (facts["encoding"], facts["script"], facts["variant"]) == (encoding, script, variant)
    assert facts["encoding_evidence"]
    assert encoding in run("detect", "x.txt").stdout.decode()


def test_glossary_find(run: Run, tmp_path: Path) -> None:
    text = "第一行\n落實科學發展觀，貫徹党组织要求\n"
    (tmp_path / "x.txt").write_text(text, "utf-8")
    hits = edits_of(run("glossary", "find", "x.txt", "--json").stdout)
    assert list(hits[0]) == ["file", "start", "end", "text", "concept"]
    assert [text[hit["start"] : hit["end"]] for hit in hits] == [hit["text"] for hit in hits]  # type: ignore[index,misc]
    assert ("科學發展觀", "zhp-0001") in {(hit["text"], hit["concept"]) for hit in hits}
    assert (
        "x.txt:2:3\t科學發展觀\tzhp-0001\tScientific Outlook on Development"
        in run("glossary", "find", "x.txt").stdout.decode()
    )


def test_glossary_check(run: Run, tmp_path: Path) -> None:
    (tmp_path / "house.tsv").write_text(HOUSE, "utf-8")
    found = run("glossary", "check", "--glossary", "house.tsv", "--json", given="那些打工仔説話".encode())
    assert found.returncode == 1
    assert [(edit["before"], edit["after"]) for edit in edits_of(found.stdout)] == [("打工仔", "農民工")]
    clean = run("glossary", "check", "--glossary", "house.tsv", given="那些农民工".encode())
    assert (clean.returncode, clean.stdout) == (0, b"")


def test_doctor_and_version(run: Run) -> None:
    facts = json.loads(run("doctor", "--json").stdout)
    assert facts["backend"] in ("python", "native")
    assert "verified" in facts["tables"]
    assert "2,416 concepts" in facts["glossaries"]
    assert run("--version").stdout.decode().split()[0] == "zh-localize"


@pytest.mark.parametrize(
    "command",
    ["localise", "repair", "convert", "detect", "doctor", "glossary find", "glossary check", "glossary lint"],
)
def test_help_gives_an_example(run: Run, command: str) -> None:
    result = run(*command.split(), "--help")
    assert result.returncode == 0
    assert "Example: zh-localize" in result.stdout.decode()


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("--to tw", "“頭髮”裡的鼠標"),
        ("--to tw --no-context", "“頭髮”裡的鼠標"),
        ("--to tw --vocabulary --quotes", "「頭髮」裡的滑鼠"),
        ("--to tw --keep 头发", "“头发”裡的鼠標"),
        ("--to tw --words words.tsv", "“髮絲”裡的鼠標"),
        ("--config s2t --words words.tsv", "“髮絲”裏的鼠標"),
        ("--to tw --spelling 裡=裏", "“頭髮”裏的鼠標"),
    ],
)
def test_options_of_convert(run: Run, tmp_path: Path, options: str, expected: str) -> None:
    (tmp_path / "words.tsv").write_text("# ours\n头发\t髮絲\n", "utf-8")
    result = run("convert", *options.split(), "-", given="“头发”里的鼠标".encode())
    assert (result.stdout.decode(), result.returncode) == (expected, 0), result.stderr.decode()


def test_repairs_are_explained_and_shown(run: Run, page: Path) -> None:
    lines = run("repair", "--explain", page.name).stdout.decode().splitlines()
    assert lines[0] == "page.txt:1:4\tgloss.pinyin\tsafe\t(jīng)\t"
    assert run("repair", "--report", "page.html", page.name).returncode == 0
    assert "gloss.pinyin" in (page.parent / "page.html").read_text("utf-8")
    assert run(
        "repair", "--explain", "-", given="文化和旅游部".encode("gbk").decode("cp1252").encode()
    ).stdout.decode() == (
        "-:1:1\tmojibake.code-page\tsafe\tÎÄ»¯ºÍÂÃÓÎ²¿\t文化和旅游部"
        "\tCE C4 BB AF BA CD C2 C3 D3 CE B2 BF · read as cp1252 · is gb18030\n"
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("--to tw --words bad.tsv", r"bad\.tsv:2:3: no tab"),
        ("--to tw --words twice.tsv", r"twice\.tsv:2:1: .*line 1"),
        ("--to tw --spelling tw-mo", "did you mean 'tw-moe'"),
        ("--to tw --spelling 台=臺 --spelling 臺=台", "contradict"),
        ("--to cn --spelling tw-moe", "house spellings are for Traditional"),
        ("--config s2t --quotes", "go with --to"),
    ],
)
def test_bad_options_of_convert(run: Run, tmp_path: Path, options: str, message: str) -> None:
    (tmp_path / "bad.tsv").write_text("a\tb\n头发\n", "utf-8")
    (tmp_path / "twice.tsv").write_text("头发\t甲\n头发\t乙\n", "utf-8")
    result = run("convert", *options.split(), "-", given=b"x")
    assert result.returncode == 2
    assert re.search(message, " ".join(result.stderr.decode().split())), result.stderr.decode()


def test_explain_review_and_list(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("我系里复\n十只", "utf-8")
    result = run("convert", "--to", "tw", "--explain", "a.txt")
    fields = [line.split("\t") for line in result.stdout.decode().splitlines()]
    assert all(len(row) == 5 and row[0].startswith("a.txt:") and "|" in row[2] for row in fields)
    assert run("convert", "--to", "tw", "--review", "page.html", "a.txt").returncode == 0
    assert "convert." in (tmp_path / "page.html").read_text("utf-8")
    listed = run("convert", "--list").stdout.decode().splitlines()
    assert {"configuration\ts2twp", "variant\tzh-Hant-HK", "spelling\ttw-moe"} <= set(listed)
