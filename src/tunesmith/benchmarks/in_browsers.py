"""Composing in browsers beside the native kernel: `python -m tunesmith.benchmarks.in_browsers [ROUNDS]`.

All ways compose the same tunes, each on one thread, in turns; every text must be the same. What counts is the time of
the processor, which stands still while another program has it. Chromium is started without a window.
"""

from __future__ import annotations

import statistics
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tunesmith.benchmarks.browsers import in_chromium, in_node
from tunesmith.benchmarks.composing import GUIDED
from tunesmith.composing.composer import Composer
from tunesmith.inference.packed_weights import best_type
from tunesmith.machine import processor_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tunesmith.inference.job import Job, JobResult

__all__ = ["Way", "compared", "main"]

FOLDER = Path(__file__).parents[3] / "build" / "browser"
TUNES = {"alone": 1, "batch of 32": 32}
"""How many tunes are composed side by side."""
LEAST = 32
"""Tunes in a round at least: they take half a second, which Linux counts in hundredths."""
ROUNDS, WARM = 7, 4
"""Rounds that count, and rounds before: an engine makes its best code of what has run for a while."""
Speeds = dict[tuple[str, str], list[float]]


class Way(NamedTuple):
    """One way to compose: by the name of what was brought to it; and the seconds of processor that it has used."""

    compose: Callable[[str], Sequence[JobResult]]
    processor: Callable[[], float]


def compared(ways: Mapping[str, Way], rounds: int) -> Speeds:
    """The characters a second of every way with each of TUNES, in each round that counts.

    RuntimeError if two ways compose different texts.
    """
    found: Speeds = {}
    for turn in range(WARM + rounds):
        for name, tunes in TUNES.items():
            expected = None
            for way, (compose, processor) in ways.items():
                before = processor()
                texts = [result.text for _ in range(LEAST // tunes) for result in compose(name)]
                speed = sum(map(len, texts)) / (processor() - before)
                if texts != (expected := expected or texts):
                    raise RuntimeError(f"{way} composes other tunes than the native kernel")
                if turn >= WARM:
                    found.setdefault((name, way), []).append(speed)
    return found


def main(rounds: int = ROUNDS) -> None:
    """Measure `small` and print each way's median, spread, and ratio to the native kernel."""
    composer = Composer("small", threads=1)
    jobs = {name: [job_of(composer, seed) for seed in range(tunes)] for name, tunes in TUNES.items()}
    native = f"native, {best_type()}"
    ways = {native: Way(lambda name: composer.run(jobs[name]), time.process_time)}
    with ExitStack() as stack:
        for way, program in {"Node": in_node, "Chromium": in_chromium}.items():
            engine = stack.enter_context(program(FOLDER))
            for name, brought in jobs.items():
                engine.bring(name, brought)
            ways[way] = Way(engine.compose, engine.processor)
        found = compared(ways, rounds)
    print(f"{processor_name()}; small under the grammar, one thread, {rounds} rounds in turns")
    for (name, way), speeds in found.items():
        median, base = statistics.median(speeds), statistics.median(found[name, native])
        spread = (max(speeds) - min(speeds)) / median
        print(f"{name:12} {way:14} {median:8,.0f} char/s  spread {spread:4.0%}  ratio {median / base:.2f}")


def job_of(composer: Composer, seed: int) -> Job:
    """The job for the tune with this seed."""
    [job] = composer.jobs(GUIDED, seed)
    return job


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
