"""Connecting to the database and bringing it to the present shape."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError

from tunesmith.errors import RequestError

__all__ = ["connect", "migrate"]

SECONDS_TO_WAIT_FOR_A_LOCK = 30


def connect(url: str) -> Engine:
    """Open the database at an SQLAlchemy URL; SQLite is put in WAL mode, its folder made if it is missing."""
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() != "sqlite":
            return create_engine(parsed, pool_pre_ping=True)
        if parsed.database and parsed.database != ":memory:":
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(parsed, connect_args={"timeout": SECONDS_TO_WAIT_FOR_A_LOCK})
    except (ArgumentError, NoSuchModuleError) as error:
        raise RequestError(
            "DATABASE_URL is not a database that SQLAlchemy can open; try sqlite:///studio.db"
        ) from error
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")  # readers and one writer at once, across processes
    cursor.execute("PRAGMA synchronous = NORMAL")  # in WAL mode a killed process loses no committed tune
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def migrate(engine: Engine) -> None:
    """Bring the database to the newest shape, as far as it has not got it; RequestError if it does not answer."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with answering(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(719303144)")  # workers start together
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


@contextmanager
def answering(engine: Engine) -> Iterator[Connection]:
    """A transaction; RequestError if it cannot be had."""
    try:
        with engine.begin() as connection:
            yield connection
    except OperationalError as error:
        reason = " ".join(str(error.orig).split())
        raise RequestError(f"the database at DATABASE_URL does not answer: {reason}") from error
