"""All tunes of the store, to be exported, and imported ones into it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from sqlalchemy import Engine, insert, select

from tunesmith.studio.store.records import StoredTune
from tunesmith.studio.store.searching import searchable
from tunesmith.studio.store.tables import tunes
from tunesmith.studio.store.tunes import SHOWN, stored_tune

__all__ = ["all_tunes", "put_in"]

AT_ONCE = 500


def all_tunes(engine: Engine) -> Iterator[StoredTune]:
    """Every tune that is not deleted, the oldest first."""
    statement = select(*SHOWN).where(tunes.c.deleted.is_(None)).order_by(tunes.c.created, tunes.c.id)
    with engine.connect() as connection:
        for row in connection.execution_options(yield_per=AT_ONCE).execute(statement):
            yield stored_tune(row._asdict())


def put_in(engine: Engine, given: Sequence[StoredTune]) -> int:
    """Store tunes as they were, all or none; those whose id is there already are left alone. How many were stored."""
    with engine.begin() as connection:
        known = set(connection.scalars(select(tunes.c.id)))
        new = {tune.id: tune for tune in given if tune.id not in known}
        rows = [
            {
                **asdict(tune),
                "created": tune.created.replace(tzinfo=None),
                "words": searchable(tune.title, tune.rhythm, tune.key),
            }
            for tune in new.values()
        ]
        if rows:
            connection.execute(insert(tunes), rows)
    return len(new)
