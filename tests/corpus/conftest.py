"""Melodies to try kinship on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

SCALE = np.array([0, 2, 4, 5, 7, 9, 11, 12, 14, 16, 17, 19, 21])


def random_walk(seed: int, steps: int = 128) -> np.ndarray:
    """A melody that moves at random over a major scale."""
    moves = np.random.default_rng(seed).integers(-2, 3, steps).cumsum() + 6
    return (60 + SCALE[np.abs(moves) % len(SCALE)]).astype(np.int8)


@pytest.fixture(scope="session")
def walk() -> Callable[..., np.ndarray]:
    """`walk(seed, steps=128)` is a melody of its own for every seed."""
    return random_walk
