"""The same work for many items, by workers: this process, other processes of this computer, or those of a cluster.

Items go to a worker in shares. Results come in the order of the items, whoever worked on them, so that they do not
depend on the workers. The share of a worker that is lost is done again by another one.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Protocol, TypeVar

from tunesmith.progress import Watch, unwatched, watched

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

__all__ = ["ALONE", "SHARE", "TRIES", "Alone", "Workers", "in_turn", "mapped", "shares_of"]

SHARE = 32
"""Items of a share, where one takes milliseconds: enough to pay the way there, few enough to stop soon."""
TRIES = 3
"""Times that a share is begun before it counts as what ends its workers."""

Item = TypeVar("Item")
Result = TypeVar("Result")


class Workers(Protocol):
    """Those who do the work."""

    def map(self, work: Callable[[Item], Result], items: Sequence[Item], size: int = SHARE) -> Iterator[Result]:
        """The results of `work`, which can be pickled, for all items in order; `size` of them are a share.

        Only a few shares are under way at a time. What `work` raises is raised here; WorkersError if workers are lost
        again and again, or if there are none.
        """
        ...


class Alone:
    """This process, which does everything itself."""

    def map(self, work: Callable[[Item], Result], items: Sequence[Item], size: int = SHARE) -> Iterator[Result]:
        """Work on one item after the other."""
        del size
        return map(work, items)


ALONE = Alone()


def mapped(
    work: Callable[[Item], Result],
    items: Sequence[Item],
    workers: Workers = ALONE,
    watch: Watch = unwatched,
    stage: str = "",
    size: int = SHARE,
) -> Iterator[Result]:
    """The results of `work` for all items in order, by `workers`; `watch` is told of the `stage`."""
    return watched(workers.map(work, items, size), watch, stage, len(items))


def shares_of(items: Sequence[Item], size: int) -> list[Sequence[Item]]:
    """The items in shares of `size`, the last of which may be smaller."""
    return [items[start : start + size] for start in range(0, len(items), size)]


def in_turn(submit: Callable[[Item], Callable[[], Result]], items: Iterable[Item], most: int) -> Iterator[Result]:
    """Submit the items in order, `most` of them ahead of the result that is waited for, and yield the results in order.

    `submit` returns what waits for a result.
    """
    waiting: deque[Callable[[], Result]] = deque()
    for item in items:
        waiting.append(submit(item))
        if len(waiting) > most:
            yield waiting.popleft()()
    while waiting:
        yield waiting.popleft()()
