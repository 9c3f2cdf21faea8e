"""A server started as a process of its own, on loopback, to be measured."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

__all__ = ["STUDIO", "answers", "free_port", "resident", "serving", "spent"]

STUDIO = ("tunesmith.cli", "studio")
SECONDS_TO_START = 240  # beside other programs, a first start compiles the kernel
SETTINGS = {"LOG_LEVEL": "ERROR", "RATE_LIMIT": "1000000000/minute"}
PROCESSES = Path("/proc")
Figure = TypeVar("Figure", int, float)


def free_port() -> int:
    """A free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(module: Sequence[str], port: int, database: Path) -> Iterator[int]:
    """Run a module with arguments as a server until the block ends, and give its process id once it answers."""
    environment = {**os.environ, **SETTINGS, "DATABASE_URL": f"sqlite:///{database}"}
    with subprocess.Popen([sys.executable, "-m", *module], env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            deadline = time.monotonic() + SECONDS_TO_START
            while not answers(port):
                if time.monotonic() > deadline or process.poll() is not None:
                    raise RuntimeError(f"{' '.join(module)} does not answer")
                time.sleep(0.005)
            yield process.pid
        finally:
            process.terminate()


def answers(port: int) -> bool:
    """Whether a server takes requests at this port."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=SECONDS_TO_START) as connection:
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            return bool(connection.recv(1))
    except OSError:
        return False


def resident(pid: int) -> int:
    """The bytes of memory that a process and its children hold, as Linux counts them; pages shared count for each."""
    folder = PROCESSES / str(pid)
    pages = int((folder / "statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") + sum(_of_children(pid, resident))


def spent(pid: int) -> float:
    """The seconds of processor time that a process and its children have taken, as Linux counts them."""
    fields = (PROCESSES / str(pid) / "stat").read_text().rpartition(")")[2].split()
    ticks = int(fields[11]) + int(fields[12])  # utime and stime, fields 14 and 15 of proc(5)
    return ticks / os.sysconf("SC_CLK_TCK") + sum(_of_children(pid, spent))


def _of_children(pid: int, figure: Callable[[int], Figure]) -> Iterator[Figure]:
    """The figure of each child of a process, without those that end meanwhile."""
    for child in children(pid):
        with suppress(FileNotFoundError, ProcessLookupError):
            yield figure(child)


def children(pid: int) -> list[int]:
    """The processes that a process has started and that still run."""
    return [int(child) for child in (PROCESSES / str(pid) / "task" / str(pid) / "children").read_text().split()]
