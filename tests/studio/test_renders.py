"""Files are made once, few at a time, and not for more than may wait."""

from __future__ import annotations

import asyncio
import threading

import pytest

from tunesmith.studio import renders
from tunesmith.studio.metrics import Metrics
from tunesmith.studio.problems import ProblemError
from tunesmith.studio.renders import Renders


class Press:
    """Stands for the renderer: makes nothing until it is let go, and counts how often it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.let_go = threading.Event()

    def __call__(self, abc: str, form: str) -> bytes:
        self.asked.append(abc)
        assert self.let_go.wait(60)
        return f"{abc} as {form}".encode()


@pytest.fixture
def press(monkeypatch: pytest.MonkeyPatch) -> Press:
    press = Press()
    monkeypatch.setattr(renders, "render", press)
    return press


def files(most_waiting: int = 100, most_bytes: int = 1000) -> Renders:
    return Renders(Metrics(), most_bytes, at_once=1, most_waiting=most_waiting)


def test_the_same_file_asked_for_by_many_is_made_once(press: Press) -> None:
    async def ask() -> set[bytes]:
        shop = files()
        asking = [asyncio.create_task(shop.file("A", "svg", {})) for _ in range(10)]
        await asyncio.sleep(0)
        press.let_go.set()
        return set(await asyncio.gather(*asking))

    assert asyncio.run(ask()) == {b"A as svg"}
    assert press.asked == ["A"]


def test_who_would_wait_too_long_is_told_to_come_back(press: Press) -> None:
    async def ask() -> list[bytes | BaseException]:
        shop = files(most_waiting=3)
        asking = [asyncio.create_task(shop.file(name, "svg", {})) for name in "ABCDE"]
        await asyncio.sleep(0)
        press.let_go.set()
        answers = await asyncio.gather(*asking, return_exceptions=True)
        assert await shop.file("E", "svg", {}) == b"E as svg"  # there is room again
        return answers

    answers = asyncio.run(ask())
    assert answers[:3] == [b"A as svg", b"B as svg", b"C as svg"]
    for refused in answers[3:]:
        assert isinstance(refused, ProblemError)
        assert (refused.status, refused.headers) == (503, {"Retry-After": "2"})


def test_the_files_kept_take_no_more_than_they_may(press: Press) -> None:
    async def ask() -> None:
        shop = files(most_bytes=20)  # two of them
        for name in "ABAC":
            await shop.file(name, "svg", {})
        assert shop._bytes <= 20
        await shop.file("A", "svg", {})

    press.let_go.set()
    asyncio.run(ask())
    assert press.asked == ["A", "B", "C"]  # B went, which had been asked for longest ago
