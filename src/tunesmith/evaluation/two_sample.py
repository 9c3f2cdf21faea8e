"""The classifier two-sample test: how well can composed and real tunes be told apart by a machine?

A classifier learns from four fifths of both and is asked about the last fifth, five times over. The area under its ROC
curve is 0.5 where it can only guess, and 1 where no composed tune passes for a real one. Source: Lopez-Paz and Oquab,
"Revisiting Classifier Two-Sample Tests" (ICLR 2017).

The best of many candidates is chosen so that it has the features of real tunes. Pairs of neighbouring notes have no
part in the choice: they tell whether it brings tunes nearer to real ones, or only to the features.

Composed tunes have no bar that is not full, and some real tunes have one. To show what distinguishes the music apart
from this, they are also compared with only those real tunes whose bars are all full.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from scipy.stats import bootstrap, mannwhitneyu

from tunesmith.analysis.statistics import statistics_of
from tunesmith.analysis.vectors import vector_names, vector_of
from tunesmith.evaluation.classifiers import fit_logistic, fit_network
from tunesmith.evaluation.intervals import ConfidenceInterval
from tunesmith.evaluation.pairs import pairs_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from tunesmith.evaluation.classifiers import Fit
    from tunesmith.notation import Tune

    View: TypeAlias = Callable[[Sequence[Tune]], NDArray[np.float64]]

__all__ = ["TwoSample", "area_between", "two_sample", "vectors_of"]

FOLDS = 5
RESAMPLES = 300
TELLING = 8  # features that are named


def vectors_of(tunes: Sequence[Tune]) -> NDArray[np.float64]:
    """The features of every tune that has two notes or more; shape (tunes, features)."""
    rows = [row for tune in tunes if (row := vector_of(tune)) is not None]
    return np.array(rows).reshape(len(rows), len(vector_names()))


CLASSIFIERS: dict[str, tuple[View, Fit]] = {
    "features, by logistic regression": (vectors_of, fit_logistic),
    "features, by a small network": (vectors_of, fit_network),
    "pairs of notes, by logistic regression": (pairs_of, fit_logistic),
}


@dataclass(frozen=True, slots=True)
class TwoSample:
    """The area under the ROC curve for each classifier, that of real tunes against real ones, and what tells most.

    `full` has the areas against the `full_real` real tunes whose bars are all full; it is empty where they are too few.
    `telling` has the features by which alone the samples differ most, each with the difference of the means in standard
    deviations: above 0 where composed tunes have more.
    """

    composed: int
    real: int
    areas: dict[str, ConfidenceInterval]
    baseline: dict[str, ConfidenceInterval]
    full_real: int
    full: dict[str, ConfidenceInterval]
    telling: dict[str, float]


def two_sample(tunes: Sequence[Tune], real: Sequence[Tune], seed: int = 0) -> TwoSample:
    """Try to tell `tunes` from `real` ones; both have at least FOLDS."""
    random = np.random.default_rng(seed)
    views = {view: (view(tunes), view(real)) for view, _ in CLASSIFIERS.values()}
    judged, known = views[vectors_of]
    spread = np.concatenate([judged, known]).std(axis=0)
    apart = (judged.mean(axis=0) - known.mean(axis=0)) / np.where(spread > 0, spread, 1)
    order = np.argsort(-np.abs(apart))[:TELLING]
    names = vector_names()
    full = [tune for tune in real if statistics_of(tune)["full_bars"] == 1]
    return TwoSample(
        composed=len(judged),
        real=len(known),
        areas={name: cross_validated(*views[view], fit, random) for name, (view, fit) in CLASSIFIERS.items()},
        baseline={
            name: cross_validated(*halves(views[view][1], random), fit, random)
            for name, (view, fit) in CLASSIFIERS.items()
        },
        full_real=len(full),
        full={
            name: cross_validated(views[view][0], view(full), fit, random)
            for name, (view, fit) in CLASSIFIERS.items()
            if len(full) >= FOLDS
        },
        telling={names[place]: float(apart[place]) for place in order},
    )


def halves(rows: NDArray[np.float64], random: np.random.Generator) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The rows in two random halves."""
    shuffled = rows[random.permutation(len(rows))]
    return shuffled[::2], shuffled[1::2]


def cross_validated(
    one: NDArray[np.float64], other: NDArray[np.float64], fit: Fit, random: np.random.Generator
) -> ConfidenceInterval:
    """The area under the ROC curve over all folds, `one` being what is to be found, with its interval by bootstrap."""
    rows = np.concatenate([one, other])
    labels = np.concatenate([np.ones(len(one)), np.zeros(len(other))])
    folds = np.concatenate([random.permutation(len(one)) % FOLDS, random.permutation(len(other)) % FOLDS])
    scores = np.zeros(len(rows))
    for fold in range(FOLDS):
        held = folds == fold
        mean, spread = rows[~held].mean(axis=0), rows[~held].std(axis=0)
        scaled = (rows - mean) / np.where(spread > 0, spread, 1)
        found = fit(scaled[~held], labels[~held])(scaled[held])
        scores[held] = found.argsort().argsort() / len(found)  # ranks, since each fold has a scale of its own
    parts = scores[: len(one)], scores[len(one) :]
    found = bootstrap(parts, area_between, n_resamples=RESAMPLES, method="percentile", rng=random).confidence_interval
    return ConfidenceInterval(float(area_between(*parts)), float(found.low), float(found.high))


def area_between(
    ones: NDArray[np.float64], others: NDArray[np.float64], axis: int = -1
) -> NDArray[np.float64] | np.float64:
    """The area under the ROC curve: the chance that one of `ones` is above one of `others`, ties counting half.

    It is Mann and Whitney's U over the number of pairs. Source: Hanley and McNeil, "The Meaning and Use of the Area
    under a Receiver Operating Characteristic (ROC) Curve" (Radiology, 1982).
    """
    above = mannwhitneyu(ones, others, axis=axis, method="asymptotic").statistic
    result: NDArray[np.float64] | np.float64 = above / (ones.shape[axis] * others.shape[axis])
    return result
