"""How many tunes a second the studio composes, keeps and answers, beside a server that takes one request at a time.

Run `python -m tunesmith.benchmarks.load [--seconds 5] [--workers 2] [--json]`. Both servers do the same work: compose,
check, store, answer. They take turns at every number of clients, so that a noisy machine tilts neither. Each client
sends its next request when it has its answer.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from cyclopts import App
from rich.console import Console
from rich.table import Table
from uvicorn.loops.auto import auto_loop_factory

from tunesmith.benchmarks.trial import STUDIO, free_port, serving, spent
from tunesmith.studio.store import TuneStore, connect

__all__ = ["Load", "ask", "measure"]

BODY = json.dumps({"rhythm": "jig", "meter": "6/8", "key": "D", "form": "AABB", "bars": 8}).encode()
HEAD = f"POST /api/v1/tunes HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(BODY)}\r\n"
REQUEST = HEAD.encode() + b"Content-Type: application/json\r\nConnection: close\r\n\r\n" + BODY
CLIENTS = (1, 8, 32, 64, 256)
SECONDS_TO_WARM_UP = 1


@dataclass(slots=True)
class Load:
    """What one server did for so many clients: seconds each answer took, those of the processor, and what was wrong."""

    server: str
    clients: int
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    refused: int = 0
    faulty: int = 0
    lost: int = 0

    @property
    def rate(self) -> float:
        """Tunes a second."""
        return len(self.latencies) / self.seconds

    def percentile(self, share: float) -> float:
        """The time, in milliseconds, that this share of the answers took at most."""
        ordered = sorted(self.latencies)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")

    def summary(self) -> dict[str, float | int | str]:
        """The figures as one row."""
        row = {name: value for name, value in asdict(self).items() if not isinstance(value, list)}
        percentiles = {f"p{round(100 * share)}_ms": round(self.percentile(share), 1) for share in (0.5, 0.95, 0.99)}
        cpu = round(1000 * self.cpu_seconds / len(self.latencies), 3) if self.latencies else float("nan")
        return {**row, "tunes_per_second": round(self.rate, 1), "cpu_ms_a_tune": cpu, **percentiles}


async def _client(port: int, until: float, load: Load) -> None:
    """Ask for tunes, one after another, each over a connection of its own: the plain server keeps none open."""
    while time.perf_counter() < until:
        began = time.perf_counter()
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(REQUEST)
        status, answer = await _answer(reader)
        writer.close()
        if status == 201:
            load.latencies.append(time.perf_counter() - began)
            load.ids.append(answer["id"])
            load.faulty += not answer["check"]["ok"]
        else:
            load.refused += 1


async def _answer(reader: asyncio.StreamReader) -> tuple[int, Any]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = int(head.split("content-length:")[1].split("\r\n")[0])
    return int(head.split()[1]), json.loads(await reader.readexactly(length))


def ask(port: int, load: Load, seconds: float) -> None:
    """Let the clients ask for so long; with the event loop of the studio, as they share its processor."""
    with asyncio.Runner(loop_factory=auto_loop_factory()) as runner:
        runner.run(_all_clients(port, load, seconds))


async def _all_clients(port: int, load: Load, seconds: float) -> None:
    began = time.perf_counter()
    await asyncio.gather(*(_client(port, began + seconds, load) for _ in range(load.clients)))
    load.seconds = time.perf_counter() - began


def measure(seconds: float, workers: int, clients: Sequence[int] = CLIENTS) -> list[Load]:
    """Load both servers in turn; the answers' tunes are then looked for in the databases."""
    loads = []
    ports = {"studio": free_port(), "one at a time": free_port()}
    with tempfile.TemporaryDirectory(prefix="tunesmith-load-") as folder:
        stores = {name: Path(folder) / f"{port}.db" for name, port in ports.items()}
        options = ["--port", str(ports["studio"]), "--workers", str(workers)]
        with (
            serving([*STUDIO, *options], ports["studio"], stores["studio"]) as studio,
            serving(
                ["tunesmith.benchmarks.one_at_a_time", str(ports["one at a time"])],
                ports["one at a time"],
                stores["one at a time"],
            ) as plain,
        ):
            processes = {"studio": studio, "one at a time": plain}
            for port in ports.values():
                ask(port, Load("warm-up", max(clients)), SECONDS_TO_WARM_UP)
            for number in clients:
                for name, port in ports.items():
                    load = Load(name, number)
                    before = spent(processes[name])
                    ask(port, load, seconds)
                    load.cpu_seconds = spent(processes[name]) - before
                    loads.append(load)
        for load in loads:
            found = TuneStore(connect(f"sqlite:///{stores[load.server]}")).get_many(load.ids)
            load.lost = len(load.ids) - len(found)
    return loads


def _table(loads: Sequence[Load]) -> Table:
    table = Table(
        "clients",
        "server",
        "tunes/s",
        "CPU ms a tune",
        "p50 ms",
        "p95 ms",
        "p99 ms",
        "refused",
        "faulty",
        "lost",
        "ratio",
    )
    for studio, plain in zip(loads[::2], loads[1::2], strict=True):
        for load in (studio, plain):
            row = load.summary()
            figures = (
                row[name]
                for name in (
                    "tunes_per_second",
                    "cpu_ms_a_tune",
                    "p50_ms",
                    "p95_ms",
                    "p99_ms",
                    "refused",
                    "faulty",
                    "lost",
                )
            )
            ratio = f"{load.rate / plain.rate:.1f}" if plain.rate else "-"
            table.add_row(str(load.clients), load.server, *map(str, figures), ratio)
    return table


def main(*, seconds: float = 5, workers: int = 2, json: bool = False) -> None:
    """Load both servers and print what they did."""
    loads = measure(seconds, workers)
    if json:
        Console().print_json(data=[load.summary() for load in loads])
    else:
        Console().print(_table(loads))


if __name__ == "__main__":
    app = App(help=__doc__)
    app.default(main)
    app()
