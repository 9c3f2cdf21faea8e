"""Heavy work in processes of its own, where it can be stopped: each piece has a limit of time and of memory."""

from __future__ import annotations

import asyncio
import gc
import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from importlib import import_module
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from anyio import CapacityLimiter, fail_after, to_thread

from tunesmith.errors import RequestError
from tunesmith.machine import resident_bytes
from tunesmith.notation.tune import read_tune
from tunesmith.studio.memory import bound_data, few_arenas, trim
from tunesmith.studio.problems import ProblemError

__all__ = ["Pool"]

Result = TypeVar("Result")
SPAWN = multiprocessing.get_context("spawn")  # works everywhere, and from processes with threads
RETRY_AFTER = 2.0  # seconds, in which some pieces are done
LATELY = 0.2  # the weight of the last piece in what pieces take
LOADED = ("tunesmith.studio.tasks.keeping", "tunesmith.studio.tasks.checking", "tunesmith.studio.tasks.files")
"""Modules that a process loads before its first piece, whose time they are not part of."""
SECONDS_TO_FINISH = 1.0
"""For a piece whose caller has left: about as long as another process would take to start. Who types leaves often."""
NICE = 10
"""The niceness of a process that gives way: it gets about a tenth of a processor that another one wants."""
LARGEST_IDLE = 320 * 2**20
"""Bytes; a process that holds more after a piece is replaced, since what libraries and allocators keep only grows."""


class Pool:
    """So many processes, started when they are first needed, each with one piece of work at a time.

    A piece that takes more than `seconds` ends with its process; so does one that asks for more than `most_bytes` of
    memory beyond what an idle process has (on Linux; elsewhere only the time is limited), and one that is not done
    SECONDS_TO_FINISH after its caller was cancelled. Processes that give way (not on Windows) leave the processor to
    all others that want it.
    """

    def __init__(
        self, name: str, processes: int, seconds: float, most_bytes: int, most_waiting: int, *, gives_way: bool = False
    ) -> None:
        self.name = name
        self._gives_way = gives_way
        self._seconds = seconds
        self._most_bytes = most_bytes
        self._most_waiting = most_waiting
        self._processes = processes
        self._turns = asyncio.Semaphore(processes)
        self._threads = CapacityLimiter(2 * processes)  # a thread lets go only once its process has ended
        self._idle: list[_Worker] = []
        self._all: set[_Worker] = set()
        self._left: set[asyncio.Task[Any]] = set()  # pieces whose caller was cancelled
        self._closed = False
        self._usual = 0.0  # seconds that a piece took lately
        self.waiting = 0

    @property
    def wait(self) -> float:
        """Seconds until a piece that comes now would be begun, if those before it take what pieces took lately."""
        return self._usual * max(0, self.waiting - self._processes + 1) / self._processes

    async def run(self, task: Callable[..., Result], *arguments: Any) -> Result:
        """Call a function of a module with arguments that can be pickled; what it raises is raised here.

        RequestError if it takes more time or memory than a piece may, ProblemError 503 if too many wait, or if it would
        wait longer than a piece may take: few clients are that patient.
        """
        if self._closed or self.waiting >= self._most_waiting or self.wait > self._seconds:
            retry_after = max(RETRY_AFTER, min(self.wait, self._seconds))
            raise ProblemError(503, "too much work is waiting; come back in a moment", retry_after=retry_after)
        self.waiting += 1
        try:
            await self._turns.acquire()
            piece = asyncio.create_task(self._piece(task, arguments))
            piece.add_done_callback(lambda _: self._turns.release())
            try:
                return await asyncio.shield(piece)
            except asyncio.CancelledError:
                self._leave(piece)
                raise
        finally:
            self.waiting -= 1

    def _leave(self, piece: asyncio.Task[Any]) -> None:
        """Let a piece that nobody waits for any more be done within SECONDS_TO_FINISH, or end."""
        ending = asyncio.get_running_loop().call_later(SECONDS_TO_FINISH, piece.cancel)

        def done(_: asyncio.Task[Any]) -> None:
            ending.cancel()
            self._left.discard(piece)
            _noticed(piece)

        self._left.add(piece)
        piece.add_done_callback(done)

    async def _piece(self, task: Callable[..., Result], arguments: tuple[Any, ...]) -> Result:
        if self._closed:
            raise ProblemError(503, "the studio is closing", retry_after=RETRY_AFTER)
        worker = self._idle.pop() if self._idle else self._start()
        try:
            await asyncio.shield(worker.loading)
        except asyncio.CancelledError:
            self._idle.append(worker)  # it loads on, for whoever comes next
            raise
        except EOFError as error:
            self._end(worker)
            raise _too_large(self._most_bytes) from error
        start = time.monotonic()
        try:
            with fail_after(self._seconds):
                done, result, alive = await to_thread.run_sync(
                    worker.ask, task, arguments, abandon_on_cancel=True, limiter=self._threads
                )
        except TimeoutError as error:
            self._end(worker)
            raise RequestError(
                f"takes more than {self._seconds:g} seconds, so the work was stopped", field="tune"
            ) from error
        except EOFError as error:
            self._end(worker)
            raise _too_large(self._most_bytes) from error
        except BaseException:
            self._end(worker)
            raise
        finally:
            self._usual += LATELY * (time.monotonic() - start - self._usual)
        if alive:
            self._idle.append(worker)
        else:
            self._end(worker)
        if done:
            made: Result = result
            return made
        raise result

    def warm(self) -> None:
        """Start a process before it is needed."""
        if not self._all:
            self._idle.append(self._start())

    def close(self) -> None:
        """End all processes, and start no more."""
        self._closed = True
        for piece in list(self._left):
            piece.cancel()
        for worker in list(self._all):
            self._end(worker)

    @property
    def pids(self) -> tuple[int, ...]:
        """The processes that there are."""
        return tuple(worker.pid for worker in self._all)

    def _start(self) -> _Worker:
        worker = _Worker(self.name, self._most_bytes, NICE if self._gives_way else 0, self._threads)
        self._all.add(worker)
        return worker

    def _end(self, worker: _Worker) -> None:
        self._all.discard(worker)
        worker.kill()


