"""Features that tell which degree of its key signature is the tonic of a tune: notes, ends, strong beats and chords.

Every feature is a share for each of the twelve pitch classes, counted from the tonic of the major key of the signature,
so that all keys are one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tunesmith.corpus.outline import Outline

__all__ = ["TONALITY_SIZE", "tonality"]

OCTAVE: Final = 12
SCALE: Final = np.array([0, 2, 4, 5, 7, 9, 11])  # the degrees of the major key of the signature
LONG: Final = 0.25  # a note that rests, in whole notes
LAST_NOTES: Final = 3
GROUPS: Final = 19
TONALITY_SIZE: Final = GROUPS * OCTAVE


def tonality(outline: Outline) -> NDArray[np.float64]:
    """The features of a tune of at least one note; shape (TONALITY_SIZE,)."""
    classes = (outline.pitches - 7 * outline.fifths) % OCTAVE
    durations = outline.durations
    downbeats = (outline.offsets == 0) & ~outline.in_bars(tuple(outline.upbeats))
    ends = last_in(outline, outline.lasts)
    of_last_bars = outline.in_bars(outline.lasts)
    of_first_bars = outline.in_bars(outline.firsts)
    roots = chord_roots(outline, classes)
    penultimate = tuple(bar - 1 for bar in outline.lasts)
    long_end = durations[-1] >= LONG
    groups = [
        shares(classes, durations),
        shares(classes[-1:]),
        shares(classes[-1:]) * long_end,
        shares(classes[ends]),
        shares(classes[ends], durations[ends]),
        shares(classes[-LAST_NOTES:], durations[-LAST_NOTES:]),
        shares(classes[downbeats & of_last_bars]),
        shares(classes[downbeats][:1]),
        shares(classes[downbeats & of_first_bars]),
        shares(classes[downbeats]),
        shares(classes[last_in(outline, outline.phrases)]),
        shares(classes[downbeats & outline.in_bars(outline.phrases)]),
        shares(classes[of_last_bars], durations[of_last_bars]),
        shares(classes[of_first_bars], durations[of_first_bars]),
        shares(classes[durations >= LONG], durations[durations >= LONG]),
        shares(roots[roots >= 0]),
        shares(chosen(roots, outline.firsts)),
        shares(chosen(roots, outline.lasts)),
        shares(chosen(roots, penultimate)),
    ]
    return np.concatenate(groups)


def shares(classes: NDArray[np.int64], weights: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
    """How the weight is spread over the pitch classes; zeros where there is none."""
    counts = np.bincount(classes, weights, OCTAVE).astype(np.float64)
    total = counts.sum()
    return counts / total if total else counts


def last_in(outline: Outline, bars: tuple[int, ...]) -> NDArray[np.int64]:
    """The index of the last note of each of `bars` that has one."""
    after = np.searchsorted(outline.bars, np.array(bars, dtype=np.int64), side="right")
    return np.unique(after[after > 0]) - 1


def chord_roots(outline: Outline, classes: NDArray[np.int64]) -> NDArray[np.int64]:
    """The root of the triad of the signature that most of each bar belongs to, -1 for a bar without notes.

    The root counts half as much again as the other notes, and a bar's first note is counted twice.
    """
    weights = np.zeros((len(outline.bar_lengths), OCTAVE))
    np.add.at(weights, (outline.bars, classes), outline.durations * (1 + (outline.offsets == 0)))
    degrees = weights[:, SCALE]
    fits = 1.5 * degrees + np.roll(degrees, -2, axis=1) + np.roll(degrees, -4, axis=1)
    return np.where(weights.any(axis=1), SCALE[fits.argmax(axis=1)], -1)


def chosen(roots: NDArray[np.int64], bars: tuple[int, ...]) -> NDArray[np.int64]:
    """The roots of these bars, without those that have none."""
    found = roots[[bar for bar in bars if bar >= 0]]
    return found[found >= 0]
