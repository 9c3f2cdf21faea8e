from __future__ import annotations

import pytest

from tunesmith.benchmarks import training as module
from tunesmith.benchmarks.training import training_speeds
from tunesmith.training.config import TrainingConfig


def test_every_way_is_timed_in_every_round(config: TrainingConfig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "usable_cores", lambda: 2)
    monkeypatch.setattr(module, "has_bf16", lambda: False)
    monkeypatch.setattr(module, "TUNES", 64)
    timings = training_speeds(config.changed(longest=48), rounds=2)
    names = ["padded, float32, plain PyTorch", "buckets, float32", "stream, float32"]
    assert [(timing.name, timing.threads) for timing in timings] == [(name, n) for n in (1, 2) for name in names]
    assert all(len(timing.speeds) == 2 and min(timing.speeds) > 0 for timing in timings)
