from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from tunesmith.cli.estimate import size, span, spell


@pytest.mark.parametrize(
    ("count", "words"), [(1_500_000, "1.5 MB"), (999_900_000, "999.9 MB"), (2_500_000_000, "2.50 GB")]
)
def test_bytes_are_in_the_unit_that_fits(count: int, words: str) -> None:
    assert size(count) == words


@pytest.mark.parametrize(("seconds", "words"), [(59.6, "0:01:00"), (3_725, "1:02:05"), (90_000, "1 day, 1:00:00")])
def test_seconds_are_hours_minutes_and_seconds(seconds: float, words: str) -> None:
    assert span(seconds) == words


def test_an_estimate_is_spelt_out_with_its_device_and_what_would_help() -> None:
    memory = SimpleNamespace(process=4e9, weights=1e6, gradients=1e6, optimizer=2e6, activations=3e6)
    found: Any = SimpleNamespace(
        parameters=250_000, memory=memory, characters_per_second=12_345.6, seconds_per_step=0.25,
        characters_per_epoch=1_000_000, steps_per_epoch=100, seconds_per_epoch=60, seconds_per_validation=1.5,
        seconds=3600, device=None, best=None,
    )  # fmt: skip
    assert spell(found, 60).split("\n") == [
        "250,000 weights",
        "memory: 4.00 GB in all; weights 1.0 MB, gradients 1.0 MB, optimiser 2.0 MB, activations 3.0 MB",
        "speed: 12,346 characters a second, 0.250 s a step",
        "an epoch: 1,000,000 characters, 100 steps, 0:01:00; a validation 1.5 s of it",
        "60 epochs: 1:00:00",
    ]
    found.device = SimpleNamespace(name="A card", memory=8e9, operations=2e12, share=0.125)
    found.best = SimpleNamespace(field="batch", value=64, faster=1.5)
    lines = spell(found, 60).split("\n")
    assert lines[1] == "A card: 8.00 GB of its memory, 2.0 TFLOP/s, 12.5% of its peak"
    assert lines[-1] == "what would help most: --batch 64, 1.50 times as fast"
