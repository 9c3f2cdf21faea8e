from __future__ import annotations

import numpy as np
import pytest

from tunesmith.inference.filters import Allowed, Filter, MinP, Temperature, TopK, TopP, probabilities

LOGITS = np.log(np.array([0.1, 0.4, 0.2, 0.25, 0.05], np.float32))


def test_without_filters_the_softmax_remains() -> None:
    assert probabilities(LOGITS, []) == pytest.approx([0.1, 0.4, 0.2, 0.25, 0.05])


def test_temperature_is_a_power_of_the_probabilities() -> None:
    squares = np.array([0.01, 0.16, 0.04, 0.0625, 0.0025])
    assert probabilities(LOGITS, [Temperature(0.5)]) == pytest.approx(squares / squares.sum(), rel=1e-5)


def test_temperature_0_leaves_the_likeliest() -> None:
    assert probabilities(LOGITS, [Temperature(0)]).tolist() == [0, 1, 0, 0, 0]


def test_top_k_keeps_k_and_prefers_the_first_of_equals() -> None:
    assert np.flatnonzero(probabilities(LOGITS, [TopK(2)])).tolist() == [1, 3]
    assert np.flatnonzero(probabilities(np.zeros(5, np.float32), [TopK(3)])).tolist() == [0, 1, 2]
    assert np.count_nonzero(probabilities(LOGITS, [TopK(0)])) == 5


def test_top_p_keeps_the_fewest_that_make_up_p() -> None:
    assert np.flatnonzero(probabilities(LOGITS, [TopP(0.39)])).tolist() == [1]
    assert np.flatnonzero(probabilities(LOGITS, [TopP(0.6)])).tolist() == [1, 3]
    assert np.flatnonzero(probabilities(LOGITS, [TopP(0.7)])).tolist() == [1, 2, 3]


def test_min_p_measures_against_the_likeliest() -> None:
    assert np.flatnonzero(probabilities(LOGITS, [MinP(0.45)])).tolist() == [1, 2, 3]


def test_the_mask_comes_last_and_what_is_left_is_shared_out() -> None:
    filters: list[Filter] = [TopK(3), Allowed(lambda character: character != 1)]
    assert probabilities(LOGITS, filters) == pytest.approx([0, 0, 0.2 / 0.45, 0.25 / 0.45, 0])
