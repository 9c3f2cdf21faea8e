"""Composing in browsers beside the native kernel: `python -m tunesmith.benchmarks.in_browsers [ROUNDS]`.

All ways compose the same tunes, one after another in every round, each on one thread; every text must be the same.
"""

from __future__ import annotations

import statistics
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from tunesmith.benchmarks.browsers import Compose, in_chromium, in_node
from tunesmith.benchmarks.composing import GUIDED
from tunesmith.browser.composing import entry_of
from tunesmith.composing.composer import Composer
from tunesmith.inference.packed_weights import best_type
from tunesmith.machine import processor_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tunesmith.inference.job import Job, JobResult

__all__ = ["compared", "main"]

FOLDER = Path(__file__).parents[3] / "build" / "browser"
COMPANIES = (1, 32)
ROUNDS = 7


def compared(folder: Path, model: str, rounds: int) -> dict[str, dict[int, list[float]]]:
    """The characters a second of every way, by the number of tunes side by side, in each round after one to warm up."""
    composer = Composer(model, threads=1)
    jobs = composer.jobs(GUIDED, 0) + [job for seed in range(1, max(COMPANIES)) for job in composer.jobs(GUIDED, seed)]
    entries = [entry_of(job) for job in jobs]
    found: dict[str, dict[int, list[float]]] = {}
    with ExitStack() as stack:
        ways: dict[str, Compose] = {
            f"native, {best_type()}": lambda chosen: native(composer, [jobs[entries.index(one)] for one in chosen]),
            "Node": stack.enter_context(in_node(folder, model)),
            "Chromium": stack.enter_context(in_chromium(folder, model)),
        }
        for turn in range(rounds + 1):
            for company in COMPANIES:
                expected: list[str] = []
                for name, compose in ways.items():
                    speed, texts = timed(compose, entries, company)
                    if expected not in ([], texts):
                        raise RuntimeError(f"{name} composes other tunes than the native kernel")
                    expected = texts
                    if turn:
                        found.setdefault(name, {}).setdefault(company, []).append(speed)
    return found


def timed(compose: Compose, entries: Sequence[dict[str, object]], company: int) -> tuple[float, list[str]]:
    """Compose 8 tunes alone, or all side by side: characters a second, and the texts."""
    batches = [entries] if company > 1 else [[one] for one in entries[:8]]
    answers = [compose(batch) for batch in batches]
    texts = [result.text for results, _ in answers for result in results]
    return sum(map(len, texts)) / sum(seconds for _, seconds in answers), texts


def native(composer: Composer, jobs: list[Job]) -> tuple[list[JobResult], float]:
    """Compose by the kernel for this processor."""
    before = time.perf_counter()
    return composer.run(jobs), time.perf_counter() - before


def main(rounds: int = ROUNDS) -> None:
    """Measure `small` and print a table: the median and the fastest round, and its ratio to the native one."""
    print(f"{processor_name()}; small under the grammar, one thread, {rounds} rounds in turns; characters a second")
    found = compared(FOLDER, "small", rounds)
    [base, *_] = found.values()
    for company in COMPANIES:
        for name, speeds in found.items():
            fastest, median = max(speeds[company]), statistics.median(speeds[company])
            ratio = fastest / max(base[company])
            print(
                f"{company:3} side by side  {name:16} median {median:8,.0f}  fastest {fastest:8,.0f}  ratio {ratio:.2f}"
            )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
