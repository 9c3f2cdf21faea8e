from __future__ import annotations

from dataclasses import astuple

import numpy as np
import pytest

from tunesmith.evaluation.intervals import ConfidenceInterval, mean_interval, ratio_interval


def test_the_interval_is_as_wide_as_theory_has_it() -> None:
    values = np.random.default_rng(1).normal(3, 2, 400)
    found = mean_interval(values)
    error = values.std() / 20
    assert found.value == pytest.approx(values.mean())
    assert found.low == pytest.approx(values.mean() - 1.96 * error, abs=0.3 * error)
    assert found.high == pytest.approx(values.mean() + 1.96 * error, abs=0.3 * error)


def test_a_ratio_is_over_what_tunes_are_made_of() -> None:
    found = ratio_interval([10, 0], [10, 30])
    assert found.value == 0.25
    assert (found.low, found.high) == (0, 1)


def test_where_nothing_differs_the_binomial_distribution_has_the_bounds() -> None:
    assert astuple(mean_interval([0.0] * 100)) == (0, 0, pytest.approx(0.0362, abs=1e-4))
    assert astuple(mean_interval([1.0] * 100)) == (1, pytest.approx(0.9638, abs=1e-4), 1)
    assert mean_interval([3.0] * 5) == ConfidenceInterval(3, 3, 3)


def test_it_is_the_same_every_time() -> None:
    assert mean_interval([1, 2, 5]) == mean_interval([1, 2, 5])


def test_of_nothing_there_is_no_figure() -> None:
    assert ratio_interval([0, 0], [0, 0]) == ConfidenceInterval(0, 0, 0)


def test_a_figure_is_in_the_interval_or_not() -> None:
    assert 0.5 in ConfidenceInterval(0.4, 0.3, 0.6)
    assert 0.7 not in ConfidenceInterval(0.4, 0.3, 0.6)
