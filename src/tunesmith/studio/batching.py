"""Many requests, one batch: tunes enter and leave the compiled kernel's batch at any step (continuous batching)."""

from __future__ import annotations

import asyncio
import logging
import math
import queue
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import count

from tunesmith.composing.composer import Composer
from tunesmith.composing.prompt import shown
from tunesmith.inference.engine import Engine
from tunesmith.inference.job import Job, JobResult

__all__ = ["Batcher", "Line", "Listener", "QueuedJob"]

logger = logging.getLogger(__name__)
LANES = 32
STEPS = 48
"""Characters between two looks at the line: a few milliseconds, so that no job waits long to enter the batch."""

Listener = Callable[[str], None]
"""Is told the text so far, on the event loop, whenever there is more of it."""


@dataclass(eq=False, slots=True)
class QueuedJob:
    """One tune that a client waits for; `cancelled` is set when the client has left."""

    engine_job: Job
    loop: asyncio.AbstractEventLoop
    result: asyncio.Future[JobResult]
    listener: Listener | None = None
    told: int = 0
    cancelled: threading.Event = field(default_factory=threading.Event)

    def tell(self, text: str) -> None:
        """Pass on the text so far, if there is more than was told."""
        if self.listener is not None and len(text) > self.told:
            self.told = len(text)
            self.loop.call_soon_threadsafe(self.listener, text)

    def settle(self, result: JobResult | Exception) -> None:
        """Hand over the tune, or what went wrong."""
        self.loop.call_soon_threadsafe(self._settle, result)

    def _settle(self, result: JobResult | Exception) -> None:
        if self.result.done():
            return
        if isinstance(result, Exception):
            self.result.set_exception(result)
        else:
            self.result.set_result(result)


class Line:
    """The jobs that wait, in a fair order: first come, first served, but a request for many tunes gets one at a time.

    The n-th tune of a request waits as if it had come n requests later: it is overtaken by no more than n of those that
    come after it, and delays no request for one tune.
    """

    def __init__(self) -> None:
        self._requests = count()
        self._jobs: queue.PriorityQueue[tuple[float, int, QueuedJob | None]] = queue.PriorityQueue()

    def join(self, jobs: Iterable[QueuedJob]) -> None:
        """Let the jobs of one request wait."""
        request = next(self._requests)
        for place, job in enumerate(jobs):
            self._jobs.put((request + place, request, job))

    def next(self, *, wait: bool) -> QueuedJob | None:
        """Take the job whose turn it is, None once the line is closed and empty; queue.Empty if none is there yet."""
        _, _, job = self._jobs.get(block=wait)
        if job is None:
            self.close()  # for the next thread
        return job

    def close(self) -> None:
        """Accept no more jobs."""
        self._jobs.put((math.inf, 0, None))


class Batcher:
    """One thread with one batch; several share a line, and each takes from it while it has a free lane."""

    def __init__(self, composer: Composer, line: Line, longest: int) -> None:
        self._engine: Engine = composer.engine(lanes=LANES, places=LANES, longest=longest)
        self._line = line
        self._running: dict[int, QueuedJob] = {}
        self._closing = False
        self._thread = threading.Thread(target=self._work, name="batcher")
        self._thread.start()

    @property
    def alive(self) -> bool:
        """Whether the thread still composes."""
        return self._thread.is_alive()

    def join(self) -> None:
        """Wait until every tune that was begun is finished; the line must have been closed."""
        self._thread.join()

    def _work(self) -> None:
        while True:
            self._take_in()
            if not self._running:
                return
            try:
                self._engine.run(STEPS)
                self._hand_out()
            except Exception as error:
                logger.exception("the batch failed")
                self._give_up(error)

    def _take_in(self) -> None:
        """Fill the free lanes; wait only where there is nothing else to do."""
        while self._engine.free and not self._closing:
            try:
                job = self._line.next(wait=not self._running)
            except queue.Empty:
                return
            if job is None:
                self._closing = True
            elif not job.cancelled.is_set():
                self._enter(job)

    def _enter(self, job: QueuedJob) -> None:
        try:
            self._running[self._engine.add(job.engine_job)] = job
        except Exception as error:  # it concerns this tune alone
            job.settle(error)

    def _hand_out(self) -> None:
        for ticket in self._engine.done():
            self._running.pop(ticket).settle(self._engine.take(ticket))
        for ticket, job in list(self._running.items()):
            if job.cancelled.is_set():
                self._engine.take(ticket)
                del self._running[ticket]
            elif job.listener is not None:
                job.tell(shown(self._engine.text(ticket)))

    def _give_up(self, error: Exception) -> None:
        for ticket, job in self._running.items():
            self._engine.take(ticket)
            job.settle(error)
        self._running.clear()
