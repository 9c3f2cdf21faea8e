"""A melody reduced to what all settings of a tune share: the pitch that sounds on each step of an even grid."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tunesmith.notation import Event

__all__ = ["contour"]

SLOW, FAST = 8, 16  # steps of the grid in a whole note


def contour(events: Sequence[Event]) -> NDArray[np.int8]:
    """Sample the melody of `events` on a grid of eighths; shape (steps,), MIDI numbers.

    Ornaments and fast divisions fall between the steps; a rest prolongs the note before it. Where most notes are
    sixteenths or shorter (a reel written in 2/4), the step is a sixteenth, so that the way of writing does not matter.
    """
    notes = [event for event in events if event.pitches]
    if not notes:
        return np.zeros(0, dtype=np.int8)
    fast = sum(FAST * over <= under for over, under in (note.duration.as_integer_ratio() for note in notes))
    steps = FAST if 2 * fast >= len(notes) else SLOW
    ends = [notes[-1].onset + notes[-1].duration]
    moments = (time.as_integer_ratio() for time in [*(note.onset for note in notes), *ends])
    times = [-(-over * steps // under) for over, under in moments]
    pitches = np.array([max(note.pitches) for note in notes], dtype=np.int8)
    return np.repeat(pitches, np.diff(times))
