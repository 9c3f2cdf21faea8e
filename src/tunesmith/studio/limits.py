"""Limits on how large one request may be, and how often one client may ask for work."""

from __future__ import annotations

import re
import sqlite3
import time
import weakref
from pathlib import Path

from fastapi import Request
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tunesmith.errors import RequestError
from tunesmith.studio.problems import ProblemError, problem_response

__all__ = ["BodyLimit", "RateLimit", "address"]

PERIODS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400}
RATE = re.compile(rf"(?P<most>[1-9]\d{{0,9}})/(?P<period>{'|'.join(PERIODS)})")
ROUNDING = 1e-3  # seconds
CLIENTS = """
PRAGMA busy_timeout = 5000;
PRAGMA journal_mode = WAL;
PRAGMA synchronous = OFF;
CREATE TABLE IF NOT EXISTS clients (client TEXT PRIMARY KEY, whole REAL NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS clients_by_whole ON clients (whole);
"""
"""When each client has its whole allowance again; nothing of it outlives the studio."""
COUNT = """
INSERT INTO clients VALUES (?1, ?2 + ?3)
ON CONFLICT DO UPDATE SET whole = whole + ?3 WHERE whole <= ?4
"""
"""Take one request from a client's allowance, unless that is used up; in one step for all workers."""


class BodyLimit:
    """ASGI middleware that answers 413 to a body over `limit` bytes, whether or not its length was announced.

    Starlette's own answers in plain text; here every refusal is a problem document.
    """

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the body as far as it may go, then pass the request on with it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            body = await self._read(scope, receive)
        except ClientDisconnect:  # the client has left
            return
        if body is None:
            detail = f"the body is larger than {self.limit} bytes"
            await problem_response(413, detail, headers={"Connection": "close"})(scope, receive, send)
            return
        await self.app(scope, _replay(body, receive), send)

    async def _read(self, scope: Scope, receive: Receive) -> bytes | None:
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if not announced.isdigit() or int(announced) > self.limit:
            return None
        body = bytearray()
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ClientDisconnect
            body += message.get("body", b"")
            if len(body) > self.limit:
                return None
            if not message.get("more_body"):
                return bytes(body)


def _replay(body: bytes, receive: Receive) -> Receive:
    """A `receive` that gives the body that was already read, then whatever comes after it."""
    sent = False

    async def replay() -> Message:
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


class RateLimit:
    """A dependency that answers 429 to a client, known by its address, that asks too often.

    A client may ask `most` times at once, and again as fast as the allowance of the period comes back (the generic cell
    rate algorithm, ITU-T I.371). A client is forgotten when it has its whole allowance again. Limits that share
    a `folder` count together, as those of several workers do.
    """

    def __init__(self, rate: str, folder: Path | None = None, setting: str = "RATE_LIMIT") -> None:
        self._rate = rate
        self._setting = setting
        most, self._period = allowance(rate, setting)
        self._cost = self._period / most
        file = ":memory:" if folder is None else folder / "clients.sqlite"
        self._clients = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
        weakref.finalize(self, self._clients.close)
        self._clients.executescript(CLIENTS)

    async def __call__(self, request: Request) -> None:
        """Count the request; ProblemError 429 when the allowance is used up."""
        self.take(address(request))

    def take(self, client: str) -> None:
        """Take one from a client's allowance; ProblemError 429 when it is used up."""
        now = time.monotonic()  # the same in all processes of a machine
        self._clients.execute("DELETE FROM clients WHERE whole <= ?", [now])
        latest = now + self._period - self._cost + ROUNDING
        if not self._clients.execute(COUNT, [self._name(client), now, self._cost, latest]).rowcount:
            raise self._refusal(client)

    def check(self, client: str) -> None:
        """ProblemError 429 when a client's allowance is used up; takes nothing from it."""
        if self._wait(client) > ROUNDING:
            raise self._refusal(client)

    def _wait(self, client: str) -> float:
        """The seconds until a client may ask again; 0 or less if it may now."""
        found = self._clients.execute("SELECT whole FROM clients WHERE client = ?", [self._name(client)]).fetchone()
        now = time.monotonic()
        return (found[0] if found else now) + self._cost - now - self._period

    def _refusal(self, client: str) -> ProblemError:
        wait = self._wait(client)
        return ProblemError(429, f"more than {self._rate}; wait {max(1.0, wait):.0f} s", retry_after=wait)

    def _name(self, client: str) -> str:
        """A client as this limit counts it: several limits may share a file."""
        return f"{self._setting} {client}"


def address(request: Request) -> str:
    """What a client is known by."""
    return request.client.host if request.client else "unknown"


def allowance(rate: str, setting: str) -> tuple[int, int]:
    """How many requests in how many seconds; RequestError if the rate is none."""
    parts = RATE.fullmatch(rate)
    if parts is None:
        raise RequestError(f"{setting} is {rate!r}; write it like '600/minute'")
    return int(parts["most"]), PERIODS[parts["period"]]
