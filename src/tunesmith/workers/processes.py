"""Workers that are processes of this computer."""

from __future__ import annotations

import gc
import pickle
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from signal import SIG_IGN, SIGINT, signal
from typing import TYPE_CHECKING, Any, TypeVar

from tunesmith.errors import WorkersError
from tunesmith.workers.sharing import SHARE, TRIES, in_turn, shares_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

__all__ = ["Processes"]

CYCLES = 20_000  # new objects after which a process looks for cycles among them; a tune has some thousands, in none
AHEAD = 4  # shares for each process that are under way or done and not yet taken

Item = TypeVar("Item")
Result = TypeVar("Result")


class Processes:
    """So many processes, new ones for each call of `map`; for a single share, or as a single process, this one."""

    def __init__(self, count: int) -> None:
        self.count = count

    def map(self, work: Callable[[Item], Result], items: Sequence[Item], size: int = SHARE) -> Iterator[Result]:
        """Hand `work` to each process once, and then shares; WorkersError if a share ends TRIES processes."""
        if self.count < 2 or len(items) <= size:
            yield from map(work, items)
            return
        pickled, shares = pickle.dumps(work), shares_of(items, size)
        done = lost = 0
        while done < len(shares):
            try:
                for results in self._run(pickled, shares[done:]):
                    done, lost = done + 1, 0
                    yield from results
            except BrokenProcessPool as error:
                lost += 1
                if lost == TRIES:
                    raise WorkersError(f"{TRIES} processes in a row ended in the middle of their work") from error

    def _run(self, pickled: bytes, shares: Sequence[Sequence[Item]]) -> Iterator[list[Any]]:
        """The results of each share, from new processes; BrokenProcessPool if one of these ends too early."""
        count = min(self.count, len(shares))
        pool = ProcessPoolExecutor(count, get_context("spawn"), _begin, (pickled,))
        try:
            yield from in_turn(lambda share: pool.submit(_work_on, share).result, shares, AHEAD * count)
        finally:
            pool.shutdown(cancel_futures=True)


_work: Any = None
"""What a process does with each item."""


def _begin(pickled: bytes) -> None:
    """Take the work, leave interrupts to the parent, and look for cycles of garbage less often: that took a tenth."""
    global _work
    signal(SIGINT, SIG_IGN)
    _work = pickle.loads(pickled)
    gc.freeze()
    gc.set_threshold(CYCLES)


def _work_on(share: Sequence[Item]) -> list[Any]:
    return [_work(item) for item in share]
