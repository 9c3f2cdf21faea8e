"""What hosts share in Redis: counts, files and who is there; and how each goes on by itself while Redis is away."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import generate_latest

from tests.support.databases import Redis
from tunesmith.errors import RequestError
from tunesmith.studio import shared
from tunesmith.studio.allowances import AwayError
from tunesmith.studio.limits import RateLimit
from tunesmith.studio.logs import Seldom
from tunesmith.studio.metrics import Metrics
from tunesmith.studio.problems import ProblemError
from tunesmith.studio.renders import LARGEST_SHARED, Renders
from tunesmith.studio.settings import read_settings
from tunesmith.studio.shared import Shared

Work = Callable[[Shared, Shared], Awaitable[None]]


def two_hosts(redis: Redis, work: Work) -> None:
    """Let two hosts with one Redis do some work."""

    async def run() -> None:
        async with AsyncExitStack() as stack:
            hosts = [Shared(redis.url, Metrics()) for _ in range(2)]
            for host in hosts:
                stack.push_async_callback(host.close)
            await work(*hosts)

    asyncio.run(run())


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Redis is asked again as soon as it has failed, and may take its time to answer on a busy machine."""
    monkeypatch.setattr(shared, "SECONDS_ALONE", 0.0)
    monkeypatch.setattr(shared, "SECONDS_TO_ANSWER", 60.0)


async def refused(limit: RateLimit, client: str = "10.0.0.1") -> str | None:
    """Ask once; the seconds to wait if it is too early."""
    try:
        await limit.take(client)
    except ProblemError as error:
        return error.headers["Retry-After"]
    return None


def test_an_allowance_holds_over_all_hosts(redis: Redis) -> None:
    async def work(one: Shared, other: Shared) -> None:
        limits = [RateLimit("4/hour", shared=host) for host in (one, other)]
        assert [await refused(limits[n % 2]) for n in range(4)] == [None] * 4
        for limit in limits:
            assert 3500 <= int(await refused(limit) or 0) <= 3600
            with pytest.raises(ProblemError):
                await limit.check("10.0.0.1")
            await limit.check("10.0.0.2")  # which takes nothing
        assert [await refused(limits[n % 2], "10.0.0.2") is None for n in range(5)] == [True] * 4 + [False]

    two_hosts(redis, work)


def test_two_kinds_of_limit_do_not_meet(redis: Redis) -> None:
    async def work(one: Shared, _: Shared) -> None:
        assert await refused(RateLimit("1/hour", setting="RATE_LIMIT", shared=one)) is None
        assert await refused(RateLimit("1/hour", setting="WRONG_KEY_LIMIT", shared=one)) is None

    two_hosts(redis, work)


def test_requests_that_come_together_are_counted_one_by_one(redis: Redis) -> None:
    async def work(one: Shared, other: Shared) -> None:
        limits = [RateLimit("50/hour", shared=host) for host in (one, other)]
        answers = await asyncio.gather(*(refused(limits[n % 2]) for n in range(200)))
        assert answers.count(None) == 50

    two_hosts(redis, work)


def test_while_redis_is_away_each_host_counts_alone_and_says_so(
    redis: Redis, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared, "seldom", Seldom(logging.getLogger("seldom")))
    monkeypatch.setattr("tunesmith.studio.logs.A_MINUTE", 3600.0)  # a busy machine may take longer than a minute here

    async def work(one: Shared, other: Shared) -> None:
        limits = [RateLimit("2/hour", shared=host) for host in (one, other)]
        assert [await refused(limits[0]) is None for _ in range(3)] == [True, True, False]
        assert "tunesmith_redis_up 1.0" in metrics(one)
        redis.stop()
        for limit in limits:
            assert [await refused(limit) is None for _ in range(3)] == [True, True, False]
            with pytest.raises(ProblemError):
                await limit.check("10.0.0.1")
        assert "tunesmith_redis_up 0.0" in metrics(one)
        with pytest.raises(AwayError):
            await one.file("tune")
        redis.start()
        assert [await refused(limits[n % 2], "10.0.0.9") is None for n in range(3)] == [True, True, False]
        assert "tunesmith_redis_up 1.0" in metrics(one)

    two_hosts(redis, work)
    [record] = [one for one in caplog.records if one.name == "seldom"]
    assert record.getMessage().startswith("Redis does not take part, so this host counts and keeps by itself: ")


def metrics(host: Shared) -> str:
    return generate_latest(host._metrics.registry).decode()


def test_redis_is_left_alone_for_a_while_after_it_failed(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "SECONDS_ALONE", 3600.0)

    async def work(one: Shared, other: Shared) -> None:
        redis.stop()
        with pytest.raises(AwayError):
            await one.file("tune")
        redis.start()
        with pytest.raises(AwayError):
            await one.file("tune")
        assert await other.file("tune") is None

    two_hosts(redis, work)


def test_hosts_know_how_many_they_are(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    async def work(one: Shared, other: Shared) -> None:
        assert [await one.present("a:1"), await other.present("b:1"), await one.present("a:1")] == [1, 2, 2]
        monkeypatch.setattr(shared, "SECONDS_PRESENT", -1.0)  # nobody is there any longer than at this moment
        assert await one.present("c:1") == 0

    two_hosts(redis, work)


class Press:
    """Stands for the processes that make files: makes one of so many bytes, and counts."""

    def __init__(self, size: int = 100) -> None:
        self.made = 0
        self._size = size

    async def run(self, _task: Any, abc: str, form: str, _options: Any, path: str, *, slow: bool) -> int:
        assert slow == (form == "wav")
        self.made += 1
        return Path(path).write_bytes(abc.encode() * self._size)


async def made_twice(hosts: tuple[Shared, Shared], form: str, size: int = 100) -> int:
    """How often a file is made that each host is asked for."""
    press = Press(size)
    for host in hosts:
        renders = Renders(Metrics(), press, 2 * LARGEST_SHARED, host)  # type: ignore[arg-type]
        with await renders.file("A", form, {}) as file:
            assert file.read() == b"A" * size
        renders.close()
    return press.made


def test_a_score_is_made_once_for_all_hosts_but_nothing_large(redis: Redis) -> None:
    async def work(one: Shared, other: Shared) -> None:
        hosts = one, other
        assert await made_twice(hosts, "wav") == 2
        assert await made_twice(hosts, "pdf", LARGEST_SHARED + 1) == 2
        assert await made_twice(hosts, "svg") == 1
        assert "tunesmith_shared_files_total" in metrics(one)
        redis.stop()
        assert await made_twice(hosts, "mid") == 2

    two_hosts(redis, work)


def test_another_version_makes_its_own_files(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    async def work(one: Shared, other: Shared) -> None:
        await one.keep("tune", b"score")
        assert await other.file("tune") == b"score"
        monkeypatch.setattr(shared, "__version__", "99")
        assert await other.file("tune") is None

    two_hosts(redis, work)


def test_an_address_that_is_none_of_redis_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", "http://127.0.0.1")
    with pytest.raises(RequestError, match=r"REDIS_URL: .*write it like redis://"):
        read_settings()
