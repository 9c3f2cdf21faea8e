"""Preparing items in a thread of its own, a few ahead of their use."""

from __future__ import annotations

from contextlib import contextmanager
from queue import Full, Queue
from threading import Event, Thread
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["ahead"]

Item = TypeVar("Item")
PATIENCE = 0.1  # seconds after which a thread that waits looks whether anybody still wants its work


class Failure:
    """What went wrong in the thread."""

    def __init__(self, error: BaseException) -> None:
        self.error = error


END = Failure(StopIteration())


@contextmanager
def ahead(items: Iterable[Item], count: int) -> Iterator[Iterator[Item]]:
    """Take `items` in a thread, at most `count` ahead of the one in use; errors come up where they would without it.

    The thread ends with the block, whether or not all items were taken.
    """
    ready: Queue[Item | Failure] = Queue(count)
    left = Event()
    thread = Thread(target=fill, args=(iter(items), ready, left), daemon=True)
    thread.start()
    try:
        yield drain(ready)
    finally:
        left.set()
        thread.join()


def fill(items: Iterator[Item], ready: Queue[Item | Failure], left: Event) -> None:
    """Put items into the queue until there are no more, or the block that takes them has ended."""
    while not left.is_set():
        try:
            item: Item | Failure = next(items)
        except StopIteration:
            item = END
        except BaseException as error:  # raised again by whoever takes the items
            item = Failure(error)
        while not left.is_set():
            try:
                ready.put(item, timeout=PATIENCE)
                break
            except Full:
                continue
        if isinstance(item, Failure):
            return


def drain(ready: Queue[Item | Failure]) -> Iterator[Item]:
    """Yield what comes, and raise what went wrong."""
    while True:
        item = ready.get()
        if item is END:
            return
        if isinstance(item, Failure):
            raise item.error
        yield item
