from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import torch

from tunesmith.corpus.packed import PackedCorpus
from tunesmith.corpus.vocabulary import Vocabulary
from tunesmith.errors import TrainingError
from tunesmith.model.checkpoint import Checkpoint
from tunesmith.model.lstm import cross_entropy
from tunesmith.training.batches import Batches, arrange
from tunesmith.training.machine import set_up
from tunesmith.training.step import Learner, Step
from tunesmith.training.texts import epoch_texts, validation_texts
from tunesmith.training.validation import validation_batches

if TYPE_CHECKING:
    from pathlib import Path

    from tunesmith.training.config import TrainingConfig


@pytest.fixture
def corpus(packed: Path) -> PackedCorpus:
    return PackedCorpus.open(packed, "train")


def batches_of(corpus: PackedCorpus, config: TrainingConfig) -> Batches:
    return arrange(epoch_texts(corpus, config, 0), config, 0)


def learned(corpus: PackedCorpus, config: TrainingConfig, steps: int = 6) -> tuple[Learner, list[Step]]:
    """Take some steps with a new learner."""
    learner = Learner(config, corpus.vocabulary, set_up(config))
    batches, together = batches_of(corpus, config), config.accumulate
    groups = [[batches[step * together + place] for place in range(together)] for step in range(steps)]
    return learner, [learner.step(group, 0.01, number) for number, group in enumerate(groups)]


def same(first: Learner, second: Learner) -> bool:
    pairs = zip(first.network.parameters(), second.network.parameters(), strict=True)
    return all(torch.equal(one, other) for one, other in pairs)


@pytest.mark.parametrize("workers", [1, 2])
def test_the_same_seed_and_threads_give_the_same_weights(
    corpus: PackedCorpus, config: TrainingConfig, workers: int
) -> None:
    config = config.changed(workers=workers)
    first, second, other = (learned(corpus, config.changed(seed=seed))[0] for seed in (1, 1, 2))
    assert same(first, second)
    assert not same(first, other)


def test_two_workers_learn_what_one_does(corpus: PackedCorpus, config: TrainingConfig) -> None:
    config = config.changed(dropout=0.0)
    alone, one = learned(corpus, config)
    pair, two = learned(corpus, config.changed(workers=2))
    assert [step.loss for step in one] == pytest.approx([step.loss for step in two], rel=1e-4)
    assert [step.norm for step in one] == pytest.approx([step.norm for step in two], rel=1e-3)
    for single, double in zip(alone.network.parameters(), pair.network.parameters(), strict=True):
        torch.testing.assert_close(single, double, rtol=1e-2, atol=1e-4)


def test_the_state_is_carried_from_batch_to_batch(corpus: PackedCorpus, config: TrainingConfig) -> None:
    config = config.changed(dropout=0.0, fresh=0.0)
    learner = Learner(config, corpus.vocabulary, set_up(config))
    batches = batches_of(corpus, config)
    losses = [learner.step([batches[number]], 0.0, number).loss for number in range(2)]
    with torch.no_grad():
        logits, _ = learner.network(torch.cat([batches[0].inputs, batches[1].inputs]).int())
        whole = cross_entropy(logits, torch.cat([batches[0].targets, batches[1].targets]).long())
    together = sum(loss * batches[number].real for number, loss in enumerate(losses))
    assert together == pytest.approx(float(whole), rel=1e-5)


def test_a_fresh_lane_forgets_and_the_others_do_not(corpus: PackedCorpus, config: TrainingConfig) -> None:
    learner = Learner(config.changed(fresh=0.0, workers=1), corpus.vocabulary, set_up(config))
    batch = batches_of(corpus, config.changed(fresh=0.0))[1]
    worker = learner.workers[0]
    worker.state = torch.ones(2, 4, 16), torch.ones(2, 4, 16)
    state = worker.before(replace(batch, fresh=torch.tensor([True, False, True, False])))
    assert state is not None
    hidden, cell = state
    assert hidden.sum((0, 2)).tolist() == cell.sum((0, 2)).tolist() == [0, 32, 0, 32]
    assert worker.before(replace(batch, fresh=torch.ones(4, dtype=torch.bool))) is None


