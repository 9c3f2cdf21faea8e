"""Fingerprints of a melody: hashes of short runs of intervals, thinned out so that every longer run keeps some.

The key does not matter, because only intervals count; nor does the meter or the way of writing the rhythm, because
lengths do not count and a pitch that is repeated counts once. Source: Schleimer, Wilkerson and Aiken, "Winnowing: Local
Algorithms for Document Fingerprinting" (SIGMOD 2003), here of melodies instead of documents.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tunesmith.notation import Tune

__all__ = ["BITS", "GRAM", "WINDOW", "Line", "grams", "line_of", "winnowed"]

GRAM = 8  # intervals in one fingerprint: about a bar
WINDOW = 3  # of so many fingerprints in a row one is kept at least
BITS = 24  # of a hash
MIXER = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """The melody of a tune in the order of writing: n notes, each with another pitch than the one before.

    - `pitches` int64 (n,)       MIDI numbers; the highest note of a chord
    - `starts`  float64 (n + 1,) whole notes; the last is the end of the last note
    - `bars`    int64 (n,)       the index of the bar that each note begins in
    """

    pitches: NDArray[np.int64]
    starts: NDArray[np.float64]
    bars: NDArray[np.int64]

    @property
    def durations(self) -> NDArray[np.float64]:
        """How long each note lasts with the rests and repeats after it, in whole notes; shape (n,)."""
        return np.diff(self.starts)


def line_of(tune: Tune) -> Line:
    """The melody of a tune; ornaments are left out, and a rest prolongs the note before it."""
    notes = [event for event in tune.events(expanded=False) if event.pitches]
    pitches = np.array([max(note.pitches) for note in notes], dtype=np.int64)
    starts = np.array([float(note.onset) for note in notes])
    bars = np.array([note.bar for note in notes], dtype=np.int64)
    changes = np.append(True, (np.diff(pitches) != 0) & (np.diff(starts) > 0)) if len(notes) else np.zeros(0, np.bool_)
    end = max((float(note.onset + note.duration) for note in notes), default=0.0)
    return Line(pitches[changes], np.append(starts[changes], end), bars[changes])


def grams(line: Line) -> NDArray[np.uint32]:
    """The hash of the GRAM intervals from each note on; shape (max(0, notes - GRAM),)."""
    if len(line.pitches) <= GRAM:
        return np.zeros(0, dtype=np.uint32)
    runs = np.lib.stride_tricks.sliding_window_view(np.diff(line.pitches), GRAM)
    hashes = np.ones(len(runs), dtype=np.uint64)
    for column in runs.T:
        hashes = (hashes + (column + 128).astype(np.uint64)) * MIXER
        hashes ^= hashes >> np.uint64(32)
    return (hashes & np.uint64(2**BITS - 1)).astype(np.uint32)


def winnowed(hashes: NDArray[np.uint32]) -> NDArray[np.int64]:
    """The places of the fingerprints that are kept: the least of every WINDOW in a row, of equal ones the last."""
    if not len(hashes):
        return np.zeros(0, dtype=np.int64)
    window = min(WINDOW, len(hashes))
    backwards = np.lib.stride_tricks.sliding_window_view(hashes, window)[:, ::-1]
    return np.unique(np.arange(len(backwards)) + window - 1 - backwards.argmin(axis=1))
