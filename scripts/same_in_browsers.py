"""Whether browsers compose what the native kernel does, to the character, over many seeds and requests.

    python scripts/same_in_browsers.py --seeds 1000 --model small

`build/browser` must be up to date (`make .venv/.browser`).
"""

from __future__ import annotations

import argparse
import random
from contextlib import ExitStack
from operator import eq
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tunesmith.benchmarks.browsers import in_chromium, in_node
from tunesmith.composing import Composer, Request
from tunesmith.errors import RequestError

if TYPE_CHECKING:
    from tunesmith.inference.job import Job

FOLDER = Path(__file__).parents[1] / "build" / "browser"
PROGRAMS = {"Node": in_node, "Chromium": in_chromium}
TOGETHER = 100
ASKED: dict[str, list[Any]] = {
    "meter": ["6/8", "4/4", "3/4", "C|", "9/8", "12/8"],
    "key": ["D", "Gmin", "Ador", "Bb", "Emix"],
    "rhythm": ["jig", "reel", "waltz", "hornpipe", "polka", "slip jig"],
    "parts": [1, 2, 3],
    "bars": [4, 8, 5],
    "form": ["AABB", "AB", "ABA", "AABBCC"],
    "opening": ["d2", "A2 Bc", "|: G2"],
    "temperature": [0, 0.5, 1.2],
    "top_k": [1, 8],
    "top_p": [0.5, 0.9],
    "min_p": [0.05],
    "length": [300, 900],
    "unconstrained": [True],
    "instrument": ["fiddle", "tin whistle", "flute"],
    "outside": [0, 0.1],
    "ending": ["home", "open"],
    "chords": ["written", "none", "found"],
    "progression": ["D | G A | D | A7 :|"],
}
"""What is asked for: up to four of these at a time."""


def jobs_of(composer: Composer, seeds: int) -> list[Job]:
    """A job for each seed, each for another request; those that cannot be met are left out."""
    chance, found = random.Random(0), []
    for seed in range(seeds):
        names = chance.sample(sorted(ASKED), chance.randint(0, 4))
        try:
            found += composer.jobs(Request(**{name: chance.choice(ASKED[name]) for name in names}), seed)
        except RequestError:
            continue
    return found


def main() -> None:
    """Compose all, in each program, and count what is the same."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seeds", type=int, default=1000)
    arguments.add_argument("--model", default="small")
    asked = arguments.parse_args()
    composer = Composer(asked.model, threads=1)
    jobs = jobs_of(composer, asked.seeds)
    native = composer.run(jobs)
    print(f"{len(jobs)} tunes of {asked.model}, {sum(len(one.text) for one in native):,} characters")
    with ExitStack() as stack:
        for name, program in PROGRAMS.items():
            engine, found = stack.enter_context(program(FOLDER, asked.model)), []
            for start in range(0, len(jobs), TOGETHER):
                engine.bring("some", jobs[start : start + TOGETHER])
                found += engine.compose("some")
            print(f"{name}: {sum(map(eq, found, native))} of them are the same")


if __name__ == "__main__":
    main()
