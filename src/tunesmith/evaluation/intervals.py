"""Confidence intervals by bootstrap: draw as many tunes again, with replacement, and see how far the figure moves.

Source: Efron, "Bootstrap Methods: Another Look at the Jackknife" (Annals of Statistics, 1979), percentile intervals.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["Interval", "mean_interval", "ratio_interval"]

DRAWS = 1000
TAILS = (2.5, 97.5)  # percentiles


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure over some tunes, with the bounds of its 95% confidence interval."""

    value: float
    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high


def mean_interval(values: Sequence[float] | NDArray[np.float64], seed: int = 0) -> Interval:
    """The mean of one value a tune; there must be some.

    Where all values are 0, or all are 1, no draw differs from another, so the bounds are those of the binomial
    distribution. Source: Clopper and Pearson, "The Use of Confidence or Fiducial Limits" (Biometrika, 1934).
    """
    missed = (TAILS[0] / 100) ** (1 / len(values))
    if not np.any(values):
        return Interval(0.0, 0.0, 1 - missed)
    if np.all(np.asarray(values) == 1):
        return Interval(1.0, missed, 1.0)
    return ratio_interval(values, np.ones(len(values)), seed)


def ratio_interval(
    totals: Sequence[float] | NDArray[np.float64], sizes: Sequence[float] | NDArray[np.float64], seed: int = 0
) -> Interval:
    """The sum of the totals over the sum of the sizes, one of each a tune: an average over what tunes are made of."""
    above, below = np.asarray(totals, dtype=np.float64), np.asarray(sizes, dtype=np.float64)
    random = np.random.default_rng(seed)
    times = random.multinomial(len(above), np.full(len(above), 1 / len(above)), size=DRAWS)  # (draws, tunes)
    sums = times @ below
    drawn = (times @ above)[sums > 0] / sums[sums > 0]
    whole = below.sum()
    if not len(drawn):
        return Interval(0.0, 0.0, 0.0)
    low, high = np.percentile(drawn, TAILS)
    return Interval(float(above.sum() / whole), float(low), float(high))
