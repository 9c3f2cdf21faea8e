"""Work for other processes, and a cluster of such processes on this computer."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.support.tiers import system_only

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[2]
PROCESS = {
    "scheduler": ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-jupyter"),
    "worker": ("--host", "127.0.0.1", "--nthreads", "1", "--no-dashboard", "--no-nanny"),
}


def square(number: int) -> int:
    return number * number


@dataclass(frozen=True)
class Killer:
    """Does some work, squares numbers for one; the worker that gets one of these items is killed, so many times."""

    folder: Path
    items: tuple[int, ...]
    times: int = 1
    work: Callable[[int], Any] = square

    def __call__(self, item: int) -> Any:
        result = self.work(item)
        if item in self.items:
            for turn in range(self.times):
                try:
                    (self.folder / f"{item}-{turn}").touch(exist_ok=False)
                except FileExistsError:
                    continue
                os.kill(os.getpid(), signal.SIGKILL)
        return result

    @property
    def kills(self) -> int:
        """How many workers were killed so far."""
        return len(list(self.folder.iterdir()))


def refuse(number: int) -> int:
    raise ValueError(f"not {number}")


@dataclass
class RunningCluster:
    """A scheduler at `address` and the processes that work for it."""

    address: str
    workers: list[subprocess.Popen[bytes]]


@contextmanager
def cluster(folder: Path, workers: int = 2) -> Iterator[RunningCluster]:
    """Run a scheduler and workers of Dask's as processes, which end with the context."""
    system_only("a cluster of workers")
    file = folder / "scheduler.json"
    scheduler = start("scheduler", file, folder)
    team: list[subprocess.Popen[bytes]] = []
    try:
        while not file.exists():
            assert scheduler.poll() is None, (folder / "scheduler.log").read_text()
            time.sleep(0.05)
        from distributed import Client

        team += [start("worker", file, folder) for _ in range(workers)]
        with Client(scheduler_file=str(file), set_as_default=False) as client:
            client.wait_for_workers(workers)
            address = client.scheduler.address
        yield RunningCluster(address, team)
    finally:
        for process in (*team, scheduler):
            process.kill()
            process.wait()


def start(kind: str, file: Path, folder: Path) -> subprocess.Popen[bytes]:
    """Start a scheduler or a worker, which imports what the tests import."""
    words = [sys.executable, "-m", "distributed.cli.dask_" + kind, "--scheduler-file", str(file), *PROCESS[kind]]
    if kind == "worker":
        words += ["--local-directory", str(folder)]
    paths = os.pathsep.join([str(ROOT), str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    with (folder / f"{kind}.log").open("ab") as log:
        return subprocess.Popen(words, stdout=log, stderr=log, env={**os.environ, "PYTHONPATH": paths}, cwd=folder)
