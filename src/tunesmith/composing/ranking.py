"""The best of many: what speaks for a tune, in figures that can be had before anybody has heard it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tunesmith.composing.loops import LOOPING, compression_ratio, longest_run
from tunesmith.errors import AbcError
from tunesmith.notation import Tune

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tunesmith.composing.engine import Drawn

__all__ = ["Merits", "candidate_seeds", "merits_of"]

STRIDE = 0x9E3779B97F4A7C15
"""How far apart the seeds of two candidates are: 2**64 over the golden ratio, so that no two tunes share one."""

CADENCE = 3.0
REGULAR = 2.0
LOOP = 10.0
RUN = 2.0
USUAL_RUN = 3
"""Real tunes write a bar at most so many times in a row, 99% of them."""
PHRASE = 4


@dataclass(frozen=True, slots=True)
class Merits:
    """What is counted for and against a tune.

    `nats_per_bar` is what a written bar costs the network, the header and the end of the tune included; `cadence`, that
    it ends on the tonic; `regular`, the share of its parts that have 4, 8, 12 or 16 bars; `compression` and `run`, how
    far its text can be compressed and how often it has one bar in a row.
    """

    nats_per_bar: float
    cadence: bool
    regular: float
    compression: float
    run: int

    @property
    def score(self) -> float:
        """All in one figure, the higher the better, in nats a bar.

        A cadence on the tonic is worth CADENCE, regular parts are worth REGULAR, a compression ratio beyond that of
        real tunes costs LOOP for each whole number above, a bar more in a row than in real tunes costs RUN.
        """
        loops = LOOP * max(0.0, self.compression - LOOPING) + RUN * max(0, self.run - USUAL_RUN)
        return CADENCE * self.cadence + REGULAR * self.regular - self.nats_per_bar - loops


def candidate_seeds(seed: int, count: int) -> list[int]:
    """The seeds of the candidates for one tune: the first is the tune's own, each next one is STRIDE further."""
    return [(seed + place * STRIDE) % 2**64 for place in range(count)]


def best(drawn: Sequence[Drawn], nats: Sequence[float]) -> int:
    """The place of the best of these tunes, given what each costs the network; the first of equals."""
    scores = [_score(one, cost) for one, cost in zip(drawn, nats, strict=True)]
    return scores.index(max(scores))


def _score(drawn: Drawn, nats: float) -> float:
    """The score of a tune; one that was broken off or holds no music is worse than all others."""
    if drawn.ending != "ended":
        return -math.inf
    try:
        return merits_of(drawn.text, nats).score
    except AbcError:
        return -math.inf


def merits_of(text: str, nats: float) -> Merits:
    """The merits of a tune that costs the network so many nats; AbcError if it holds no music."""
    tune = Tune.parse(text)
    return Merits(nats / len(tune.bars), on_tonic(tune), _regular(tune), compression_ratio(text), longest_run(tune))


def on_tonic(tune: Tune) -> bool:
    """Whether the last note that sounds is the tonic; False for a key that has none."""
    last = next((event for event in reversed(tune.events()) if event.pitches), None)
    tonic = tune.key.tonic
    if last is None or not tonic:
        return False
    return any((pitch - _pitch_class(tonic)) % 12 == 0 for pitch in last.pitches)


def _pitch_class(tonic: str) -> int:
    return {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}[tonic[0]] + tonic.count("#") - tonic.count("b")


def _regular(tune: Tune) -> float:
    """The share of the parts whose bars, without pickups and later endings, are a multiple of a phrase's."""
    lengths = [
        sum(
            bar.fill != "anacrusis" and bar.endings in ((), (1,))
            for bar in tune.bars[part.first_bar : part.last_bar + 1]
        )
        for part in tune.form.parts
    ]
    return sum(length % PHRASE == 0 for length in lengths) / len(lengths)
