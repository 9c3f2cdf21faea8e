"""Pieces of work in processes of their own are stopped when they take too much, or when nobody waits any more."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tunesmith.errors import AbcError, RequestError
from tunesmith.studio import processes
from tunesmith.studio.problems import ProblemError
from tunesmith.studio.processes import Pool
from tunesmith.studio.tasks.texts import transposed

FOR_EVER = 3600.0


def using(work: Callable[[Pool], Awaitable[None]], seconds: float = FOR_EVER, waiting: int = 100) -> None:
    """Let a pool of one process do some work, then end it."""

    async def run() -> None:
        pool = Pool("test", 1, seconds, 64 * 2**20, waiting)
        try:
            await work(pool)
        finally:
            pool.close()

    asyncio.run(run())


def there(pid: int) -> bool:
    """Whether there is such a process, and it is no zombie."""
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "State:\tZ" not in status.read_text()


async def gone(pid: int) -> None:
    while there(pid):
        await asyncio.sleep(0.01)


def test_one_process_does_one_piece_after_another_and_hands_on_what_is_raised() -> None:
    async def work(pool: Pool) -> None:
        pids = [await pool.run(os.getpid) for _ in range(3)]
        assert len({*pids, os.getpid()}) == 2
        with pytest.raises(AbcError, match="there is no note") as caught:
            await pool.run(transposed, "K:D", None, 1)
        assert caught.value.line == 1
        assert await pool.run(os.getpid) == pids[0]

    using(work)


def test_a_piece_that_takes_too_long_is_stopped_and_the_next_one_is_done() -> None:
    async def work(pool: Pool) -> None:
        pid = await pool.run(os.getpid)
        pool._seconds = 0.5  # for this piece alone: the others may be as slow as the machine
        with pytest.raises(RequestError, match=r"takes more than 0.5 seconds"):
            await pool.run(time.sleep, FOR_EVER)
        pool._seconds = FOR_EVER
        await gone(pid)
        assert await pool.run(abs, -1) == 1

    using(work)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the memory of a process")
def test_a_piece_that_takes_too_much_memory_is_stopped_and_the_next_one_is_done() -> None:
    async def work(pool: Pool) -> None:
        assert len(await pool.run(bytes, 2**20)) == 2**20
        with pytest.raises(RequestError, match="takes more than 64 MiB of memory"):
            await pool.run(bytes, 2**30)
        assert await pool.run(abs, -1) == 1

    using(work)


def test_a_process_that_dies_takes_nobody_with_it() -> None:
    async def work(pool: Pool) -> None:
        with pytest.raises(RequestError, match="was stopped"):
            await pool.run(os._exit, 1)
        assert await pool.run(abs, -1) == 1

    using(work)


def test_who_leaves_a_short_piece_leaves_the_process_to_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "SECONDS_TO_FINISH", FOR_EVER)

    async def work(pool: Pool) -> None:
        pid = await pool.run(os.getpid)
        leaving = asyncio.create_task(pool.run(abs, -1))
        while not pool.waiting:
            await asyncio.sleep(0)
        leaving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await leaving
        assert await pool.run(os.getpid) == pid

    using(work)


def test_who_leaves_while_a_process_starts_lets_it_start_for_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "SECONDS_TO_FINISH", 0)

    async def work(pool: Pool) -> None:
        leaving = asyncio.create_task(pool.run(abs, -1))
        while not pool.pids:
            await asyncio.sleep(0)
        [pid] = pool.pids
        leaving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await leaving
        assert await pool.run(os.getpid) == pid

    using(work)


def test_who_leaves_long_work_stops_it() -> None:
    async def work(pool: Pool) -> None:
        pid = await pool.run(os.getpid)
        leaving = asyncio.create_task(pool.run(time.sleep, FOR_EVER))
        while not pool.waiting:
            await asyncio.sleep(0)
        leaving.cancel()
        await asyncio.gather(leaving, return_exceptions=True)
        assert await pool.run(abs, -1) == 1
        await gone(pid)

    using(work)


def test_who_would_wait_too_long_is_told_to_come_back() -> None:
    async def work(pool: Pool) -> None:
        waiting = [asyncio.create_task(pool.run(abs, -1)) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(ProblemError) as caught:
            await pool.run(abs, -1)
        assert (caught.value.status, caught.value.headers) == (503, {"Retry-After": "2"})
        assert await asyncio.gather(*waiting) == [1, 1]

    using(work, waiting=2)


def test_who_would_wait_longer_than_a_piece_may_take_is_told_when_to_come_back() -> None:
    async def work(pool: Pool) -> None:
        await pool.run(time.sleep, 1)  # so a piece took a fifth of a second lately, at least
        assert pool.wait == 0
        waiting = [asyncio.create_task(pool.run(time.sleep, FOR_EVER)) for _ in range(200)]
        await asyncio.sleep(0)
        assert pool.wait > 30  # so the last of these were refused already
        with pytest.raises(ProblemError) as caught:
            await pool.run(abs, -1)
        assert (caught.value.status, caught.value.headers) == (503, {"Retry-After": "30"})
        for piece in waiting:
            piece.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)

    using(work, seconds=30, waiting=1000)


def test_a_closed_pool_leaves_no_process() -> None:
    pids: list[int] = []

    async def work(pool: Pool) -> None:
        pids.append(await pool.run(os.getpid))

    using(work)
    asyncio.run(asyncio.wait_for(gone(pids[0]), 60))
