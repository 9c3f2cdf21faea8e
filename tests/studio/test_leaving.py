from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tunesmith.studio.leaving import Leaving

if TYPE_CHECKING:
    from starlette.types import Message, Receive, Scope, Send

BODY: Message = {"type": "http.request", "body": b"abc", "more_body": False}
GONE: Message = {"type": "http.disconnect"}


class Client:
    """Sends its body, and leaves when it is told to."""

    def __init__(self) -> None:
        self.leaves = asyncio.Event()
        self.messages = [BODY]
        self.got: list[Message] = []

    async def receive(self) -> Message:
        if self.messages:
            return self.messages.pop()
        await self.leaves.wait()
        return GONE

    async def send(self, message: Message) -> None:
        self.got.append(message)


def test_who_stays_is_answered() -> None:
    async def app(_scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "answer", "to": (await receive())["body"]})

    async def visit() -> list[Message]:
        client = Client()
        await Leaving(app)({"type": "http"}, client.receive, client.send)
        return client.got

    assert asyncio.run(visit()) == [{"type": "answer", "to": b"abc"}]


def test_work_for_who_leaves_ends() -> None:
    ended: list[bool] = []

    async def visit() -> None:
        client = Client()

        async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
            client.leaves.set()
            try:
                await asyncio.Event().wait()  # for ever
            except asyncio.CancelledError:
                ended.append(True)
                raise
            await send({"type": "answer"})

        await Leaving(app)({"type": "http"}, client.receive, client.send)
        assert client.got == []

    asyncio.run(asyncio.wait_for(visit(), 60))
    assert ended == [True]


def test_what_is_no_request_is_let_through() -> None:
    scopes: list[str] = []

    async def app(scope: Scope, _receive: Receive, _send: Send) -> None:
        scopes.append(scope["type"])

    async def start() -> None:
        client = Client()
        await Leaving(app)({"type": "lifespan"}, client.receive, client.send)
        assert client.messages == [BODY]  # nothing was taken

    asyncio.run(start())
    assert scopes == ["lifespan"]
