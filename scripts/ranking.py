"""What ranking the candidates for a tune is based on, and what it brings.

    python scripts/ranking.py real ../shared/corpus --count 20000
    python scripts/ranking.py gain --model small --count 200 --best-of 8

`real` reads every n-th tune of a corpus and prints percentiles of what may show a loop, and how many tunes end on the
tonic and have regular parts. `gain` composes candidates with nothing asked, and prints what the first of each many is
like, which is the tune without a choice, and what the chosen one is like. The report is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tunesmith.composing.composer import Composer
from tunesmith.composing.loops import LOOPING, compression_ratio, longest_run, repetition
from tunesmith.composing.ranking import best, merits_of, on_tonic, regular
from tunesmith.composing.request import Request
from tunesmith.corpus.sources import read_tunes
from tunesmith.errors import AbcError
from tunesmith.notation import Tune

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tunesmith.composing.ranking import Merits

PERCENTILES = (50, 90, 99, 99.9)


def main() -> None:
    """Measure one of the two."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    commands = parser.add_subparsers(required=True)
    real = commands.add_parser("real")
    real.add_argument("corpus", type=Path, nargs="+")
    real.add_argument("--count", type=int, default=20000)
    real.set_defaults(measure=lambda options: of_real_tunes(options.corpus, options.count))
    gain = commands.add_parser("gain")
    gain.add_argument("--model", default="small")
    gain.add_argument("--count", type=int, default=200)
    gain.add_argument("--best-of", type=int, default=8)
    gain.add_argument("--temperature", type=float, default=0.8)
    gain.add_argument("--seed", type=int, default=0)
    gain.set_defaults(measure=lambda options: of_a_choice(Composer(options.model), options))
    options = parser.parse_args()
    print(json.dumps(options.measure(options), indent=1))


def of_real_tunes(corpora: list[Path], count: int) -> dict[str, object]:
    """The figures of so many tunes, spread evenly over the corpora."""
    total = sum(1 for corpus in corpora for _ in read_tunes(corpus))
    tunes = list(islice(canonical(corpora, max(1, total // count)), count))
    figures = {
        "compression": [compression_ratio(tune.text) for tune in tunes],
        "run": [float(longest_run(tune)) for tune in tunes],
        "repetition": [repetition(tune) for tune in tunes],
    }
    return {
        "tunes": len(tunes),
        "on_tonic": statistics.mean(on_tonic(tune) for tune in tunes),
        "regular": statistics.mean(regular(tune) for tune in tunes),
        **{name: percentiles(values) for name, values in figures.items()},
    }


def canonical(corpora: list[Path], step: int) -> Iterator[Tune]:
    """Every so many-th tune that can be read and has four bars, in canonical spelling."""
    for number, source in enumerate(tune for corpus in corpora for tune in read_tunes(corpus)):
        if number % step:
            continue
        try:
            tune = Tune.parse(source.abc)
        except AbcError:
            continue
        if len(tune.bars) >= 4 and not tune.losses:
            yield Tune.parse(tune.canonical())


def percentiles(values: list[float]) -> dict[str, float]:
    """The percentiles by their names."""
    return {f"{one:g}%": round(float(np.percentile(values, one)), 3) for one in PERCENTILES}


def of_a_choice(composer: Composer, options: argparse.Namespace) -> dict[str, object]:
    """The figures of the first candidates, and of the chosen ones."""
    request = Request(best_of=options.best_of, temperature=options.temperature)
    first: list[Merits] = []
    chosen: list[Merits] = []
    started = time.perf_counter()
    for seed in range(options.seed, options.seed + options.count):
        drawn = composer.draw(composer.orders(request, seed))
        nats = [float(score.nats.sum()) for score in composer.score([one.text for one in drawn])]
        places = 0, best(drawn, nats)
        for place, kept in zip(places, (first, chosen), strict=True):
            kept.append(merits_of(drawn[place].text, nats[place]))
    return {
        "tunes": options.count,
        "candidates": options.best_of,
        "seconds": round(time.perf_counter() - started, 1),
        "best of 1": summary(first),
        f"best of {options.best_of}": summary(chosen),
    }


def summary(merits: list[Merits]) -> dict[str, float]:
    """The averages of some tunes' merits, and the share that loops."""
    return {
        "nats_per_bar": round(statistics.mean(one.nats_per_bar for one in merits), 3),
        "on_tonic": round(statistics.mean(one.cadence for one in merits), 3),
        "regular": round(statistics.mean(one.regular for one in merits), 3),
        "looping": round(statistics.mean(one.compression > LOOPING for one in merits), 4),
        "longest_run": max(one.run for one in merits),
        "score": round(statistics.mean(one.score for one in merits), 3),
    }


if __name__ == "__main__":
    main()
