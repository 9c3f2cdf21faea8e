"""What is measured of one tune for the distance in style: counts, histograms and matrices of notes and intervals.

Source: Yang and Lerch, "On the Evaluation of Generative Models in Music" (Neural Computing and Applications, 2018),
tables 1 and 2; one voice, in the order of writing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tunesmith.analysis.statistics import struck
from tunesmith.analysis.vectors import melody_of, nearest_lengths

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tunesmith.notation import Tune

__all__ = ["MEASURES", "measures_of", "transitions"]

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


def measures_of(tune: Tune) -> dict[str, NDArray[np.float64]]:
    """Every measure of a tune with at least two notes, as a vector: numbers (1,), histograms (12,), matrices (144,)."""
    notes = struck(tune)
    struck_pitches, durations = melody_of(notes)
    pitches = np.array(struck_pitches)
    onsets = np.array([float(note.onset) for note in notes])
    classes = pitches % 12
    lengths = np.array(nearest_lengths(durations))
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


def transitions(values: NDArray[np.int64], size: int = 12) -> NDArray[np.float64]:
    """The share of each pair of neighbours, of which each is from 0 to `size` - 1; shape (size squared,)."""
    return np.bincount(values[:-1] * size + values[1:], minlength=size**2) / (len(values) - 1)
