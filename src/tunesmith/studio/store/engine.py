"""Connecting to the database and bringing it to the present shape."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from tunesmith.errors import RequestError
from tunesmith.studio.wal import journal_in_wal

__all__ = ["connect", "migrate"]

SECONDS_TO_WAIT_FOR_A_LOCK = 10
SECONDS_TO_CONNECT = 10
ALONE = {"postgresql": "SELECT pg_advisory_xact_lock(719303144)", "sqlite": "BEGIN IMMEDIATE"}
"""How each kind of database lets one transaction change the tables while others wait for it."""


def connect(url: str) -> Engine:
    """Open the database at an SQLAlchemy URL; SQLite is put in WAL mode, its folder made if it is missing."""
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() not in ALONE:
            raise NoSuchModuleError(parsed.get_backend_name())
        if parsed.get_backend_name() != "sqlite":
            options = {"connect_timeout": SECONDS_TO_CONNECT}
            return create_engine(parsed, pool_pre_ping=True, pool_timeout=SECONDS_TO_CONNECT, connect_args=options)
        if parsed.database and parsed.database != ":memory:":
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(parsed, connect_args={"timeout": SECONDS_TO_WAIT_FOR_A_LOCK})
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise RequestError(
            "DATABASE_URL is no database that the studio can open; write sqlite:///FILE or postgresql+psycopg://..."
        ) from error
    except OSError as error:
        raise RequestError(f"the folder of DATABASE_URL cannot be made: {error.strerror or error}") from error
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    journal_in_wal(connection, SECONDS_TO_WAIT_FOR_A_LOCK)
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous = NORMAL")  # in WAL mode a killed process loses no committed tune
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def migrate(engine: Engine) -> None:
    """Bring the database to the newest shape, as far as it has not got it; RequestError if it does not answer."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with answering(engine) as connection:
        connection.exec_driver_sql(ALONE[engine.dialect.name])  # studios may start together
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:  # it knows of a step that is not among these
            raise RequestError(
                "the database at DATABASE_URL was written by a newer Tunesmith: install that, or choose another one"
            ) from error


@contextmanager
def answering(engine: Engine) -> Iterator[Connection]:
    """A transaction; RequestError if it cannot be had."""
    try:
        with engine.begin() as connection:
            yield connection
    except DBAPIError as error:
        reason = " ".join(str(error.orig).split())
        raise RequestError(f"the database at DATABASE_URL cannot be used: {reason}") from error
