from __future__ import annotations

import numpy as np
from numba import njit

from tunesmith.inference.counter import below, number

MASK = 2**64 - 1


@njit
def numbers(seed: np.uint64, count: int) -> np.ndarray:
    return np.array([number(seed, place) for place in range(count)])


@njit
def draws(limit: int, seed: np.uint64, count: int) -> np.ndarray:
    return np.array([below(limit, seed, place) for place in range(count)])


def mixed(value: int) -> int:
    """SplitMix64's finaliser in Python's own integers."""
    value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9 & MASK
    value = (value ^ value >> 27) * 0x94D049BB133111EB & MASK
    return value ^ value >> 31


def test_numbers_are_those_of_splitmix64() -> None:
    golden = 0x9E3779B97F4A7C15
    start = mixed(7 + golden)
    assert numbers(np.uint64(7), 5).tolist() == [mixed(start + place * golden & MASK) for place in range(5)]
    assert mixed(golden) == 0xE220A8397B1DCDAF  # the first number of the published generator for seed 0


def test_neighbouring_seeds_have_nothing_in_common() -> None:
    bits = [int(a) ^ int(b) for a, b in zip(numbers(np.uint64(1), 2000), numbers(np.uint64(2), 2000), strict=True)]
    assert abs(np.mean([bit.bit_count() for bit in bits]) - 32) < 5 * 4 / np.sqrt(2000)


def test_every_number_below_the_limit_is_as_likely() -> None:
    counts = np.bincount(draws(10, np.uint64(3), 50_000), minlength=10)
    assert len(counts) == 10
    assert ((counts - 5000) ** 2 / 5000).sum() < 27.9  # chi-square with 9 degrees of freedom: once in a thousand
