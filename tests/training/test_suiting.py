from __future__ import annotations

import pytest
import torch

from tunesmith.training.config import TRAINING_PRESETS, TrainingConfig
from tunesmith.training.suiting import suited, without_effect

SMALL = TRAINING_PRESETS["small"]


@pytest.mark.parametrize(
    ("characters", "processor", "gpu"),
    [(10**8, 64, 2048), (128 * 20 * 100, 64, 64), (128 * 20 * 5, 4, 4), (100, 1, 1)],
)
def test_an_epoch_has_twenty_steps_at_least(
    characters: int, processor: int, gpu: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert suited(SMALL, characters).batch == processor
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    assert suited(SMALL, characters).batch == gpu


@pytest.mark.parametrize(("characters", "epochs"), [(10**8, 6.0), (300_000, 10.0), (15_000, 20.0)])
def test_a_small_corpus_is_read_more_often(characters: int, epochs: float) -> None:
    suit = suited(SMALL, characters)
    assert suit == SMALL.changed(batch=suit.batch, epochs=epochs)


def test_every_worker_has_a_lane() -> None:
    assert suited(SMALL.changed(batch=66, workers=3), 128 * 20 * 5).batch == 3
    assert suited(SMALL.changed(batch=66, workers=3), 10**8).batch % 3 == 0


def test_only_a_stream_has_lanes() -> None:
    assert suited(SMALL.changed(form="buckets"), 100).batch == SMALL.batch


@pytest.mark.parametrize(("characters", "epochs"), [(15_000, 20.0), (300_000, 10.0), (65_000_000, 2.0), (0, 20.0)])
def test_a_trained_network_goes_on_gently_and_not_for_ever(characters: int, epochs: float) -> None:
    going_on = suited(SMALL, characters, begun=True)
    assert going_on.epochs == epochs
    assert going_on.rate < SMALL.rate
    assert going_on.early > 0


@pytest.mark.parametrize(
    ("changed", "given", "said"),
    [
        ({"layers": 1}, "dropout", "dropout has no effect: it silences values between layers, and there is one"),
        ({}, "patience", "patience has no effect: the schedule is cosine"),
        ({"schedule": "constant"}, "warmup", "warmup has no effect: the schedule is constant"),
        ({"form": "padded"}, "chunk", "chunk has no effect: the form is padded"),
        ({}, "longest", "longest has no effect: a stream reads whole tunes"),
        ({"features": ()}, "told", "told has no effect: the network does not read goals"),
        ({"minutes": 3.0}, "epochs", "epochs has no effect: the run has a limit of time"),
        ({"repeat": ("mine=2", "yours=3")}, "repeat", "repeat has no effect on yours: the corpus has mine"),
    ],
)
def test_a_field_that_does_nothing_is_named(changed: dict[str, object], given: str, said: str) -> None:
    config = TrainingConfig().changed(**changed)
    assert list(without_effect(config, {given}, ["mine"])) == [said]


def test_what_was_not_given_or_has_its_effect_is_not_mentioned() -> None:
    assert list(without_effect(TrainingConfig(layers=1), {"rate"}, [])) == []
    assert list(without_effect(TrainingConfig(schedule="plateau"), {"patience", "factor", "dropout"}, [])) == []
