"""The models that compose here, each behind one line that all requests share."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from anyio import CapacityLimiter, to_thread
from starlette.concurrency import run_in_threadpool

from tunesmith.composing.composer import Composer, Composition
from tunesmith.composing.jobs import random_seed
from tunesmith.composing.request import Request
from tunesmith.inference.job import JobResult
from tunesmith.machine import usable_cores
from tunesmith.model.checkpoint import Checkpoint, models
from tunesmith.studio.batching import Batcher, Line, Listener, QueuedJob
from tunesmith.studio.metrics import Metrics
from tunesmith.studio.problems import ProblemError
from tunesmith.studio.settings import Settings

__all__ = ["Composers"]

RETRY_AFTER = 2.0  # seconds; by then a full queue has moved on by hundreds of tunes
CONTROL_LINES = 512
"""Characters that the network may have to read before a tune: the control lines of twelve parts."""
EDITS_AT_ONCE = 4
"""Threads for tasks that compose outside the shared batch; more would leave too little for it."""


@dataclass(frozen=True, slots=True)
class Workshop:
    """One model with its line of jobs and its threads."""

    composer: Composer
    line: Line
    batchers: list[Batcher]


class Composers:
    """Composes for many at once; a model is opened when it is first asked for, the usual one at the start."""

    def __init__(self, settings: Settings, metrics: Metrics) -> None:
        self._settings = settings
        self._metrics = metrics
        self._waiting = 0
        self._opening = threading.Lock()
        self._edits = CapacityLimiter(EDITS_AT_ONCE)
        self._workshops: dict[str, Workshop] = {}
        self._workshop(settings.model_path)

    @property
    def usual(self) -> str:
        """The name of the model that composes when none is asked for."""
        return self._settings.model_path

    @property
    def names(self) -> tuple[str, ...]:
        """The models that may be asked for: the usual one first, then the others that ship."""
        return (self.usual, *(name for name in models() if name != self.usual))

    @property
    def alive(self) -> bool:
        """Whether the usual model still composes."""
        return all(batcher.alive for batcher in self._workshops[self.usual].batchers)

    def checkpoint(self, name: str) -> Checkpoint:
        """A model by its name, which need not be open to compose."""
        if name in self._workshops:
            return self._workshops[name].composer.checkpoint
        return Checkpoint.load(name)

    async def work(self, task: Callable[[Composer], Composition], model: str | None = None) -> Composition:
        """Let a task compose with a model outside the shared batch; ProblemError 503 as for `compose`."""
        with self._turn():
            workshop = await self._find(model or self.usual)
            return await to_thread.run_sync(task, workshop.composer, limiter=self._edits)

    async def compose(
        self, request: Request, seed: int | None, model: str | None = None, listener: Listener | None = None
    ) -> Composition:
        """Compose one tune; RequestError if it cannot be, ProblemError 503 if too many wait.

        `listener` is told the text so far. A cancelled call leaves the batch at the next step.
        """
        with self._turn():
            workshop = await self._find(model or self.usual)
            return await self._compose(workshop, request, random_seed() if seed is None else seed, listener)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Hold one of the places for tunes that wait or are being composed."""
        if self._waiting >= self._settings.queue_limit:
            raise ProblemError(503, "too many tunes are being composed; come back in a moment", retry_after=RETRY_AFTER)
        self._waiting += 1
        self._metrics.composing.inc()
        try:
            yield
            self._metrics.tunes.inc()
        finally:
            self._waiting -= 1
            self._metrics.composing.dec()

    async def _compose(self, workshop: Workshop, request: Request, seed: int, listener: Listener | None) -> Composition:
        composer = workshop.composer
        loop = asyncio.get_running_loop()
        engine_jobs = await run_in_threadpool(composer.jobs, request, seed)
        jobs = [
            QueuedJob(engine_job, loop, loop.create_future(), listener if not n else None)
            for n, engine_job in enumerate(engine_jobs)
        ]
        workshop.line.join(jobs)
        try:
            with self._metrics.timed("compose"):
                results: list[JobResult] = await asyncio.gather(*(job.result for job in jobs))
        finally:
            for job in jobs:
                job.cancelled.set()
        self._metrics.characters.inc(sum(len(one.text) for one in results))
        if len(results) == 1:
            return composer.composition(request, seed, results)
        return await run_in_threadpool(composer.composition, request, seed, results)  # which has to rank them

    async def _find(self, name: str) -> Workshop:
        if name in self._workshops:
            return self._workshops[name]
        return await run_in_threadpool(self._workshop, name)

    def _workshop(self, name: str) -> Workshop:
        with self._opening:
            if name not in self._workshops:
                if name not in self.names:
                    problem = f"model must be one of {', '.join(self.names)}, not {name!r}"
                    raise ProblemError(422, problem, field="model", limits={"choices": list(self.names)})
                self._workshops[name] = self._open(name)
            return self._workshops[name]

    def _open(self, name: str) -> Workshop:
        threads = max(1, usable_cores() // self._settings.workers)
        composer = Composer(name, threads=threads)
        # A processor's first tune, and its first choice among several, have to wait for machine code: not in a request.
        composer.compose(Request(best_of=2), seed=0)
        line, longest = Line(), self._settings.max_length + CONTROL_LINES
        return Workshop(composer, line, [Batcher(composer, line, longest) for _ in range(threads)])

    def close(self) -> None:
        """Finish every tune that waits or is being composed, then stop."""
        for workshop in self._workshops.values():
            workshop.line.close()
        for workshop in self._workshops.values():
            for batcher in workshop.batchers:
                batcher.join()
