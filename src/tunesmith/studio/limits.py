"""Limits on how large one request may be, and how often one client may ask for work."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import Request
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tunesmith.errors import RequestError
from tunesmith.studio.allowances import AwayError, OwnAllowances
from tunesmith.studio.problems import ProblemError, problem_response

if TYPE_CHECKING:
    from tunesmith.studio.shared import Shared  # needs the extra `hosts`

__all__ = ["BodyLimit", "RateLimit", "address"]

PERIODS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400}
RATE = re.compile(rf"(?P<most>[1-9]\d{{0,9}})/(?P<period>{'|'.join(PERIODS)})")


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

    Limits that share a `folder` count together, as those of several workers do; with `shared` those of all hosts do.
    While Redis is away, each host counts by itself: a client may then ask each host as often as all together before.
    """

    def __init__(
        self, rate: str, folder: Path | None = None, setting: str = "RATE_LIMIT", shared: Shared | None = None
    ) -> None:
        self._rate = rate
        self._setting = setting
        self._own = OwnAllowances(*allowance(rate, setting), folder)
        self._shared = shared and shared.allowances(rate)

    async def __call__(self, request: Request) -> None:
        """Count the request; ProblemError 429 when the allowance is used up."""
        await self.take(address(request))

    async def take(self, client: str) -> None:
        """Take one from a client's allowance; ProblemError 429 when it is used up."""
        name = self._name(client)
        try:
            wait = await self._shared.take(name) if self._shared else self._own.take(name)
        except AwayError:
            wait = self._own.take(name)
        self._refuse(wait)

    async def check(self, client: str) -> None:
        """ProblemError 429 when a client's allowance is used up; takes nothing from it."""
        name = self._name(client)
        try:
            wait = await self._shared.wait(name) if self._shared else self._own.wait(name)
        except AwayError:
            wait = self._own.wait(name)
        self._refuse(wait)

    def _refuse(self, wait: float) -> None:
        if wait:
            raise ProblemError(429, f"more than {self._rate}; wait {max(1.0, wait):.0f} s", retry_after=wait)

    def _name(self, client: str) -> str:
        """A client as this limit counts it: several limits share a file, and one Redis."""
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
