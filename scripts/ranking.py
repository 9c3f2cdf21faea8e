"""What ranking the candidates for a tune is based on, and what it brings.

    python scripts/ranking.py real ../shared/corpus --count 20000
    python scripts/ranking.py fit corpus:train --models small,flagship --count 900
    python scripts/ranking.py gain corpus:test --models small --count 200 --best-of 8 --choices 5
    python scripts/ranking.py candidates corpus:train --models small --count 2000 --out candidates.jsonl.gz

`real` reads every n-th tune of a corpus and prints percentiles of what may show a loop. `fit` composes candidates like
real tunes, and writes the weights of their features into `composing/odds.json`: for each of the models, and, by several
models together, for all other networks that are told goals, or that are not, as these are. Its real tunes are of the
sources that the test split has, so that what is chosen is like the tunes that a report judges by. `gain` composes
candidates like real tunes, and prints what the first of each many is like, which is the tune without a choice, what the
one sampled is like, and how well each is told from the real tunes; of several `--choices` the mean, since one differs
from the next by 0.01 to 0.02. `candidates` composes candidates like real tunes, finds the odds for them alone, and
writes them with their advantages, for `tunesmith train --candidates`. The report is one JSON object.
"""

from __future__ import annotations

import argparse
import json
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from rich.console import Console
from rich.progress import track
from scipy.optimize import minimize
from scipy.special import logsumexp, softmax

from tunesmith.analysis.loops import compression_ratio, longest_run, share_looping
from tunesmith.composing.composer import Composer
from tunesmith.composing.prompt import shown
from tunesmith.composing.request import Request
from tunesmith.composing.selection import FEATURES, NAMED, ODDS, features_of, kind_of, sampled_order
from tunesmith.corpus.controls import controls_of
from tunesmith.corpus.found_chords import chords_of
from tunesmith.corpus.packed import PackedCorpus
from tunesmith.corpus.sources import read_tunes
from tunesmith.errors import AbcError
from tunesmith.evaluation.form import form_figures
from tunesmith.evaluation.samples import Sample, packed_sample, read_sample, request_like
from tunesmith.evaluation.two_sample import TwoSample, two_sample
from tunesmith.files import write_atomically
from tunesmith.inference.job import JobResult
from tunesmith.model.checkpoint import Checkpoint
from tunesmith.model.locating import models
from tunesmith.notation import Tune
from tunesmith.training.candidates import Candidate, write_candidates
from tunesmith.workers.sharing import shares_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

PERCENTILES = (50, 90, 99, 99.9)
RIDGE, TOLERANCE = 0.01, 1e-7
"""How much a large weight costs, unless --ridge says otherwise; and when the weights are good enough."""
TOGETHER = 16
"""Requests that are composed for at once."""
TAILS = (1, 99)
"""Percentiles of real tunes beyond which a feature makes no difference."""


