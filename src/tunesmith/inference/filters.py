"""The filters that shape the distribution: each takes the logits of the next character and rules some of them out.

They define, in numpy, the distribution that the compiled sampler samples from; tests compare the two. `probabilities`
applies a list of filters in order. Shapes: V characters.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

__all__ = ["Allowed", "Filter", "MinP", "Temperature", "TopK", "TopP", "probabilities"]


class Filter(Protocol):
    """One rule on the logits (V,) of the next character; minus infinity rules a character out."""

    def __call__(self, logits: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the logits (V,) that remain."""
        ...


@dataclass(frozen=True, slots=True)
class Temperature:
    """Flatten (above 1) or sharpen (below 1) the distribution; 0 leaves only the most likely character."""

    value: float

    def __call__(self, logits: NDArray[np.float64]) -> NDArray[np.float64]:
        """Divide the logits (V,) by the temperature."""
        if self.value == 0:
            return np.where(logits == logits.max(), logits, -np.inf)
        return logits / self.value


@dataclass(frozen=True, slots=True)
class TopK:
    """Keep the k most likely characters; of equals, those that come first in the vocabulary. 0 keeps all."""

    k: int

    def __call__(self, logits: NDArray[np.float64]) -> NDArray[np.float64]:
        """Rule out all logits (V,) but the k largest."""
        if not self.k:
            return logits
        kept = np.argsort(-logits, kind="stable")[: self.k]
        remaining = np.full_like(logits, -np.inf)
        remaining[kept] = logits[kept]
        return remaining


@dataclass(frozen=True, slots=True)
class TopP:
    """Keep the nucleus: a character stays if the mass strictly above it is below p.

    Holtzman and others, The Curious Case of Neural Text Degeneration, 2020.
    """

    p: float

    def __call__(self, logits: NDArray[np.float64]) -> NDArray[np.float64]:
        """Rule out the logits (V,) outside the nucleus."""
        masses = softmax(logits)
        above = np.array([masses[masses > mass].sum() for mass in masses])
        return np.where(above < self.p, logits, -np.inf)


@dataclass(frozen=True, slots=True)
class MinP:
    """Keep the characters that are at least p times as likely as the most likely one.

    Nguyen and others, Turning Up the Heat: Min-p Sampling, 2024.
    """

    p: float

    def __call__(self, logits: NDArray[np.float64]) -> NDArray[np.float64]:
        """Rule out the logits (V,) of unlikely characters."""
        masses = softmax(logits)
        return np.where(masses >= self.p * masses.max(), logits, -np.inf)


@dataclass(frozen=True, slots=True)
class Allowed:
    """Keep the characters that a predicate on their numbers accepts: the grammar's mask."""

    accepts: Callable[[int], bool]

    def __call__(self, logits: NDArray[np.float64]) -> NDArray[np.float64]:
        """Rule out the logits (V,) of characters that may not follow."""
        return np.array([value if self.accepts(index) else -np.inf for index, value in enumerate(logits)])


def softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn logits (V,) into probabilities (V,)."""
    masses = np.exp(logits - logits.max())
    return np.asarray(masses / masses.sum())


def probabilities(logits: NDArray[np.float32], filters: Sequence[Filter]) -> NDArray[np.float64]:
    """Apply `filters` in order to logits (V,) and return the probabilities (V,)."""
    remaining = logits.astype(np.float64)
    for each in filters:
        remaining = each(remaining)
    return softmax(remaining)
