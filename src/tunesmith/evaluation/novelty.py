"""Novelty: how much of each tune of a sample stands in known tunes, and how long the copied runs are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from tunesmith.analysis.origin import LONG, origin
from tunesmith.analysis.origin_index import OriginIndex, shipped_index
from tunesmith.evaluation.intervals import ConfidenceInterval, mean_interval, share_interval
from tunesmith.workers.sharing import ALONE, Workers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tunesmith.analysis.known_tunes import Chance

__all__ = ["Copy", "Novelty", "novelty"]

NAMED = 8  # copies that are named


@dataclass(frozen=True, slots=True)
class Copy:
    """One of the longest copied runs: the number of the tune in the sample (from 1), the run in bars, and in words.

    `similarity` is that of the tune to its nearest known one, which may be another than it shares the run with.
    """

    tune: int
    bars: float
    similarity: float
    words: str
    link: str | None


@dataclass(frozen=True, slots=True)
class Novelty:
    """The similarity of each tune to its nearest known tune, and its longest copied run in bars.

    `above_chance` is the share of the tunes that are more like a known tune than unrelated ones are, and `copied` the
    share with a run of LONG bars or more; `known` counts the tunes that were compared with.
    """

    tunes: int
    similarities: tuple[float, ...]
    runs: tuple[float, ...]
    similarity: ConfidenceInterval
    run: ConfidenceInterval
    above_chance: ConfidenceInterval
    copied: ConfidenceInterval
    longest: tuple[Copy, ...]
    chance: Chance
    known: int


def novelty(texts: Sequence[str], index: OriginIndex | None = None, workers: Workers = ALONE) -> Novelty:
    """Compare at least one tune with all known ones: those of `index`, or of the one that ships with Tunesmith."""
    found = list(workers.map(partial(origin, index=index), texts))
    index = shipped_index() if index is None else index
    order = sorted(range(len(found)), key=lambda place: -found[place].longest)
    longest = [
        Copy(place + 1, one.longest, one.similarity, one.copied.passage, one.copied.link)
        for place in order[:NAMED]
        if (one := found[place]).copied is not None
    ]
    chance = index.chance
    return Novelty(
        tunes=len(found),
        similarities=tuple(round(one.similarity, 4) for one in found),
        runs=tuple(round(one.longest, 3) for one in found),
        similarity=share_interval([one.similarity for one in found]),
        run=mean_interval([one.longest for one in found]),
        above_chance=share_interval([float(one.similarity > chance.similarity) for one in found]),
        copied=share_interval([float(one.longest >= LONG) for one in found]),
        longest=tuple(longest),
        chance=chance,
        known=len(index.tunes),
    )
