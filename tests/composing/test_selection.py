from __future__ import annotations

import json
import math

import numpy as np
import pytest

from tunesmith.analysis.vectors import vector_names
from tunesmith.composing.selection import ODDS, WEIGHED, by_lot, candidate_seeds, odds, score_of, weighed_of
from tunesmith.inference.engine import Drawn
from tunesmith.notation import Tune

HEADER = "X:1\nL:1/8\nM:6/8\nK:D\n"
GOOD = HEADER + "|: d2 A AFA | BdB A2 F | G2 B AFD | EFE D3 :|"


def trait(text: str, name: str) -> float:
    traits = weighed_of(Tune.parse(text))
    assert traits is not None
    return float(traits[WEIGHED.index(name)])


def test_every_trait_has_its_odds() -> None:
    known = json.loads(ODDS.read_text(encoding="utf-8"))
    assert list(known) == list(WEIGHED)
    weights, lowest, highest = odds()
    assert np.isfinite(weights).all()
    assert (lowest <= highest).all()


def test_what_is_asked_for_is_no_trait() -> None:
    assert {"bars", "parts", "form AABB", "bars that are full"} <= set(vector_names()) - set(WEIGHED)


def test_the_traits_of_a_tune() -> None:
    assert trait(GOOD, "ends on the tonic") == 1
    assert trait(GOOD, "length of the last note") == 0.375
    assert trait(GOOD, "range in semitones") == 12
    assert trait(GOOD, "bars in a row that are the same") == 1
    assert trait(f"{HEADER} dAd dAd | dAd dAd | dAd dAd | d6 |]", "bars in a row that are the same") == 3
    assert weighed_of(Tune.parse(f"{HEADER} d6 |]")) is None


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (GOOD, GOOD.replace("EFE D3", "EFE DEF")),
        (GOOD, GOOD.replace("G2 B AFD", "BdB A2 F").replace("d2 A AFA", "BdB A2 F")),
    ],
)
def test_a_tune_that_comes_home_and_is_not_one_bar_has_the_better_odds(better: str, worse: str) -> None:
    assert score_of(Drawn(better, "ended")) > score_of(Drawn(worse, "ended"))


def test_beyond_a_bound_it_makes_no_difference() -> None:
    bars = {count: "| A2F DFA " * count for count in (20, 40)}
    scores = [score_of(Drawn(f"{HEADER}{music} |]", "ended")) for music in bars.values()]
    assert scores[0] == pytest.approx(scores[1], abs=0.2)  # but for what the shares of bars still change


def test_a_tune_is_chosen_as_often_as_its_odds_say() -> None:
    tunes = [Drawn(GOOD, "ended"), Drawn(GOOD.replace("D3", "E3"), "ended")]
    chances = np.exp([score_of(tune) for tune in tunes])
    times = sum(by_lot(tunes, seed)[0] == 1 for seed in range(4000))
    assert times / 4000 == pytest.approx(chances[1] / chances.sum(), abs=0.02)


def test_the_same_seed_chooses_the_same() -> None:
    tunes = [Drawn(GOOD, "ended")] * 8
    places = [by_lot(tunes, seed)[0] for seed in range(50)]
    assert places == [by_lot(tunes, seed)[0] for seed in range(50)]
    assert set(places) == set(range(8))


def test_what_is_no_tune_is_never_chosen() -> None:
    drawn = [Drawn(GOOD, "stopped"), Drawn("X:1\nK:D\n", "ended"), Drawn(GOOD, "ended")]
    assert [score_of(one) for one in drawn[:2]] == [-math.inf, -math.inf]
    assert {by_lot(drawn, seed)[0] for seed in range(50)} == {2}


def test_candidates_have_seeds_of_their_own() -> None:
    assert candidate_seeds(7, 1) == [7]
    many = [one for seed in range(100) for one in candidate_seeds(seed, 8)]
    assert len(set(many)) == 800
    assert all(0 <= one < 2**64 for one in many)
