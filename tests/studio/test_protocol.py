"""A client may not send more than a request, nor take for ever over it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from uvicorn import Config, Server

from tunesmith.studio import protocol
from tunesmith.studio.protocol import Bounded

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def app(_scope, receive, send) -> None:  # type: ignore[no-untyped-def]
    """Answers with the length of what it was sent."""
    length, more = 0, True
    while more:
        message = await receive()
        length += len(message.get("body", b""))
        more = message.get("more_body", False)
    await send(
        {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(str(length)))]}
    )
    await send({"type": "http.response.body", "body": str(length).encode()})


def talk(what: Talk) -> None:
    """Talk to a server of its own."""

    async def run() -> None:
        config = Config(app, port=0, http=Bounded, lifespan="off", log_config=None, timeout_keep_alive=60)
        server = Server(config)
        config.load()
        server.lifespan = config.lifespan_class(config)
        await server.startup()
        port = server.servers[0].sockets[0].getsockname()[1]
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            await what(reader, writer)
        finally:
            writer.close()
            await server.shutdown()

    asyncio.run(run())


async def answer(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().split(b"content-length: ")[1].split()[0])
    return head + await reader.readexactly(length)


def test_requests_are_answered_one_after_another() -> None:
    async def what(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for _ in range(2):
            writer.write(
                b"POST /a HTTP/1.1\r\nHost: a\r\nX-Long: " + b"a" * 30_000 + b"\r\nContent-Length: 3\r\n\r\nabc"
            )
            assert (await answer(reader)).endswith(b"\r\n\r\n3")

    talk(what)


@pytest.mark.parametrize(
    "head",
    [
        b"GET / HTTP/1.1\r\nX-A: " + b"a" * 1_000_000,
        b"GET /" + b"a" * 40_000,
        b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 9000,
    ],
    ids=["one header", "address", "many headers"],
)
def test_a_head_without_end_is_refused_and_not_kept(head: bytes) -> None:
    async def what(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        assert (await answer(reader)).startswith(b"HTTP/1.1 431 ")
        assert await reader.read() == b""

    talk(what)


@pytest.mark.parametrize("begun", [b"", b"GET / HTTP/1.1\r\nHost: a\r\n"], ids=["nothing", "half a head"])
def test_who_does_not_go_on_is_hung_up_on(begun: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "SECONDS_FOR_HEAD", 0.2)

    async def what(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(begun)
        assert (await answer(reader)).startswith(b"HTTP/1.1 408 ")
        assert await reader.read() == b""

    talk(what)


def test_half_a_body_is_hung_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "SECONDS_FOR_BODY", 0.2)

    async def what(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc")
        assert await reader.read() == b""

    talk(what)
