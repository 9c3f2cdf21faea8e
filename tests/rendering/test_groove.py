from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from tunesmith.analysis.timeline import played_bars
from tunesmith.notation import Tune
from tunesmith.rendering.groove import Groove


def groove(music: str, meter: str = "4/4", amount: Fraction = Fraction(1)) -> tuple[Groove, list[Fraction]]:
    tune = Tune.parse(f"X:1\nM:{meter}\nL:1/8\nK:G\n{music}\n")
    events = tune.events()
    return Groove.over(played_bars(tune), events, amount), [event.onset for event in events]


def test_eighths_swing_within_each_quarter() -> None:
    swung, onsets = groove("GABc d4 |]")
    assert [swung.place(onset) for onset in onsets] == [
        Fraction(0),
        Fraction(1, 6),
        Fraction(1, 4),
        Fraction(5, 12),
        Fraction(1, 2),
    ]


def test_each_beat_swings_by_what_is_in_it() -> None:
    """An even pair and a dotted pair come out alike, a triplet stays even."""
    swung, onsets = groove("GA B>c (3ddd g2 |]")
    places = [swung.place(onset) for onset in onsets]
    assert places == [
        0,
        Fraction(1, 6),
        Fraction(1, 4),
        Fraction(5, 12),
        Fraction(1, 2),
        Fraction(7, 12),
        Fraction(2, 3),
        Fraction(3, 4),
    ]


def test_without_swing_time_passes_as_written() -> None:
    straight, onsets = groove("GABc d4 |]", amount=Fraction(0))
    assert [straight.place(onset) for onset in onsets] == onsets


def test_seven_eighths_stay_as_written() -> None:
    swung, onsets = groove("GABc dBG |]", "7/8")
    assert [swung.place(onset) for onset in onsets] == onsets


def test_time_never_runs_backwards_over_upbeats_and_short_bars() -> None:
    swung, onsets = groove("D | GABc d2B |: A | GABc dBA :|]")
    places = [swung.place(Fraction(step, 96)) for step in range(int(96 * onsets[-1]) + 96)]
    assert all(before <= after for before, after in pairwise(places))


def test_the_downbeat_is_heaviest_and_offbeats_lightest() -> None:
    swung, onsets = groove("GABc dedB |]")
    forces = [swung.velocity(onset) for onset in onsets]
    assert forces[0] > forces[4] > forces[2] > forces[1] == forces[3]
