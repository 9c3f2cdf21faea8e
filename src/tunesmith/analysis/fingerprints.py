"""Fingerprints of a melody: hashes of short runs of intervals, thinned out so that every longer run keeps some.

The key does not matter, because only intervals count; nor does the meter or the way of writing the rhythm, because
lengths do not count and a pitch that is repeated counts once. Source: Schleimer, Wilkerson and Aiken, "Winnowing: Local
Algorithms for Document Fingerprinting" (SIGMOD 2003), here of melodies instead of documents.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tunesmith.notation import Tune

__all__ = ["BITS", "GRAM", "WINDOW", "Line", "grams", "line_of", "winnowed"]

GRAM = 8  # intervals in one fingerprint: about a bar
WINDOW = 3  # of so many fingerprints in a row one is kept at least
BITS = 24  # of a hash
MIXER, WORD = 0x9E3779B97F4A7C15, 2**64 - 1


@dataclass(frozen=True, slots=True)
class Line:
    """The melody of a tune in the order of writing: n notes, each with another pitch than the one before.

    - `pitches` (n)     MIDI numbers; the highest note of a chord
    - `starts`  (n + 1) whole notes; the last is the end of the last note
    - `bars`    (n)     the index of the bar that each note begins in
    """

    pitches: Sequence[int]
    starts: Sequence[float]
    bars: Sequence[int]

    @property
    def durations(self) -> list[float]:
        """How long each note lasts with the rests and repeats after it, in whole notes; n of them."""
        return [end - start for start, end in pairwise(self.starts)]


def line_of(tune: Tune) -> Line:
    """The melody of a tune; ornaments are left out, and a rest prolongs the note before it."""
    pitches: list[int] = []
    starts: list[float] = []
    bars: list[int] = []
    before, end = (-1, -1.0), 0.0
    for note in tune.events(expanded=False):
        if not note.pitches:
            continue
        pitch, start = max(note.pitches), float(note.onset)
        if pitch != before[0] and start > before[1]:
            pitches.append(pitch)
            starts.append(start)
            bars.append(note.bar)
        before, end = (pitch, start), max(end, float(note.onset + note.duration))
    return Line(pitches, [*starts, end], bars)


def grams(line: Line) -> list[int]:
    """The hash of the GRAM intervals from each note on; max(0, notes - GRAM) of them."""
    intervals = [other - one + 128 for one, other in pairwise(line.pitches)]
    return [_hashed(intervals[first : first + GRAM]) for first in range(len(intervals) - GRAM + 1)]


def _hashed(run: Sequence[int]) -> int:
    mixed = 1
    for interval in run:
        mixed = (mixed + interval) * MIXER & WORD
        mixed ^= mixed >> 32
    return mixed & ((1 << BITS) - 1)


def winnowed(hashes: Sequence[int]) -> list[int]:
    """The places of the fingerprints that are kept: the least of every WINDOW in a row, of equal ones the last."""
    window = min(WINDOW, len(hashes))
    starts = range(len(hashes) - window + 1) if hashes else ()
    return sorted({min(range(start, start + window), key=lambda place: (hashes[place], -place)) for start in starts})
