"""What the studio keeps is written to files and comes back as it was."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tunesmith.errors import RequestError
from tunesmith.studio.store import NewTune, StoredTune, TunebookStore, TuneStore, connect, migrate
from tunesmith.studio.store.backups import backup, restore
from tunesmith.studio.store.exported import from_abc, from_json_lines, to_abc, to_json_lines
from tunesmith.studio.store.transfer import all_tunes, put_in

REEL = NewTune("Áirc", "X:1\nT:Áirc\nM:4/4\nK:D\n% \u2028\nDEFG ABcd|]", "D", "4/4", "reel", {"operation": "import"})
ODD = NewTune("Odd", "X:1\nT:Odd\r\n\nK:C\n%tunesmith {}\nC|]\n\n\nlost", "C", "none", None, {"seed": 7, "options": {}})


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = connect(f"sqlite:///{tmp_path}/studio.db")
    migrate(engine)
    yield engine
    engine.dispose()


def test_a_backup_puts_back_everything_and_keeps_what_was_there(engine: Engine, tmp_path: Path) -> None:
    tunes, books = TuneStore(engine), TunebookStore(engine)
    kept, other = tunes.add([REEL, ODD])
    tunes.change(kept.id, title="Changed", starred=True)
    book = books.add("Book", [other.id, kept.id])
    tunes.delete(other.id)
    before = tunes.get(kept.id)
    backup(engine, tmp_path / "backups" / "monday.db")
    [later] = tunes.add([REEL])
    tunes.delete(kept.id)
    replaced = restore(tmp_path / "backups" / "monday.db", engine)
    assert tunes.get(kept.id) == before
    assert tunes.get(later.id) is None
    assert [version.title for version in tunes.versions(kept.id)] == ["Áirc"]
    assert tunes.restore(other.id) is not None
    assert books.get(book.id) == book
    restore(replaced, engine)
    assert tunes.get(later.id) == later
    left = {path.name for path in tmp_path.iterdir()} - {"studio.db-shm", "studio.db-wal"}
    assert left == {"backups", "studio.db", "studio.db.before-restore"}


def test_a_backup_of_an_open_transaction_has_what_was_committed(engine: Engine, tmp_path: Path) -> None:
    [kept] = TuneStore(engine).add([REEL])
    with engine.begin() as writing:
        writing.exec_driver_sql("UPDATE tunes SET title = 'half done'")
        backup(engine, tmp_path / "copy.db")
    copied = connect(f"sqlite:///{tmp_path}/copy.db")
    assert TuneStore(copied).get(kept.id) == kept
    copied.dispose()


def newer(path: Path) -> None:
    engine = connect(f"sqlite:///{path}")
    migrate(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()


def foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE cats (name)")


NO_BACKUPS: dict[str, Callable[[Path], object]] = {
    "is no file": lambda _: None,
    "is no backup of a studio": foreign,
    "written by a newer Tunesmith": newer,
    "is not a database": lambda path: path.write_bytes(os.urandom(9000)),
}


@pytest.mark.parametrize("words", NO_BACKUPS)
def test_what_is_no_backup_changes_nothing(words: str, engine: Engine, tmp_path: Path) -> None:
    [kept] = TuneStore(engine).add([REEL])
    NO_BACKUPS[words](tmp_path / "other.db")
    with pytest.raises(RequestError, match=words):
        restore(tmp_path / "other.db", engine)
    assert TuneStore(engine).get(kept.id) == kept


def test_other_databases_have_programs_of_their_own(tmp_path: Path) -> None:
    postgresql = connect("postgresql+psycopg://nobody@127.0.0.1:1/none")
    with pytest.raises(RequestError, match="pg_dump --format=custom"):
        backup(postgresql, tmp_path / "copy")
    with pytest.raises(RequestError, match="there is no database at"):
        backup(connect(f"sqlite:///{tmp_path}/none.db"), tmp_path / "copy")


# As text -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("write", "read"), [(to_json_lines, from_json_lines), (to_abc, from_abc)])
def test_tunes_come_back_as_they_were_and_once(
    database: Engine,
    tmp_path: Path,
    write: Callable[[StoredTune], str],
    read: Callable[[str], list[StoredTune]],
) -> None:
    store = TuneStore(database)
    stored = store.add([REEL, ODD, REEL])
    starred = store.change(stored[0].id, title="Áirc again", starred=True)
    store.delete(stored[2].id)
    kept = list(all_tunes(database))
    assert kept == [starred, stored[1]]
    text = "".join(map(write, kept))
    assert read(text) == kept
    other = connect(f"sqlite:///{tmp_path}/other.db")
    migrate(other)
    assert [put_in(other, read(text)) for _ in range(2)] == [2, 0]
    assert list(all_tunes(other)) == kept
    other.dispose()


MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
GOOD = to_json_lines(StoredTune("t_1", MOMENT, "T", "X:1\nK:C\nC|]", False, None, "C", "none", {}))


@pytest.mark.parametrize(
    "line",
    [
        "nonsense",
        "[]",
        "{}",
        GOOD.replace('"t_1"', '"../etc"'),
        GOOD.replace('"t_1"', "1"),
        GOOD.replace("false", "1"),
        GOOD.replace("2026-01-01", "yesterday-"),
        GOOD.replace('"recipe": {}', '"recipe": []'),
        GOOD.replace('"T"', '"\\ud800"'),
        GOOD.replace('"T"', '"\\u0000"'),
        GOOD.replace('"T"', f'"{"T" * 201}"'),
        "[" * 100_000,
    ],
)
def test_a_line_that_is_no_tune_is_named(line: str) -> None:
    with pytest.raises(RequestError, match="line 3: is no tune as the studio exports it"):
        from_json_lines(f"{GOOD}\n{line}\n")
    with pytest.raises(RequestError, match="line 1"):
        from_abc(f"%tunesmith {line.strip()}\nX:1\n")
