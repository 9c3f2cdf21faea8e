"""Rendered files, each made once: kept in memory by content, and known to clients by their ETag."""

from __future__ import annotations

import asyncio
import hashlib
import json
import threading
from collections import OrderedDict
from dataclasses import asdict
from typing import Any

from starlette.concurrency import run_in_threadpool

from tunesmith.rendering import render
from tunesmith.studio.metrics import Metrics
from tunesmith.studio.problems import ProblemError

__all__ = ["Renders"]

RETRY_AFTER = 2.0  # seconds, in which some files are made


class Renders:
    """A cache of rendered files, bounded in bytes; the least recently used go first."""

    def __init__(self, metrics: Metrics, most_bytes: int, at_once: int, most_waiting: int) -> None:
        self._metrics = metrics
        self._most_bytes = most_bytes
        self._turn = asyncio.Semaphore(at_once)
        self._most_waiting = most_waiting
        self._waiting = 0
        self._lock = threading.Lock()
        self._files: OrderedDict[str, bytes] = OrderedDict()
        self._bytes = 0

    @staticmethod
    def etag(abc: str, form: str, options: dict[str, Any]) -> str:
        """The tag of a file, known before it is rendered: rendering is a function of its arguments."""
        arguments = json.dumps([abc, form, options], sort_keys=True, default=asdict).encode()
        return f'"{hashlib.sha256(arguments).hexdigest()[:32]}"'

    async def file(self, abc: str, form: str, options: dict[str, Any]) -> bytes:
        """The file, from memory or made now.

        RenderError or AbcError if it cannot be made, ProblemError 503 if too many wait for theirs.
        """
        etag = self.etag(abc, form, options)
        cached = self._recall(etag)
        self._metrics.renders.labels(form, str(cached is not None).lower()).inc()
        if cached is not None:
            return cached
        if self._waiting >= self._most_waiting:
            raise ProblemError(503, "too many files are being made; come back in a moment", retry_after=RETRY_AFTER)
        self._waiting += 1
        try:
            async with self._turn:
                made = self._recall(etag)
                if made is None:  # nobody made it while this request waited for its turn
                    made = await run_in_threadpool(render, abc, form, **options)
        finally:
            self._waiting -= 1
        self._keep(etag, made)
        return made

    def _recall(self, etag: str) -> bytes | None:
        with self._lock:
            if etag in self._files:
                self._files.move_to_end(etag)
            return self._files.get(etag)

    def _keep(self, etag: str, content: bytes) -> None:
        with self._lock:
            self._bytes += len(content) - len(self._files.pop(etag, b""))
            self._files[etag] = content
            while self._bytes > self._most_bytes:
                self._bytes -= len(self._files.popitem(last=False)[1])
