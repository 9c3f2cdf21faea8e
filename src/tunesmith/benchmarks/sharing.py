"""Who works how fast: `python -m tunesmith.benchmarks.sharing CORPUS... [--count 2000]`, with Linux and Dask.

Packs the same tunes by one process, by two, and by clusters of two and four workers on this computer, of which the last
one loses a worker halfway. Prints the seconds of each, the ratio to one process, and whether it wrote the same bytes.
"""

from __future__ import annotations

import logging
import os
import signal
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from cyclopts import App, Parameter

from tunesmith.corpus.building import Options, build
from tunesmith.machine import processor_name
from tunesmith.progress import Watch, unwatched
from tunesmith.workers.cluster import Cluster
from tunesmith.workers.processes import Processes
from tunesmith.workers.sharing import ALONE, Workers

__all__ = ["Trial", "main", "tried"]


@dataclass(frozen=True, slots=True)
class Trial:
    """How many seconds some workers took, and whether they wrote what one process writes."""

    name: str
    seconds: float
    same: bool


@dataclass
class Killer:
    """Watches a packing, and halfway through the cleaning kills a worker."""

    process: int
    done: bool = False

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        """Look how far it is."""
        if stage == "cleaning tunes" and total and total <= 2 * done < 2 * total and not self.done:
            os.kill(self.process, signal.SIGKILL)
            self.done = True


@contextmanager
def cluster(count: int, killing: bool = False) -> Iterator[tuple[Workers, Watch]]:
    """So many workers of Dask on this computer, and what watches them."""
    from distributed import LocalCluster

    quietly = {"dashboard_address": None, "silence_logs": logging.CRITICAL}
    with LocalCluster(n_workers=count, threads_per_worker=1, host="127.0.0.1", **quietly) as found:
        processes: list[Any] = [worker.process for worker in found.workers.values()]
        with Cluster(found.scheduler_address) as workers:
            yield workers, Killer(processes[0].pid) if killing else unwatched


WAYS: dict[str, Callable[[], Any]] = {
    "one process": lambda: nullcontext((ALONE, unwatched)),
    "two processes": lambda: nullcontext((Processes(2), unwatched)),
    "Dask, two workers": lambda: cluster(2),
    "Dask, four workers": lambda: cluster(4),
    "Dask, four workers, one killed": lambda: cluster(4, killing=True),
}


def tried(corpus: Sequence[Path], count: int) -> Iterator[Trial]:
    """Pack so many tunes in each way."""
    with tempfile.TemporaryDirectory(prefix="tunesmith-sharing-") as folder:
        first: dict[str, bytes] = {}
        for number, (name, opened) in enumerate(WAYS.items()):
            out = Path(folder) / str(number)
            with opened() as (workers, watch):
                began = time.perf_counter()
                build(corpus, out, Options(count=count), workers, watch)
                seconds = time.perf_counter() - began
            if isinstance(watch, Killer) and not watch.done:
                raise RuntimeError("no worker was killed: there are too few tunes")
            found = {str(file.relative_to(out)): file.read_bytes() for file in out.rglob("*") if file.is_file()}
            first = first or found
            yield Trial(name, seconds, found == first)


def main(*corpus: Path, count: Annotated[int, Parameter(help="how many tunes, at random")] = 2000) -> None:
    """Print how long each way takes."""
    print(f"{processor_name()}, {os.cpu_count()} cores; {count} tunes are packed")
    alone = 0.0
    for trial in tried(corpus, count):
        alone = alone or trial.seconds
        bytes_ = "the same bytes" if trial.same else "OTHER BYTES"
        print(f"{trial.name:32} {trial.seconds:7.1f} s {alone / trial.seconds:6.2f} {bytes_}", flush=True)


if __name__ == "__main__":
    app = App(help=__doc__)
    app.default(main)
    app()
