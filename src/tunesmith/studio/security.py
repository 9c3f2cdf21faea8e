"""Security headers on every answer, and the key that writing needs where the studio is open to others."""

from __future__ import annotations

import hmac

from fastapi import Request
from pydantic import SecretStr
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tunesmith.studio.limits import RateLimit, address
from tunesmith.studio.problems import ProblemError

__all__ = ["PAGE_POLICY", "READING", "ApiKey", "SecurityHeaders"]

PAGE_POLICY = (
    "default-src 'self'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "style-src 'self' 'unsafe-inline'",  # abcjs places its SVG by style attributes
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
)
"""What the page may load, whoever serves it."""
CONTENT_POLICY = "; ".join((*PAGE_POLICY, "frame-ancestors 'none'"))
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
READING = ("GET", "HEAD")
CHALLENGE = {"WWW-Authenticate": "Bearer"}


class SecurityHeaders:
    """ASGI middleware that sets the headers; a handler's own value of one is kept."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does, with the headers added."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class ApiKey:
    """A dependency that answers 401 to a request without the key; lets all in where no key is set.

    Without `for_reading` only requests that write need it. A client that brings too many wrong keys gets 429, whatever
    it brings next.
    """

    def __init__(self, key: SecretStr | None, wrong: RateLimit, *, for_reading: bool = False) -> None:
        self._key = key
        self._wrong = wrong
        self._for_reading = for_reading

    async def __call__(self, request: Request) -> None:
        """Compare in constant time."""
        if self._key is None or (request.method in READING and not self._for_reading):
            return
        client = address(request)
        await self._wrong.check(client)
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        right = hmac.compare_digest(given.strip().encode(), self._key.get_secret_value().encode())
        if scheme.lower() != "bearer" or not right:
            if given:
                await self._wrong.take(client)
            raise ProblemError(401, "this studio wants its key: Authorization: Bearer KEY", headers=CHALLENGE)
