"""What the hosts of one studio share in Redis: counts of requests, rendered files, and who is there.

Nothing that was acknowledged is in Redis: tunes, tunebooks and idempotency keys are in the database. So when Redis is
away, each host goes on by itself: it counts the requests that it gets, and makes the files that it is asked for.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from limits import parse
from limits.aio.storage import RedisStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from tunesmith import __version__
from tunesmith.studio.allowances import AwayError
from tunesmith.studio.logs import Seldom
from tunesmith.studio.metrics import Metrics

__all__ = ["Shared", "SharedAllowances"]

Result = TypeVar("Result")
logger = logging.getLogger(__name__)
seldom = Seldom(logger)
PREFIX = "tunesmith"
SECONDS_TO_ANSWER = 1.0
SECONDS_ALONE = 5.0
"""For which Redis is left alone after it failed: no request waits for it meanwhile."""
MOST_CONNECTIONS = 16  # of one process; a command takes well under a millisecond
SECONDS_TO_KEEP = 86_400
"""A file after its last use; Redis drops it earlier where its `maxmemory-policy` says so."""
SECONDS_PRESENT = 15.0
"""For which a host that has announced itself counts as being there."""


class Shared:
    """One Redis, which may be away at any moment: every method raises AwayError then, at once or within seconds."""

    def __init__(self, url: str, metrics: Metrics) -> None:
        self._metrics = metrics
        self._pool = BlockingConnectionPool.from_url(
            url,
            max_connections=MOST_CONNECTIONS,
            timeout=SECONDS_TO_ANSWER,
            socket_timeout=SECONDS_TO_ANSWER,
            socket_connect_timeout=SECONDS_TO_ANSWER,
            retry=Retry(NoBackoff(), 1),  # on a new connection, if Redis has closed this one meanwhile
        )
        self._redis = Redis(connection_pool=self._pool)
        self._alone_until = 0.0

    async def ask(self, command: Callable[[], Awaitable[Result]]) -> Result:
        """What Redis answers to a command."""
        if time.monotonic() < self._alone_until:
            raise AwayError
        try:
            answer = await command()
        except (RedisError, OSError) as error:
            self._alone_until = time.monotonic() + SECONDS_ALONE
            self._metrics.redis.set(0)
            seldom.error(f"Redis does not take part, so this host counts and keeps by itself: {error}")
            raise AwayError from error
        self._metrics.redis.set(1)
        return answer

    def allowances(self, rate: str) -> SharedAllowances:
        """What clients have left, counted over all hosts."""
        return SharedAllowances(self, self._pool, rate)

    async def file(self, name: str) -> bytes | None:
        """A file that some host has made, or None."""
        found: bytes | None = await self.ask(lambda: self._redis.getex(self._file(name), ex=SECONDS_TO_KEEP))
        self._metrics.shared_files.labels(str(found is not None).lower()).inc()
        return found

    async def keep(self, name: str, content: bytes) -> None:
        """Let the other hosts have a file."""
        await self.ask(lambda: self._redis.set(self._file(name), content, ex=SECONDS_TO_KEEP))

    async def present(self, host: str) -> int:
        """Announce this host: how many hosts have done so lately, by the clock of Redis."""

        async def announce() -> int:
            hosts = f"{PREFIX}:hosts"
            now, _ = await self._redis.time()
            async with self._redis.pipeline() as pipe:
                pipe.zadd(hosts, {host: now})
                pipe.zremrangebyscore(hosts, "-inf", now - SECONDS_PRESENT)
                pipe.zcard(hosts)
                return int((await pipe.execute())[-1])

        return await self.ask(announce)

    async def close(self) -> None:
        """Let the connections go."""
        await self._pool.disconnect()

    @staticmethod
    def _file(name: str) -> str:
        """The key of a file: another version may make another file of the same tune."""
        return f"{PREFIX}:file:{__version__}:{name}"


class SharedAllowances:
    """The allowances of clients over all hosts: `rate` in a sliding window, from the library limits."""

    def __init__(self, shared: Shared, pool: BlockingConnectionPool, rate: str) -> None:
        self._shared = shared
        self._rate = parse(rate)
        options: dict[str, Any] = {"connection_pool": pool}  # which knows where Redis is: the address here says nothing
        storage = RedisStorage("async+redis://", implementation="redispy", key_prefix=f"{PREFIX}:rate", **options)
        self._limiter = SlidingWindowCounterRateLimiter(storage)

    async def take(self, client: str) -> float:
        """Take one from a client's allowance: 0, or the seconds until it may ask again if that is used up."""
        if await self._shared.ask(lambda: self._limiter.hit(self._rate, client)):
            return 0.0
        return await self.wait(client)

    async def wait(self, client: str) -> float:
        """The seconds until a client may ask again, 0 if it may now; takes nothing from its allowance."""
        window = await self._shared.ask(lambda: self._limiter.get_window_stats(self._rate, client))
        return 0.0 if window.remaining else max(0.0, window.reset_time - time.time())
