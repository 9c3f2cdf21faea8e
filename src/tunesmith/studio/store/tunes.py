"""Tunes in the store."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate
from typing import Any

from sqlalchemy import Connection, Engine, Select, delete, insert, or_, select, tuple_, update
from sqlalchemy.exc import IntegrityError

from tunesmith.errors import RequestError
from tunesmith.studio.store.records import NewTune, StoredTune
from tunesmith.studio.store.tables import idempotency, tunes

__all__ = ["TuneFilter", "TuneStore"]

MOST_CHARACTERS = 1_000_000
"""Of the tunes on one page, which has fewer tunes than asked for rather than more text."""


@dataclass(frozen=True, slots=True)
class TuneFilter:
    """Which tunes to list: words in title or ABC, star, rhythm, key; newest first, after `cursor`."""

    query: str | None = None
    starred: bool | None = None
    rhythm: str | None = None
    key: str | None = None
    cursor: str | None = None
    limit: int = 50


class TuneStore:
    """Stores, finds, changes and deletes tunes; every method is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, tunes_to_add: Sequence[NewTune]) -> list[StoredTune]:
        """Store tunes in one transaction: when this returns they are on disk."""
        with self._engine.begin() as connection:
            return _insert(connection, tunes_to_add)

    def add_once(self, tune: NewTune, key: str, request: str) -> StoredTune:
        """Store a tune under an idempotency key, or give the tune that already stands under it."""
        try:
            with self._engine.begin() as connection:
                [stored] = _insert(connection, [tune])
                connection.execute(insert(idempotency).values(key=key, request=request, tune_id=stored.id))
            return stored
        except IntegrityError:  # another request with this key was faster: its tune is the answer
            found = self.find_by_key(key, request)
            if found is None:
                raise
            return found

    def find_by_key(self, key: str, request: str) -> StoredTune | None:
        """The tune under an idempotency key; RequestError if the key was used for another request."""
        with self._engine.connect() as connection:
            row = connection.execute(select(idempotency).where(idempotency.c.key == key)).one_or_none()
        if row is None:
            return None
        if row.request != request:
            raise RequestError("this Idempotency-Key was used for a different request; use a new one")
        return self.get(row.tune_id)

    def get(self, tune_id: str) -> StoredTune | None:
        """The tune with this id, or None."""
        with self._engine.connect() as connection:
            row = connection.execute(select(tunes).where(tunes.c.id == tune_id)).one_or_none()
        return None if row is None else _stored(row._asdict())

    def get_many(self, ids: Sequence[str]) -> list[StoredTune]:
        """The tunes with these ids that exist, in the order of the ids."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(tunes).where(tunes.c.id.in_(ids))).all()
        found = {row.id: _stored(row._asdict()) for row in rows}
        return [found[tune_id] for tune_id in ids if tune_id in found]

    def page(self, which: TuneFilter) -> tuple[list[StoredTune], str | None]:
        """A page of tunes, newest first, and the cursor of the next page if there is one."""
        with self._engine.connect() as connection:
            rows = connection.execute(_page(which)).all()
        sizes = accumulate(len(row.abc) for row in rows[: which.limit])
        fitting = max(1, sum(size <= MOST_CHARACTERS for size in sizes))
        page = [_stored(row._asdict()) for row in rows[:fitting]]
        return page, _cursor(page[-1]) if len(rows) > fitting else None

    def change(self, tune_id: str, **values: Any) -> StoredTune | None:
        """Change some columns of a tune; None if there is no such tune."""
        with self._engine.begin() as connection:
            connection.execute(update(tunes).where(tunes.c.id == tune_id).values(**values))
        return self.get(tune_id)

    def delete(self, tune_id: str) -> bool:
        """Delete a tune, also out of every tunebook; False if there was none."""
        with self._engine.begin() as connection:
            return connection.execute(delete(tunes).where(tunes.c.id == tune_id)).rowcount > 0


def _insert(connection: Connection, tunes_to_add: Sequence[NewTune]) -> list[StoredTune]:
    rows = [
        {
            "id": f"t_{secrets.token_urlsafe(12)}",
            "created": datetime.now(UTC).replace(tzinfo=None),
            "starred": False,
            "title": tune.title,
            "abc": tune.abc,
            "rhythm": tune.rhythm,
            "key": tune.key,
            "meter": tune.meter,
            "recipe": tune.recipe,
        }
        for tune in tunes_to_add
    ]
    connection.execute(insert(tunes), rows)
    return [_stored(row) for row in rows]


def _stored(row: Mapping[str, Any]) -> StoredTune:
    return StoredTune(**{**row, "created": row["created"].replace(tzinfo=UTC)})


def _page(which: TuneFilter) -> Select[Any]:
    statement = select(tunes).order_by(tunes.c.created.desc(), tunes.c.id.desc()).limit(which.limit + 1)
    for word in (which.query or "").split():
        statement = statement.where(
            or_(tunes.c.title.icontains(word, autoescape=True), tunes.c.abc.contains(word, autoescape=True))
        )
    if which.starred is not None:
        statement = statement.where(tunes.c.starred == which.starred)
    if which.rhythm is not None:
        statement = statement.where(tunes.c.rhythm == which.rhythm)
    if which.key is not None:
        statement = statement.where(tunes.c.key == which.key)
    if which.cursor is not None:
        created, tune_id = _parse_cursor(which.cursor)
        statement = statement.where(tuple_(tunes.c.created, tunes.c.id) < tuple_(created, tune_id))
    return statement


def _cursor(last: StoredTune) -> str:
    return f"{last.created.replace(tzinfo=None).isoformat(timespec='microseconds')}~{last.id}"


def _parse_cursor(cursor: str) -> tuple[datetime, str]:
    created, _, tune_id = cursor.partition("~")
    try:
        moment = datetime.fromisoformat(created)
    except ValueError:
        raise RequestError("cursor is not one that this service gave; leave it out to start again") from None
    if moment.tzinfo is not None or "\0" in tune_id:
        raise RequestError("cursor is not one that this service gave; leave it out to start again")
    return moment, tune_id
