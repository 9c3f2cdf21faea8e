"""Whether the database takes what it is given: known from the last failure, and tried again on request."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

from sqlalchemy import Engine, delete, event, insert, select
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DataError, IntegrityError, ProgrammingError

from tunesmith.studio.store.tables import tunes

__all__ = ["DatabaseHealth"]

OF_THE_REQUEST = (DataError, IntegrityError, ProgrammingError)
"""Errors that say nothing against the database."""
TRIAL = "-" * 2**14
"""Longer than a page of either kind of database: a full one may still have room for a short row in a page it has."""


class DatabaseHealth:
    """Listens to every failure of an engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.failing = False
        event.listen(engine, "handle_error", self._note)

    def _note(self, context: ExceptionContext) -> None:
        if not isinstance(context.sqlalchemy_exception, OF_THE_REQUEST):
            self.failing = True

    def prove(self) -> None:
        """Read, and after a failure also write a long tune and take it away; raises what the database raises."""
        if not self.failing:
            with self._engine.connect() as connection:
                connection.execute(select(1))
            return
        trial = {
            "id": f"t_{secrets.token_urlsafe(12)}",
            "created": datetime.now(UTC).replace(tzinfo=None),
            "title": "-",
            "abc": TRIAL,
            "starred": False,
            "key": "C",
            "meter": "4/4",
            "recipe": {},
        }
        with self._engine.begin() as connection:  # nobody else sees it
            connection.execute(insert(tunes).values(trial))
            connection.execute(delete(tunes).where(tunes.c.id == trial["id"]))
        self.failing = False
