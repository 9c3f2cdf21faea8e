"""A client that leaves cancels its request: work that nobody waits for ends."""

from __future__ import annotations

import asyncio

from anyio import CancelScope
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Leaving"]


class Leaving:
    """ASGI middleware that cancels a request whose client has gone; the whole body must be one message."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does, for as long as the client waits."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        body = [await receive()]
        gone = asyncio.Event()

        async def give() -> Message:
            if body:
                return body.pop()
            await gone.wait()
            return {"type": "http.disconnect"}

        async def watch() -> None:
            while (await receive())["type"] != "http.disconnect":
                pass
            gone.set()
            answering.cancel()

        with CancelScope() as answering:
            watching = asyncio.create_task(watch())
            try:
                await self.app(scope, give, send)
            finally:
                watching.cancel()
