"""Where the studio keeps tunes and tunebooks: SQLite in WAL mode, or PostgreSQL."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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

MODULES = {
    "engine": ("connect", "migrate"),
    "health": ("DatabaseHealth",),
    "records": ("NewTune", "StaleVersionError", "StoredTune", "TuneVersion", "Tunebook"),
    "tunebooks": ("TunebookStore",),
    "tunes": ("TuneFilter", "TuneStore"),
    "writer": ("TuneWriter",),
}
"""Where each name lives: it is fetched when it is first asked for, so that its records do not need a database."""


def __getattr__(name: str) -> Any:
    for module, names in MODULES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
