"""The best of many: candidates are sampled so that the chosen tunes have the statistics of real tunes.

To choose by the network's likelihood would favour tunes that repeat themselves: a bar that comes back costs next to
nothing. To choose the tune most like real ones would overshoot: if two real tunes in three end on their tonic, nine of
ten of the chosen ones would. So every candidate has odds, the exponential of a weighted sum of its features, and is
sampled with a probability in proportion to them. With the right weights the chosen tunes have, on average, the features
of real ones. Of all such choices this is the one of maximum entropy (Jaynes 1957): it changes the network's own
distribution least.
"""

from __future__ import annotations

import json
import math
import random
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tunesmith.analysis.difficulty import difficulty_of
from tunesmith.analysis.loops import longest_run
from tunesmith.analysis.vectors import vector_names, vector_of
from tunesmith.errors import AbcError
from tunesmith.music.rhythms import RHYTHMS
from tunesmith.notation import Tempo
from tunesmith.notation.tune import Tune

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tunesmith.composing.request import Request
    from tunesmith.inference.job import JobResult

__all__ = [
    "FEATURES",
    "NAMED",
    "ODDS",
    "candidate_seeds",
    "features_of",
    "is_as_hard",
    "kind_of",
    "log_odds",
    "odds_named",
    "sampled_order",
]

STRIDE = 0x9E3779B97F4A7C15
"""How far apart the seeds of two candidates are: 2**64 over the golden ratio, so that no two tunes share one."""

SETTLED = {"bars", "length of a bar", "parts", "parts of 8 bars", "form AABB", "bars that are full"}
"""What the request and the grammar settle: candidates hardly differ in it."""
COUNTED = [place for place, name in enumerate(vector_names()) if name not in SETTLED]
FEATURES = (*(name for name in vector_names() if name not in SETTLED), "bars in a row that are the same")
"""The features of a tune, by name."""
ODDS = Path(__file__).with_name("odds.json")
"""What each feature adds to the logarithm of the odds, and the bounds beyond which it makes no difference, which 98% of
real tunes are within (`scripts/ranking.py fit`): for some networks, by the beginning of their fingerprint, and for all
others, by whether they are told goals."""
NAMED = 12
"""So many characters of a fingerprint stand in ODDS."""


def candidate_seeds(seed: int, count: int) -> list[int]:
    """The seeds of the candidates for one tune: the first is the tune's own, each next one is STRIDE further."""
    return [(seed + place * STRIDE) % 2**64 for place in range(count)]


def sampled_order(results: Sequence[JobResult], seed: int, name: str) -> list[int]:
    """The places of these tunes in an order that is sampled with `seed`, by the odds of this name.

    Each is the first with a probability in proportion to its odds, the second among the others, and so on (Gumbel
    1954).
    """
    generator = random.Random(seed)
    scores = [log_odds(one, name) - math.log(generator.expovariate(1.0)) for one in results]
    return sorted(range(len(scores)), key=lambda place: -scores[place])


def log_odds(result: JobResult, name: str) -> float:
    """The logarithm of the odds of a tune, by the odds of this name, but for a constant.

    One that was broken off or is no music has none.
    """
    if result.ending != "ended":
        return -math.inf
    try:
        features = features_of(Tune.parse(result.text))
    except AbcError:
        return -math.inf
    if features is None:
        return -math.inf
    return math.fsum(
        weight * min(max(feature, lowest), highest)
        for feature, weight, lowest, highest in zip(features, *odds(name), strict=True)
    )


def is_as_hard(text: str, request: Request) -> bool:
    """Whether a tune is as hard to play as is asked for, at the usual tempo of the rhythm that is asked for."""
    if request.difficulty is None:
        return True
    tune, rhythm = Tune.parse(text), RHYTHMS.find(request.rhythm or "")
    fits = rhythm is not None and (rhythm.beat.numerator == 3) == tune.meter.compound
    difficulty = difficulty_of(tune, Tempo(rhythm.beat, rhythm.rate) if rhythm and fits else None)
    return difficulty is not None and difficulty.grade == request.difficulty


def features_of(tune: Tune) -> list[float] | None:
    """The FEATURES of a tune, in their order; None if it has fewer than two notes."""
    row = vector_of(tune)
    return None if row is None else [*(row[place] for place in COUNTED), longest_run(tune)]


def odds_named(fingerprint: str, *, goals: bool) -> str:
    """The name in ODDS of what holds for a network: its own, or those for all networks with `goals` or without."""
    name = fingerprint[:NAMED]
    return name if name in known_odds() else kind_of(goals=goals)


def kind_of(*, goals: bool) -> str:
    """What the odds for all networks with `goals` or without are called in ODDS."""
    return "with goals" if goals else "without goals"


@cache
def known_odds() -> dict[str, dict[str, dict[str, float]]]:
    """What stands in ODDS."""
    found: dict[str, dict[str, dict[str, float]]] = json.loads(ODDS.read_text(encoding="utf-8"))
    return found


@cache
def odds(name: str) -> tuple[list[float], ...]:
    """The weights, the lowest and the highest values of all features, by the name of the odds."""
    known = known_odds()[name]
    return tuple([known[feature][column] for feature in FEATURES] for column in ("weight", "lowest", "highest"))
