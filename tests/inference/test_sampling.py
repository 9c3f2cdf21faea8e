from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from numba import njit

from tunesmith.inference.arrays import TUNE
from tunesmith.inference.filters import MinP, Temperature, TopK, TopP, probabilities
from tunesmith.inference.sampling import sample

if TYPE_CHECKING:
    from tunesmith.inference.filters import Filter

SAMPLES = 20_000
LOGITS = np.random.default_rng(2).normal(0, 2, 90).astype(np.float32)
LETTERS = np.arange(65, 155, dtype=np.int32)


@njit
def sample_often(logits: Any, tunes: Any, letters: Any, count: int) -> Any:
    scratch = np.zeros((2, len(logits)), np.int32)
    nothing, sampled = np.zeros(0, np.int64), np.zeros(count, np.int64)
    for place in range(count):
        sampled[place] = sample(logits.copy(), tunes[0], place, scratch, nothing, nothing, letters)
    return sampled


def tune(seed: int = 1, temperature: float = 1, top_k: int = 0, top_p: float = 1, min_p: float = 0) -> np.ndarray:
    tunes = np.zeros(1, TUNE)
    for name, value in {"sharpness": 1 / temperature, "top_k": top_k, "top_p": top_p, "min_p": min_p}.items():
        tunes[name] = value
    tunes["seed"], tunes["plan"] = seed, -1
    return tunes


WAYS: dict[str, tuple[np.ndarray, list[Filter]]] = {
    "as it is": (tune(), []),
    "daring": (tune(temperature=1.5), [Temperature(1.5)]),
    "careful": (tune(temperature=0.5), [Temperature(0.5)]),
    "top-k": (tune(top_k=7), [TopK(7)]),
    "top-p": (tune(top_p=0.8), [TopP(0.8)]),
    "min-p": (tune(min_p=0.1), [MinP(0.1)]),
    "all": (
        tune(temperature=1.3, top_k=20, top_p=0.9, min_p=0.02),
        [Temperature(1.3), TopK(20), TopP(0.9), MinP(0.02)],
    ),
}


@pytest.mark.parametrize(("tunes", "filters"), WAYS.values(), ids=WAYS)
def test_characters_come_as_often_as_the_filters_say(tunes: np.ndarray, filters: list[Filter]) -> None:
    expected = probabilities(LOGITS, filters) * SAMPLES
    counts = np.bincount(sample_often(LOGITS, tunes, LETTERS, SAMPLES), minlength=len(LOGITS))
    assert not counts[expected == 0].any()
    common = expected >= 5
    squares = (counts - expected)[common] ** 2 / expected[common]
    freedom = len(squares) - 1
    assert squares.sum() < freedom + 4 * np.sqrt(2 * freedom) + 4


def test_a_seed_says_it_all() -> None:
    first, again, other = (sample_often(LOGITS, tune(seed), LETTERS, 100) for seed in (1, 1, 2))
    assert first.tolist() == again.tolist()
    assert first.tolist() != other.tolist()


def test_what_is_no_letter_is_never_sampled() -> None:
    letters = LETTERS.copy()
    letters[LOGITS > 0] = -1
    assert (LOGITS[sample_often(LOGITS, tune(), letters, 1000)] <= 0).all()
    assert sample_often(LOGITS, tune(), np.full_like(LETTERS, -1), 1).tolist() == [-1]
