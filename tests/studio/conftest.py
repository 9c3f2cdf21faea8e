"""What the studio's tests may use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from support import databases
from tunesmith.studio.app import create_app
from tunesmith.studio.settings import Settings
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


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings for a studio of the test's own; a file `.env` in the working folder has no say."""
    return Settings(_env_file=None, database_url=f"sqlite:///{tmp_path}/studio.db", rate_limit="100000/minute")


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    """A client of a running studio; what goes wrong inside it is answered, as for any other client."""
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield client
