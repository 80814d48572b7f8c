"""A file that cannot be written is told, and the others are still done."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

import pytest
import typer

from zh_localize.cli import repair, streams, text
from zh_localize.errors import FileError
from zh_localize.text.files import Replacement


def test_the_rest_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("經(jīng)濟(jì)", "utf-8")
    write = streams.replacement

    def full(path: Path) -> AbstractContextManager[Replacement]:
        if path.name == "a.txt":
            raise FileError(path, "no space is left on the device; free some and run again")
        return write(path)

    monkeypatch.setattr(streams, "replacement", full)
    names = [str(tmp_path / "a.txt"), str(tmp_path / "b.txt")]
    with pytest.raises(typer.Exit) as caught:
        repair.repair(names, in_place=True)
    assert caught.value.exit_code == 3
    assert "no space is left" in capsys.readouterr().err
    assert (tmp_path / "a.txt").read_text("utf-8") == "經(jīng)濟(jì)"
    assert (tmp_path / "b.txt").read_text("utf-8") == "經濟"
    with pytest.raises(typer.Exit) as caught:
        text.convert(names, to="zh-Hans", in_place=True)
    assert caught.value.exit_code == 3
    assert (tmp_path / "b.txt").read_text("utf-8") == "经济"
