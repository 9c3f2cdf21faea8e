from __future__ import annotations

from importlib import util
from typing import Any

import pytest

from tunesmith.cli import fields
from tunesmith.cli.fields import UNCHANGED, Fields, chosen, need_torch
from tunesmith.errors import CheckpointError, MissingExtraError
from tunesmith.training.config import TrainingConfig


def test_what_is_not_given_stays() -> None:
    assert chosen(TrainingConfig(), UNCHANGED) == TrainingConfig()
    assert chosen(TrainingConfig(), Fields(rate=1e-4)) == TrainingConfig(rate=1e-4)


@pytest.mark.parametrize(
    ("given", "features"),
    [
        ({"features": ()}, ()),
        ({"features": ("position",)}, ("position",)),
        ({"goals": False}, ("position",)),
        ({"bearings": False}, ()),
        ({"features": (), "bearings": True}, ("position",)),
    ],
)
def test_features_are_chosen_by_name_or_by_the_switches_that_there_were_once(
    given: dict[str, Any], features: tuple[str, ...]
) -> None:
    assert chosen(TrainingConfig(), Fields(**given)).features == features


def test_a_missing_library_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fields, "find_spec", lambda name: None if name == "torch" else util.find_spec(name))
    with pytest.raises(MissingExtraError, match="train"):
        need_torch()
    monkeypatch.setattr(fields, "find_spec", lambda _: object())
    need_torch()


@pytest.mark.parametrize(
    ("features", "problem"),
    [
        (("goals",), "the feature goals needs the feature position"),
        (("weather",), "features are goals, position, and none is called weather"),
    ],
)
def test_features_that_cannot_be_are_refused(features: tuple[str, ...], problem: str) -> None:
    with pytest.raises(CheckpointError, match=problem):
        chosen(TrainingConfig(), Fields(features=features))
