"""Networks with weights by chance: what they compose is no music, but every number of it can be checked."""

from __future__ import annotations

import numpy as np
import pytest

from tunesmith.corpus.vocabulary import EOS, Vocabulary
from tunesmith.model.checkpoint import Checkpoint
from tunesmith.model.config import NetworkConfig

VOCABULARY = Vocabulary("".join(map(chr, range(32, 127))) + "\n")


def chance_checkpoint(
    hidden: int, layers: int, *, tied: bool = False, goals: bool = False, seed: int = 0
) -> Checkpoint:
    """A network that seldom ends a text; `hidden` need not be a multiple of anything."""
    embedding = hidden if tied else 24
    features = ("goals", "position") if goals else ("position",)
    config = NetworkConfig(len(VOCABULARY), embedding, hidden, layers, 0.0, tied, (0, 1, 4), features)
    random = np.random.default_rng(seed)
    weights = {
        name: (random.standard_normal(shape) * 1.5 / np.sqrt(hidden)).astype(np.float32)
        for name, shape in config.shapes.items()
    }
    weights["output.bias"][EOS] -= 3
    return Checkpoint(config, VOCABULARY, weights, {})


@pytest.fixture(scope="session")
def checkpoint() -> Checkpoint:
    return chance_checkpoint(hidden=40, layers=2)
