from __future__ import annotations

import math
from dataclasses import astuple

import numpy as np
import pytest

from tunesmith.evaluation.intervals import ConfidenceInterval, mean_interval, ratio_interval, share_interval


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


def test_of_a_share_that_is_the_same_in_all_tunes_the_binomial_distribution_has_the_bounds() -> None:
    assert astuple(share_interval([0.0] * 100)) == (0, 0, pytest.approx(0.0362, abs=1e-4))
    assert astuple(share_interval([1.0] * 100)) == (1, pytest.approx(0.9638, abs=1e-4), 1)
    assert astuple(share_interval([8, 16, 32], [8, 16, 32])) == (1, pytest.approx(0.2924, abs=1e-4), 1)
    assert astuple(share_interval([0, 0, 7], [8, 16, 0])) == (0, 0, pytest.approx(0.8419, abs=1e-4))


def test_a_quantity_that_is_the_same_in_all_tunes_has_no_edge() -> None:
    for value in (0.0, 1.0, 3.0):
        assert mean_interval([value] * 5) == ConfidenceInterval(value, value, value)


def test_a_share_between_the_edges_has_an_interval_by_bootstrap() -> None:
    shares = np.random.default_rng(2).uniform(0.2, 0.8, 50)
    assert share_interval(shares) == mean_interval(shares)


def test_a_single_tune_tells_nothing_of_others() -> None:
    assert share_interval([0.25]) == ConfidenceInterval(0.25, 0, 1)
    assert astuple(share_interval([1.0])) == (1, pytest.approx(0.025), 1)
    assert share_interval([2, 0], [8, 0]) == ConfidenceInterval(0.25, 0, 1)
    for found in (mean_interval([3.0]), ratio_interval([6.0, 0.0], [2.0, 0.0])):
        assert (found.value, math.isnan(found.low), math.isnan(found.high)) == (3, True, True)


def test_it_is_the_same_every_time() -> None:
    assert mean_interval([1, 2, 5]) == mean_interval([1, 2, 5])


def test_of_nothing_there_is_no_figure() -> None:
    assert ratio_interval([0, 0], [0, 0]) == ConfidenceInterval(0, 0, 0)


def test_a_figure_is_in_the_interval_or_not() -> None:
    assert 0.5 in ConfidenceInterval(0.4, 0.3, 0.6)
    assert 0.7 not in ConfidenceInterval(0.4, 0.3, 0.6)
