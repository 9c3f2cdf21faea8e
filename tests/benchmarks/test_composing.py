from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tunesmith.benchmarks.composing import BATCH, Speed, ceilings, contenders, measure, profiles

if TYPE_CHECKING:
    from tunesmith.model.checkpoint import Checkpoint


def test_the_ways_take_turns_and_the_first_round_does_not_count() -> None:
    turns: list[str] = []

    def way(name: str) -> int:
        turns.append(name)
        return sum(range(100_000)) and 10

    speeds = measure({name: lambda name=name: way(name) for name in "ab"}, rounds=3)  # type: ignore[misc]
    assert turns == ["a", "b"] * 4
    assert [(speed.name, len(speed.rounds)) for speed in speeds] == [("a", 3), ("b", 3)]


def test_median_and_spread() -> None:
    speed = Speed("kernel", (90.0, 100.0, 120.0))
    assert (speed.median, speed.spread) == (100.0, 0.3)


@pytest.mark.slow
def test_every_form_of_the_kernel_competes(checkpoint: Checkpoint) -> None:
    ways = contenders(checkpoint)
    assert {"kernel, float32, alone", f"kernel under the grammar, batch of {BATCH}"} <= set(ways)
    assert all(compose() > 0 for compose in ways.values())


def test_the_limit_counts_every_weight(checkpoint: Checkpoint) -> None:
    found = ceilings(checkpoint, rounds=1)
    assert found.weights == 4 * 48 * 48 + 4 * 48 * 96 + 128 * 48
    assert found.bandwidth == found.alone * found.weights
    assert found.operations == found.batch * 2 * found.weights


def test_a_profile_splits_the_time_of_a_character(checkpoint: Checkpoint) -> None:
    alone, batch = profiles(checkpoint, rounds=1)
    assert (alone.lanes, batch.lanes) == (1, BATCH)
    assert alone.multiplying > 0
    assert alone.encoding > 0
    parts = (batch.multiplying, batch.activations, batch.encoding, batch.sampling, batch.grammar)
    assert sum(parts) == batch.total
