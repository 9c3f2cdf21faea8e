"""Files are made once, kept on disk within bounds, and stopped where nobody waits for them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from tunesmith.studio.metrics import Metrics
from tunesmith.studio.renders import Renders


class Press:
    """Stands for the pools: makes nothing until it is let go, and remembers what it was asked for and who left."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.stopped: list[str] = []
        self.let_go = asyncio.Event()

    async def run(
        self, _task: Callable[..., int], abc: str, form: str, _options: dict[str, Any], path: str, *, slow: bool
    ) -> int:
        assert slow == (form == "wav")
        self.asked.append(abc)
        try:
            await self.let_go.wait()
        except asyncio.CancelledError:
            self.stopped.append(abc)
            raise
        return Path(path).write_bytes(f"{abc} as {form}".encode())


def using(work: Callable[[Renders, Press], Coroutine[Any, Any, None]], most_bytes: int = 1000) -> Press:
    """Let renders do some work in a loop of their own."""

    async def run() -> Press:
        press = Press()
        renders = Renders(Metrics(), press, most_bytes)  # type: ignore[arg-type]
        try:
            await work(renders, press)
        finally:
            renders.close()
        return press

    return asyncio.run(run())


async def content(renders: Renders, abc: str, form: str = "svg") -> bytes:
    with await renders.file(abc, form, {}) as file:
        return file.read()


def test_the_same_file_asked_for_by_many_is_made_once() -> None:
    async def ask(renders: Renders, press: Press) -> None:
        asking = [asyncio.create_task(content(renders, "A", "wav")) for _ in range(10)]
        await asyncio.sleep(0)
        press.let_go.set()
        assert set(await asyncio.gather(*asking)) == {b"A as wav"}

    assert using(ask).asked == ["A"]


def test_work_goes_on_while_one_of_many_waits_and_stops_when_the_last_has_left() -> None:
    async def ask(renders: Renders, press: Press) -> None:
        first, second, third = (asyncio.create_task(content(renders, name)) for name in "AAB")
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        for leaving in (first, third):
            leaving.cancel()
        await asyncio.gather(first, third, return_exceptions=True)
        press.let_go.set()
        assert await second == b"A as svg"
        assert await content(renders, "B") == b"B as svg"

    press = using(ask)
    assert (press.asked, press.stopped) == (["A", "B", "B"], ["B"])


def test_the_files_kept_take_no_more_than_they_may() -> None:
    async def ask(renders: Renders, press: Press) -> None:
        press.let_go.set()
        for name in "ABAC":
            await content(renders, name)
        kept = sum(file.stat().st_size for file in Path(renders._folder.name).iterdir())
        assert kept == renders._bytes == 16  # two of them
        await content(renders, "A")

    assert using(ask, most_bytes=20).asked == ["A", "B", "C"]  # B went, which had been asked for longest ago


def test_a_file_too_large_to_be_kept_is_read_by_all_who_waited() -> None:
    async def ask(renders: Renders, press: Press) -> None:
        press.let_go.set()
        asking = [asyncio.create_task(content(renders, "A")) for _ in range(3)]
        assert await asyncio.gather(*asking) == [b"A as svg"] * 3
        assert list(Path(renders._folder.name).iterdir()) == []

    assert using(ask, most_bytes=4).asked == ["A"]


def test_what_fails_fails_for_all_who_wait_and_is_tried_again() -> None:
    class Broken(Press):
        async def run(self, *_arguments: Any, **_options: Any) -> int:
            self.asked.append("broken")
            await asyncio.sleep(0)
            raise ValueError("no ink")

    async def ask() -> int:
        press = Broken()
        renders = Renders(Metrics(), press, 1000)  # type: ignore[arg-type]
        asking = [asyncio.create_task(content(renders, "A")) for _ in range(2)]
        for task in asking:
            with pytest.raises(ValueError, match="no ink"):
                await task
        with pytest.raises(ValueError, match="no ink"):
            await content(renders, "A")
        renders.close()
        return len(press.asked)

    assert asyncio.run(ask()) == 2