class _Worker:
    """One process, seen from outside; `loading` is done when it has loaded what it needs, with EOFError if it died."""

    def __init__(self, name: str, most_bytes: int, nice: int, threads: CapacityLimiter) -> None:
        self._connection, inner = SPAWN.Pipe()
        given = inner, most_bytes, nice
        self._process = SPAWN.Process(target=_serve, args=given, name=f"tunesmith-{name}", daemon=True)
        self._process.start()
        inner.close()
        self.loading = asyncio.create_task(
            to_thread.run_sync(self._connection.recv, abandon_on_cancel=True, limiter=threads)
        )
        self.loading.add_done_callback(_noticed)

    @property
    def pid(self) -> int:
        """As the system knows it."""
        return self._process.pid or 0

    def ask(self, task: Callable[..., Any], arguments: tuple[Any, ...]) -> tuple[bool, Any, bool]:
        """Whether it was done, its result or what it raised, and whether the process goes on; EOFError if that died."""
        try:
            self._connection.send((task, arguments))
            answer: tuple[bool, Any, bool] = self._connection.recv()
        except OSError as error:
            raise EOFError from error
        return answer

    def kill(self) -> None:
        """End the process, whatever it is doing; who waits for its answer gets EOFError, and then lets the pipe go."""
        self._process.kill()


def _noticed(done: asyncio.Task[Any]) -> None:
    """Take what a task raised, if nobody else asks for it."""
    if not done.cancelled():
        done.exception()


def _serve(connection: Connection, most_bytes: int, nice: int) -> None:
    """Do one piece after another until the pipe closes, or until a piece leaves too much memory in use."""
    if hasattr(os, "nice"):
        os.nice(nice)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to all; the studio says when to end
    few_arenas()
    for module in LOADED:
        import_module(module)
    bound_data(most_bytes)
    connection.send(None)
    alive = True
    while alive:
        try:
            task, arguments = connection.recv()
        except EOFError:
            return
        try:
            done, result = True, task(*arguments)
        except MemoryError:
            done, result = False, _too_large(most_bytes)
            alive = False
        except Exception as error:
            done, result = False, error
        alive = alive and resident_bytes() < LARGEST_IDLE
        try:
            connection.send((done, result, alive))
        except OSError:  # the other side has gone
            return
        del task, arguments, result
        read_tune.cache_clear()
        gc.collect()
        trim()


def _too_large(most_bytes: int) -> RequestError:
    return RequestError(f"takes more than {most_bytes // 2**20} MiB of memory, so the work was stopped", field="tune")
