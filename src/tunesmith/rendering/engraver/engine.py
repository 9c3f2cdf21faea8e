"""The JavaScript engine that abcjs runs in: kept between tunes, bounded in time and memory, replaced after an error.

There is one, on a thread of its own: an engine must not be shared between threads, and each takes 7 MB. To draw several
tunes at the same time, use several processes.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

import quickjs

from tunesmith.errors import RenderError
from tunesmith.rendering.engraver.scripts import sources

__all__ = ["run"]

MEMORY = 256 * 2**20  # bytes; a tune of 200 bars takes 20 MB
STACK = 256 * 2**10  # less than any platform gives a thread
LIFE = 1000  # tunes drawn by one engine, since what it remembers of glyphs and words only grows
SECONDS = 10.0  # of processor time for one tune


def run(request: str) -> str:
    """Run `engrave` of `engrave.js`: JSON goes in and comes out; RenderError if it fails or takes too much."""
    return _drawing_thread().submit(_engine().run, request).result()


class _Engine:
    """One JavaScript context with abcjs loaded: started at the first tune, and again after an error or a long life."""

    def __init__(self) -> None:
        self._context: Any = None
        self._drawn = 0

    def run(self, request: str) -> str:
        if self._context is None:
            self._start()
        try:
            answer: str = self._context.get("engrave")(request)
        except quickjs.JSException as error:
            self._context = None
            raise RenderError(f"the engraver cannot draw this tune: {reason(str(error).splitlines()[0])}") from error
        self._drawn += 1
        if self._drawn == LIFE:
            self._context = None
        return answer

    def _start(self) -> None:
        context = quickjs.Context()
        context.set_memory_limit(MEMORY)
        context.set_max_stack_size(STACK)
        for source in sources():
            context.eval(source)
        context.set_time_limit(SECONDS)
        self._context, self._drawn = context, 0


def reason(message: str) -> str:
    """What the engine's error means; an engine that runs out of memory may report no more than `null`."""
    if message == "null" or "out of memory" in message or "interrupted" in message:
        return f"it would take more than {SECONDS:g} seconds or {MEMORY // 2**20} MiB"
    return message


@cache
def _drawing_thread() -> ThreadPoolExecutor:
    """The thread that draws."""
    return ThreadPoolExecutor(1, "engraver")


@cache
def _engine() -> _Engine:
    """The engine of that thread."""
    return _Engine()


def _forget() -> None:
    """Forget the thread, which a forked process does not have."""
    _drawing_thread.cache_clear()
    _engine.cache_clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
