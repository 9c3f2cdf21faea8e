"""The best of many: what speaks for a tune, in figures that can be had before anybody has heard it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from tunesmith.composing.loops import compression_ratio, longest_run, repetition
from tunesmith.errors import AbcError
from tunesmith.notation import Tune
from tunesmith.notation.canonical import beam_group
from tunesmith.notation.pitch import SEMITONES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tunesmith.composing.engine import Drawn

__all__ = ["Merits", "best", "candidate_seeds", "merits_of", "on_tonic", "regular"]

STRIDE = 0x9E3779B97F4A7C15
"""How far apart the seeds of two candidates are: 2**64 over the golden ratio, so that no two tunes share one."""

CADENCE, REGULAR = 3.0, 4.0
"""Worth in nats a bar. On a grid from 0 to 6 those that bring most for least: of the best of eight, nine
in ten then come to rest on the tonic and have regular parts, and they keep three quarters of what a choice by
likelihood alone would gain (`scripts/ranking.py gain`, 200 tunes with nothing asked, at temperature 0.8)."""
USUAL = {"compression": 3.7, "run": 2, "repetition": 0.64}
"""What 99% of real tunes stay within (`scripts/ranking.py real`)."""
COSTS = {"compression": 2.0, "run": 2.0, "repetition": 20.0}
"""What each whole one beyond costs: as much as one real tune in a thousand repeats itself costs 2 nats a bar."""
PHRASE = 4


@dataclass(frozen=True, slots=True)
class Merits:
    """What is counted for and against a tune.

    `nats_per_bar` is what a written bar costs the network, the header and the end of the tune included; `cadence`, that
    it comes to rest on the tonic; `regular`, the share of its parts that have 4, 8, 12 or 16 bars. The others are
    those of `loops`: how far the text can be compressed, how often one bar stands in a row, and how many bars return.
    """

    nats_per_bar: float
    cadence: bool
    regular: float
    compression: float
    run: int
    repetition: float

    @property
    def score(self) -> float:
        """All in one figure, in nats a bar, the higher the better: likelihood, cadence, form, less what loops cost."""
        loops: float = sum(cost * max(0.0, getattr(self, name) - USUAL[name]) for name, cost in COSTS.items())
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
    return Merits(
        nats_per_bar=nats / len(tune.bars),
        cadence=on_tonic(tune),
        regular=regular(tune),
        compression=compression_ratio(text),
        run=longest_run(tune),
        repetition=repetition(tune),
    )


def on_tonic(tune: Tune) -> bool:
    """Whether the tune comes to rest on its tonic; False for a key that has none.

    It does if its last note is the tonic, or the one on the last strong beat: a lead back to the beginning may follow.
    """
    events = list(tune.events())
    while events and not events[-1].pitches:
        events.pop()
    if not events or not tune.key.tonic:
        return False
    bar = list(takewhile(lambda event: event.bar == events[-1].bar, reversed(events)))
    start, group = bar[-1].onset, beam_group(tune.meter)
    strong = (event for event in bar if event.pitches and ((event.onset - start) / group).denominator == 1)
    tonic = pitch_class(tune.key.tonic)
    return any((pitch - tonic) % 12 == 0 for event in (bar[0], *islice(strong, 1)) for pitch in event.pitches)


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
