"""A database of every earlier shape, filled, becomes one of the present shape; and what goes when one goes back."""

from __future__ import annotations

import datetime
from importlib.resources import files
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData, insert

from tunesmith.studio.store import TunebookStore, TuneFilter, TuneStore, migrate
from tunesmith.studio.store.tables import metadata

CONFIG = Config()
CONFIG.set_main_option("script_location", str(files("tunesmith.studio.store") / "migrations"))
REVISIONS = sorted(script.revision for script in ScriptDirectory.from_config(CONFIG).walk_revisions())
NOON = datetime.datetime(2026, 1, 1, 12)  # UTC, as the tables have it
TUNES: list[dict[str, Any]] = [
    {
        "id": f"t_{number}", "created": NOON + datetime.timedelta(minutes=number), "title": f"Áirc {number}",
        "abc": f"X:{number}\nK:D\nD|]", "starred": number == 1, "rhythm": None if number else "reel", "key": "D",
        "meter": "none", "recipe": {"seed": number},
        "version": 1 if number else 2,
    }
    for number in range(3)
]  # fmt: skip


def reshape(engine: Engine, revision: str) -> None:
    """Bring a database to a shape, forwards or back."""
    with engine.begin() as connection:
        CONFIG.attributes["connection"] = connection
        move = (
            command.upgrade
            if MigrationContext.configure(connection).get_current_revision() is None
            else command.downgrade
        )
        move(CONFIG, revision)


def fill(engine: Engine) -> None:
    """Put something into every table of the shape that the database has."""
    there = MetaData()
    there.reflect(engine)
    rows: dict[str, list[dict[str, Any]]] = {
        "tunes": TUNES,
        "tunebooks": [{"id": "b_1", "created": NOON, "title": "Book"}],
        "tunebook_tunes": [{"tunebook_id": "b_1", "position": 0, "tune_id": "t_2"}],
        "idempotency": [{"key": "once", "request": "a" * 64, "tune_id": "t_1"}],
        "versions": [{**TUNES[0], "tune_id": "t_0", "version": 1, "replaced": NOON}],
    }
    with engine.begin() as connection:
        for table in there.sorted_tables:
            if table.name in rows:
                known = [{name: row[name] for name in row if name in table.c} for row in rows[table.name]]
                connection.execute(insert(table), known)


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_filled_database_of_an_earlier_shape_loses_nothing(database: Engine, revision: str) -> None:
    reshape(database, "base")
    reshape(database, revision)
    fill(database)
    migrate(database)
    with database.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    store, books = TuneStore(database), TunebookStore(database)
    kept, _ = store.page(TuneFilter())
    assert [(tune.id, tune.title, tune.starred, tune.recipe) for tune in kept] == [
        (row["id"], row["title"], row["starred"], row["recipe"]) for row in reversed(TUNES)
    ]
    assert [book.tunes for book in books.all()] == [("t_2",)]
    once = store.find_by_key("once", "a" * 64)
    assert once is not None
    assert once.id == "t_1"
    changed = store.change("t_1", title="Later")
    assert changed is not None
    assert changed.version == 2
    assert store.page(TuneFilter(query="later"))[0] == [changed]


def test_the_first_shape_knows_no_versions_and_no_deleting(database: Engine) -> None:
    fill(database)
    store = TuneStore(database)
    store.change("t_0", title="Changed")
    store.delete("t_2")
    reshape(database, "0001")
    migrate(database)
    assert store.versions("t_0") == []
    tunes, _ = store.page(TuneFilter())
    assert [(tune.title, tune.version) for tune in tunes] == [("Áirc 2", 1), ("Áirc 1", 1), ("Changed", 1)]
