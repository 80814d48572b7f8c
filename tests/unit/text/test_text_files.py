"""Files are read with clear errors, and written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from zh_localize.errors import FileError
from zh_localize.text import files

ROOT_USER = hasattr(os, "geteuid") and os.geteuid() == 0


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("none.txt", "no such file"),
        (".", "is a directory"),
        ("a.txt/b", "not a directory"),
        ("x" * 300, "name is too long"),
    ],
)
def test_reading_what_cannot_be_read(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / "a.txt").write_bytes(b"a")
    with pytest.raises(FileError, match=reason) as caught:
        files.read_bytes(tmp_path / name)
    assert caught.value.path == tmp_path / name
    assert str(caught.value).startswith(f"{tmp_path / name}: ")
    assert isinstance(caught.value, OSError)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("folder", "is a directory"),
        ("none/b.txt", "no such file"),
        ("a.txt/b.txt", "not a directory"),
        ("x" * 300, "name is too long"),
    ],
)
def test_writing_where_nothing_can_be_written(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / "a.txt").write_bytes(b"a")
    (tmp_path / "folder").mkdir()
    with pytest.raises(FileError, match=reason):
        files.write_atomic(tmp_path / name, b"new")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "folder"]
    assert (tmp_path / "a.txt").read_bytes() == b"a"


@pytest.mark.skipif(ROOT_USER, reason="root may write anywhere")
def test_a_file_and_a_folder_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"a")
    path.chmod(0o400)
    with pytest.raises(FileError, match="permission denied"):
        files.write_atomic(path, b"new")
    path.chmod(0o000)
    with pytest.raises(FileError, match="permission denied"):
        files.read_bytes(path)
    tmp_path.chmod(0o500)
    with pytest.raises(FileError, match="permission denied"):
        files.write_atomic(tmp_path / "b.txt", b"new")
    tmp_path.chmod(0o700)


def test_what_stood_there_still_stands_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(FileError, match="no space"):
        files.write_atomic(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_an_interrupt_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        files.write_atomic(tmp_path / "a.txt", b"new")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o755])
def test_the_mode_is_kept(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    path.chmod(mode)
    files.write_atomic(path, b"new")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"new", mode)


def test_a_new_file_has_the_mode_of_the_umask(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        files.write_atomic(tmp_path / "a.txt", b"new")
    finally:
        os.umask(mask)
    assert (tmp_path / "a.txt").stat().st_mode & 0o777 == 0o640


def test_a_symbolic_link_stays_and_its_target_is_written(tmp_path: Path) -> None:
    target, link = tmp_path / "folder" / "target.txt", tmp_path / "link.txt"
    target.parent.mkdir()
    target.write_bytes(b"old")
    link.symlink_to(target)
    files.write_atomic(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert list(target.parent.iterdir()) == [target]


def test_names_and_content_of_any_kind(tmp_path: Path) -> None:
    for name in ("報告.txt", "a b.txt", "长" * 80 + ".txt"):
        files.write_atomic(tmp_path / name, b"\xff\0\r\n")
        assert files.read_bytes(tmp_path / name) == b"\xff\0\r\n"


def test_folders(tmp_path: Path) -> None:
    files.make_folder(tmp_path / "a" / "b")
    files.make_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(FileError, match="is a file, not a folder"):
        files.make_folder(tmp_path / "file")
    with pytest.raises(FileError, match="not a directory"):
        files.make_folder(tmp_path / "file" / "below")
