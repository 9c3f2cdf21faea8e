"""Tin whistle fingerings."""

from __future__ import annotations

import pytest

from tunesmith.notation import Tune
from tunesmith.rendering.whistle import fingering, fingerings


@pytest.mark.parametrize(
    ("pitch", "holes", "mark"),
    [
        (62, "●●●●●●", "\u00a0"),
        (67, "●●●○○○", "\u00a0"),
        (72, "○●●○○○", "\u00a0"),
        (74, "○●●●●●", "+"),
        (79, "●●●○○○", "+"),
    ],
)
def test_fingerings_are_those_of_the_usual_chart(pitch: int, holes: str, mark: str) -> None:
    assert fingering(pitch).split("\n") == [*holes, mark]


@pytest.mark.parametrize("pitch", [61, 86])
def test_notes_beyond_the_whistle_get_a_cross(pitch: int) -> None:
    assert fingering(pitch) == "×"


def test_key_and_accidentals_count_and_tied_notes_are_fingered_once() -> None:
    tune = Tune.parse("X:1\nL:1/4\nM:4/4\nK:D\nf =f f- f |]\n")
    assert list(fingerings(tune).values()) == [fingering(78), fingering(77), fingering(77)]
