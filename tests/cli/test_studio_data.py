"""What a studio keeps goes to files and comes back, by commands."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tunesmith.studio.store import NewTune, TuneStore, connect, migrate
from tunesmith.studio.store.transfer import all_tunes

TUNE = NewTune("Áirc", "X:1\r\nT:Áirc\r\nK:D\r\nDEFG ABcd|]", "D", "none", "reel", {"operation": "import"})


def studio(folder: Path, *words: str, database: str = "studio.db") -> str:
    """Run a command in a folder; what it says on standard error."""
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{folder}/{database}"}
    command = [sys.executable, "-m", "tunesmith.cli", "studio", *words]
    ended = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert ended.stdout == ""
    return f"{ended.returncode} {ended.stderr}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a database of one tune."""
    engine = connect(f"sqlite:///{tmp_path}/studio.db")
    migrate(engine)
    TuneStore(engine).add([TUNE])
    engine.dispose()
    return tmp_path


def titles(path: Path) -> list[str]:
    engine = connect(f"sqlite:///{path}")
    try:
        return [f"{tune.title} {tune.abc == TUNE.abc}" for tune in all_tunes(engine)]
    finally:
        engine.dispose()


def test_a_backup_is_restored(folder: Path) -> None:
    assert studio(folder, "backup", "b.db") == "0 wrote b.db\n"
    said = studio(folder, "restore", "b.db", database="new/other.db")
    assert said == f"0 restored b.db; what was there before is in {folder}/new/other.db.before-restore\n"
    assert titles(folder / "new" / "other.db") == ["Áirc True"]


@pytest.mark.parametrize("file", ["tunes.jsonl", "tunes.abc"])
def test_tunes_are_exported_and_imported(folder: Path, file: str) -> None:
    assert studio(folder, "export", file) == f"0 wrote 1 tunes to {file}\n"
    assert studio(folder, "import", file, database="other.db") == "0 1 tunes are new, 0 were there already\n"
    assert titles(folder / "other.db") == ["Áirc True"]
    assert studio(folder, "import", file) == "0 0 tunes are new, 1 were there already\n"


def test_what_cannot_be_done_is_one_sentence(folder: Path) -> None:
    assert studio(folder, "export", "tunes.txt") == "2 tunesmith: tunes.txt must end in .jsonl or .abc\n"
    assert studio(folder, "import", "none.abc").startswith("2 tunesmith: none.abc cannot be read: ")
    (folder / "odd.abc").write_text("X:1\nK:C\nC|]\n")
    assert studio(folder, "import", "odd.abc").startswith("2 tunesmith: odd.abc: line 1: is no tune as the studio")
    assert studio(folder, "restore", "odd.abc").startswith("2 tunesmith: odd.abc ")
