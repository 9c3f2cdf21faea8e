"""Distance in style: do composed tunes differ from real ones more than real ones differ among themselves?

For every measure, the distances of each real tune to the other real tunes make one distribution, those to the composed
tunes another; Kullback and Leibler's divergence (in nats) and the area that both cover say how alike they are. Source:
Yang and Lerch, "On the Evaluation of Generative Models in Music" (Neural Computing and Applications, 2018), section 3.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.ndimage import gaussian_filter1d
from scipy.spatial.distance import cdist, pdist
from scipy.stats import entropy

from tunesmith.analysis.statistics import struck
from tunesmith.evaluation.measures import MEASURES, measures_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tunesmith.notation import Tune

__all__ = ["Distance", "density_distance", "style_distances"]

MOST = 400  # tunes of a sample: 80,000 distances are enough
GRID = 512  # points on which the densities are compared
FEWEST = 2  # notes
TINY = 1e-12


@dataclass(frozen=True, slots=True)
class Distance:
    """How far two distributions of distances are apart: a divergence of 0 and an overlap of 1 mean not at all.

    `floor` and `ceiling` are what one half of the real tunes has against the other: more cannot be reached.
    """

    divergence: float
    overlap: float
    floor: float
    ceiling: float


def style_distances(tunes: Sequence[Tune], real: Sequence[Tune], seed: int = 0) -> dict[str, Distance]:
    """Compare tunes with real ones, of which there are at least four, by every measure."""
    random = np.random.default_rng(seed)
    judged, known = chosen(tunes, random), chosen(real, random)
    return {name: distance(judged[name], known[name]) for name in MEASURES}


def chosen(tunes: Sequence[Tune], random: np.random.Generator) -> dict[str, NDArray[np.float64]]:
    """The measures of at most MOST random tunes; shapes (tunes, values)."""
    playable = [tune for tune in tunes if len(struck(tune)) >= FEWEST]
    rows = [measures_of(playable[place]) for place in random.permutation(len(playable))[:MOST]]
    return {name: np.array([row[name] for row in rows]) for name in MEASURES}


def distance(judged: NDArray[np.float64], known: NDArray[np.float64]) -> Distance:
    """Compare by one measure; `known` is in random order, and one half of it against the other says what to expect."""
    half = len(known) // 2
    divergence, overlap = density_distance(within(known), between(known, judged))
    floor, ceiling = density_distance(within(known[:half]), between(known[:half], known[half:]))
    return Distance(divergence, overlap, floor, ceiling)


def within(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The distances of every two tunes of one sample; shape (pairs,)."""
    result: NDArray[np.float64] = pdist(values)
    return result


def between(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    """Euclid's distances of the tunes of two samples; shape (tunes, tunes)."""
    result: NDArray[np.float64] = cdist(one, other)
    return result


def density_distance(one: NDArray[np.float64], other: NDArray[np.float64]) -> tuple[float, float]:
    """The divergence of the density of `one` from that of `other`, and the area that both cover."""
    low, high = min(one.min(), other.min()), max(one.max(), other.max())
    if high <= low:
        return 0.0, 1.0
    margin = (high - low) / 10
    edges = np.linspace(low - margin, high + margin, GRID + 1)
    first, second = density(one.ravel(), edges), density(other.ravel(), edges)
    return float(entropy(first + TINY, second + TINY)), float(np.minimum(first, second).sum())


def density(values: NDArray[np.float64], edges: NDArray[np.float64]) -> NDArray[np.float64]:
    """A smoothed histogram that sums to 1, with a Gaussian of Scott's width; shape (GRID,)."""
    counts = np.histogram(values, edges)[0] / len(values)
    width = max(values.std() * len(values) ** (-1 / 5) / (edges[1] - edges[0]), 1.0)
    smooth = gaussian_filter1d(counts, width, mode="constant", radius=GRID)
    result: NDArray[np.float64] = smooth / smooth.sum()
    return result