def main() -> None:
    """Measure one of the three."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    commands = parser.add_subparsers(required=True)
    real = commands.add_parser("real")
    real.add_argument("corpus", type=Path, nargs="+")
    real.add_argument("--count", type=int, default=20000)
    real.set_defaults(measure=lambda options: of_real_tunes(options.corpus, options.count))
    for name, measure, count in (("fit", fitted, 1200), ("gain", of_a_choice, 200), ("candidates", advantages, 2000)):
        command = commands.add_parser(name)
        command.add_argument("real")
        command.add_argument("--models", default="small")
        command.add_argument("--count", type=int, default=count)
        command.add_argument("--best-of", type=int, default=8)
        command.add_argument("--temperature", type=float, default=0.8)
        command.add_argument("--seed", type=int, default=0)
        command.set_defaults(measure=measure)
        if measure is of_a_choice:
            command.add_argument("--choices", type=int, default=1)
        else:
            command.add_argument("--ridge", type=float, default=RIDGE)
        if measure is advantages:
            command.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    print(json.dumps(options.measure(options), indent=1))


def of_real_tunes(corpora: list[Path], count: int) -> dict[str, object]:
    """The figures of so many tunes, spread evenly over the corpora."""
    total = sum(1 for corpus in corpora for _ in read_tunes(corpus))
    tunes = list(islice(canonical(corpora, max(1, total // count)), count))
    figures = {
        "compression": [compression_ratio(tune.text) for tune in tunes],
        "run": [float(longest_run(tune)) for tune in tunes],
    }
    return {
        "tunes": len(tunes),
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


def fitted(options: argparse.Namespace) -> dict[str, dict[str, dict[str, float]]]:
    """The weights with which the chosen ones have, on average, the features of real tunes: for each model, and all."""
    real = one_a_family(of_judged_sources(options.real), options.seed)
    theirs, ours = [], []
    composers = [Composer(model) for model in options.models.split(",")]
    [goals] = {composer.knowledge.goals for composer in composers}
    for composer in composers:
        asked, composed = candidates(composer, real, options)
        theirs.append(np.array([features_of(tune) for _, tune in asked]))
        ours.append(features_of_all(composed))
    found = {}
    if len(composers) > 1:
        found[kind_of(goals=goals)] = written(*odds_for(np.concatenate(theirs), np.concatenate(ours), options.ridge))
    for composer, known, many in zip(composers, theirs, ours, strict=True):
        found[composer.fingerprint[:NAMED]] = written(*odds_for(known, many, options.ridge))
    shipped = {Checkpoint.load(model).fingerprint[:NAMED] for model in models()} | {
        kind_of(goals=goals) for goals in (True, False)
    }
    before = json.loads(ODDS.read_text(encoding="utf-8"))
    table = {name: rows for name, rows in before.items() if name in shipped} | found
    write_atomically(ODDS, f"{json.dumps(table, indent=1)}\n".encode())
    return found


def written(*columns: NDArray[np.float64]) -> dict[str, dict[str, float]]:
    """The weight, the lowest and the highest value of each feature, as they stand in the table."""
    names = ("weight", "lowest", "highest")
    return {
        feature: {name: round(float(value), 4) for name, value in zip(names, row, strict=True)}
        for feature, *row in zip(FEATURES, *columns, strict=True)
    }


def controls_asked_for(request: Request, text: str) -> tuple[str, ...]:
    """The control lines of a tune that was composed as a request asks."""
    tune = Tune.parse(text)
    return controls_of(tune, tune.spelling(), request.rhythm, chords_of(text))


def advantages(options: argparse.Namespace) -> dict[str, object]:
    """How many candidates were written, and how much their advantages differ."""
    real = one_a_family(read_sample(options.real), options.seed)
    composer = Composer(options.models)
    asked, composed = candidates(composer, real, options)
    many = features_of_all(composed)
    weights, lowest, highest = odds_for(np.array([features_of(tune) for _, tune in asked]), many, options.ridge)
    shares = softmax(np.clip(many, lowest, highest) @ weights, axis=1)
    gains = shares * options.best_of - 1
    rows = zip(asked, composed, gains, strict=True)
    found = [
        Candidate(text, controls_asked_for(request, text), float(gain))
        for (request, _), texts, of_tune in rows
        for text, gain in zip(texts, of_tune, strict=True)
    ]
    write_candidates(options.out, found)
    alike = 1 / (shares**2).sum(axis=1)
    return {"candidates": len(found), "spread": float(gains.std()), "effective candidates": float(alike.mean())}


def features_of_all(composed: Sequence[Sequence[str]]) -> NDArray[np.float64]:
    """The features of candidates; shape (requests, candidates, features)."""
    return np.array([[features_of(Tune.parse(text)) for text in texts] for texts in composed])


def odds_for(known: NDArray[np.float64], many: NDArray[np.float64], ridge: float) -> tuple[NDArray[np.float64], ...]:
    """The weights of features, and their lowest and highest values; each (features,).

    Shapes: known (tunes, features), many (requests, candidates, features).
    """
    lowest, highest = np.percentile(known, TAILS, axis=0)
    known, many = np.clip(known, lowest, highest), np.clip(many, lowest, highest)
    spread = np.concatenate([known, many.reshape(-1, known.shape[1])]).std(axis=0)
    spread[spread == 0] = 1
    return entropic(many / spread, known.mean(axis=0) / spread, ridge) / spread, lowest, highest


def entropic(many: NDArray[np.float64], wanted: NDArray[np.float64], ridge: float) -> NDArray[np.float64]:
    """The weights w for which candidates sampled by softmax(w x) from each group have the wanted mean.

    The convex dual has a `ridge`, so that no weight is large for nothing; BFGS finds its least value.
    Shapes: many (groups, candidates, features), wanted (features,), the result (features,).
    """

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = many @ weights
        means = np.einsum("gc,gct->t", softmax(scores, axis=1), many) / len(many)
        value = logsumexp(scores, axis=1).mean() - wanted @ weights + ridge / 2 * weights @ weights
        return float(value), means - wanted + ridge * weights

    result: NDArray[np.float64] = minimize(loss, np.zeros(many.shape[2]), jac=True, method="BFGS", tol=TOLERANCE).x
    return result


def of_judged_sources(name: str) -> Sample:
    """The tunes of a split of a packed corpus, `folder:split`, that are of the sources of its test split."""
    folder, _, split = name.rpartition(":")
    judged = {tune.source for tune in PackedCorpus.open(folder, "test").tunes}
    corpus = PackedCorpus.open(folder, split)
    return packed_sample(corpus, name).at([n for n, tune in enumerate(corpus.tunes) if tune.source in judged])


def one_a_family(real: Sample, seed: int) -> Sample:
    """One random tune of each family, since settings of one tune should not count as many."""
    shuffled = np.random.default_rng(seed).permutation(len(real))
    return real.at(list({real.families[place]: place for place in shuffled}.values()))


def candidates(
    composer: Composer, real: Sample, options: argparse.Namespace
) -> tuple[list[tuple[Request, Tune]], list[Sequence[str]]]:
    """Requests for tunes like random real ones, each with its real tune, and the candidates for each."""
    request = Request(best_of=options.best_of, temperature=options.temperature)
    shuffled = np.random.default_rng(options.seed).permutation(len(real))
    found = ((int(place), one) for place in shuffled if (one := request_like(real, int(place), request)))
    asked = [(one, Tune.parse(real.texts[place])) for place, one in islice(found, options.count)]
    composed: list[Sequence[str]] = []
    for first in track(range(0, len(asked), TOGETHER), composer.name, console=Console(stderr=True)):
        group = list(enumerate(asked[first : first + TOGETHER], options.seed + first))
        jobs = [job for seed, (one, _) in group for job in composer.jobs(one, seed)]
        composed += shares_of([one.text for one in composer.run(jobs)], options.best_of)
    return asked, composed


def of_a_choice(options: argparse.Namespace) -> dict[str, object]:
    """The figures of the first candidates, of those of each choice, and of real tunes."""
    real = read_sample(options.real).of_families
    composer = Composer(options.models)
    _, texts = candidates(composer, real, options)
    composed = [[Tune.parse(shown(text)) for text in many] for many in texts]
    results = [[JobResult(tune.text, "ended") for tune in many] for many in composed]
    choices = [
        [
            many[sampled_order(those, seed, composer.odds)[0]]
            for seed, (many, those) in enumerate(zip(composed, results, strict=True), first)
        ]
        for first in range(options.seed, options.seed + options.choices * len(composed), len(composed))
    ]
    firsts, *sampled = (two_sample(tunes, real.tunes, options.seed) for tunes in ([m[0] for m in composed], *choices))
    return {
        "tunes": len(composed),
        "the first": figures([many[0] for many in composed]) | areas([firsts]),
        "sampled": figures(choices[0]) | areas(sampled),
        "real": figures(real.tunes),
    }


def areas(told: Sequence[TwoSample]) -> dict[str, object]:
    """The areas under the ROC curve: of one sample with its interval, of several the mean and how much they differ.

    Against all real tunes, and against those whose bars are all full.
    """
    found: dict[str, object] = {}
    for against, those in (("", [one.areas for one in told]), (", full bars", [one.full for one in told])):
        for classifier, area in those[0].items():
            values = [one[classifier].value for one in those]
            row = (area.value, area.low, area.high) if len(told) == 1 else (np.mean(values), np.std(values))
            found[f"{classifier}{against}"] = [round(float(value), 3) for value in row]
    return found


def figures(tunes: Sequence[Tune]) -> dict[str, object]:
    """The statistics of a sample, and the share of it that loops."""
    statistics = form_figures(tunes).statistics
    return {
        "looping": share_looping([tune.text for tune in tunes]),
        **{name: [round(one.value, 3), round(one.low, 3), round(one.high, 3)] for name, one in statistics.items()},
    }


if __name__ == "__main__":
    main()
