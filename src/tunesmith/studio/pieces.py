"""Which work is done where: short pieces in a lane of their own, so that they need not wait for long ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from tunesmith.machine import usable_cores
from tunesmith.studio.metrics import Metrics
from tunesmith.studio.processes import Pool
from tunesmith.studio.settings import Settings

__all__ = ["SHORT", "Pieces"]

Result = TypeVar("Result")
SHORT = 8_000
"""Characters up to which a text is short work, unless it becomes sound or film; the longest tune known has 6,000."""
QUICK_SECONDS = 20.0  # the first piece waits for the process to start


class Pieces:
    """Two pools of processes: one for short pieces, one for long ones, which leave the processor to the short ones."""

    def __init__(self, settings: Settings, metrics: Metrics) -> None:
        self._metrics = metrics
        quick = max(1, usable_cores() // (2 * settings.workers))
        seconds, most_bytes, waiting = settings.piece_seconds, settings.piece_bytes, settings.queue_limit
        self.quick = Pool("quick", quick, min(QUICK_SECONDS, seconds), most_bytes, waiting)
        self.slow = Pool("slow", settings.render_limit, seconds, most_bytes, waiting, gives_way=True)

    async def run(self, task: Callable[..., Result], abc: str | bytes, *arguments: Any, slow: bool = False) -> Result:
        """Call `task` with a text or file and more in the pool for its length, or the slow one; see `Pool.run`."""
        pool = self.slow if slow or len(abc) > SHORT else self.quick
        with self._metrics.timed(pool.name):
            return await pool.run(task, abc, *arguments)

    def warm(self) -> None:
        """Start the process that the first visitor needs."""
        self.quick.warm()

    def close(self) -> None:
        """End all processes."""
        self.quick.close()
        self.slow.close()
