"""Where the studio keeps tunes and tunebooks: SQLite in WAL mode, or PostgreSQL."""

from __future__ import annotations

from tunesmith.studio.store.engine import connect, migrate
from tunesmith.studio.store.health import DatabaseHealth
from tunesmith.studio.store.records import NewTune, StaleVersionError, StoredTune, Tunebook, TuneVersion
from tunesmith.studio.store.tunebooks import TunebookStore
from tunesmith.studio.store.tunes import TuneFilter, TuneStore
from tunesmith.studio.store.writer import TuneWriter

__all__ = [
    "DatabaseHealth",
    "NewTune",
    "StaleVersionError",
    "StoredTune",
    "TuneFilter",
    "TuneStore",
    "TuneVersion",
    "TuneWriter",
    "Tunebook",
    "TunebookStore",
    "connect",
    "migrate",
]
