"""How often a client may ask, and how large what it sends may be."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import Request
from fastapi.testclient import TestClient

from tunesmith.errors import RequestError
from tunesmith.studio.limits import RateLimit
from tunesmith.studio.problems import ProblemError


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Time as the limit sees it, which stands still until it is moved on."""
    now = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])

    def move_on(seconds: float) -> None:
        now[0] += seconds

    return move_on


def ask(limit: RateLimit, address: str = "10.0.0.1") -> str | None:
    """Ask once; the seconds to wait if it is too early."""
    try:
        asyncio.run(limit(Request({"type": "http", "client": (address, 1)})))
    except ProblemError as error:
        return error.headers["Retry-After"]
    return None


def test_an_allowance_may_be_used_at_once_and_comes_back_with_time(clock: Callable[[float], None]) -> None:
    limit = RateLimit("12/minute")
    assert [ask(limit) for _ in range(13)] == [None] * 12 + ["5"]
    clock(4)
    assert ask(limit) == "1"
    clock(1)
    assert [ask(limit) for _ in range(2)] == [None, "5"]
    clock(60)
    assert [ask(limit) for _ in range(13)].count(None) == 12


@pytest.mark.usefixtures("clock")
def test_one_client_does_not_use_up_the_allowance_of_another() -> None:
    limit = RateLimit("1/hour")
    assert ask(limit, "10.0.0.1") is None
    assert ask(limit, "10.0.0.1") == "3600"
    assert ask(limit, "10.0.0.2") is None


def test_clients_are_forgotten_when_they_have_their_allowance_again(clock: Callable[[float], None]) -> None:
    limit = RateLimit("60/minute")
    for number in range(1000):
        ask(limit, f"10.0.{number // 256}.{number % 256}")
        clock(0.1)
    assert len(limit._own) <= 20  # those of the last second, and those that it forgets once a second


@pytest.mark.usefixtures("clock")
def test_workers_count_together(tmp_path: Path) -> None:
    one, other = (RateLimit("4/minute", tmp_path) for _ in range(2))
    assert [ask(limit) for limit in (one, other, one, other, one, other)] == [None] * 4 + ["15"] * 2


@pytest.mark.parametrize("rate", ["many", "10", "0/minute", "10/fortnight", "-1/second"])
def test_a_rate_that_is_none_is_refused(rate: str) -> None:
    with pytest.raises(RequestError, match="600/minute"):
        RateLimit(rate)


def test_a_body_without_an_announced_length_is_cut_off_too(client: TestClient) -> None:
    def endless() -> Iterator[bytes]:
        yield b'{"abc": "'
        for _ in range(300):
            yield b"a" * 1024

    answer = client.post("/api/v1/check", content=endless(), headers={"Content-Type": "application/json"})
    assert answer.status_code == 413
    assert answer.json()["detail"] == "the body is larger than 262144 bytes"
