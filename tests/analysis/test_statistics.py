from __future__ import annotations

import pytest

from tunesmith.analysis.statistics import STATISTICS, statistics_of
from tunesmith.notation import Tune

HEADER = "X:1\nL:1/8\nM:6/8\nK:D\n"
PART = "dfa afd | gfe fed | cea gec | dfa afa | bag fga | gfe dBA | GBd cde | fed"
TUNE = (
    f"{HEADER}A |: {PART} d2 A :| |: DFA BAF | EGB dBG | FAd cAF | GFE DCB, | A,CE GEC | DFB AGF | EAc edc | D3 D2 :|"
)


def test_every_statistic_of_a_tune_is_measured() -> None:
    assert list(statistics_of(Tune.parse(TUNE))) == list(STATISTICS)


def test_parts_and_their_lengths() -> None:
    found = statistics_of(Tune.parse(TUNE))
    assert (found["parts"], found["eight_bar_parts"], found["aabb"]) == (2, 1, 1)
    short = statistics_of(Tune.parse(f"{HEADER}|: dfa afd | gfe fed :: cea gec | d3 d3 :|"))
    assert (short["parts"], short["eight_bar_parts"], short["aabb"]) == (2, 0, 1)


def test_an_upbeat_makes_up_the_last_bar_and_a_second_ending_is_no_more_bars() -> None:
    upbeat = f"{HEADER}A | dfa afd | gfe fed | cea gec | dfa afa | bag fga | gfe dBA | GBd cde | f3 d2 |]"
    endings = f"{HEADER}|: dfa afd | gfe fed | cea gec | dfa afa | bag fga | gfe dBA | GBd cde |1 f3 d3 :|2 f3 d3 |]"
    for text in (upbeat, endings):
        assert statistics_of(Tune.parse(text))["eight_bar_parts"] == 1


def test_bars_that_come_again_as_they_are_or_changed() -> None:
    found = statistics_of(Tune.parse(f"{HEADER}dfa afd | gfe fed | dfa afd | dfa agf |]"))
    assert (found["repeated_bars"], found["varied_bars"]) == (0.25, 0.25)


@pytest.mark.parametrize(("last", "home"), [("d6", 1), ("D6", 1), ("[DFA]6", 1), ("A6", 0), ("e6", 0)])
def test_a_tune_ends_on_the_tonic_or_not(last: str, home: int) -> None:
    assert statistics_of(Tune.parse(f"{HEADER}dfa afd | {last} |]"))["tonic_cadence"] == home


def test_the_tonic_of_a_mode_is_its_own() -> None:
    assert statistics_of(Tune.parse("X:1\nL:1/8\nM:2/4\nK:Edor\nE4 |]"))["tonic_cadence"] == 1


def test_notes_out_of_the_key_count_against_it() -> None:
    found = statistics_of(Tune.parse(f"{HEADER}d=fa afd | ^def gab |]"))
    assert found["in_key"] == 9 / 12  # the natural holds to the end of its bar
    assert found["range"] == 9  # from d up to b


def test_a_free_meter_and_rests_are_no_trouble() -> None:
    found = statistics_of(Tune.parse("X:1\nL:1/8\nM:none\nK:D\nz8 |]"))
    assert (found["range"], found["in_key"], found["tonic_cadence"], found["full_bars"]) == (0, 0, 0, 1)
