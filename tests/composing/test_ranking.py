from __future__ import annotations

import math
from dataclasses import replace

import pytest

from tunesmith.composing.engine import Drawn
from tunesmith.composing.ranking import Merits, by_lot, candidate_seeds, merits_of, on_tonic, regular, score_of
from tunesmith.notation import Tune

HEADER = "X:1\nL:1/8\nM:6/8\nK:D\n"
GOOD = HEADER + "|: d2 A AFA | BdB A2 F | G2 B AFD | EFE D3 :|"
FAIR = Merits(cadence=True, regular=1.0, last_note=0.375, nats_per_new_bar=13.0, run=1, repetition=0.27, range=18)


@pytest.mark.parametrize(
    ("ending", "rests"),
    [
        ("EFE D3", True),
        ("EFE D2 z", True),
        ("EFE [DA]3", True),
        ("EFE [Ad]3", False),
        ("EFE D2 A", False),
        ("DFD E3", False),
    ],
)
def test_a_tune_comes_to_rest_on_its_tonic(ending: str, rests: bool) -> None:
    assert on_tonic(Tune.parse(f"{HEADER} d2 A AFA | {ending} |]")) is rests


def test_no_tonic_no_rest() -> None:
    assert not on_tonic(Tune.parse("X:1\nL:1/8\nM:2/4\nK:none\n c4 | c4 |]"))
    assert not on_tonic(Tune.parse("X:1\nL:1/8\nM:2/4\nK:C\n z4 | z4 |]"))


def test_regular_parts_are_whole_phrases() -> None:
    assert regular(Tune.parse(GOOD)) == 1
    endings = HEADER + " A | d6 | d6 | d6 |1 d3 d2 A :|2 d3 d2 || A | d6 | d6 | d6 |]"
    assert regular(Tune.parse(endings)) == 0.5


@pytest.mark.parametrize(
    "worse",
    [
        {"nats_per_new_bar": 6.0},
        {"cadence": False},
        {"regular": 0.5},
        {"last_note": 0.125},
        {"run": 3},
        {"repetition": 0.9},
        {"repetition": 0.0},
        {"range": 30},
        {"range": 8},
    ],
)
def test_what_counts_against_a_tune(worse: dict[str, float]) -> None:
    assert replace(FAIR, **worse).score < FAIR.score


def test_beyond_a_bound_it_makes_no_difference() -> None:
    assert replace(FAIR, last_note=1.0).score == replace(FAIR, last_note=0.5).score
    assert replace(FAIR, run=9).score == replace(FAIR, run=4).score


def test_the_merits_of_a_tune() -> None:
    found = merits_of(GOOD, nats=36.0)
    assert (found.nats_per_new_bar, found.cadence, found.regular, found.run, found.repetition) == (
        9.0,
        True,
        1.0,
        1,
        0.0,
    )
    assert (found.last_note, found.range) == (0.375, 12)


def test_a_tune_is_chosen_as_often_as_its_odds_say() -> None:
    tunes, nats = [Drawn(GOOD, "ended"), Drawn(GOOD.replace("D3", "E3"), "ended")], [36.0, 36.0]
    odds = [math.exp(score_of(tune, 36.0)) for tune in tunes]
    times = sum(by_lot(tunes, nats, seed)[0] == 1 for seed in range(4000))
    assert times / 4000 == pytest.approx(odds[1] / sum(odds), abs=0.02)


def test_the_same_seed_chooses_the_same() -> None:
    tunes, nats = [Drawn(GOOD, "ended")] * 8, [36.0] * 8
    places = [by_lot(tunes, nats, seed)[0] for seed in range(50)]
    assert places == [by_lot(tunes, nats, seed)[0] for seed in range(50)]
    assert set(places) == set(range(8))


def test_what_is_no_tune_is_never_chosen() -> None:
    drawn = [Drawn(GOOD, "stopped"), Drawn("X:1\nK:D\n", "ended"), Drawn(GOOD, "ended")]
    assert {by_lot(drawn, [1.0, 1.0, 90.0], seed)[0] for seed in range(50)} == {2}


def test_candidates_have_seeds_of_their_own() -> None:
    assert candidate_seeds(7, 1) == [7]
    many = [one for seed in range(100) for one in candidate_seeds(seed, 8)]
    assert len(set(many)) == 800
    assert all(0 <= one < 2**64 for one in many)
