"""Telling whoever waits how far long work is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias, TypeVar

__all__ = ["Watch", "unwatched", "watched"]

Item = TypeVar("Item")
Watch: TypeAlias = Callable[[str, int, int | None], None]
"""Is told the stage of the work, in words, how many items of it are done, and of how many; None if nobody knows."""

EVERY = 32
"""Items after which a watch is told again."""


def unwatched(stage: str, done: int, total: int | None) -> None:
    """Take no notice."""


def watched(items: Iterable[Item], watch: Watch, stage: str, total: int | None = None) -> Iterator[Item]:
    """Hand the items on, and tell `watch` of the first, of every EVERY-th and of the last."""
    watch(stage, 0, total)
    done = 0
    for done, item in enumerate(items, start=1):
        yield item
        if done % EVERY == 0:
            watch(stage, done, total)
    watch(stage, done, done)
