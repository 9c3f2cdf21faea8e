"""Confidence intervals by bootstrap: resample as many tunes, with replacement, and see how far the figure moves.

Source: Efron, "Bootstrap Methods: Another Look at the Jackknife" (Annals of Statistics, 1979), percentile intervals.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["ConfidenceInterval", "mean_interval", "ratio_interval", "share_interval"]

RESAMPLES = 1000
BATCH = 100  # resamples at a time, so that many tunes need little memory
TAILS = (2.5, 97.5)  # percentiles


@dataclass(frozen=True, slots=True)
class ConfidenceInterval:
    """A figure over some tunes, with the bounds of its 95% confidence interval."""

    value: float
    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high


def share_interval(
    totals: Sequence[float] | NDArray[np.float64],
    sizes: Sequence[float] | NDArray[np.float64] | None = None,
    seed: int = 0,
) -> ConfidenceInterval:
    """The sum of the totals over the sum of the sizes: a share, since each total is from 0 to its size, 1 by default.

    Where the share is 0 or 1 in all tunes, no resample differs from another, so the bounds are those of the binomial
    distribution over tunes. Source: Clopper and Pearson, "The Use of Confidence or Fiducial Limits" (Biometrika, 1934).
    A single tune whose share is between them tells nothing of others, which may have any share.
    """
    sizes = np.ones(len(totals)) if sizes is None else sizes
    above, below = (np.asarray(values, dtype=np.float64)[np.asarray(sizes) > 0] for values in (totals, sizes))
    for edge in (0.0, 1.0):
        if len(above) and np.all(above == edge * below):
            from scipy.stats import binomtest

            bounds = binomtest(round(edge) * len(above), len(above)).proportion_ci(method="exact")
            return ConfidenceInterval(edge, float(bounds.low), float(bounds.high))
    if len(above) == 1:
        return ConfidenceInterval(float(above[0] / below[0]), 0.0, 1.0)
    return ratio_interval(totals, sizes, seed)


def mean_interval(values: Sequence[float] | NDArray[np.float64], seed: int = 0) -> ConfidenceInterval:
    """The mean of one quantity a tune; there must be some."""
    return ratio_interval(values, np.ones(len(values)), seed)


def ratio_interval(
    totals: Sequence[float] | NDArray[np.float64], sizes: Sequence[float] | NDArray[np.float64], seed: int = 0
) -> ConfidenceInterval:
    """The sum of the totals over the sum of the sizes, one of each a tune: an average over what tunes are made of.

    A single tune has no interval: its bounds are not numbers.
    """
    above, below = np.asarray(totals, dtype=np.float64), np.asarray(sizes, dtype=np.float64)
    if not below.any():
        return ConfidenceInterval(0.0, 0.0, 0.0)
    value = float(above.sum() / below.sum())
    if np.count_nonzero(below) == 1:
        return ConfidenceInterval(value, math.nan, math.nan)
    from scipy.stats import bootstrap

    resampled = bootstrap(
        (above, below), ratio, paired=True, n_resamples=RESAMPLES, batch=BATCH, method="percentile", rng=seed
    ).bootstrap_distribution
    low, high = np.nanpercentile(resampled, TAILS)
    return ConfidenceInterval(value, float(low), float(high))


def ratio(above: NDArray[np.float64], below: NDArray[np.float64], axis: int = -1) -> NDArray[np.float64]:
    """The ratio of the sums along an axis; not a number where the lower sum is 0."""
    sums = below.sum(axis=axis)
    result: NDArray[np.float64] = np.divide(above.sum(axis=axis), sums, out=np.full_like(sums, np.nan), where=sums > 0)
    return result
