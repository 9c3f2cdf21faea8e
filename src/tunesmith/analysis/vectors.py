"""Features: a tune as some seventy numbers, none of which depends on its key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tunesmith.analysis.statistics import STATISTICS, statistics_of, struck, tonic_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tunesmith.notation.playing import Event
    from tunesmith.notation.tune import Tune

__all__ = ["LENGTHS", "melody_of", "nearest_lengths", "vector_names", "vector_of", "vectors_of"]

OCTAVE = 12
LENGTHS = np.array([1, 1 / 2, 1 / 4, 1 / 8, 1 / 16, 3 / 4, 3 / 8, 3 / 16, 3 / 32, 1 / 6, 1 / 12, 1 / 24])
"""Whole notes: full, half, quarter, eighth, sixteenth, the same dotted, and in triplets."""
DEGREES = [f"degree {degree}" for degree in range(OCTAVE)]
INTERVALS = [f"interval {interval:+d}" for interval in range(-OCTAVE, OCTAVE + 1)]
NAMES = ("whole notes", "halves", "quarters", "eighths", "sixteenths")
DOTTED, TRIPLET = ("halves", "quarters", "eighths", "sixteenths"), ("quarters", "eighths", "sixteenths")
DURATIONS = [*NAMES, *(f"dotted {name}" for name in DOTTED), *(f"triplet {name}" for name in TRIPLET)]
CONTOUR = [
    "turning points",
    "repeated notes",
    "peak",
    "begins on the tonic",
    "length of the last note",
    "bars",
    "length of a bar",
]


def vector_names() -> list[str]:
    """The name of each feature."""
    return [*DEGREES, *INTERVALS, *DURATIONS, *CONTOUR, *STATISTICS.values()]


def vectors_of(tunes: Sequence[Tune]) -> NDArray[np.float64]:
    """The features of every tune that has two notes or more; shape (tunes, features)."""
    rows = [row for tune in tunes if (row := vector_of(tune)) is not None]
    return np.array(rows).reshape(len(rows), len(vector_names()))


def vector_of(tune: Tune) -> NDArray[np.float64] | None:
    """The features of one tune; shape (features,)."""
    notes = struck(tune)
    pitches, durations = melody_of(notes)
    if len(pitches) < 2:
        return None
    intervals = np.diff(pitches)
    moves = intervals[intervals != 0]
    statistics = statistics_of(tune, notes)
    contour = [
        float((np.diff(np.sign(moves)) != 0).mean()) if len(moves) > 1 else 0.0,
        float((intervals == 0).mean()),
        float(pitches.argmax() / len(pitches)),
        float(pitches[0] % OCTAVE == tonic_of(tune.key)),
        float(durations[-1]),
        np.log(len(tune.bars)),
        float(tune.meter.capacity),
    ]
    parts = (
        share_of((pitches - tonic_of(tune.key)) % OCTAVE, OCTAVE),
        share_of(np.clip(intervals, -OCTAVE, OCTAVE) + OCTAVE, len(INTERVALS)),
        share_of(nearest_lengths(durations), len(DURATIONS)),
        contour,
        [statistics[name] for name in STATISTICS],
    )
    return np.concatenate(parts)


def melody_of(notes: Sequence[Event]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The highest pitches and the durations (whole notes) of what is struck; shapes (notes,)."""
    pitches = np.array([max(note.pitches) for note in notes], dtype=np.int64)
    return pitches, np.array([float(note.duration) for note in notes])


def nearest_lengths(durations: NDArray[np.float64]) -> NDArray[np.int64]:
    """Which of LENGTHS each duration (notes,) is, or is nearest to; shape (notes,)."""
    result: NDArray[np.int64] = np.abs(durations[:, None] - LENGTHS).argmin(axis=1)
    return result


def share_of(values: NDArray[np.int64], size: int) -> NDArray[np.float64]:
    """The share of each value from 0 to `size` - 1; shape (size,)."""
    return np.bincount(values, minlength=size) / len(values)
