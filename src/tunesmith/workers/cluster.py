"""Workers on several computers: a cluster of Dask's, to which this process connects.

The scheduler notices a worker that is lost and gives its shares to others. Source: Rocklin, "Dask: Parallel Computation
with Blocked algorithms and Task Scheduling" (SciPy, 2015).
"""

from __future__ import annotations

import pickle
import warnings
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar, cast

import tunesmith
from tunesmith.errors import MissingExtraError, WorkersError
from tunesmith.workers.sharing import SHARE, in_turn, shares_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import TracebackType
    from typing import Self

__all__ = ["Cluster"]

AHEAD = 4  # shares for each thread of the cluster that are under way or done and not yet taken
PATIENCE = 30.0  # seconds to wait for the scheduler and for the first worker
OPENED = 4  # pieces of work that a worker keeps ready

Item = TypeVar("Item")
Result = TypeVar("Result")


class Cluster:
    """The workers of the Dask scheduler at `address`, such as tcp://host:8786; they have the same Tunesmith installed.

    Use it as a context. MissingExtraError if Dask is not installed, WorkersError if nobody answers.
    """

    def __init__(self, address: str, patience: float = PATIENCE) -> None:
        try:
            from distributed import Client
        except ImportError as error:
            raise MissingExtraError("cluster", "working on a cluster") from error
        self.address = address
        try:
            self._client: Any = Client(address, timeout=patience, set_as_default=False)
        except (OSError, ValueError) as error:
            raise WorkersError(f"no Dask scheduler answers at {address}") from error
        try:
            self._client.wait_for_workers(1, timeout=patience)
        except TimeoutError as error:
            self._client.close()
            raise WorkersError(f"the Dask scheduler at {address} has no workers") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def map(self, work: Callable[[Item], Result], items: Sequence[Item], size: int = SHARE) -> Iterator[Result]:
        """Hand `work` to the cluster once, and then shares; WorkersError if a share ends several workers."""
        from distributed import CancelledError, KilledWorker

        given = self._given(pickle.dumps(work))
        threads = sum(self._client.nthreads().values())

        def submit(share: Sequence[Item]) -> Callable[[], list[Any]]:
            future = self._client.submit(_work_on, given, tunesmith.__version__, share, pure=False)
            return cast("Callable[[], list[Any]]", future.result)

        try:
            for results in in_turn(submit, shares_of(items, size), AHEAD * max(1, threads)):
                yield from results
        except KilledWorker as error:
            raise WorkersError("several workers in a row ended in the middle of their work") from error
        except (CancelledError, OSError) as error:
            raise WorkersError(f"the Dask scheduler at {self.address} is gone") from error

    def _given(self, pickled: bytes) -> Any:
        """The work as a result that the scheduler can make anew, should all workers that have it be lost."""
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Sending large graph", UserWarning)  # it is sent once
            return self._client.submit(_itself, pickled, pure=False)


def _itself(pickled: bytes) -> bytes:
    return pickled


@lru_cache(OPENED)
def _opened(pickled: bytes) -> Callable[[Any], Any]:
    """The work, ready; a worker unpickles it once."""
    work: Callable[[Any], Any] = pickle.loads(pickled)
    return work


def _work_on(pickled: bytes, version: str, share: Sequence[Any]) -> list[Any]:
    """Work on a share; WorkersError if this is another Tunesmith, which may have other results."""
    if version != tunesmith.__version__:
        raise WorkersError(f"a worker has Tunesmith {tunesmith.__version__} instead of {version}")
    work = _opened(pickled)
    return [work(item) for item in share]
