"""What many clients do to the memory of the studio who compose, watch, render in all formats, import and compare.

Run `python -m tunesmith.benchmarks.mixed [--minutes 60] [--clients 64 256] [--workers 2] [--json]`. The minutes are
shared by the numbers of clients, on one studio. Memory is read from Linux's /proc at the end of each minute. Afterwards
every tune that was acknowledged is looked for in the database.
"""

from __future__ import annotations

import http.client
import json
import random
import re
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from statistics import median
from threading import Event
from typing import Any

from cyclopts import App
from rich.console import Console

from tunesmith.benchmarks.trial import STUDIO, children, free_port, resident, serving
from tunesmith.machine import resident_bytes
from tunesmith.rendering import FORMATS
from tunesmith.studio.store import TuneStore, connect

__all__ = ["Answers", "Minute", "measure"]

MEGABYTE = 1_000_000
SECONDS_TO_WAIT = 300
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
KEEPING = {"compose", "stream", "import"}
KEPT = re.compile(rb'"id": ?"(t_[\w-]+)"')
"""What keeps a tune, and its name in the answer."""


@dataclass(slots=True)
class Answers:
    """What clients were told: how often each status, the seconds of each kind that was answered, the tunes kept."""

    statuses: Counter[str] = field(default_factory=Counter)
    seconds: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    kept: set[str] = field(default_factory=set)

    def medians(self) -> dict[str, float]:
        """Seconds in which half of the answers of each kind came."""
        return {kind: round(median(self.seconds[kind]), 2) for kind in sorted(self.seconds)}


@dataclass(slots=True)
class Minute:
    """What is resident at the end of a minute, in megabytes, and how often each status was the answer until then."""

    minute: int
    clients: int
    workers_mb: list[float]
    all_processes_mb: float
    statuses: Counter[str] = field(default_factory=Counter)


def ask(port: int, kind: str, number: int, answers: Answers) -> float:
    """Ask once, and note the answer: the seconds after which the client may ask again."""
    path, body = KINDS[kind](number)
    began = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS_TO_WAIT)
    try:
        connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
        answer = connection.getresponse()
        text = answer.read()
    except OSError as error:
        answers.statuses[type(error).__name__] += 1
        return 1.0
    finally:
        connection.close()
    wait = answer.headers["Retry-After"]
    answers.statuses[f"{answer.status}{' with Retry-After' if wait else ''}"] += 1
    if answer.status < 300:
        answers.seconds[kind].append(time.perf_counter() - began)
        if kind in KEEPING:
            answers.kept.update(one.decode() for one in KEPT.findall(text))
    return float(wait or 0)


def client(port: int, number: int, over: Event, answers: list[Answers]) -> None:
    """Ask for one thing after another, each chosen at random, until the time is over; come back when told to."""
    choice = random.Random(number)
    while not over.is_set():
        over.wait(ask(port, choice.choice(sorted(KINDS)), choice.randrange(10_000), answers[-1]))


def measure(
    minutes: int, clients: Sequence[int], workers: int, seconds: float = 60
) -> Iterator[Minute | tuple[Answers, int]]:
    """Load a studio: what it holds at the end of each minute, or of so many seconds; then what was answered.

    That comes once for each number of clients, with the number of tunes that were acknowledged and are not there.
    """
    port, over, asking = free_port(), Event(), 0
    answers: list[Answers] = []
    with tempfile.TemporaryDirectory(prefix="tunesmith-mixed-") as folder:
        file = Path(folder) / "studio.db"
        with (
            serving([*STUDIO, "--port", str(port), "--workers", str(workers)], port, file) as pid,
            ThreadPoolExecutor(max(clients)) as pool,
        ):
            held = partial(memory, pid, workers)
            try:
                yield Minute(0, 0, *held())
                for minute, number in phases(minutes, clients):
                    if number > asking:
                        answers.append(Answers())
                        for one in range(asking, number):
                            pool.submit(client, port, one, over, answers)
                        asking = number
                    time.sleep(seconds)
                    yield Minute(minute, number, *held(), Counter(answers[-1].statuses))
            finally:
                over.set()
        store = TuneStore(connect(f"sqlite:///{file}"))
        for found in answers:
            yield found, len(found.kept) - sum(bool(store.get(kept)) for kept in found.kept)


def phases(minutes: int, clients: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Each minute, from 1, and the number of clients in it: first the fewest, each number as long as the others."""
    for minute in range(minutes):
        yield minute + 1, sorted(clients)[minute * len(clients) // minutes]


def memory(pid: int, workers: int) -> tuple[list[float], float]:
    """The megabytes of each worker of a studio, and of all its processes."""
    return workers_of(pid, workers), round(resident(pid) / MEGABYTE, 1)


def workers_of(pid: int, workers: int) -> list[float]:
    """The megabytes of each process that answers requests: the children of the first, or that one itself."""
    family = children(pid) if workers > 1 else [pid]
    return sorted((round(resident_bytes(one) / MEGABYTE, 1) for one in family), reverse=True)[:workers]


def main(*, minutes: int = 60, clients: list[int] | None = None, workers: int = 2, json: bool = False) -> None:
    """Load a studio and print the curve of its memory, then what was answered."""
    for row in measure(minutes, clients or [64, 256], workers):
        match row:
            case Minute() if json:
                Console().print_json(data=asdict(row))
            case Minute():
                print(f"{row.minute:4} {row.clients:4} {row.workers_mb} {row.all_processes_mb:6.0f}", flush=True)
            case answers, lost:
                told = {"answers": answers.statuses, "median_seconds": answers.medians()}
                Console().print_json(data={**told, "tunes_kept": len(answers.kept), "tunes_lost": lost})


if __name__ == "__main__":
    app = App(help=__doc__)
    app.default(main)
    app()
