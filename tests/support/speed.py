"""What reading and checking a tune costs, in microseconds of processor time: the least of many rounds.

python tests/support/speed.py tunes.abc      prints one line for each step, the mean over the file's tunes
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tunesmith.notation import Tune, check, split_tunebook
from tunesmith.notation.tune import read_tune

if TYPE_CHECKING:
    from collections.abc import Callable

STEPS: dict[str, Callable[[str], object]] = {
    "read": Tune.parse,
    "read, cut into bars": lambda text: Tune.parse(text).bars,
    "read, check": check,
    "read, check, form, play order": lambda text: (check(text), Tune.parse(text).form, Tune.parse(text).play_order()),
    "read, canonical spelling": lambda text: Tune.parse(text).canonical(),
    "read, events": lambda text: Tune.parse(text).events(),
}


def cost(step: Callable[[str], object], texts: list[str], rounds: int) -> float:
    """The least time for all texts in any round, over their number."""
    least = float("inf")
    for _ in range(rounds):
        read_tune.cache_clear()
        started = time.process_time()
        for text in texts:
            step(text)
        least = min(least, time.process_time() - started)
    return least / len(texts) * 1e6


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("file", type=Path)
    parser.add_argument("--rounds", type=int, default=30)
    options = parser.parse_args()
    texts = split_tunebook(options.file.read_text())
    for name, step in STEPS.items():
        print(f"{name:32}{cost(step, texts, options.rounds):6.0f}")


if __name__ == "__main__":
    main()
