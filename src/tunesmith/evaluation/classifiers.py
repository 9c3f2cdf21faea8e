"""Two classifiers: logistic regression of scikit-learn, and a network with one hidden layer in numpy."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

__all__ = ["Fit", "fit_logistic", "fit_network"]

Array: TypeAlias = NDArray[np.float64]
Fit: TypeAlias = Callable[[Array, Array], Callable[[Array], Array]]
"""From rows (n, features) of mean 0 and spread 1, and labels (n,) of 0 and 1, to a function from rows to scores."""

RIDGE = 1.0
HIDDEN, EPOCHS, RATE, DECAY = 24, 200, 0.01, 1e-2
MOMENTS = (0.9, 0.999)  # of Adam


def fit_logistic(rows: Array, labels: Array) -> Callable[[Array], Array]:
    """Logistic regression with a ridge, by Newton's method."""
    model = LogisticRegression(C=1 / RIDGE, solver="newton-cholesky", tol=1e-8).fit(rows, labels)
    scores: Callable[[Array], Array] = model.decision_function
    return scores


def fit_network(rows: Array, labels: Array) -> Callable[[Array], Array]:
    """A network with HIDDEN units of tanh, by Adam over all rows at once, with weight decay."""
    random = np.random.default_rng(0)
    inputs = with_one(rows)
    first = random.normal(0, 1 / np.sqrt(inputs.shape[1]), (inputs.shape[1], HIDDEN))
    weights = [first, random.normal(0, 1 / np.sqrt(HIDDEN), HIDDEN + 1)]
    means, squares = [np.zeros_like(w) for w in weights], [np.zeros_like(w) for w in weights]
    for epoch in range(1, EPOCHS + 1):
        hidden = with_one(np.tanh(inputs @ weights[0]))
        error = (sigmoid(hidden @ weights[1]) - labels) / len(labels)
        back = np.outer(error, weights[1][:-1]) * (1 - hidden[:, :-1] ** 2)
        for layer, slope in enumerate((inputs.T @ back, hidden.T @ error)):
            means[layer] += (1 - MOMENTS[0]) * (slope - means[layer])
            squares[layer] += (1 - MOMENTS[1]) * (slope**2 - squares[layer])
            step = means[layer] / (1 - MOMENTS[0] ** epoch)
            size = np.sqrt(squares[layer] / (1 - MOMENTS[1] ** epoch)) + 1e-8
            weights[layer] = weights[layer] * (1 - RATE * DECAY) - RATE * step / size
    return lambda new: with_one(np.tanh(with_one(new) @ weights[0])) @ weights[1]


def with_one(rows: Array) -> Array:
    """The rows with a last column of ones; shape (n, features + 1)."""
    return np.column_stack([rows, np.ones(len(rows))])


def sigmoid(values: Array) -> Array:
    """The logistic function, without overflow."""
    return 0.5 * (1 + np.tanh(values / 2))
