from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tunesmith.training import estimate as module
from tunesmith.training.estimate import alternatives, estimate

if TYPE_CHECKING:
    from pathlib import Path

    from tunesmith.training.config import TrainingConfig


def test_it_counts_what_it_can_and_measures_the_rest(packed: Path, config: TrainingConfig) -> None:
    config = config.changed(epochs=3.0, average=0.9, workers=2)
    found = estimate(packed, config)
    weights = 4 * found.parameters
    assert (found.memory.weights, found.memory.gradients) == (weights, 2 * weights)
    assert found.memory.optimizer == 3 * weights
    assert found.memory.process > found.memory.activations > 0
    assert found.seconds == pytest.approx(3 * found.seconds_per_epoch)
    steps = found.steps_per_epoch * found.seconds_per_step
    assert found.seconds_per_epoch == pytest.approx(steps + found.seconds_per_validation)
    assert found.characters_per_second * found.seconds_per_step * found.steps_per_epoch == pytest.approx(
        found.characters_per_epoch, abs=1
    )


def test_only_changes_that_can_be_made_here_are_tried(config: TrainingConfig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "usable_cores", lambda: 2)
    monkeypatch.setattr(module, "has_bf16", lambda: True)
    monkeypatch.setattr("tunesmith.training.machine.has_bf16", lambda: True)
    student = config.changed(form="padded")
    assert alternatives(student) == [("batch", 8), ("form", "stream"), ("workers", 2), ("precision", "bf16")]
    assert alternatives(config.changed(workers=2, precision="auto")) == [("batch", 8)]
