"""What many clients do to the memory of the studio who compose, watch, render in all formats, import and compare.

Run `python -m tunesmith.benchmarks.mixed [--minutes 60] [--clients 64] [--workers 2] [--json]`. Memory is read from
Linux's /proc, once a minute: the largest worker alone, and all processes together.
"""

from __future__ import annotations

import http.client
import json
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from threading import Event
from typing import Any

from cyclopts import App
from rich.console import Console

from tunesmith.benchmarks.trial import PROCESSES, STUDIO, free_port, resident, serving
from tunesmith.machine import resident_bytes
from tunesmith.rendering import FORMATS

__all__ = ["Minute", "measure"]

MEGABYTE = 1_000_000
SECONDS_TO_WAIT = 120
TUNE = "X:{number}\nT:Tune {number}\nM:4/4\nL:1/8\nR:reel\nK:D\n|: DEFG ABcd | dcBA GFED :|\n"
KINDS: dict[str, Callable[[int], tuple[str, dict[str, Any]]]] = {
    "compose": lambda _: ("/api/v1/tunes", {"rhythm": "jig"}),
    "stream": lambda _: ("/api/v1/tunes/stream", {"rhythm": "reel"}),
    "import": lambda number: ("/api/v1/tunes/import", {"abc": TUNE.format(number=number)}),
    "origin": lambda number: ("/api/v1/origin", {"abc": TUNE.format(number=number)}),
    "check": lambda number: ("/api/v1/check", {"abc": TUNE.format(number=number) * 40}),
    **{
        form: lambda number, form=form: ("/api/v1/render", {"abc": TUNE.format(number=number), "format": form})  # type: ignore[misc]
        for form in FORMATS
    },
}
"""What a client may ask for: a path and a body, made for the number of the request."""


@dataclass(slots=True)
class Minute:
    """What was answered since the start, by status, and the megabytes that were resident at the end of a minute."""

    minute: int
    largest_worker_mb: float
    all_processes_mb: float
    answers: Counter[str] = field(default_factory=Counter)


def ask(port: int, kind: str, number: int) -> str:
    """Ask once; the status, or the name of what went wrong on the way."""
    path, body = KINDS[kind](number)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS_TO_WAIT)
    try:
        connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
        answer = connection.getresponse()
        while answer.read(1 << 16):
            pass
    except OSError as error:
        return type(error).__name__
    finally:
        connection.close()
    return str(answer.status)


def client(port: int, number: int, over: Event, answers: list[str]) -> None:
    """Ask for one thing after another, each chosen at random, until the time is over."""
    choice = random.Random(number)
    while not over.is_set():
        kind = choice.choice(sorted(KINDS))
        answers.append(ask(port, kind, choice.randrange(10_000)))


def measure(minutes: int, clients: int, workers: int, seconds: float = 60) -> Iterator[Minute]:
    """Load a studio, and tell at the end of each minute, or of so many seconds, what it holds."""
    port, over = free_port(), Event()
    answers: list[str] = []
    with (
        tempfile.TemporaryDirectory(prefix="tunesmith-mixed-") as folder,
        serving([*STUDIO, "--port", str(port), "--workers", str(workers)], port, Path(folder) / "studio.db") as pid,
        ThreadPoolExecutor(clients) as pool,
    ):
        yield Minute(0, largest_worker(pid), resident(pid) / MEGABYTE)
        try:
            for number in range(clients):
                pool.submit(client, port, number, over, answers)
            for minute in range(1, minutes + 1):
                time.sleep(seconds)
                yield Minute(minute, largest_worker(pid), resident(pid) / MEGABYTE, Counter(answers))
        finally:
            over.set()


def largest_worker(pid: int) -> float:
    """The megabytes of the largest process that answers requests: a child of the first, or that one itself."""
    family = [pid, *(int(child) for child in (PROCESSES / f"{pid}/task/{pid}/children").read_text().split())]
    return max(resident_bytes(member) for member in family) / MEGABYTE


def main(*, minutes: int = 60, clients: int = 64, workers: int = 2, json: bool = False) -> None:
    """Load a studio and print the curve of its memory."""
    for minute in measure(minutes, clients, workers):
        if json:
            Console().print_json(data=asdict(minute))
        else:
            counts = " ".join(f"{status}:{count}" for status, count in sorted(minute.answers.items()))
            print(
                f"{minute.minute:4} {minute.largest_worker_mb:8.0f} {minute.all_processes_mb:8.0f}  {counts}",
                flush=True,
            )


if __name__ == "__main__":
    app = App(help=__doc__)
    app.default(main)
    app()
