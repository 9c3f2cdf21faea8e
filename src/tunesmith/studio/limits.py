"""Limits on how large one request may be, and how often one client may ask for work."""

from __future__ import annotations

import re
import time

from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tunesmith.errors import RequestError
from tunesmith.studio.problems import ProblemError, problem_response

__all__ = ["BodyLimit", "RateLimit"]

PERIODS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400}
RATE = re.compile(rf"(?P<most>[1-9]\d{{0,9}})/(?P<period>{'|'.join(PERIODS)})")
ROUNDING = 1e-3  # seconds


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
        body = await self._read(scope, receive)
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
            body += message.get("body", b"")
            if len(body) > self.limit:
                return None
            if message["type"] == "http.disconnect" or not message.get("more_body"):
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
    rate algorithm, ITU-T I.371). A client is forgotten when it has its whole allowance again.
    """

    def __init__(self, rate: str) -> None:
        parts = RATE.fullmatch(rate)
        if parts is None:
            raise RequestError(f"RATE_LIMIT is {rate!r}; write it like '600/minute'")
        self._rate = rate
        self._period = PERIODS[parts["period"]]
        self._cost = self._period / int(parts["most"])
        self._whole: dict[str, float] = {}  # when each client has its allowance again; who asked last stands last

    async def __call__(self, request: Request) -> None:
        """Count the request; ProblemError 429 when the allowance is used up."""
        now = time.monotonic()
        self._forget(now)
        client = request.client.host if request.client else "unknown"
        whole = max(self._whole.get(client, now), now) + self._cost
        wait = whole - now - self._period
        if wait > ROUNDING:
            raise ProblemError(429, f"more than {self._rate}; wait {max(1.0, wait):.0f} s", retry_after=wait)
        self._whole.pop(client, None)
        self._whole[client] = whole

    def _forget(self, now: float) -> None:
        """Drop the clients that asked longest ago, as far as they have their allowance again."""
        while self._whole and next(iter(self._whole.values())) <= now:
            del self._whole[next(iter(self._whole))]
