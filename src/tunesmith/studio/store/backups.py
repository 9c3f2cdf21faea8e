"""The whole database as one file, taken while the studio runs, and put back.

SQLite's own backup interface copies a database page by page while others read and write it.
Source: https://sqlite.org/backup.html
"""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine

from tunesmith.errors import RequestError, WriteError
from tunesmith.studio.store.engine import connect, migrate

__all__ = ["backup", "restore"]

WITH_ITS_OWN = (
    "the database at DATABASE_URL is PostgreSQL, which has its own programs: "
    "pg_dump --format=custom --file=FILE, and pg_restore --clean --dbname=NAME FILE"
)


def backup(engine: Engine, path: Path) -> None:
    """Write everything to an SQLite file in one step; WriteError if it cannot be written.

    RequestError if there is no database yet, or none in a file of its own.
    """
    present = sqlite_file(engine)
    if not present.is_file():
        raise RequestError(f"there is no database at {present} yet")
    with draft_beside(path) as folder:
        draft = Path(folder) / path.name
        copy(present, draft)
        draft.replace(path)


def restore(path: Path, engine: Engine) -> Path:
    """Put back what `backup` wrote, of this or an older Tunesmith; the path of a backup of what was there before.

    RequestError if the file is no such backup; then nothing is changed.
    """
    present = sqlite_file(engine)
    if not path.is_file():
        raise RequestError(f"{path} is no file")
    before = present.with_name(f"{present.name}.before-restore")
    with draft_beside(present) as folder:
        draft = Path(folder) / present.name
        copy(path, draft)
        newest(draft, path)
        backup(engine, before)
        copy(draft, present)
    return before


def newest(draft: Path, path: Path) -> None:
    """Bring a copy of a backup to the present shape; RequestError if `path`, of which it is, is no backup."""
    with closing(sqlite3.connect(draft)) as connection:
        try:
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            sound = connection.execute("PRAGMA quick_check").fetchone() == ("ok",)
        except sqlite3.DatabaseError:
            tables, sound = set(), False
    if not sound or not {"alembic_version", "tunes"} <= tables:
        raise RequestError(f"{path} is no backup of a studio, or a damaged one")
    engine = connect(f"sqlite:///{draft}")
    try:
        migrate(engine)
    except RequestError as error:
        raise RequestError(str(error).replace("the database at DATABASE_URL", str(path))) from error
    finally:
        engine.dispose()


def sqlite_file(engine: Engine) -> Path:
    """The file of a database; RequestError if it has none."""
    if engine.dialect.name != "sqlite":
        raise RequestError(WITH_ITS_OWN)
    if not engine.url.database or engine.url.database == ":memory:":
        raise RequestError("the database at DATABASE_URL is in memory, and ends with the studio")
    return Path(engine.url.database)


def copy(source: Path, target: Path) -> None:
    """Copy a whole database; who reads or writes either of them meanwhile sees all of it or nothing."""
    try:
        with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(target)) as other:
            one.backup(other)
    except sqlite3.Error as error:
        raise RequestError(f"{source} cannot be copied to {target}: {error}") from error


def draft_beside(path: Path) -> tempfile.TemporaryDirectory[str]:
    """A folder for drafts on the disk of `path`; WriteError if there can be none."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return tempfile.TemporaryDirectory(prefix=".tunesmith-", dir=path.parent)
    except OSError as error:
        raise WriteError(f"{path} cannot be written: {error.strerror or error}") from error
