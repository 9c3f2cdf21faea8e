"""What the studio's tests may use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from support import databases
from tunesmith.studio.store import connect, migrate


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    if databases.programs() is None:
        pytest.skip("no PostgreSQL server is installed (Debian: postgresql)")
    with databases.postgresql() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty, migrated database of each kind."""
    postgres = request.param == "postgresql"
    engine = connect(request.getfixturevalue("postgresql_url") if postgres else f"sqlite:///{tmp_path}/studio.db")
    if postgres:
        with engine.begin() as connection:
            connection.exec_driver_sql("DROP SCHEMA public CASCADE")
            connection.exec_driver_sql("CREATE SCHEMA public")
    migrate(engine)
    yield engine
    engine.dispose()
