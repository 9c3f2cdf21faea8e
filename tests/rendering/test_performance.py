from __future__ import annotations

from fractions import Fraction

import pytest

from tunesmith.rendering.performance import Performance

HALF = Fraction(1, 2)


def performance(*tempos: tuple[Fraction | int, int], length: Fraction | int = 2) -> Performance:
    """A performance without a note, at these whole notes a minute."""
    found = tuple((Fraction(onset), Fraction(rate)) for onset, rate in tempos)
    return Performance((), (), (), (), Fraction(length), found, (), (), 0, 0)


@pytest.mark.parametrize(("time", "seconds"), [(Fraction(0), 0), (HALF, 1), (Fraction(2), 4)])
def test_at_one_tempo_time_is_even(time: Fraction, seconds: float) -> None:
    assert performance((0, 30)).seconds(time) == seconds


@pytest.mark.parametrize(("time", "seconds"), [(HALF, 1), (Fraction(1), 2), (Fraction(3, 2), 2.5), (Fraction(3), 6)])
def test_another_tempo_holds_from_where_it_is_said(time: Fraction, seconds: float) -> None:
    assert performance((0, 30), (1, 60), (2, 20)).seconds(time) == seconds


def test_what_is_before_the_start_is_before_the_first_second() -> None:
    assert performance((0, 30)).seconds(-HALF) == -1


def test_music_lasts_as_long_as_its_length() -> None:
    assert performance((0, 30), (1, 60)).duration == 3
