from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
import torch

from tunesmith.corpus.packed import PackedCorpus
from tunesmith.corpus.vocabulary import EOS, PAD, Vocabulary
from tunesmith.evaluation.likelihood import likelihood
from tunesmith.model.checkpoint import Checkpoint
from tunesmith.model.lstm import LSTM
from tunesmith.training import validation as module
from tunesmith.training.batches import Batch
from tunesmith.training.config import TrainingConfig
from tunesmith.training.machine import set_up
from tunesmith.training.texts import validation_texts
from tunesmith.training.validation import Validation, validate, validation_batches

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def corpus(packed: Path) -> PackedCorpus:
    return PackedCorpus.open(packed, "validation")


def test_batches_hold_every_character_once_and_no_end(corpus: PackedCorpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TOGETHER", 200)
    batches = validation_batches(validation_texts(corpus, TrainingConfig(repeat_lags=(0, 4))))
    assert len(batches) > 2
    assert sum(batch.real for batch in batches) == sum(len(corpus.text(int(own))) for own in corpus.originals)
    assert not any((batch.targets == EOS).any() for batch in batches)
    assert all(batch.fresh.all() for batch in batches)


def test_it_is_the_figure_of_evaluate(corpus: PackedCorpus, config: TrainingConfig) -> None:
    torch.manual_seed(0)
    network = LSTM(config.network(len(corpus.vocabulary)), corpus.vocabulary)
    found = validate(network, validation_batches(validation_texts(corpus, config)), set_up(config))
    texts = [corpus.vocabulary.decode(corpus.text(int(own))) for own in corpus.originals]
    expected = likelihood(Checkpoint(network.config, corpus.vocabulary, network.weights(), {}), texts, "float32").all
    assert found.characters == expected.characters
    assert found.nats == pytest.approx(expected.nats_per_character, rel=1e-5)
    assert (found.top1, found.top5) == pytest.approx((expected.top1, expected.top5))
    assert network.training


def test_bits_and_perplexity_are_other_words_for_nats() -> None:
    score = Validation(nats=2 * math.log(2), top1=0.5, top5=0.9, characters=10)
    assert (score.bits, score.perplexity) == pytest.approx((2, 4))


def test_padding_is_never_a_hit(config: TrainingConfig) -> None:
    batch = Batch(
        torch.full((3, 1, 1), PAD, dtype=torch.int16),
        torch.tensor([[5], [PAD], [PAD]], dtype=torch.uint8),
        torch.ones(1, dtype=torch.bool),
    )
    network = LSTM(config.changed(repeat_lags=(), features=()).network(8), Vocabulary("abcd"))
    with torch.no_grad():
        network.output.bias[PAD] = 100.0
    assert validate(network, [batch], set_up(config)).top1 == 0
