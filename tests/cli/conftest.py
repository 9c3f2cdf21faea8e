"""What the tests of the command line may use."""

from __future__ import annotations

import numpy as np
import pytest

from tunesmith.corpus.vocabulary import EOS, Vocabulary
from tunesmith.model.checkpoint import Checkpoint
from tunesmith.model.config import NetworkConfig


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The file of a small network that knows nothing."""
    vocabulary = Vocabulary("".join(map(chr, range(32, 127))) + "\n")
    config = NetworkConfig(len(vocabulary), 16, 16, 1, 0.0)
    random = np.random.default_rng(0)
    weights = {name: random.standard_normal(shape).astype(np.float32) for name, shape in config.shapes.items()}
    weights["output.bias"][EOS] -= 3
    path = tmp_path_factory.mktemp("model") / "chance.safetensors"
    Checkpoint(config, vocabulary, weights, {}).save(path)
    return str(path)
