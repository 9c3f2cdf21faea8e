from __future__ import annotations

import numpy as np
import pytest

from tunesmith.inference.inspection import inspect
from tunesmith.inference.scoring import score
from tunesmith.model.checkpoint import Checkpoint

TUNE = "X:1\nL:1/8\nM:6/8\nK:G\n GAB d2 B | c2 A FGA |]"


@pytest.fixture(scope="module")
def small() -> Checkpoint:
    return Checkpoint.load("small")


def test_every_row_is_a_distribution_and_gives_the_score_of_the_text(small: Checkpoint) -> None:
    found = inspect(small, TUNE)
    assert found.log_probabilities.shape == (len(TUNE) + 1, len(small.vocabulary))
    assert np.exp(found.log_probabilities).sum(axis=1) == pytest.approx(1, abs=1e-5)
    numbers = np.append(small.vocabulary.encode(TUNE), small.vocabulary.char_to_idx["<eos>"])
    nats = -found.log_probabilities[np.arange(len(numbers)), numbers]
    [scored] = score(small, [TUNE], "float32")
    assert nats == pytest.approx(scored.nats, abs=2e-3)


def test_the_state_is_that_after_each_character(small: Checkpoint) -> None:
    found, longer = inspect(small, TUNE), inspect(small, TUNE + " G")
    shape = (len(TUNE) + 1, small.config.layers, small.config.hidden)
    assert found.hidden.shape == found.cells.shape == shape
    assert np.array_equal(longer.hidden[: len(TUNE) + 1], found.hidden)
    assert np.abs(found.hidden).max() <= 1


def test_an_empty_text_has_the_row_of_its_beginning(small: Checkpoint) -> None:
    found = inspect(small, "")
    assert found.symbols[0, 0] == small.vocabulary.char_to_idx["<bos>"]
    assert small.vocabulary.idx_to_char[int(found.log_probabilities[0].argmax())] == "X"


def test_a_character_that_is_not_known_is_read_as_such(small: Checkpoint) -> None:
    found = inspect(small, "X:1\nT:\u2603")
    assert found.symbols[-1, 0] == small.vocabulary.char_to_idx["<unk>"]
