from __future__ import annotations

import numpy as np
import pytest

from tunesmith.composing import Composer, Request
from tunesmith.corpus.vocabulary import Vocabulary
from tunesmith.evaluation.report import EvaluationReport, report
from tunesmith.evaluation.samples import Sample
from tunesmith.model.checkpoint import Checkpoint
from tunesmith.model.config import NetworkConfig


@pytest.fixture(scope="session")
def composer() -> Composer:
    """A composer whose small network knows nothing, so that only the grammar guides it."""
    vocabulary = Vocabulary("".join(map(chr, range(32, 127))) + "\n")
    config = NetworkConfig(len(vocabulary), 16, 16, 1, 0.0)
    random = np.random.default_rng(9)
    weights = {name: random.normal(0, 0.1, shape).astype(np.float32) for name, shape in config.shapes.items()}
    return Composer(Checkpoint(config, vocabulary, weights, {}), threads=1)


@pytest.fixture(scope="session")
def tunes() -> Sample:
    """Twelve tunes, no two alike."""
    random = np.random.default_rng(10)
    texts = []
    for number in range(12):
        bars = ["".join(random.choice(list("DEFGABcdefg"), 6)) for _ in range(8)]
        texts.append(f"X:{number}\nL:1/8\nM:6/8\nK:D\n|: {' | '.join(bars)} :|")
    return Sample("twelve tunes", tuple(texts), ("jig",) * 12, tuple(map(str, range(12))))


@pytest.fixture(scope="session")
def whole(composer: Composer, tunes: Sample) -> EvaluationReport:
    """Everything about a model: with real tunes to judge against, and more to predict."""
    more = Sample("more tunes", tunes.texts[:3], tunes.rhythms[:3], tunes.families[:3])
    return report(
        composer, tunes, request=Request(temperature=1.0, length=400), count=12, each=1, seed=3, texts=(more,)
    )
