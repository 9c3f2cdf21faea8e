"""Tunebooks in the store: ordered sets of tunes."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, delete, insert, select, update

from tunesmith.errors import RequestError
from tunesmith.studio.store.records import Tunebook
from tunesmith.studio.store.tables import tunebook_tunes, tunebooks, tunes

__all__ = ["TunebookStore"]


class TunebookStore:
    """Stores, finds, changes and deletes tunebooks; every method is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, title: str, tune_ids: Sequence[str]) -> Tunebook:
        """Store a tunebook; RequestError names a tune that does not exist."""
        book = Tunebook(f"b_{secrets.token_urlsafe(12)}", datetime.now(UTC), title, tuple(tune_ids))
        with self._engine.begin() as connection:
            connection.execute(
                insert(tunebooks).values(id=book.id, created=book.created.replace(tzinfo=None), title=title)
            )
            _fill(connection, book.id, tune_ids)
        return book

    def get(self, book_id: str) -> Tunebook | None:
        """The tunebook with this id, or None."""
        return next(iter(self._read([book_id])), None)

    def all(self, *, deleted: bool = False) -> list[Tunebook]:
        """All tunebooks, newest first; or all that were deleted."""
        return self._read(None, deleted=deleted)

    def change(self, book_id: str, title: str | None, tune_ids: Sequence[str] | None) -> Tunebook | None:
        """Rename a tunebook, or give it other tunes or another order; None if there is no such tunebook."""
        if self.get(book_id) is None:
            return None
        with self._engine.begin() as connection:
            connection.execute(select(tunebooks.c.id).where(tunebooks.c.id == book_id).with_for_update())
            if title is not None:
                connection.execute(update(tunebooks).where(tunebooks.c.id == book_id).values(title=title))
            if tune_ids is not None:
                connection.execute(delete(tunebook_tunes).where(tunebook_tunes.c.tunebook_id == book_id))
                _fill(connection, book_id, tune_ids)
        return self.get(book_id)

    def delete(self, book_id: str) -> bool:
        """Delete a tunebook, not its tunes; False if there was none."""
        now = datetime.now(UTC).replace(tzinfo=None)
        which = update(tunebooks).where(tunebooks.c.id == book_id, tunebooks.c.deleted.is_(None))
        with self._engine.begin() as connection:
            return connection.execute(which.values(deleted=now)).rowcount > 0

    def restore(self, book_id: str) -> Tunebook | None:
        """Put a deleted tunebook back; None if there never was one."""
        with self._engine.begin() as connection:
            connection.execute(update(tunebooks).where(tunebooks.c.id == book_id).values(deleted=None))
        return self.get(book_id)

    def _read(self, ids: Iterable[str] | None, *, deleted: bool = False) -> list[Tunebook]:
        books = select(tunebooks).order_by(tunebooks.c.created.desc(), tunebooks.c.id)
        books = books.where(tunebooks.c.deleted.is_not(None) if deleted else tunebooks.c.deleted.is_(None))
        members = select(tunebook_tunes).join(tunes, tunes.c.id == tunebook_tunes.c.tune_id)
        members = members.where(tunes.c.deleted.is_(None)).order_by(tunebook_tunes.c.position)
        if ids is not None:
            wanted = list(ids)
            books = books.where(tunebooks.c.id.in_(wanted))
            members = members.where(tunebook_tunes.c.tunebook_id.in_(wanted))
        tunes_of: dict[str, list[str]] = defaultdict(list)
        with self._engine.connect() as connection:
            for row in connection.execute(members):
                tunes_of[row.tunebook_id].append(row.tune_id)
            rows = connection.execute(books).all()
        return [Tunebook(r.id, r.created.replace(tzinfo=UTC), r.title, tuple(tunes_of[r.id])) for r in rows]


def _fill(connection: Connection, book_id: str, tune_ids: Sequence[str]) -> None:
    # PostgreSQL locks the tunes, in one order, so that none is deleted meanwhile; SQLite has one writer at a time.
    there = select(tunes.c.id).where(tunes.c.id.in_(tune_ids), tunes.c.deleted.is_(None)).order_by(tunes.c.id)
    known = set(connection.scalars(there.with_for_update(read=True, key_share=True)))
    for tune_id in tune_ids:
        if tune_id not in known:
            raise RequestError(f"must be tunes that there are, and there is none {tune_id!r}", field="tunes")
    rows = [{"tunebook_id": book_id, "position": n, "tune_id": tune_id} for n, tune_id in enumerate(tune_ids)]
    if rows:
        connection.execute(insert(tunebook_tunes), rows)
