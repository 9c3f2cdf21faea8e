from __future__ import annotations

import json
import math

import numpy as np
import pytest

from tunesmith.analysis.vectors import vector_names
from tunesmith.composing.selection import (
    FEATURES,
    NAMED,
    ODDS,
    candidate_seeds,
    features_of,
    log_odds,
    odds,
    odds_named,
    sampled_order,
)
from tunesmith.inference.job import JobResult
from tunesmith.model.checkpoint import Checkpoint
from tunesmith.model.locating import models
from tunesmith.notation import Tune

HEADER = "X:1\nL:1/8\nM:6/8\nK:D\n"
GOOD = HEADER + "|: d2 A AFA | BdB A2 F | G2 B AFD | EFE D3 :|"


def feature(text: str, name: str) -> float:
    features = features_of(Tune.parse(text))
    assert features is not None
    return float(features[FEATURES.index(name)])


NAMES = list(json.loads(ODDS.read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", NAMES)
def test_every_feature_has_its_odds(name: str) -> None:
    assert list(json.loads(ODDS.read_text(encoding="utf-8"))[name]) == list(FEATURES)
    weights, lowest, highest = odds(name)
    assert np.isfinite(weights).all()
    assert all(least <= most for least, most in zip(lowest, highest, strict=True))


def test_shipped_networks_have_odds_of_their_own_and_others_those_of_their_kind() -> None:
    names = [odds_named(Checkpoint.load(model).fingerprint, goals=True) for model in models()]
    assert sorted([*names, "with goals", "without goals"]) == sorted(NAMES)
    assert all(len(name) == NAMED for name in names)
    assert [odds_named("0" * 64, goals=goals) for goals in (True, False)] == ["with goals", "without goals"]


def test_what_is_asked_for_is_no_feature() -> None:
    assert {"bars", "parts", "form AABB", "bars that are full"} <= set(vector_names()) - set(FEATURES)


def test_the_features_of_a_tune() -> None:
    assert feature(GOOD, "ends on the tonic") == 1
    assert feature(GOOD, "length of the last note") == 0.375
    assert feature(GOOD, "range in semitones") == 12
    assert feature(GOOD, "bars in a row that are the same") == 1
    assert feature(f"{HEADER} dAd dAd | dAd dAd | dAd dAd | d6 |]", "bars in a row that are the same") == 3
    assert features_of(Tune.parse(f"{HEADER} d6 |]")) is None


@pytest.mark.parametrize(
    ("worse", "name"),
    [
        *((GOOD.replace("EFE D3", "EFE DEF"), name) for name in NAMES),
        (GOOD.replace("G2 B AFD", "BdB A2 F").replace("d2 A AFA", "BdB A2 F"), "without goals"),
    ],
)
def test_a_tune_that_comes_home_and_is_not_one_bar_has_the_better_odds(worse: str, name: str) -> None:
    assert log_odds(JobResult(GOOD, "ended"), name) > log_odds(JobResult(worse, "ended"), name)


def test_bars_in_a_row_that_are_the_same_make_the_odds_worse() -> None:
    runs = FEATURES.index("bars in a row that are the same")
    assert all(odds(name)[0][runs] < 0 for name in NAMES)


def test_beyond_a_bound_it_makes_no_difference() -> None:
    bars = {count: "| A2F DFA " * count for count in (20, 40)}
    scores = [log_odds(JobResult(f"{HEADER}{music} |]", "ended"), "without goals") for music in bars.values()]
    assert scores[0] == pytest.approx(scores[1], abs=0.2)  # but for what the shares of bars still change


def test_a_tune_is_chosen_as_often_as_its_odds_say() -> None:
    tunes = [JobResult(GOOD, "ended"), JobResult(GOOD.replace("D3", "E3"), "ended")]
    chances = np.exp([log_odds(tune, "without goals") for tune in tunes])
    times = sum(sampled_order(tunes, seed, "without goals")[0] == 1 for seed in range(1000))
    assert times / 1000 == pytest.approx(chances[1] / chances.sum(), abs=0.04)  # three standard deviations at most


def test_the_same_seed_chooses_the_same() -> None:
    tunes = [JobResult(GOOD, "ended")] * 8
    places = [sampled_order(tunes, seed, "without goals")[0] for seed in range(50)]
    assert places == [sampled_order(tunes, seed, "without goals")[0] for seed in range(50)]
    assert set(places) == set(range(8))


def test_what_is_no_tune_is_never_chosen() -> None:
    results = [JobResult(GOOD, "stopped"), JobResult("X:1\nK:D\n", "ended"), JobResult(GOOD, "ended")]
    assert [log_odds(one, "without goals") for one in results[:2]] == [-math.inf, -math.inf]
    assert {sampled_order(results, seed, "without goals")[0] for seed in range(50)} == {2}


def test_candidates_have_seeds_of_their_own() -> None:
    assert candidate_seeds(7, 1) == [7]
    many = [one for seed in range(100) for one in candidate_seeds(seed, 8)]
    assert len(set(many)) == 800
    assert all(0 <= one < 2**64 for one in many)
