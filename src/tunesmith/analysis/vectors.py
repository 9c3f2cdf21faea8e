"""Features: a tune as some seventy numbers, none of which depends on its key."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from tunesmith.analysis.statistics import STATISTICS, statistics_of, struck, tonic_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tunesmith.notation.playing import Event
    from tunesmith.notation.tune import Tune

__all__ = ["LENGTHS", "melody_of", "nearest_lengths", "vector_names", "vector_of"]

OCTAVE = 12
LENGTHS = (1, 1 / 2, 1 / 4, 1 / 8, 1 / 16, 3 / 4, 3 / 8, 3 / 16, 3 / 32, 1 / 6, 1 / 12, 1 / 24)
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


def vector_of(tune: Tune) -> list[float] | None:
    """The features of one tune, in the order of `vector_names`; None if it has fewer than two notes."""
    notes = struck(tune)
    pitches, durations = melody_of(notes)
    if len(pitches) < 2:
        return None
    intervals = [after - before for before, after in pairwise(pitches)]
    rising = [move > 0 for move in intervals if move]
    statistics, tonic = statistics_of(tune, notes), tonic_of(tune.key)
    contour = [
        sum(before != after for before, after in pairwise(rising)) / (len(rising) - 1) if len(rising) > 1 else 0.0,
        intervals.count(0) / len(intervals),
        pitches.index(max(pitches)) / len(pitches),
        float(pitches[0] % OCTAVE == tonic),
        durations[-1],
        math.log(len(tune.bars)),
        float(tune.meter.capacity),
    ]
    return [
        *share_of([(pitch - tonic) % OCTAVE for pitch in pitches], OCTAVE),
        *share_of([max(-OCTAVE, min(OCTAVE, interval)) + OCTAVE for interval in intervals], len(INTERVALS)),
        *share_of(nearest_lengths(durations), len(DURATIONS)),
        *contour,
        *(float(statistics[name]) for name in STATISTICS),
    ]


def melody_of(notes: Sequence[Event]) -> tuple[list[int], list[float]]:
    """The highest pitches and the durations (whole notes) of what is struck."""
    return [max(note.pitches) for note in notes], [float(note.duration) for note in notes]


def nearest_lengths(durations: Sequence[float]) -> list[int]:
    """Which of LENGTHS each duration is, or is nearest to."""
    return [min(range(len(LENGTHS)), key=lambda place: abs(duration - LENGTHS[place])) for duration in durations]


def share_of(values: Sequence[int], size: int) -> list[float]:
    """The share of each value from 0 to `size` - 1."""
    return [values.count(value) / len(values) for value in range(size)]
