from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from tunesmith.training import logbook as module
from tunesmith.training.logbook import Logbook
from tunesmith.training.resume import Position
from tunesmith.training.step import Step
from tunesmith.training.validation import Validation

if TYPE_CHECKING:
    from pathlib import Path


def events(folder: Path) -> EventAccumulator:
    return EventAccumulator(str(folder / "tensorboard")).Reload()


def test_tensorboard_gets_what_a_run_tells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PERIOD", 0.0)
    with Logbook(tmp_path, Position()) as log:
        log.step(Step(loss=math.log(4), norm=0.5, characters=100, hits=80), rate=0.01, progress=0.5, steps=1)
        log.validation(Validation(math.log(2), 0.75, 0.96, 50), Position(steps=1), kept=True)
        log.tune("X:1\nK:D\n ABc |]", 1)
    found = events(tmp_path)
    values = {name: found.Scalars(name)[0].value for name in found.Tags()["scalars"]}
    speed = values.pop("training/characters_per_second")
    assert speed > 0
    assert values == pytest.approx(
        {
            "training/loss": math.log(4),
            "training/bits_per_character": 2,
            "training/perplexity": 4,
            "training/top1": 0.8,
            "training/learning_rate": 0.01,
            "training/gradient_norm": 0.5,
            "validation/loss": math.log(2),
            "validation/bits_per_character": 1,
            "validation/perplexity": 2,
            "validation/top1": 0.75,
            "validation/top5": 0.96,
        },
        rel=1e-5,
    )
    assert "X:1\nK:D\n ABc |]" in found.Tensors("composed/text_summary")[0].tensor_proto.string_val[0].decode()


def test_steps_are_averaged_by_their_characters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Logbook(tmp_path, Position()) as log:
        log.step(Step(loss=1.0, norm=0.5, characters=300, hits=200), 0.01, 0.5, 1)
        monkeypatch.setattr(module, "PERIOD", 0.0)
        log.step(Step(loss=2.0, norm=0.5, characters=100, hits=80), 0.01, 0.5, 2)
    assert [event.value for event in events(tmp_path).Scalars("training/loss")] == [1.25]


def test_what_a_killed_run_had_logged_after_its_last_validation_is_dropped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PERIOD", 0.0)
    for start, end in ((0, 6), (3, 8)):
        with Logbook(tmp_path, Position(steps=start)) as log:
            for steps in range(start + 1, end):
                log.step(Step(loss=1.0, norm=0.5, characters=100, hits=80), 0.01, 0.5, steps)
    assert [event.step for event in events(tmp_path).Scalars("training/loss")] == [1, 2, 3, 4, 5, 6, 7]
