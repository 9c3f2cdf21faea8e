from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tunesmith.music.rhythms import RHYTHMS
from tunesmith.notation import Meter
from tunesmith.rendering.swing import STRAIGHT, Bend, swung_amount

COMMON, SIX = Meter.parse("4/4"), Meter.parse("6/8")
positions = st.fractions(min_value=0, max_value=1, max_denominator=48)
amounts = st.fractions(min_value=0, max_value=1, max_denominator=12)


def test_hornpipes_swing_jigs_lilt_and_polkas_go_straight() -> None:
    assert swung_amount(RHYTHMS["hornpipe"], COMMON, None) > swung_amount(RHYTHMS["jig"], SIX, None) > 0
    assert swung_amount(RHYTHMS["polka"], Meter.parse("2/4"), None) == 0
    assert swung_amount(None, SIX, None) == swung_amount(RHYTHMS["jig"], SIX, None)
    assert swung_amount(None, COMMON, None) == 0


def test_swing_may_be_asked_for_from_none_to_two_to_one() -> None:
    assert swung_amount(RHYTHMS["hornpipe"], COMMON, 0) == 0
    assert swung_amount(RHYTHMS["polka"], COMMON, 1) == 1


def test_at_full_swing_the_first_of_two_is_twice_as_long_as_the_second() -> None:
    assert Bend.of([Fraction(0), Fraction(1, 2)], compound=False, amount=Fraction(1)).place(Fraction(1, 2)) == Fraction(
        2, 3
    )


def test_a_dotted_pair_is_read_as_the_same_two_to_one() -> None:
    assert Bend.of([Fraction(0), Fraction(3, 4)], compound=False, amount=Fraction(1, 2)).place(
        Fraction(3, 4)
    ) == Fraction(2, 3)


def test_a_jig_lengthens_the_first_of_three_and_leaves_the_third() -> None:
    bend = Bend.of([Fraction(0), Fraction(1, 3), Fraction(2, 3)], compound=True, amount=Fraction(1, 4))
    assert bend.place(Fraction(1, 3)) == Fraction(3, 8)
    assert bend.place(Fraction(2, 3)) == Fraction(2, 3)


@pytest.mark.parametrize(
    "onsets",
    [
        [Fraction(0)],
        [Fraction(0), Fraction(1, 3), Fraction(2, 3)],
        [Fraction(0), Fraction(1, 4)],
        [Fraction(0), Fraction(1, 5)],
    ],
)
def test_triplets_snaps_and_odd_divisions_stay_as_written(onsets: list[Fraction]) -> None:
    assert Bend.of(onsets, compound=False, amount=Fraction(1)) == STRAIGHT


@given(st.lists(positions, max_size=5), st.booleans(), amounts, positions, positions)
def test_notes_never_cross_and_the_beat_keeps_its_length(
    onsets: list[Fraction], compound: bool, amount: Fraction, one: Fraction, other: Fraction
) -> None:
    bend = Bend.of(onsets, compound, amount)
    low, high = sorted((one, other))
    assert bend.place(low) <= bend.place(high)
    assert (bend.place(Fraction(0)), bend.place(Fraction(1))) == (Fraction(0), Fraction(1))
