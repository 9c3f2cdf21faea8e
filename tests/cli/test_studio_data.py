"""What a studio keeps goes to files and comes back, by commands."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from tunesmith.cli import main
from tunesmith.studio.store import NewTune, TuneStore, connect, migrate
from tunesmith.studio.store.transfer import all_tunes

TUNE = NewTune("Áirc", "X:1\r\nT:Áirc\r\nK:D\r\nDEFG ABcd|]", "D", "none", "reel", {"operation": "import"})

Studio: TypeAlias = "Callable[..., str]"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a database of one tune."""
    engine = connect(f"sqlite:///{tmp_path}/studio.db")
    migrate(engine)
    TuneStore(engine).add([TUNE])
    engine.dispose()
    return tmp_path


@pytest.fixture
def studio(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Studio:
    """`studio(*words, database="studio.db")` runs a command in the folder: its status, and what it says as an error."""
    monkeypatch.chdir(folder)

    def run(*words: str, database: str = "studio.db") -> str:
        monkeypatch.setenv("DATABASE_URL", f"sqlite:///{folder}/{database}")
        monkeypatch.setattr(sys, "argv", ["tunesmith", "studio", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        assert said.out == ""
        return f"{ended.value.code or 0} {said.err}"

    return run


def titles(path: Path) -> list[str]:
    engine = connect(f"sqlite:///{path}")
    try:
        return [f"{tune.title} {tune.abc == TUNE.abc}" for tune in all_tunes(engine)]
    finally:
        engine.dispose()


def test_a_backup_is_made_by_a_process(folder: Path) -> None:
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{folder}/studio.db"}
    command = [sys.executable, "-m", "tunesmith.cli", "studio", "backup", "b.db"]
    ended = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "wrote b.db\n")
    assert titles(folder / "b.db") == ["Áirc True"]


def test_a_backup_is_restored(folder: Path, studio: Studio) -> None:
    assert studio("backup", "b.db") == "0 wrote b.db\n"
    said = studio("restore", "b.db", database="new/other.db")
    assert said == f"0 restored b.db; what was there before is in {folder}/new/other.db.before-restore\n"
    assert titles(folder / "new" / "other.db") == ["Áirc True"]


def test_a_database_is_made_before_any_studio_starts(folder: Path, studio: Studio) -> None:
    assert studio("migrate", database="new.db") == "0 the database has the newest shape\n"
    assert titles(folder / "new.db") == []


@pytest.mark.parametrize("file", ["tunes.jsonl", "tunes.abc"])
def test_tunes_are_exported_and_imported(folder: Path, studio: Studio, file: str) -> None:
    assert studio("export", file) == f"0 wrote 1 tunes to {file}\n"
    assert studio("import", file, database="other.db") == "0 1 tunes are new, 0 were there already\n"
    assert titles(folder / "other.db") == ["Áirc True"]
    assert studio("import", file) == "0 0 tunes are new, 1 were there already\n"


def test_what_cannot_be_done_is_one_sentence(folder: Path, studio: Studio) -> None:
    assert studio("export", "tunes.txt") == "2 tunesmith: tunes.txt must end in .jsonl or .abc\n"
    assert studio("import", "none.abc").startswith("2 tunesmith: none.abc cannot be read: ")
    (folder / "odd.abc").write_text("X:1\nK:C\nC|]\n")
    assert studio("import", "odd.abc").startswith("2 tunesmith: odd.abc: line 1: is no tune as the studio")
    assert studio("restore", "odd.abc").startswith("2 tunesmith: odd.abc ")
