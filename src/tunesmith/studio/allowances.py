"""How many requests each client has left on this host, counted over all its workers."""

from __future__ import annotations

import sqlite3
import time
import weakref
from pathlib import Path

from tunesmith.studio.wal import journal_in_wal

__all__ = ["AwayError", "OwnAllowances"]

SECONDS_TO_WAIT_FOR_A_LOCK = 5.0
CLIENTS = """
PRAGMA synchronous = OFF;
CREATE TABLE IF NOT EXISTS clients (client TEXT PRIMARY KEY, whole REAL NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS clients_by_whole ON clients (whole);
"""
"""When each client has its whole allowance again; nothing of it outlives the studio."""
COUNT = """
INSERT INTO clients VALUES (?1, ?2 + ?3)
ON CONFLICT DO UPDATE SET whole = max(whole, ?2) + ?3 WHERE whole <= ?4
"""
"""Take one request from a client's allowance, unless that is used up; in one step for all workers."""
ROUNDING = 1e-3  # seconds
SECONDS_TO_FORGET = 1.0
"""How often those are looked for who can be forgotten."""


class AwayError(Exception):
    """What several hosts share does not answer, or has not answered a moment ago: each goes on by itself."""


class OwnAllowances:
    """A client may ask `most` times at once, and again as fast as the allowance of `seconds` comes back.

    That is the generic cell rate algorithm (ITU-T I.371). A client is forgotten when it has its whole allowance again.
    Allowances that share a `folder` count together, as those of several workers do.
    """

    def __init__(self, most: int, seconds: int, folder: Path | None = None) -> None:
        self._seconds = seconds
        self._cost = seconds / most
        file = ":memory:" if folder is None else folder / "clients.sqlite"
        self._clients = sqlite3.connect(file, SECONDS_TO_WAIT_FOR_A_LOCK, isolation_level=None, check_same_thread=False)
        weakref.finalize(self, self._clients.close)
        journal_in_wal(self._clients, SECONDS_TO_WAIT_FOR_A_LOCK)
        self._clients.executescript(CLIENTS)
        self._forget_at = 0.0

    def take(self, client: str) -> float:
        """Take one from a client's allowance: 0, or the seconds until it may ask again if that is used up."""
        now = time.monotonic()  # the same in all processes of a machine
        if now >= self._forget_at:
            self._forget_at = now + SECONDS_TO_FORGET
            self._clients.execute("DELETE FROM clients WHERE whole <= ?", [now])
        latest = now + self._seconds - self._cost + ROUNDING
        taken = self._clients.execute(COUNT, [client, now, self._cost, latest]).rowcount
        return 0.0 if taken else max(ROUNDING, self.wait(client))

    def wait(self, client: str) -> float:
        """The seconds until a client may ask again, 0 if it may now; takes nothing from its allowance."""
        found = self._clients.execute("SELECT whole FROM clients WHERE client = ?", [client]).fetchone()
        now = time.monotonic()
        wait = (found[0] if found else now) + self._cost - now - self._seconds
        return wait if wait > ROUNDING else 0.0

    def __len__(self) -> int:
        """How many clients are remembered."""
        [(clients,)] = self._clients.execute("SELECT count(*) FROM clients")
        return int(clients)
