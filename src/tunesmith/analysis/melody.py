"""A melody reduced to what all settings of a tune share: the pitch that sounds on each step of an even grid."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tunesmith.notation.playing import Played

__all__ = ["contour"]

SLOW, FAST = 8, 16  # steps of the grid in a whole note


def contour(played: Played) -> NDArray[np.int8]:
    """Sample a melody on a grid of eighths; shape (steps,), MIDI numbers.

    Ornaments and fast divisions fall between the steps; a rest prolongs the note before it. Where most notes are
    sixteenths or shorter (a reel written in 2/4), the step is a sixteenth, so that the way of writing does not matter.
    """
    notes = [note for note in played.notes if note[2]]
    if not notes:
        return np.zeros(0, dtype=np.int8)
    fast = sum([FAST * ticks <= played.resolution for _, ticks, _ in notes])
    steps = FAST if 2 * fast >= len(notes) else SLOW
    last, ticks, _ = notes[-1]
    times = [-(-onset * steps // played.resolution) for onset in [*[onset for onset, _, _ in notes], last + ticks]]
    pitches = np.array([max(pitches) for _, _, pitches in notes], dtype=np.int8)
    return np.repeat(pitches, np.diff(times))
