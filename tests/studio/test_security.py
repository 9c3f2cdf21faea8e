from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from fastapi import Request
from pydantic import SecretStr

from tunesmith.studio.limits import RateLimit
from tunesmith.studio.problems import ProblemError
from tunesmith.studio.security import HEADERS, ApiKey, SecurityHeaders

if TYPE_CHECKING:
    from starlette.types import Message, Receive, Scope, Send

KEY = SecretStr("open sesame")
RIGHT, WRONG = "Bearer open sesame", "Bearer guess"


async def nothing() -> Any:
    return {"type": "http.request"}


def knock(door: ApiKey, method: str = "POST", brings: str = "") -> int:
    """The status with which a request is let in (200) or turned away."""
    headers = [(b"authorization", brings.encode())] if brings else []
    request = Request({"type": "http", "method": method, "headers": headers, "client": ("127.0.0.1", 1)})
    try:
        asyncio.run(door(request))
    except ProblemError as refusal:
        return refusal.status
    return 200


@pytest.mark.parametrize(
    ("method", "brings", "status"),
    [
        ("POST", RIGHT, 200),
        ("POST", "bearer  open sesame", 200),
        ("POST", "Basic open sesame", 401),
        ("POST", WRONG, 401),
        ("POST", "", 401),
        ("DELETE", "", 401),
        ("GET", "", 200),  # whoever comes may read
        ("HEAD", "", 200),
    ],
)
def test_writing_needs_the_key(method: str, brings: str, status: int) -> None:
    assert knock(ApiKey(KEY, RateLimit("9/minute")), method, brings) == status


def test_reading_may_need_the_key_too_and_nothing_does_where_none_is_set() -> None:
    assert knock(ApiKey(KEY, RateLimit("9/minute"), for_reading=True), "GET") == 401
    assert knock(ApiKey(None, RateLimit("9/minute"), for_reading=True), "POST") == 200


def test_who_guesses_too_often_is_not_let_in_with_the_right_key() -> None:
    door = ApiKey(KEY, RateLimit("2/minute"))
    assert [knock(door, brings=brings) for brings in (WRONG, WRONG, RIGHT)] == [401, 401, 429]


def test_who_brings_no_key_has_not_guessed() -> None:
    door = ApiKey(KEY, RateLimit("2/minute"))
    assert [knock(door, brings=brings) for brings in ("", "", "", RIGHT)] == [401, 401, 401, 200]


def test_the_headers_are_on_every_answer_and_a_handlers_own_are_kept() -> None:
    sent: list[Message] = []

    async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"x-frame-options", b"SAMEORIGIN")]})

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(SecurityHeaders(app)({"type": "http"}, nothing, send))
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert headers.keys() == {name.lower() for name in HEADERS}
    assert "script" not in headers["content-security-policy"]  # what default-src allows is all
