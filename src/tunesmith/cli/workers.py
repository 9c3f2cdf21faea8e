"""The options that say who does long work."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cyclopts import Parameter

from tunesmith.errors import RequestError
from tunesmith.machine import usable_cores
from tunesmith.workers.processes import Processes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tunesmith.workers.sharing import Workers

__all__ = ["HERE", "Team"]


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """Who does the work; the results do not depend on it.

    Parameters
    ----------
    workers
        How many work at once on this computer; one for each core by default.
    on
        The address of a Dask scheduler, such as tcp://host:8786: its workers do the work instead.
    """

    workers: int | None = None
    on: str | None = None

    def __post_init__(self) -> None:
        if self.workers is not None and self.workers < 1:
            raise RequestError(f"must be at least 1, not {self.workers}", field="workers", limits={"least": 1})
        if self.workers is not None and self.on is not None:
            raise RequestError("has workers of its own: leave --workers out", field="on")

    @property
    def count(self) -> int:
        """The processes of this computer."""
        return self.workers or usable_cores()

    @contextmanager
    def at_work(self) -> Iterator[Workers]:
        """The processes, or the connection to the cluster; WorkersError if nobody answers there."""
        if self.on is None:
            yield Processes(self.count)
            return
        from tunesmith.workers.cluster import Cluster

        with Cluster(self.on) as cluster:
            yield cluster


HERE = Team()
