"""Multinomial logistic regression: scikit-learn fits it, numpy alone applies it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tunesmith.errors import MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["Softmax"]

ROUNDS, TOLERANCE = 10_000, 1e-5


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

        scikit-learn fits; it gives two classes one column of weights, which are halved between the two here.
        """
        try:
            from sklearn.linear_model import LogisticRegression
        except ModuleNotFoundError as error:
            raise MissingExtraError("report", "fitting a judge") from error
        model = LogisticRegression(C=1 / ridge, tol=TOLERANCE, max_iter=ROUNDS).fit(rows, np.asarray(names))
        columns = np.column_stack([model.coef_, model.intercept_]).T
        if columns.shape[1] == 1:
            columns = np.column_stack([-columns / 2, columns / 2])
        return cls(tuple(map(str, model.classes_)), columns.astype(np.float32))

    def chances(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """The chance of every class for rows (n, features); shape (n, classes)."""
        return chances(rows @ self.weights[:-1] + self.weights[-1])


def chances(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """The softmax of every row."""
    grown = np.exp(scores - scores.max(axis=1, keepdims=True))
    result: NDArray[np.float64] = grown / grown.sum(axis=1, keepdims=True)
    return result
