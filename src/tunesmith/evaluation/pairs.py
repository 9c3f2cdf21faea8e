"""Pairs of neighbours: which move follows which, and which length of a note which; no candidate is chosen by these."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tunesmith.analysis.statistics import struck
from tunesmith.analysis.vectors import LENGTHS, melody_of, nearest_lengths
from tunesmith.evaluation.measures import transitions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tunesmith.notation import Tune

__all__ = ["pairs_of"]

FURTHEST = 7  # semitones; a longer leap counts as one of these
MOVES = 2 * FURTHEST + 1


def pairs_of(tunes: Sequence[Tune]) -> NDArray[np.float64]:
    """The square roots of the shares of all pairs in every tune of three notes or more; shape (tunes, pairs)."""
    melodies = [melody_of(struck(tune)) for tune in tunes]
    rows = [row_of(pitches, durations) for pitches, durations in melodies if len(pitches) > 2]
    return np.array(rows).reshape(len(rows), MOVES**2 + len(LENGTHS) ** 2)


def row_of(pitches: Sequence[int], durations: Sequence[float]) -> NDArray[np.float64]:
    """The pairs of one melody; shape (pairs,)."""
    moves = np.clip(np.diff(pitches), -FURTHEST, FURTHEST) + FURTHEST
    lengths = np.array(nearest_lengths(durations))
    result: NDArray[np.float64] = np.sqrt(np.append(transitions(moves, MOVES), transitions(lengths, len(LENGTHS))))
    return result
