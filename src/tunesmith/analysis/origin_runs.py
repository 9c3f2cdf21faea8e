"""Runs of a melody that stand in known tunes: fingerprints that match one after another at the same distance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tunesmith.analysis.fingerprints import GRAM, WINDOW, grams

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tunesmith.analysis.fingerprints import Line
    from tunesmith.analysis.origin_index import OriginIndex

__all__ = ["LEAST", "Runs", "covered", "runs_of"]

LEAST = 14  # notes: what is shorter than about two bars is a stock phrase, which unrelated tunes share


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """The runs of a melody that stand in known tunes, r of them: all arrays of shape (r,).

    `firsts` and `lasts` are notes of the melody, both included; `lengths` is their time in whole notes; `begins` are
    the bars of the known `tunes`, counted from 0.
    """

    tunes: NDArray[np.int64]
    firsts: NDArray[np.int64]
    lasts: NDArray[np.int64]
    lengths: NDArray[np.float64]
    begins: NDArray[np.int64]


def runs_of(line: Line, index: OriginIndex) -> Runs:
    """The runs of LEAST notes or more that a melody shares with each tune of `index`.

    Where two entries of a known tune match one after another and overlap, every interval between them is the same. A
    run may go on beyond its entries as far as the known tune has no further entry to tell: so much, WINDOW - 1 notes at
    most, is given to it at either end, so that no copy counts as shorter than it is.
    """
    matches = index.find(grams(line))
    apart = matches.places - matches.positions
    order = np.lexsort((matches.places, apart, matches.tunes))
    tunes, places, apart = matches.tunes[order], matches.places[order], apart[order]
    breaks = (np.diff(tunes) != 0) | (np.diff(apart) != 0) | (np.diff(places) > GRAM)
    first = np.flatnonzero(np.append(True, breaks)[: len(tunes)])
    last = np.append(first[1:], len(tunes))[: len(first)] - 1
    before = np.minimum(matches.before[order][first], WINDOW - 1)
    after = np.minimum(matches.after[order][last], WINDOW - 1)
    firsts = np.maximum(places[first] - before, 0)
    lasts = np.minimum(places[last] + GRAM + after, len(line.pitches) - 1)
    kept = lasts - firsts + 1 >= LEAST
    first, firsts, lasts = first[kept], firsts[kept], lasts[kept]
    return Runs(
        tunes=tunes[first],
        firsts=firsts,
        lasts=lasts,
        lengths=line.starts[lasts + 1] - line.starts[firsts],
        begins=matches.bars[order][first],
    )


def covered(runs: Runs, chosen: NDArray[np.bool_], notes: int) -> NDArray[np.bool_]:
    """Which of a melody's notes stand in some of the chosen runs; shape (notes,)."""
    edges = np.zeros(notes + 1, dtype=np.int64)
    np.add.at(edges, runs.firsts[chosen], 1)
    np.add.at(edges, runs.lasts[chosen] + 1, -1)
    result: NDArray[np.bool_] = np.cumsum(edges)[:notes] > 0
    return result
