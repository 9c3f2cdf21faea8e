"""Random numbers by counting: the n-th number of a seed is a pure function of both.

There is no state, so that a tune sampled alone, in a batch, or by several threads gets the same numbers. The mixing
function is the finaliser of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from tunesmith.inference.compiling import part

__all__ = ["below", "number"]

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
FIRST, SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
SHIFTS = np.uint64(30), np.uint64(27), np.uint64(31)
HALF = np.uint64(32)


@part
def mixed(value: Any) -> Any:
    """Scatter 64 bits so that neighbouring values have nothing in common."""
    value = (value ^ (value >> SHIFTS[0])) * FIRST
    value = (value ^ (value >> SHIFTS[1])) * SECOND
    return value ^ (value >> SHIFTS[2])


@part
def number(seed: Any, count: int) -> Any:
    """The random 64 bits of `seed` at `count`."""
    return mixed(mixed(seed + GOLDEN) + np.uint64(count) * GOLDEN)


@part
def below(limit: int, seed: Any, count: int) -> Any:
    """The random whole number of `seed` at `count`, from 0 to `limit` - 1; `limit` is below 2**31."""
    return np.int64(((number(seed, count) >> HALF) * np.uint64(limit)) >> HALF)
