"""The best of many: candidates are chosen by lot, each with a chance in proportion to its odds of being a real tune.

A network's likelihood alone would choose what repeats itself most: a bar that comes back costs next to nothing. So the
candidates are weighed by the odds that a tune is real and not composed, as a logistic regression learned from both. To
take the one with the best odds would overshoot: if two real tunes in three end on their tonic, nine of ten of the
chosen ones would. Chosen by lot they are spread as real tunes are, the more nearly the more candidates there are: this
is the sampling-importance resampling of Rubin (1988).
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tunesmith.composing.loops import longest_run, repetition
from tunesmith.errors import AbcError
from tunesmith.notation import Tune
from tunesmith.notation.pitch import SEMITONES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tunesmith.composing.engine import Drawn

__all__ = ["WEIGHTS", "Merits", "by_lot", "candidate_seeds", "merits_of", "on_tonic", "regular", "score_of"]

STRIDE = 0x9E3779B97F4A7C15
"""How far apart the seeds of two candidates are: 2**64 over the golden ratio, so that no two tunes share one."""

WEIGHTS = {
    "cadence": 1.46,
    "regular": 0.85,
    "last_note": 4.9,
    "nats_per_new_bar": 0.36,
    "run": -1.04,
    "repetition": -4.2,
    "range": -0.03,
}
"""What each merit adds to the logarithm of the odds that a tune is a real one (`scripts/ranking.py fit`)."""
USUAL = {"repetition": 0.27, "range": 18.5}
"""The means of real tunes; of these merits the distance from it counts, for too little tells as much as too much."""
MOST = {"last_note": 0.5, "nats_per_new_bar": 20.0, "run": 4.0}
"""Beyond this, which 95% of real tunes are within, it makes no difference."""
PHRASE = 4


@dataclass(frozen=True, slots=True)
class Merits:
    """What tells a real tune from a composed one.

    `cadence` says whether the last note is the tonic; `regular` is the share of the parts that have 4, 8, 12 or 16
    bars, `last_note` the duration of the last note in whole notes, `nats_per_new_bar` what a bar that was not there
    before costs the network, `range` that of the melody in semitones. `run` and `repetition` are those of `loops`.
    """

    cadence: bool
    regular: float
    last_note: float
    nats_per_new_bar: float
    run: int
    repetition: float
    range: int

    @property
    def traits(self) -> dict[str, float]:
        """The merits as they are weighed."""
        values = {name: min(float(getattr(self, name)), MOST.get(name, math.inf)) for name in WEIGHTS}
        return {name: abs(value - USUAL[name]) if name in USUAL else value for name, value in values.items()}

    @property
    def score(self) -> float:
        """The logarithm of the odds that the tune is a real one, but for a constant."""
        return sum(weight * self.traits[name] for name, weight in WEIGHTS.items())


def candidate_seeds(seed: int, count: int) -> list[int]:
    """The seeds of the candidates for one tune: the first is the tune's own, each next one is STRIDE further."""
    return [(seed + place * STRIDE) % 2**64 for place in range(count)]


def by_lot(drawn: Sequence[Drawn], nats: Sequence[float], seed: int) -> list[int]:
    """The places of these tunes in an order by the lot of `seed`, given what each costs the network.

    Each is the first with a chance in proportion to its odds, the second among the others, and so on (Gumbel 1954).
    """
    lots = random.Random(seed)
    scores = [score_of(one, cost) - math.log(lots.expovariate(1.0)) for one, cost in zip(drawn, nats, strict=True)]
    return sorted(range(len(scores)), key=lambda place: -scores[place])


def score_of(drawn: Drawn, nats: float) -> float:
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
    notes = [event for event in tune.events(expanded=False) if event.pitches]
    heights = [pitch for event in notes for pitch in event.pitches]
    returning = repetition(tune)
    return Merits(
        cadence=on_tonic(tune),
        regular=regular(tune),
        last_note=float(notes[-1].duration) if notes else 0.0,
        nats_per_new_bar=nats / ((1 - returning) * len(tune.bars)),
        run=longest_run(tune),
        repetition=returning,
        range=max(heights) - min(heights) if heights else 0,
    )


def on_tonic(tune: Tune) -> bool:
    """Whether the last note of the tune, of a chord the lowest, is its tonic; False for a key that has none."""
    notes = [event for event in tune.events(expanded=False) if event.pitches]
    return bool(notes and tune.key.tonic) and (min(notes[-1].pitches) - pitch_class(tune.key.tonic)) % 12 == 0


def pitch_class(tonic: str) -> int:
    """The semitones from C to a tonic such as `F#`."""
    return SEMITONES[tonic[0]] + tonic.count("#") - tonic.count("b")


def regular(tune: Tune) -> float:
    """The share of the parts whose bars, without pickups and later endings, are a multiple of a phrase's."""
    lengths = [
        sum(
            bar.fill != "anacrusis" and bar.endings in ((), (1,))
            for bar in tune.bars[part.first_bar : part.last_bar + 1]
        )
        for part in tune.form.parts
    ]
    return sum(length % PHRASE == 0 for length in lengths) / len(lengths)
