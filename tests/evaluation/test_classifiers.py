from __future__ import annotations

import numpy as np
import pytest

from tunesmith.evaluation.classifiers import Fit, fit_logistic, fit_network, sigmoid, with_one

SIDES = np.array([[-1.0, 0.3], [-1.0, -0.3], [1.0, 0.3], [1.0, -0.3]] * 4)
CORNERS = np.array([[-1.0, -1.0], [1.0, 1.0], [-1.0, 1.0], [1.0, -1.0]] * 4)
HALVES = np.array([0.0, 0.0, 1.0, 1.0] * 4)


@pytest.mark.parametrize("fit", [fit_logistic, fit_network])
def test_what_a_line_divides_is_divided(fit: Fit) -> None:
    scores = fit(SIDES, HALVES)(SIDES)
    assert ((scores > 0) == (HALVES == 1)).all()


def test_what_no_line_divides_only_the_network_divides() -> None:
    assert ((fit_network(CORNERS, HALVES)(CORNERS) > 0) == (HALVES == 1)).all()
    np.testing.assert_allclose(fit_logistic(CORNERS, HALVES)(CORNERS), 0, atol=1e-6)


def test_a_network_comes_out_the_same_every_time() -> None:
    np.testing.assert_array_equal(fit_network(SIDES, HALVES)(SIDES), fit_network(SIDES, HALVES)(SIDES))


def test_the_logistic_function_does_not_overflow() -> None:
    np.testing.assert_allclose(sigmoid(np.array([-1e6, 0.0, 1e6])), [0, 0.5, 1])
    assert sigmoid(np.array([2.0]))[0] == pytest.approx(1 / (1 + np.exp(-2)))


def test_a_column_of_ones_stands_last() -> None:
    assert with_one(np.array([[2.0], [3.0]])).tolist() == [[2, 1], [3, 1]]
