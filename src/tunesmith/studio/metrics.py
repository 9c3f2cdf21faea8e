"""What the studio counts and times, for Prometheus; and one log line a request."""

from __future__ import annotations

import logging
import os
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tunesmith.studio.logs import REQUEST

__all__ = ["REQUEST_ID", "Metrics", "RequestLog"]

logger = logging.getLogger(__name__)
LEFT = 499  # what nginx writes for a client that has gone before it was answered
REQUEST_ID = "X-Request-ID"
KNOWN_ID = re.compile(r"[\w.-]{1,64}", re.ASCII)
"""An id that a proxy gave; any other is none."""
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """The studio's metrics, in a registry of their own so that two studios in one process do not meet."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        labels = ("method", "route", "status")
        self.requests = Counter("tunesmith_requests_total", "Requests answered", labels, registry=registry)
        self.seconds = Histogram(
            "tunesmith_request_seconds", "Time to answer", ("method", "route"), buckets=SECONDS, registry=registry
        )
        self.tunes = Counter("tunesmith_tunes_total", "Tunes composed", registry=registry)
        self.characters = Counter("tunesmith_characters_total", "Characters composed", registry=registry)
        self.composing = Gauge(
            "tunesmith_composing", "Tunes waiting or being composed", registry=registry, multiprocess_mode="livesum"
        )
        self.stages = Histogram(
            "tunesmith_stage_seconds",
            "Time of composing, of storing, and of tasks with their waiting",
            ("stage",),
            buckets=SECONDS,
            registry=registry,
        )
        self.memory = Gauge(
            "tunesmith_memory_bytes",
            "Memory of the workers and of their processes for tasks, and of what is kept",
            ("part",),
            registry=registry,
            multiprocess_mode="livesum",
        )
        self.tasks = Gauge(
            "tunesmith_tasks", "Tasks waiting or at work", ("lane",), registry=registry, multiprocess_mode="livesum"
        )
        self.renders = Counter("tunesmith_renders_total", "Files rendered", ("format", "cached"), registry=registry)
        self.shared_files = Counter(
            "tunesmith_shared_files_total", "Files looked for in Redis", ("found",), registry=registry
        )
        self.redis = Gauge(
            "tunesmith_redis_up",
            "Whether Redis answers; 0 also where REDIS_URL is not set",
            registry=registry,
            multiprocess_mode="livemin",
        )
        self.hosts = Gauge(
            "tunesmith_hosts",
            "Hosts that this one knows of, itself included",
            registry=registry,
            multiprocess_mode="livemax",
        )

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Time a stage of the work, whether it succeeds or not."""
        with self.stages.labels(stage).time():
            yield

    def page(self) -> bytes:
        """All metrics in Prometheus' text form, summed over the workers where there are several."""
        if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
            return generate_latest(self.registry)
        forget_the_dead(Path(os.environ["PROMETHEUS_MULTIPROC_DIR"]))
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry)


def forget_the_dead(folder: Path) -> None:
    """Drop what workers that were killed are still doing according to their gauges."""
    for gauge in folder.glob("gauge_live*_*.db"):
        worker = int(gauge.stem.rpartition("_")[2])
        try:
            os.kill(worker, 0)  # asks whether there is such a process
        except ProcessLookupError:
            mark_process_dead(worker, str(folder))  # type: ignore[no-untyped-call]


class RequestLog:
    """ASGI middleware that counts, times and logs each request under its route's template, and gives it an id."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does, and take note."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()
        given = Headers(scope=scope).get(REQUEST_ID, "")
        request = given if KNOWN_ID.fullmatch(given) else secrets.token_hex(8)
        REQUEST.set(request)  # for good: the server answers each request in a context of its own
        status = LEFT

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[REQUEST_ID] = request
            await send(message)

        try:
            await self.app(scope, receive, send_and_note)
        except Exception:
            status = 500
            raise
        finally:
            self._note(scope, status, time.perf_counter() - began)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        method, path = scope["method"], scope["path"]
        route = getattr(scope.get("route"), "path", "other")  # the template: a label for each path would never end
        self.metrics.requests.labels(method, route, str(status)).inc()
        self.metrics.seconds.labels(method, route).observe(seconds)
        client = scope["client"][0] if scope.get("client") else "unknown"
        fields = {"method": method, "path": path, "status": status, "seconds": round(seconds, 4), "client": client}
        logger.info("%s %s %d %.1f ms", method, path, status, seconds * 1000, extra=fields)
