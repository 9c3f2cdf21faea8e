"""Tunes and tunebooks are kept, found, changed and deleted, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Engine

from tests.support import STORING
from tunesmith.errors import RequestError
from tunesmith.studio.metrics import Metrics
from tunesmith.studio.store import (
    NewTune,
    StaleVersionError,
    TunebookStore,
    TuneFilter,
    TuneStore,
    TuneWriter,
    connect,
    migrate,
)
from tunesmith.studio.store.tables import metadata


def new_tune(title: str = "The Anvil", **changes: object) -> NewTune:
    values = {"abc": "X:1\nT:The Anvil\nL:1/8\nM:6/8\nK:D\n|: ABA d2 f :|", "key": "D", "meter": "6/8", "rhythm": "jig"}
    return NewTune(**{**values, "title": title, "recipe": {"seed": 7}, **changes})  # type: ignore[arg-type]


def test_migrations_reach_the_tables_as_declared(database: Engine) -> None:
    migrate(database)  # a second time changes nothing
    with database.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_stored_tune_is_read_back_as_it_was(database: Engine) -> None:
    store = TuneStore(database)
    [stored] = store.add([new_tune(title="Ríl Mhór \N{MUSICAL SYMBOL G CLEF}")])
    assert store.get(stored.id) == stored
    assert stored.title.startswith("Ríl Mhór")
    assert stored.recipe == {"seed": 7}
    assert store.get("t_unknown") is None


def test_pages_are_newest_first_and_miss_nothing(database: Engine) -> None:
    store = TuneStore(database)
    titles = [f"Tune {n}" for n in range(7)]
    for title in titles:
        store.add([new_tune(title)])
    seen: list[str] = []
    cursor = None
    while True:
        page, cursor = store.page(TuneFilter(limit=3, cursor=cursor))
        seen += [tune.title for tune in page]
        if cursor is None:
            break
    assert seen == titles[::-1]


def test_search_finds_words_in_titles_and_takes_percent_signs_as_they_are(database: Engine) -> None:
    store = TuneStore(database)
    store.add([new_tune("The Foggy Dew"), new_tune("100% Reel", rhythm="reel"), new_tune("Dew on the Grass")])
    assert {t.title for t in store.page(TuneFilter(query="dew"))[0]} == {"The Foggy Dew", "Dew on the Grass"}
    assert [t.title for t in store.page(TuneFilter(query="0%"))[0]] == ["100% Reel"]
    assert [t.title for t in store.page(TuneFilter(rhythm="reel"))[0]] == ["100% Reel"]


def test_stars_and_titles_change_and_tunes_go(database: Engine) -> None:
    store = TuneStore(database)
    [tune] = store.add([new_tune()])
    changed = store.change(tune.id, starred=True, title="The Hammer")
    assert changed is not None
    assert (changed.starred, changed.title) == (True, "The Hammer")
    assert [t.id for t in store.page(TuneFilter(starred=True))[0]] == [tune.id]
    assert store.delete(tune.id)
    assert not store.delete(tune.id)
    assert store.change(tune.id, starred=False) is None


def test_every_change_of_text_or_title_keeps_what_was_before(database: Engine) -> None:
    store = TuneStore(database)
    [tune] = store.add([new_tune()])
    store.change(tune.id, starred=True)
    store.change(tune.id, title="The Hammer")
    changed = store.change(tune.id, base=2, abc="X:1\nK:G\nG |]", key="G")
    assert changed is not None
    assert (changed.version, changed.title, changed.key, changed.starred) == (3, "The Hammer", "G", True)
    kept = [(v.version, v.title, v.key) for v in store.versions(tune.id)]
    assert kept == [(2, "The Hammer", "D"), (1, "The Anvil", "D")]
    with pytest.raises(StaleVersionError):
        store.change(tune.id, base=2, title="The Tongs")
    assert store.change("t_unknown", base=2, title="The Tongs") is None
    assert len(store.versions(tune.id)) == 2


def test_what_was_deleted_is_put_back_as_it_was(database: Engine) -> None:
    store, books = TuneStore(database), TunebookStore(database)
    [tune] = store.add([new_tune()])
    book = books.add("Forge", [tune.id])
    assert store.delete(tune.id)
    assert books.delete(book.id)
    assert store.get(tune.id) is None
    assert store.page(TuneFilter())[0] == []
    [deleted] = store.page(TuneFilter(deleted=True))[0]
    assert (deleted.id, deleted.deleted is None) == (tune.id, False)
    assert books.all() == []
    assert store.restore(tune.id) == tune
    assert books.restore(book.id) == book
    assert store.restore("t_unknown") is None
    assert books.restore("b_unknown") is None


SEARCHES = {
    "rí ra": "Rí-Rá’s Jig",
    "ri-ra's": "Rí-Rá’s Jig",
    "AIRC": "Áirc",
    "B flat major": "Áirc",
    "B♭ major": "Áirc",
    "Bb": "Áirc",
    "a dorian": "The Dorian Hall",
    "ador": "The Dorian Hall",
    "d major": "Rí-Rá’s Jig",
    "reel": "The Dorian Hall",
}


@pytest.mark.parametrize("query", SEARCHES)
def test_search_finds_accents_and_keys(database: Engine, query: str) -> None:
    store = TuneStore(database)
    store.add(
        [new_tune("Rí-Rá’s Jig"), new_tune("Áirc", key="Bb"), new_tune("The Dorian Hall", key="Ador", rhythm="reel")]
    )
    assert [tune.title for tune in store.page(TuneFilter(query=query))[0]] == [SEARCHES[query]]


def test_a_database_of_the_first_shape_gets_the_words_of_its_tunes(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path}/studio.db")
    migrate(engine)
    store = TuneStore(engine)
    [tune] = store.add([new_tune("Áirc")])
    reshape(engine, "0001")
    migrate(engine)
    assert store.page(TuneFilter(query="airc"))[0] == [tune]
    engine.dispose()


def reshape(engine: Engine, revision: str) -> None:
    """Bring a database back to an earlier shape."""
    config = Config()
    config.set_main_option("script_location", str(files("tunesmith.studio.store") / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, revision)


def test_a_foreign_cursor_is_refused(database: Engine) -> None:
    for cursor in ("nonsense", "2026-01-01T00:00:00+00:00~t_1"):
        with pytest.raises(RequestError, match="cursor"):
            TuneStore(database).page(TuneFilter(cursor=cursor))


def test_an_idempotency_key_gives_one_tune(database: Engine) -> None:
    store = TuneStore(database)
    first = store.add_once(new_tune(), "key-1", "hash")
    second = store.add_once(new_tune("Another"), "key-1", "hash")
    assert second == first
    assert len(store.page(TuneFilter())[0]) == 1
    with pytest.raises(RequestError, match="Idempotency-Key"):
        store.find_by_key("key-1", "another hash")


def test_the_writer_stores_many_tunes_and_hands_each_its_own(database: Engine) -> None:
    async def store_many() -> list[str]:
        stored = await asyncio.gather(*(writer.add(new_tune(f"Tune {n}")) for n in range(200)))
        return [tune.title for tune in stored]

    writer = TuneWriter(TuneStore(database), Metrics())
    try:
        assert asyncio.run(store_many()) == [f"Tune {n}" for n in range(200)]
    finally:
        writer.close()
    assert len(TuneStore(database).page(TuneFilter(limit=500))[0]) == 200


def test_the_writer_hands_a_failure_to_who_waits_and_goes_on(database: Engine) -> None:
    async def store(tune: NewTune) -> str:
        return (await writer.add(tune)).title

    writer = TuneWriter(TuneStore(database), Metrics())
    try:
        with pytest.raises(Exception, match="title"):
            asyncio.run(store(new_tune(title=None)))  # type: ignore[arg-type]
        assert asyncio.run(store(new_tune("Whole"))) == "Whole"
    finally:
        writer.close()


def test_a_tunebook_keeps_its_order_and_forgets_deleted_tunes(database: Engine) -> None:
    tunes, books = TuneStore(database), TunebookStore(database)
    a, b, c = (t.id for t in tunes.add([new_tune("A"), new_tune("B"), new_tune("C")]))
    book = books.add("Session", [c, a, b, a])
    assert books.get(book.id) == book
    changed = books.change(book.id, title="Sunday", tune_ids=[b, c])
    assert changed is not None
    assert (changed.title, changed.tunes) == ("Sunday", (b, c))
    tunes.delete(b)
    assert [t.tunes for t in books.all()] == [(c,)]
    assert books.delete(book.id)
    assert books.change(book.id, title="Gone", tune_ids=None) is None
    assert tunes.get(c) is not None


def test_a_tunebook_of_unknown_tunes_is_refused_whole(database: Engine) -> None:
    tunes, books = TuneStore(database), TunebookStore(database)
    [known] = tunes.add([new_tune()])
    with pytest.raises(RequestError, match="t_unknown"):
        books.add("Ghosts", [known.id, "t_unknown"])
    assert books.all() == []


def test_a_wrong_url_is_one_sentence() -> None:
    for url in ("not a url", "nosuchdatabase://x"):
        with pytest.raises(RequestError, match="DATABASE_URL"):
            connect(url)


def test_no_answered_tune_is_lost_when_the_process_is_killed(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/studio.db"
    engine = connect(url)
    migrate(engine)
    with subprocess.Popen([sys.executable, STORING, url], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        ids = [process.stdout.readline().strip() for _ in range(20)]
        process.kill()
        ids += process.stdout.read().splitlines()
    assert len(TuneStore(engine).get_many(ids)) == len(ids) >= 20
    engine.dispose()
