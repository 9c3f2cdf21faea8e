"""How soon the studio answers after its start, and how much memory it holds: idle, and after many tunes.

Run `python -m tunesmith.benchmarks.footprint [--tunes 2000] [--clients 8] [--json]`. Memory is read from Linux's /proc.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from cyclopts import App
from rich.console import Console

from tunesmith.benchmarks.load import Load, ask
from tunesmith.benchmarks.trial import STUDIO, free_port, resident, serving

__all__ = ["measure"]

MEGABYTE = 1_000_000
ROUND = 2.0  # seconds of asking between two looks at the memory


def measure(tunes: int, clients: int) -> dict[str, float]:
    """Seconds from the command to the first answer, and the megabytes that are resident as more tunes are composed."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="tunesmith-footprint-") as folder:
        began = time.perf_counter()
        with serving([*STUDIO, "--port", str(port), "--workers", "1"], port, Path(folder) / "studio.db") as pid:
            found = {"seconds_to_first_answer": round(time.perf_counter() - began, 2), "idle_mb": _megabytes(pid)}
            composed, halfway = 0, False
            while composed < tunes:
                load = Load("studio", clients)
                ask(port, load, ROUND)
                composed += len(load.ids)
                if composed >= tunes // 2 and not halfway:
                    halfway = True
                    found |= {"tunes_halfway": composed, "halfway_mb": _megabytes(pid)}
            return found | {"tunes": composed, "end_mb": _megabytes(pid)}


def _megabytes(pid: int) -> float:
    return round(resident(pid) / MEGABYTE, 1)


def main(*, tunes: int = 2000, clients: int = 8, json: bool = False) -> None:
    """Start a studio, let it compose, and print the figures."""
    found = measure(tunes, clients)
    if json:
        Console().print_json(data=found)
    else:
        for name, figure in found.items():
            print(f"{name.replace('_', ' '):24}{figure:>10}")


if __name__ == "__main__":
    app = App(help=__doc__)
    app.default(main)
    app()
