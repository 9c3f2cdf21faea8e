"""How much memory and work there is right now, for the metrics: looked at every few seconds, and when somebody asks."""

from __future__ import annotations

import asyncio
import socket
from contextlib import suppress

from tunesmith.machine import resident_bytes
from tunesmith.studio.allowances import AwayError
from tunesmith.studio.studio import Studio

__all__ = ["look", "watch"]

SECONDS = 5.0


async def watch(studio: Studio) -> None:
    """Look again and again, until this is cancelled: another worker may be asked for the sum of all."""
    host = f"{socket.gethostname()}:{studio.settings.port}"
    while True:
        look(studio)
        studio.metrics.hosts.set(await present(studio, host))
        await asyncio.sleep(SECONDS)


async def present(studio: Studio, host: str) -> int:
    """Announce this host where several share a Redis: how many there are, this one alone while Redis is away."""
    if studio.shared:
        with suppress(AwayError):
            return await studio.shared.present(host)
    return 1


def look(studio: Studio) -> None:
    """Set what the metrics say of this worker and its processes."""
    memory, tasks = studio.metrics.memory, studio.metrics.tasks
    memory.labels("worker").set(resident_bytes())
    memory.labels("facts").set(studio.facts.held_bytes)
    memory.labels("files on disk").set(studio.renders.kept_bytes)
    for pool in (studio.pieces.quick, studio.pieces.slow):
        memory.labels(pool.name).set(sum(resident_bytes(pid) for pid in pool.pids))
        tasks.labels(pool.name).set(pool.waiting)
