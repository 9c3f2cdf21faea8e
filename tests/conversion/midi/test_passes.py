"""Passes of a repeat: what comes again after whole bars is brought to one rhythm, and nothing else is moved."""

from __future__ import annotations

import pytest

from tunesmith.conversion.midi.passes import agreed
from tunesmith.conversion.midi.performed import Played

QUARTER, BAR = 0.5, 4.0
PITCHES = (62, 64, 66, 67, 69, 71, 73, 74)


def played(start: float, off: float, pitches: tuple[int, ...] = PITCHES) -> list[Played]:
    """A bar of eighths, each so many quarter notes too late."""
    return [Played(start + n / 2 + off, start + n / 2 + 0.4, pitch, 80) for n, pitch in enumerate(pitches)]


def test_notes_of_two_passes_begin_at_the_mean_of_their_onsets() -> None:
    first, *_, last = notes = agreed([*played(0, 0.0), *played(BAR, 0.06)], QUARTER, BAR)
    assert first.start == pytest.approx(0.03)
    assert last.start == pytest.approx(BAR + 3.5 + 0.03)
    assert first.end - first.start == pytest.approx(0.4)
    assert [note.pitch for note in notes] == [*PITCHES, *PITCHES]


@pytest.mark.parametrize(
    "second",
    [played(BAR, 0.2), played(BAR, 0.06, PITCHES[::-1]), played(BAR + 1, 0.06), played(BAR, 0.06)[:7]],
    ids=["too late", "other notes", "not after whole bars", "too few"],
)
def test_what_does_not_come_again_stays_where_it_was(second: list[Played]) -> None:
    notes = [*played(0, 0.0), *second]
    assert agreed(notes, QUARTER, BAR) == notes
