from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from tunesmith.composing import Composer, Request
from tunesmith.corpus.vocabulary import Vocabulary
from tunesmith.evaluation.report import EvaluationReport, report
from tunesmith.evaluation.samples import Sample
from tunesmith.model.checkpoint import Checkpoint
from tunesmith.model.config import NetworkConfig


@cache
def ignorant() -> Composer:
    vocabulary = Vocabulary("".join(map(chr, range(32, 127))) + "\n")
    config = NetworkConfig(len(vocabulary), 16, 16, 1, 0.0)
    random = np.random.default_rng(9)
    weights = {name: random.normal(0, 0.1, shape).astype(np.float32) for name, shape in config.shapes.items()}
    return Composer(Checkpoint(config, vocabulary, weights, {}), threads=1)


@cache
def twelve() -> Sample:
    random = np.random.default_rng(10)
    texts = []
    for number in range(12):
        bars = ["".join(random.choice(list("DEFGABcdefg"), 6)) for _ in range(8)]
        texts.append(f"X:{number}\nL:1/8\nM:6/8\nK:D\n|: {' | '.join(bars)} :|")
    return Sample("twelve tunes", tuple(texts), ("jig",) * 12, tuple(map(str, range(12))))


@cache
def judged() -> EvaluationReport:
    tunes = twelve()
    more = Sample("more tunes", tunes.texts[:3], tunes.rhythms[:3], tunes.families[:3])
    request = Request(temperature=1.0, length=400)
    return report(ignorant(), tunes, request=request, count=12, each=1, seed=3, texts=(more,))


@pytest.fixture(scope="session")
def composer() -> Composer:
    """A composer whose small network knows nothing, so that only the grammar guides it."""
    return ignorant()


@pytest.fixture(scope="session")
def tunes() -> Sample:
    """Twelve tunes, no two alike."""
    return twelve()


@pytest.fixture(scope="session")
def whole() -> EvaluationReport:
    """Everything about a model: with real tunes to judge against, and more to predict.

    It takes long, so the rooms that use this fixture share what is made once.
    """
    return judged()
