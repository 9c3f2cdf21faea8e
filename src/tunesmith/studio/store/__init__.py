"""Where the studio keeps tunes and tunebooks: SQLite in WAL mode, or PostgreSQL."""

from __future__ import annotations

from tunesmith.studio.store.engine import connect, migrate
from tunesmith.studio.store.records import NewTune, StoredTune, Tunebook
from tunesmith.studio.store.tunebooks import TunebookStore
from tunesmith.studio.store.tunes import TuneFilter, TuneStore

__all__ = ["NewTune", "StoredTune", "TuneFilter", "TuneStore", "Tunebook", "TunebookStore", "connect", "migrate"]
