"""How often one client may ask for work."""

from __future__ import annotations

import time

from fastapi import Request
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from tunesmith.errors import RequestError
from tunesmith.studio.problems import ProblemError

__all__ = ["RateLimit"]


class RateLimit:
    """A dependency that answers 429 to a client that asks too often (a moving window, per address)."""

    def __init__(self, rate: str) -> None:
        try:
            self._rate = parse(rate)
        except ValueError as error:
            raise RequestError(f"RATE_LIMIT is {rate!r}; write it like '600/minute'") from error
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def __call__(self, request: Request) -> None:
        """Count the request; ProblemError when the window is full."""
        client = request.client.host if request.client else "unknown"
        if self._limiter.hit(self._rate, client):
            return
        window = self._limiter.get_window_stats(self._rate, client)
        wait = max(1.0, window.reset_time - time.time())
        raise ProblemError(429, f"more than {self._rate}; wait {wait:.0f} s", retry_after=wait)
