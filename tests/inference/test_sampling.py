"""The kernel samples from given logits: those of a network without weights are its biases, whatever it reads."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.composing.conftest import VOCABULARY
from tunesmith.corpus.vocabulary import EOS
from tunesmith.inference.engine import Engine
from tunesmith.inference.filters import Filter, MinP, Temperature, TopK, TopP, probabilities
from tunesmith.inference.job import Job, JobResult
from tunesmith.inference.packed_weights import pack
from tunesmith.model.checkpoint import Checkpoint
from tunesmith.model.config import NetworkConfig

TEXTS, LENGTH = 10, 2000
LETTERS = np.array([number for number, symbol in enumerate(VOCABULARY.idx_to_char) if len(symbol) == 1])
SPECIALS = np.setdiff1d(np.arange(len(VOCABULARY)), [*LETTERS, EOS])
LOGITS = np.random.default_rng(2).normal(0, 2, len(VOCABULARY)).astype(np.float32)
LOGITS[EOS] = -1000  # no text ends
LOGITS[SPECIALS] = LOGITS.max() + 1


def engine_for(logits: np.ndarray) -> Engine:
    config = NetworkConfig(len(VOCABULARY), 16, 16, 1, 0.0, False, (0, 1, 4), ("position",))
    weights = {name: np.zeros(shape, np.float32) for name, shape in config.shapes.items()}
    weights["output.bias"] = logits
    checkpoint = Checkpoint(config, VOCABULARY, weights, {})
    return Engine(checkpoint, pack(checkpoint, panel_type="int8"), places=TEXTS)


def composed(engine: Engine, *asked: Job) -> list[JobResult]:
    tickets = [engine.add(job) for job in asked]
    while engine.pending:
        engine.run()
    return [engine.take(ticket) for ticket in tickets]


@pytest.fixture(scope="module")
def engine() -> Engine:
    return engine_for(LOGITS)


WAYS: dict[str, tuple[dict[str, Any], list[Filter]]] = {
    "as it is": ({}, []),
    "daring": ({"temperature": 1.5}, [Temperature(1.5)]),
    "careful": ({"temperature": 0.5}, [Temperature(0.5)]),
    "top-k": ({"top_k": 7}, [TopK(7)]),
    "top-p": ({"top_p": 0.8}, [TopP(0.8)]),
    "min-p": ({"min_p": 0.1}, [MinP(0.1)]),
    "all": (
        {"temperature": 1.3, "top_k": 20, "top_p": 0.9, "min_p": 0.02},
        [Temperature(1.3), TopK(20), TopP(0.9), MinP(0.02)],
    ),
}


@pytest.mark.parametrize(("asked", "filters"), WAYS.values(), ids=WAYS)
def test_characters_come_as_often_as_the_filters_say(
    engine: Engine, asked: dict[str, Any], filters: list[Filter]
) -> None:
    texts = [
        result.text for result in composed(engine, *(Job(seed=seed, limit=LENGTH, **asked) for seed in range(TEXTS)))
    ]
    assert [len(text) for text in texts] == [LENGTH] * TEXTS
    expected = probabilities(LOGITS[LETTERS], filters) * TEXTS * LENGTH
    counts = np.bincount(VOCABULARY.encode("".join(texts)), minlength=len(LOGITS))[LETTERS]
    assert not counts[expected == 0].any()
    common = expected >= 5
    squares = (counts - expected)[common] ** 2 / expected[common]
    freedom = len(squares) - 1
    assert squares.sum() < freedom + 4 * np.sqrt(2 * freedom) + 4


def test_a_seed_says_it_all(engine: Engine) -> None:
    first, again, other = composed(engine, *(Job(seed=seed, limit=100) for seed in (1, 1, 2)))
    assert first == again
    assert first != other


def test_what_is_no_letter_is_never_sampled(engine: Engine) -> None:
    [result] = composed(engine, Job(limit=1000))
    assert len(result.text) == 1000
    assert set(VOCABULARY.encode(result.text).tolist()) <= set(LETTERS.tolist())
