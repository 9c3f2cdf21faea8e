"""Who waits is served in a fair order."""

from __future__ import annotations

import asyncio
import queue

import pytest

from tunesmith.inference.job import Job
from tunesmith.studio.batching import Line, QueuedJob


@pytest.fixture
def loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    loop.close()  # no job is settled here
    return loop


def request(loop: asyncio.AbstractEventLoop, name: str, tunes: int = 1) -> list[QueuedJob]:
    return [QueuedJob(Job(opening=f"{name}{n}"), loop, loop.create_future()) for n in range(tunes)]


def served(line: Line) -> list[str]:
    """The names in the order in which the line lets them through."""
    line.close()
    names = []
    while (job := line.next(wait=False)) is not None:
        names.append(job.engine_job.opening)
    return names


def test_first_come_first_served(loop: asyncio.AbstractEventLoop) -> None:
    line = Line()
    for name in "abcdefghij":
        line.join(request(loop, name))
    assert served(line) == [f"{name}0" for name in "abcdefghij"]


def test_who_wants_many_tunes_holds_up_nobody_and_is_not_held_up_for_ever(loop: asyncio.AbstractEventLoop) -> None:
    line = Line()
    line.join(request(loop, "many", 8))
    for name in "abcdefghij":
        line.join(request(loop, name))
    order = served(line)
    assert order.index("a0") == 2  # two tunes of the first request were before it, not eight
    for place in range(8):  # overtaken by as many of the later ones as its place, and no more
        before = order[: order.index(f"many{place}")]
        assert sum(name[0] in "abcdefghij" and not name.startswith("many") for name in before) <= place


def test_a_line_that_is_closed_is_served_to_its_end_by_every_thread(loop: asyncio.AbstractEventLoop) -> None:
    line = Line()
    with pytest.raises(queue.Empty):
        line.next(wait=False)
    line.join(request(loop, "a"))
    assert served(line) == ["a0"]
    assert line.next(wait=True) is None
