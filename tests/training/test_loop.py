from __future__ import annotations

from typing import TYPE_CHECKING

from tunesmith.network.checkpoint import Checkpoint
from tunesmith.training.loop import train

if TYPE_CHECKING:
    from pathlib import Path

    from tunesmith.training.config import TrainingConfig


def test_a_run_learns_and_keeps_its_best_network(packed: Path, config: TrainingConfig, tmp_path: Path) -> None:
    model = Checkpoint.load(train(packed, config.changed(epochs=3.0, rate=0.01), tmp_path))
    losses = model.record["progress"]["losses"]
    assert len(losses) == 3
    assert losses[-1] < losses[0]
