from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tunesmith.training.config import TrainingConfig
from tunesmith.training.schedules import exhausted, learning_rate

BASE = TrainingConfig(rate=0.1, warmup=0.2)


def test_a_cosine_rises_and_falls() -> None:
    config = BASE.changed(schedule="cosine")
    rates = [learning_rate(config, progress, []) for progress in (0.0, 0.1, 0.2, 0.6, 1.0)]
    assert rates == pytest.approx([0, 0.05, 0.1, 0.0505, 0.001])


def test_one_cycle_begins_low_and_ends_lower() -> None:
    config = BASE.changed(schedule="onecycle")
    rates = [learning_rate(config, progress, []) for progress in (0.0, 0.2, 1.0)]
    assert rates == pytest.approx([0.004, 0.1, 0.00001])


def test_a_constant_rate_stays_after_its_rise() -> None:
    config = BASE.changed(schedule="constant")
    assert [learning_rate(config, progress, []) for progress in (0.1, 0.5, 1.0)] == pytest.approx([0.05, 0.1, 0.1])


def test_a_plateau_lowers_the_rate_after_more_than_its_patience() -> None:
    config = BASE.changed(schedule="plateau", patience=2, factor=0.5, warmup=0.0)
    losses = [3.0, 2.0, 2.5, 2.0, 2.1, 1.9, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0]
    rates = [learning_rate(config, 0.5, losses[:seen]) for seen in range(len(losses) + 1)]
    assert rates == pytest.approx([0.1] * 5 + [0.05] * 4 + [0.025] * 3 + [0.0125])


@given(st.floats(0, 1), st.sampled_from(["constant", "plateau", "cosine", "onecycle"]), st.floats(0, 1))
def test_no_rate_is_above_the_highest_or_below_none(progress: float, schedule: str, warmup: float) -> None:
    config = TrainingConfig(rate=0.1, schedule=schedule, warmup=warmup)  # type: ignore[arg-type]
    assert 0 <= learning_rate(config, progress, []) <= 0.1 + 1e-12


def test_patience_ends() -> None:
    assert not exhausted([3.0, 2.0, 2.1], early=2)
    assert exhausted([3.0, 2.0, 2.1, 2.0], early=2)
    assert not exhausted([3.0, 2.0, 2.1, 1.9], early=2)
    assert not exhausted([1.0, 2.0, 3.0, 4.0], early=0)
