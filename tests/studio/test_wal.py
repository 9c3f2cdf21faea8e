"""A file that another process holds is waited for, as long as it is meant to be."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from tunesmith.studio.wal import journal_in_wal


def test_a_lock_is_waited_for(tmp_path: Path) -> None:
    file = tmp_path / "new.db"
    with closing(sqlite3.connect(file, check_same_thread=False)) as other, closing(sqlite3.connect(file, 0)) as here:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            journal_in_wal(here, 0.0)
        letting_go = threading.Timer(0.2, other.rollback)
        letting_go.start()
        journal_in_wal(here, 3600.0)
        letting_go.join()
        assert here.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_what_is_no_lock_is_said_at_once(tmp_path: Path) -> None:
    file = tmp_path / "noise.db"
    file.write_bytes(b"no database" * 1000)
    with closing(sqlite3.connect(file)) as here, pytest.raises(sqlite3.DatabaseError, match="not a database"):
        journal_in_wal(here, 3600.0)
