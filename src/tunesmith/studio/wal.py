"""SQLite files that several processes open at once."""

from __future__ import annotations

import sqlite3
import time

__all__ = ["journal_in_wal"]

SECONDS_BETWEEN = 0.01


def journal_in_wal(connection: sqlite3.Connection, seconds: float) -> None:
    """Put a database in WAL mode: readers and one writer at once, across processes.

    SQLite does not wait for a lock here, whatever its timeout, if another process does the same on a new file. So this
    tries again for as long as `seconds`, then sqlite3.OperationalError comes up.
    """
    end = time.monotonic() + seconds
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").close()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() >= end:
                raise
            time.sleep(SECONDS_BETWEEN)
        else:
            return
