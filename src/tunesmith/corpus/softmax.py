"""Multinomial logistic regression in numpy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["Softmax"]

ROUNDS = 400


@dataclass(frozen=True, slots=True)
class Softmax:
    """A classifier: the chance of each of `classes` is proportional to exp(features . weights + bias).

    `weights` has shape (features + 1, classes), the bias in its last row.
    """

    classes: tuple[str, ...]
    weights: NDArray[np.float32]

    @classmethod
    def fit(cls, rows: NDArray[np.float64], names: Sequence[str], ridge: float) -> Softmax:
        """Fit rows (n, features) to the names of their classes, each weight held back by `ridge` but the bias.

        Newton's method with a bound of the curvature that needs to be inverted only once (Böhning, "Multinomial
        logistic regression algorithm", 1992), sped up by Nesterov's momentum.
        """
        classes, numbers = np.unique(np.asarray(names), return_inverse=True)
        inputs = np.column_stack([rows, np.ones(len(rows))])
        goals = np.eye(len(classes))[numbers]
        held = np.full(inputs.shape[1], ridge)
        held[-1] = 1e-3
        bound = np.linalg.inv(inputs.T @ inputs / 2 + np.diag(held))
        weights = ahead = np.zeros((inputs.shape[1], len(classes)))
        for step in range(ROUNDS):
            slope = inputs.T @ (goals - chances(inputs @ ahead)) - held[:, None] * ahead
            before, weights = weights, ahead + bound @ slope
            ahead = weights + step / (step + 3) * (weights - before)
        return cls(tuple(map(str, classes)), weights.astype(np.float32))

    def chances(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """The chance of every class for rows (n, features); shape (n, classes)."""
        return chances(rows @ self.weights[:-1] + self.weights[-1])


def chances(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """The softmax of every row."""
    grown = np.exp(scores - scores.max(axis=1, keepdims=True))
    result: NDArray[np.float64] = grown / grown.sum(axis=1, keepdims=True)
    return result
