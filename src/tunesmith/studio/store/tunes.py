"""Tunes in the store."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Select,
    and_,
    delete,
    insert,
    literal,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.exc import IntegrityError

from tunesmith.errors import RequestError
from tunesmith.studio.store.records import NewTune, StaleVersionError, StoredTune, TuneVersion
from tunesmith.studio.store.searching import search_terms, searchable
from tunesmith.studio.store.tables import idempotency, tunes, versions

__all__ = ["SHOWN", "TuneFilter", "TuneStore", "stored_tune"]

SHOWN = [column for column in tunes.c if column.name != "words"]
"""The columns of a `StoredTune`."""
KEPT = ("title", "abc", "rhythm", "key", "meter", "recipe")
"""What a version of a tune keeps; a star is the tune's, whatever its version."""
MOST_CHARACTERS = 1_000_000
"""Of the tunes on one page, which has fewer tunes than asked for rather than more text."""


@dataclass(frozen=True, slots=True)
class TuneFilter:
    """Which tunes to list: words in title, kind, key or ABC, star, rhythm, key; newest first, after `cursor`.

    `deleted` lists those that were deleted, and only those.
    """

    query: str | None = None
    starred: bool | None = None
    rhythm: str | None = None
    key: str | None = None
    deleted: bool = False
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
            raise RequestError("was used for a different request; use a new one", field="Idempotency-Key")
        return self.get(row.tune_id)

    def get(self, tune_id: str) -> StoredTune | None:
        """The tune with this id, or None."""
        with self._engine.connect() as connection:
            row = connection.execute(select(*SHOWN).where(tunes.c.id == tune_id, here())).one_or_none()
        return None if row is None else stored_tune(row._asdict())

    def get_many(self, ids: Sequence[str]) -> list[StoredTune]:
        """The tunes with these ids that exist, in the order of the ids."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(*SHOWN).where(tunes.c.id.in_(ids), here())).all()
        found = {row.id: stored_tune(row._asdict()) for row in rows}
        return [found[tune_id] for tune_id in ids if tune_id in found]

    def page(self, which: TuneFilter) -> tuple[list[StoredTune], str | None]:
        """A page of tunes, newest first, and the cursor of the next page if there is one."""
        with self._engine.connect() as connection:
            rows = connection.execute(_page(which)).all()
        sizes = accumulate(len(row.abc) for row in rows[: which.limit])
        fitting = max(1, sum(size <= MOST_CHARACTERS for size in sizes))
        page = [stored_tune(row._asdict()) for row in rows[:fitting]]
        return page, _cursor(page[-1]) if len(rows) > fitting else None

    def change(self, tune_id: str, base: int | None = None, **values: Any) -> StoredTune | None:
        """Change some columns of a tune, what it was staying a version of it; None if there is no such tune.

        StaleVersionError if the tune is not at version `base` any more.
        """
        try:
            with self._engine.begin() as connection:
                if not _change(connection, tune_id, base, values):
                    return None
        except IntegrityError as error:  # another request made the same version at the same time
            raise StaleVersionError(tune_id) from error
        return self.get(tune_id)

    def versions(self, tune_id: str) -> list[TuneVersion]:
        """What a tune was before each of its changes, the newest first."""
        statement = select(versions).where(versions.c.tune_id == tune_id).order_by(versions.c.version.desc())
        with self._engine.connect() as connection:
            rows = connection.execute(statement).all()
        return [TuneVersion(**{**row._asdict(), "replaced": row.replaced.replace(tzinfo=UTC)}) for row in rows]

    def delete(self, tune_id: str) -> bool:
        """Delete a tune, which hides it also in every tunebook; False if there was none."""
        now = datetime.now(UTC).replace(tzinfo=None)
        with self._engine.begin() as connection:
            gone = connection.execute(update(tunes).where(tunes.c.id == tune_id, here()).values(deleted=now))
            connection.execute(delete(idempotency).where(idempotency.c.tune_id == tune_id))
            return gone.rowcount > 0

    def restore(self, tune_id: str) -> StoredTune | None:
        """Put a deleted tune back, also into its tunebooks; None if there never was one."""
        with self._engine.begin() as connection:
            connection.execute(update(tunes).where(tunes.c.id == tune_id).values(deleted=None))
        return self.get(tune_id)


def here() -> ColumnElement[bool]:
    """Whether a tune is not deleted."""
    return tunes.c.deleted.is_(None)


def _change(connection: Connection, tune_id: str, base: int | None, values: dict[str, Any]) -> bool:
    """Change a tune inside a transaction, whose first statement takes the write lock; False if there is no tune."""
    tune = [tunes.c.id == tune_id, here()]
    kept = values.keys() & set(KEPT)
    if not kept:
        return connection.execute(update(tunes).where(*tune).values(**values)).rowcount > 0
    at_base = [] if base is None else [tunes.c.version == base]
    now = literal(datetime.now(UTC).replace(tzinfo=None), versions.c.replaced.type)
    present = select(tunes.c.id, tunes.c.version, now, *(tunes.c[name] for name in KEPT)).where(*tune, *at_base)
    connection.execute(insert(versions).from_select(["tune_id", "version", "replaced", *KEPT], present))
    changed = update(tunes).where(*tune, *at_base).values(**values, version=tunes.c.version + 1)
    row = connection.execute(changed.returning(tunes.c.title, tunes.c.rhythm, tunes.c.key)).one_or_none()
    if row is None and connection.scalar(select(tunes.c.id).where(*tune)):
        raise StaleVersionError(tune_id)
    if row is not None:
        connection.execute(update(tunes).where(*tune).values(words=searchable(*row)))
    return row is not None


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
            "version": 1,
            "deleted": None,
        }
        for tune in tunes_to_add
    ]
    words = [searchable(tune.title, tune.rhythm, tune.key) for tune in tunes_to_add]
    connection.execute(insert(tunes), [{**row, "words": found} for row, found in zip(rows, words, strict=True)])
    return [stored_tune(row) for row in rows]


def stored_tune(row: Mapping[str, Any]) -> StoredTune:
    """A tune out of its columns."""
    deleted = row["deleted"] and row["deleted"].replace(tzinfo=UTC)
    return StoredTune(**{**row, "created": row["created"].replace(tzinfo=UTC), "deleted": deleted})


def _page(which: TuneFilter) -> Select[Any]:
    statement = select(*SHOWN).order_by(tunes.c.created.desc(), tunes.c.id.desc()).limit(which.limit + 1)
    statement = statement.where(tunes.c.deleted.is_not(None) if which.deleted else here())
    terms = search_terms(which.query or "")
    found = [tunes.c.words.contains(term, autoescape=True) for term in terms]
    written = [tunes.c.abc.contains(word, autoescape=True) for word in (which.query or "").split()]
    if terms:
        statement = statement.where(or_(and_(*found), and_(*written)))
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
        raise RequestError("is not one that this service gave; leave it out to start again", field="cursor") from None
    if moment.tzinfo is not None or "\0" in tune_id:
        raise RequestError("is not one that this service gave; leave it out to start again", field="cursor")
    return moment, tune_id
