from __future__ import annotations

from dataclasses import asdict, fields
from importlib import util

import pytest

from tunesmith.cli import fields as cli_fields
from tunesmith.cli.fields import UNCHANGED, Fields, chosen, need_torch
from tunesmith.errors import MissingExtraError
from tunesmith.training.config import TrainingConfig


def test_every_field_of_a_run_may_be_left_out() -> None:
    assert set(asdict(UNCHANGED)) == {field.name for field in fields(TrainingConfig)}
    assert set(asdict(UNCHANGED).values()) == {None}


def test_what_is_left_out_stays_and_what_is_given_changes() -> None:
    config = TrainingConfig()
    assert chosen(config, UNCHANGED) == config
    changed = chosen(config, Fields(hidden=64))
    assert changed.hidden == 64
    assert changed.changed(hidden=config.hidden) == config


def test_a_missing_library_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli_fields, "find_spec", lambda name: None if name == "torch" else util.find_spec(name))
    with pytest.raises(MissingExtraError, match="train"):
        need_torch()
    monkeypatch.setattr(cli_fields, "find_spec", lambda _: object())
    need_torch()
