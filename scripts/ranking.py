"""What ranking the candidates for a tune is based on, and what it brings.

    python scripts/ranking.py real ../shared/corpus --count 20000
    python scripts/ranking.py fit corpus:train --model small --count 350
    python scripts/ranking.py gain corpus:test --model small --count 160 --best-of 8

`real` reads every n-th tune of a corpus and prints percentiles of what may show a loop. `fit` composes a tune like each
of some real ones, and prints the weights of a logistic regression that tells the two apart, for `composing/ranking.py`.
`gain` composes candidates like real tunes, and prints what the first of each many is like, which is the tune without a
choice, what the one chosen by lot is like, and the one with the best odds, and how well each is told from the real
tunes. The report is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tunesmith.composing.composer import Composer
from tunesmith.composing.loops import compression_ratio, longest_run, repetition, share_looping
from tunesmith.composing.priming import HEARD, shown
from tunesmith.composing.ranking import WEIGHTS, by_lot, merits_of, on_tonic, regular, score_of
from tunesmith.composing.request import Request
from tunesmith.corpus.sources import read_tunes
from tunesmith.errors import AbcError
from tunesmith.judging.classifiers import fit_logistic
from tunesmith.judging.features import features_of
from tunesmith.judging.samples import Sample, orders_like, read_sample
from tunesmith.judging.two_sample import cross_validated
from tunesmith.notation import Tune

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tunesmith.composing.ranking import Merits

PERCENTILES = (50, 90, 99, 99.9)
NUMBER = re.compile(r"^X:.*\n")


def main() -> None:
    """Measure one of the two."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    commands = parser.add_subparsers(required=True)
    real = commands.add_parser("real")
    real.add_argument("corpus", type=Path, nargs="+")
    real.add_argument("--count", type=int, default=20000)
    real.set_defaults(measure=lambda options: of_real_tunes(options.corpus, options.count))
    for name, measure, count in (("fit", weights, 350), ("gain", of_a_choice, 160)):
        command = commands.add_parser(name)
        command.add_argument("real")
        command.add_argument("--model", default="small")
        command.add_argument("--count", type=int, default=count)
        command.add_argument("--best-of", type=int, default=8)
        command.add_argument("--temperature", type=float, default=0.8)
        command.add_argument("--seed", type=int, default=0)
        command.set_defaults(measure=measure)
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


def weights(options: argparse.Namespace) -> dict[str, object]:
    """The weight of every merit in the odds that a tune is a real one, and how well they tell the two apart."""
    composer, real = Composer(options.model), read_sample(options.real)
    chosen = np.random.default_rng(options.seed).permutation(len(real))[: options.count]
    some = Sample(
        real.name, *(tuple(of[place] for place in chosen) for of in (real.texts, real.rhythms, real.families))
    )
    request = Request(temperature=options.temperature)
    [composed] = zip(*candidates(composer, some, request, options), strict=True)
    ours = np.array([list(one.traits.values()) for _, one in composed])
    texts = [NUMBER.sub(HEARD, text) for text in some.texts]
    costs = [float(score.nats.sum()) for score in composer.score(texts)]
    theirs = np.array([list(merits_of(*each).traits.values()) for each in zip(texts, costs, strict=True)])
    rows, labels = np.concatenate([ours, theirs]), np.repeat([0.0, 1.0], [len(ours), len(theirs)])
    mean, spread = rows.mean(axis=0), rows.std(axis=0)
    found = fit_logistic((rows - mean) / spread, labels)
    zero, *each = found((np.eye(len(mean) + 1, len(mean), -1) - mean) / spread)
    area = cross_validated(theirs, ours, fit_logistic, np.random.default_rng(options.seed))
    return {
        "tunes": len(ours),
        "AUC": round(area.value, 3),
        "weights": {name: round(float(value - zero), 2) for name, value in zip(WEIGHTS, each, strict=True)},
    }


def candidates(
    composer: Composer, real: Sample, request: Request, options: argparse.Namespace
) -> list[list[tuple[str, Merits]]]:
    """The candidates for tunes like real ones, with their merits; the chosen and the likeliest stand last, again."""
    wishes = orders_like(real, request, options.count, options.seed)
    found = []
    for seed, wish in enumerate(wishes, start=options.seed):
        drawn = composer.draw(composer.orders(wish, seed))
        costs = composer.costs(wish, drawn)
        many = [(shown(one.text), merits_of(one.text, cost)) for one, cost in zip(drawn, costs, strict=True)]
        scores = [score_of(one, cost) for one, cost in zip(drawn, costs, strict=True)]
        choice = [many[by_lot(drawn, costs, seed)[0]], many[scores.index(max(scores))]]
        found.append([*many, *choice] if len(many) > 1 else many)
    return found


def of_a_choice(options: argparse.Namespace) -> dict[str, object]:
    """The figures of the first candidates, and of the chosen ones."""
    real = read_sample(options.real)
    request = Request(best_of=options.best_of, temperature=options.temperature)
    found = candidates(Composer(options.model), real, request, options)
    known = features_of(real.distinct)
    result: dict[str, object] = {"tunes": options.count}
    for name, place in (("the first", 0), ("by lot", -2), ("the best odds", -1)):
        taken = [many[place] for many in found]
        ours = features_of([Tune.parse(text) for text, _ in taken])
        area = cross_validated(ours, known, fit_logistic, np.random.default_rng(options.seed))
        result[name] = {
            "AUC": [round(value, 3) for value in (area.value, area.low, area.high)],
            "looping": share_looping([text for text, _ in taken]),
            **{trait: round(statistics.mean(getattr(one, trait) for _, one in taken), 3) for trait in WEIGHTS},
        }
    return result


if __name__ == "__main__":
    main()
