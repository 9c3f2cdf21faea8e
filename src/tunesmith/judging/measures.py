"""What is measured of one tune for the distance in style: counts, histograms and matrices of notes and intervals.

Source: Yang and Lerch, "On the Evaluation of Generative Models in Music" (Neural Computing and Applications, 2018),
tables 1 and 2; one voice, in the order of writing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tunesmith.notation import Tune

__all__ = ["MEASURES", "measures_of", "notes_of"]

LENGTHS = np.array([1, 1 / 2, 1 / 4, 1 / 8, 1 / 16, 3 / 4, 3 / 8, 3 / 16, 3 / 32, 1 / 6, 1 / 12, 1 / 24])
"""Whole notes: full, half, quarter, eighth, sixteenth, the same dotted, and in triplets, as in the source."""
MEASURES = {
    "pitch_count": "different pitches",
    "pitch_range": "pitch range",
    "pitch_classes": "pitch class histogram",
    "pitch_class_transitions": "pitch class transitions",
    "interval": "average interval",
    "note_count": "notes",
    "note_lengths": "note length histogram",
    "note_length_transitions": "note length transitions",
    "onset_interval": "average time between onsets",
}
"""Every measure, and what people call it."""


def notes_of(tune: Tune) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """The highest pitches, onsets and durations (whole notes) of a tune as it is written; shapes (notes,)."""
    notes = [event for event in tune.events(expanded=False) if event.pitches]
    pitches = np.array([max(note.pitches) for note in notes], dtype=np.int64)
    onsets = np.array([float(note.onset) for note in notes])
    return pitches, onsets, np.array([float(note.duration) for note in notes])


def measures_of(tune: Tune) -> dict[str, NDArray[np.float64]]:
    """Every measure of a tune with at least two notes, as a vector: numbers (1,), histograms (12,), matrices (144,)."""
    pitches, onsets, durations = notes_of(tune)
    classes = pitches % 12
    lengths = np.abs(durations[:, None] - LENGTHS).argmin(axis=1)
    return {
        "pitch_count": np.array([len(np.unique(pitches))], dtype=np.float64),
        "pitch_range": np.array([np.ptp(pitches)], dtype=np.float64),
        "pitch_classes": histogram(classes),
        "pitch_class_transitions": transitions(classes),
        "interval": np.array([np.abs(np.diff(pitches)).mean()]),
        "note_count": np.array([len(pitches)], dtype=np.float64),
        "note_lengths": histogram(lengths),
        "note_length_transitions": transitions(lengths),
        "onset_interval": np.array([np.diff(onsets).mean()]),
    }


def histogram(values: NDArray[np.int64]) -> NDArray[np.float64]:
    """The share of each of twelve values; shape (12,)."""
    return np.bincount(values, minlength=12) / len(values)


def transitions(values: NDArray[np.int64]) -> NDArray[np.float64]:
    """The share of each pair of neighbours; shape (144,)."""
    return np.bincount(values[:-1] * 12 + values[1:], minlength=144) / (len(values) - 1)
