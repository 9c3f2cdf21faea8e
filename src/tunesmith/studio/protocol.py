"""HTTP/1.1 as uvicorn speaks it, with bounds on what a client may send before it has asked for anything.

uvicorn's parser in C keeps headers without end, and waits for ever for the rest of a request.
"""

from __future__ import annotations

import asyncio
import json
from http import HTTPStatus
from typing import Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

__all__ = ["Bounded"]

MOST_HEAD_BYTES: Final = 32 * 1024
"""Request line and headers; browsers send some 2 kB."""
SECONDS_FOR_HEAD: Final = 10.0
SECONDS_FOR_BODY: Final = 30.0
SECONDS_TO_READ: Final = 2.0


class Bounded(HttpToolsProtocol):
    """Answers 431 to a head that is too large and 408 to a request that does not arrive in time, and hangs up."""

    _refused = False
    _clock: asyncio.TimerHandle | None = None
    _in_head = False
    _head_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for a request, but not for ever."""
        super().connection_made(transport)
        self._wind(SECONDS_FOR_HEAD)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._stop()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, unless the head has grown too large or the connection is being closed."""
        if self._over:
            return
        in_head = self._in_head
        super().data_received(data)
        if in_head and self._in_head:  # the parser keeps a header to itself until it is whole
            self._count(len(data))

    def on_message_begin(self) -> None:
        """A request begins: its head has to come in time."""
        super().on_message_begin()
        self._in_head, self._head_bytes = True, 0
        self._wind(SECONDS_FOR_HEAD)

    def on_url(self, url: bytes) -> None:
        """Count the address, which may come in pieces."""
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Count a header; 4 bytes stand between them."""
        self._count(len(name) + len(value) + 4)
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The head is here, unless it was refused: the body has to come in time."""
        self._in_head = False
        if not self._over:
            self._wind(SECONDS_FOR_BODY)
            super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Take it, unless the head was refused."""
        if not self._over:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """All is here: the client has done its part."""
        self._stop()
        if not self._over:
            super().on_message_complete()

    @property
    def _over(self) -> bool:
        """Whether nothing more is read of what comes."""
        return self._refused or self.transport.is_closing()

    def _count(self, size: int) -> None:
        self._head_bytes += size
        if self._head_bytes > MOST_HEAD_BYTES and not self._over:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, f"the head is larger than {MOST_HEAD_BYTES} bytes")

    def _wind(self, seconds: float) -> None:
        self._stop()
        self._clock = self.loop.call_later(seconds, self._late)

    def _stop(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None

    def _late(self) -> None:
        if self.cycle is None or self.cycle.response_complete:
            self._refuse(HTTPStatus.REQUEST_TIMEOUT, "the request did not arrive in time")
        else:  # the application waits for the rest of the body
            self.transport.close()

    def _refuse(self, status: HTTPStatus, detail: str) -> None:
        """Answer with a problem document, and hang up once the client has had time to read it.

        A connection that is closed while something unread lies in it is reset, and its answer is lost.
        """
        self._stop()
        self._refused = True
        problem = {"type": "about:blank", "title": status.phrase, "status": status.value, "detail": detail}
        body = json.dumps(problem).encode()
        head = (
            f"HTTP/1.1 {status.value} {status.phrase}\r\nContent-Type: application/problem+json\r\n"
            f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        )
        self.transport.write(head.encode() + body)
        self.transport.write_eof()
        self._clock = self.loop.call_later(SECONDS_TO_READ, self.transport.close)