def test_accumulated_batches_are_one_step(corpus: PackedCorpus, config: TrainingConfig) -> None:
    config = config.changed(form="padded", longest=40, dropout=0.0, batch=8)
    _, large = learned(corpus, config, steps=2)
    _, small = learned(corpus, config.changed(batch=4, accumulate=2), steps=2)
    assert [step.loss for step in small] == pytest.approx([step.loss for step in large], rel=1e-4)
    assert [step.norm for step in small] == pytest.approx([step.norm for step in large], rel=1e-3)


def test_a_gradient_is_clipped(corpus: PackedCorpus, config: TrainingConfig) -> None:
    learner, _ = learned(corpus, config.changed(clip=0.001), steps=1)
    norms = [gradient.norm() for parameter in learner.network.parameters() if (gradient := parameter.grad) is not None]
    assert float(torch.stack(norms).norm()) == pytest.approx(0.001, rel=1e-3)


def test_the_running_average_follows_the_weights(corpus: PackedCorpus, config: TrainingConfig) -> None:
    slow, _ = learned(corpus, config.changed(average=0.15), steps=3)
    assert slow.judged is not slow.network
    first, second, third = (learned(corpus, config, steps=steps)[0].network.output.weight for steps in (1, 2, 3))
    two = first * 0.15 + second * 0.85  # 2 / 11 would be kept of the first if the average were as slow as that
    torch.testing.assert_close(slow.judged.output.weight, two * 0.15 + third * 0.85)


def test_the_running_average_forgets_its_beginning_soon(corpus: PackedCorpus, config: TrainingConfig) -> None:
    learner, _ = learned(corpus, config.changed(average=0.998), steps=3)
    first, second, third = (learned(corpus, config, steps=steps)[0].network.output.weight for steps in (1, 2, 3))
    two = first * 2 / 11 + second * 9 / 11
    torch.testing.assert_close(learner.judged.output.weight, two * 3 / 12 + third * 9 / 12)


def test_a_step_counts_the_characters_it_learned(corpus: PackedCorpus, config: TrainingConfig) -> None:
    _, steps = learned(corpus, config)
    batches = batches_of(corpus, config)
    assert [step.characters for step in steps] == [batches[number].real for number in range(6)]
    assert all(step.characters <= 4 * 32 for step in steps)


@pytest.mark.parametrize("lacking", [{"features": ()}, {"features": ("position",)}])
def test_a_network_begins_with_the_weights_of_a_trained_one_that_reads_less(
    corpus: PackedCorpus, config: TrainingConfig, lacking: dict[str, Any]
) -> None:
    deaf, _ = learned(corpus, config.changed(**lacking))
    start = Checkpoint(deaf.network.config, corpus.vocabulary, deaf.network.weights(), {})
    learner = Learner(config.changed(average=0.9), corpus.vocabulary, set_up(config), start)
    readings = (validation_texts(corpus, one) for one in (config, config.changed(**lacking)))
    heard, less = (validation_batches(texts)[0].inputs.int() for texts in readings)
    with torch.no_grad():
        expected, _ = deaf.network.eval()(less)
        for network in (learner.network, learner.judged):
            torch.testing.assert_close(network.eval()(heard)[0], expected)


@pytest.mark.parametrize(
    "other", [{"hidden": 12}, {"repeat_lags": (0, 2)}, {"features": ()}, {"features": ("position",)}]
)
def test_a_network_of_another_shape_is_no_start(
    corpus: PackedCorpus, config: TrainingConfig, other: dict[str, Any]
) -> None:
    trained, _ = learned(corpus, config, steps=1)
    start = Checkpoint(trained.network.config, corpus.vocabulary, trained.network.weights(), {})
    with pytest.raises(TrainingError, match="another shape"):
        Learner(config.changed(**other), corpus.vocabulary, set_up(config), start)
    with pytest.raises(TrainingError, match="other characters"):
        Learner(config, Vocabulary("abc"), set_up(config), start)
