from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tunesmith.errors import WriteError
from tunesmith.files import locked, replaced_folder, write_atomically


def test_a_file_is_written_with_its_folders_and_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "tune.abc"
    write_atomically(path, b"old")
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert os.listdir(path.parent) == ["tune.abc"]


def test_a_failure_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "tune.abc"
    path.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(WriteError, match=r"tune\.abc cannot be written: No space left on device"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["tune.abc"]


def test_a_file_where_a_folder_should_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    with pytest.raises(WriteError, match="taken is no folder"):
        write_atomically(tmp_path / "taken" / "tune.abc", b"")


def test_a_folder_takes_the_place_of_the_old_one_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    for content in ("old", "new"):
        with replaced_folder(folder) as fresh:
            (fresh / content).touch()
            assert not (folder / content).exists()
        assert os.listdir(folder) == [content]
    assert os.listdir(tmp_path) == ["corpus"]


def test_an_error_leaves_the_old_folder(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "old").touch()

    def interrupted() -> None:
        with replaced_folder(folder) as fresh:
            (fresh / "new").touch()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert os.listdir(folder) == ["old"]
    assert os.listdir(tmp_path) == ["corpus"]


HOLD = """
import sys
from pathlib import Path
from tunesmith.files import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="asks for the lock as POSIX does")
def test_a_lock_is_held_by_one_process_at_a_time_and_never_by_a_dead_one(tmp_path: Path) -> None:
    import fcntl

    path = tmp_path / "code.lock"
    holder = [sys.executable, "-c", HOLD, str(path)]
    with subprocess.Popen(holder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        with path.open("ab") as file, pytest.raises(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        process.kill()
    with locked(path):
        assert path.exists()
