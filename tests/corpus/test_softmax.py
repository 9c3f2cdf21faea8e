from __future__ import annotations

import numpy as np

from tunesmith.corpus.softmax import Softmax

RANDOM = np.random.default_rng(0)
CENTRES = np.array([[0.0, 0.0], [4.0, 0.0], [0.0, 4.0]])
NAMES = np.repeat(["a", "b", "c"], 100)
ROWS = np.repeat(CENTRES, 100, axis=0) + RANDOM.normal(size=(300, 2))


def test_classes_that_lie_apart_are_told_apart() -> None:
    judge = Softmax.fit(ROWS, NAMES.tolist(), ridge=1.0)
    chances = judge.chances(CENTRES)
    assert [judge.classes[best] for best in chances.argmax(axis=1)] == ["a", "b", "c"]
    assert chances.max(axis=1).min() > 0.9
    np.testing.assert_allclose(chances.sum(axis=1), 1.0)


def test_the_fit_is_the_one_with_no_slope_left() -> None:
    judge = Softmax.fit(ROWS, NAMES.tolist(), ridge=1.0)
    left = np.eye(3)[np.repeat([0, 1, 2], 100)] - judge.chances(ROWS)
    np.testing.assert_allclose(ROWS.T @ left - judge.weights[:-1], 0.0, atol=0.05)


def test_two_classes_share_their_weights() -> None:
    judge = Softmax.fit(ROWS[:200], NAMES[:200].tolist(), ridge=1.0)
    assert judge.weights.shape == (3, 2)
    np.testing.assert_array_equal(judge.weights[:, 0], -judge.weights[:, 1])
    np.testing.assert_allclose(judge.chances(CENTRES[:2]).diagonal(), 1.0, atol=0.1)


def test_features_that_tell_nothing_give_the_shares_of_the_classes() -> None:
    judge = Softmax.fit(np.zeros((4, 1)), ["a", "a", "a", "b"], ridge=1.0)
    np.testing.assert_allclose(judge.chances(np.zeros((1, 1))), [[0.75, 0.25]], atol=1e-2)
