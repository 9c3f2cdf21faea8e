from __future__ import annotations

import math

import numpy as np
import pytest
from numba import njit

from tunesmith.inference.activations import activate, exponential


@njit
def exponentials(values: np.ndarray) -> np.ndarray:
    results = np.empty_like(values)
    for place in range(len(values)):
        results[place] = exponential(values[place])
    return results


@njit
def step(sums: np.ndarray, scales: np.ndarray, biases: np.ndarray, cells: np.ndarray, outputs: np.ndarray) -> None:
    activate(sums, scales, biases, cells, outputs)


def exactly(x: np.ndarray) -> np.ndarray:
    """What `exponential` says, rounded by numpy after each operation: were one fused, the last bit would tell."""
    single = np.float32
    power = (x * single(math.log2(math.e)) + single(3 << 22)) - single(3 << 22)
    rest = (x - power * single(0.693359375)) - power * single(-2.12194440e-4)
    series = np.full_like(x, single(1 / 720))
    for term in (1 / 120, 1 / 24, 1 / 6, 1 / 2, 1, 1):
        series = series * rest + single(term)
    return series * ((power.astype(np.int32) + 127) << 23).view(single)


def test_the_exponential_is_near_the_true_one() -> None:
    x = np.linspace(-87, 88, 200_001, dtype=np.float32)
    np.testing.assert_allclose(exponentials(x), np.exp(x.astype(np.float64)), rtol=3e-7)


def test_nothing_is_fused() -> None:
    x = np.random.default_rng(0).uniform(-40, 40, 100_000).astype(np.float32)
    assert exponentials(x).tobytes() == exactly(x).tobytes()


@pytest.mark.parametrize("kind", [np.int8, np.float32])
def test_gates_are_those_of_an_lstm(kind: type[np.generic]) -> None:
    random = np.random.default_rng(1)
    hidden = 48
    sums = random.integers(-9000, 9000, 4 * hidden).astype(np.int32)
    scales, biases = (random.uniform(0.0001, 0.001, 4 * hidden), random.normal(size=4 * hidden))
    cells = random.normal(size=hidden).astype(np.float32)
    i, f, g, o = (sums * scales + biases).reshape(4, hidden)
    expected = cells / (1 + np.exp(-f)) + np.tanh(g) / (1 + np.exp(-i))
    outputs = np.zeros(hidden, kind)
    step(sums, scales.astype(np.float32), biases.astype(np.float32), cells, outputs)
    assert cells == pytest.approx(expected, abs=1e-6)
    handed_on = np.tanh(expected) / (1 + np.exp(-o))
    if kind is np.int8:
        assert np.abs(outputs - handed_on * 127).max() < 0.501
    else:
        assert outputs == pytest.approx(handed_on, abs=1e-6)


def test_gates_saturate_without_a_warning_or_a_nan() -> None:
    sums = np.array([10**9, -(10**9), 10**9, -(10**9)], np.int32).repeat(16)
    cells, outputs = np.full(16, 3, np.float32), np.zeros(16, np.float32)
    step(sums, np.ones(64, np.float32), np.zeros(64, np.float32), cells, outputs)
    assert cells == pytest.approx(np.ones(16), abs=1e-6)
    assert outputs == pytest.approx(np.zeros(16), abs=1e-6)
