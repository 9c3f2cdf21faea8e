"""Limits on how large one request may be, and how often one client may ask for work."""

from __future__ import annotations

import time

from fastapi import Request
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tunesmith.errors import RequestError
from tunesmith.studio.problems import ProblemError, problem_response

__all__ = ["BodyLimit", "RateLimit"]


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
        body: bytes = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if len(body) > self.limit:
                return None
            if message["type"] == "http.disconnect" or not message.get("more_body"):
                return body


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
    """A dependency that answers 429 to a client that asks too often (a moving window, per address)."""

    def __init__(self, rate: str) -> None:
        try:
            self._rate = parse(rate)
        except ValueError as error:
            raise RequestError(f"RATE_LIMIT is {rate!r}; write it like '600/minute'") from error
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def __call__(self, request: Request) -> None:
        """Count the request; ProblemError when the window is full."""
        client = request.client.host if request.client else "unknown"
        if self._limiter.hit(self._rate, client):
            return
        window = self._limiter.get_window_stats(self._rate, client)
        wait = max(1.0, window.reset_time - time.time())
        raise ProblemError(429, f"more than {self._rate}; wait {wait:.0f} s", retry_after=wait)
