from __future__ import annotations

from fractions import Fraction

import pytest

from tunesmith.conversion.musicxml.lengths import Ratio, drawn_lengths, odd_part
from tunesmith.errors import RenderError

TRIPLET = Ratio(3, 2)


def test_a_ratio_shortens_what_is_drawn() -> None:
    assert TRIPLET.factor == Fraction(2, 3)


@pytest.mark.parametrize(
    ("duration", "signs"),
    [
        (Fraction(1, 4), [("quarter", 0)]),
        (Fraction(3, 8), [("quarter", 1)]),
        (Fraction(7, 16), [("quarter", 2)]),
        (Fraction(5, 8), [("half", 0), ("eighth", 0)]),  # tied together
        (Fraction(2), [("breve", 0)]),
    ],
)
def test_a_length_is_drawn_in_the_fewest_signs(duration: Fraction, signs: list[tuple[str, int]]) -> None:
    drawn = drawn_lengths(duration, None)
    assert [(one.type, one.dots) for one in drawn] == signs
    assert sum(one.duration for one in drawn) == duration


def test_a_length_that_is_no_binary_fraction_is_in_a_tuplet_of_its_own() -> None:
    [drawn] = drawn_lengths(Fraction(1, 12), None)
    assert (drawn.type, drawn.ratio, drawn.duration) == ("eighth", TRIPLET, Fraction(1, 12))


def test_a_tuplet_within_a_tuplet_multiplies_their_ratios() -> None:
    [drawn] = drawn_lengths(Fraction(1, 18), TRIPLET)
    assert (drawn.type, drawn.ratio) == ("eighth", Ratio(9, 4))


def test_a_note_in_a_tuplet_is_drawn_longer_than_it_lasts() -> None:
    [drawn] = drawn_lengths(Fraction(1, 6), TRIPLET)
    assert (drawn.type, drawn.duration) == ("quarter", Fraction(1, 6))


@pytest.mark.parametrize("duration", [Fraction(1, 2048), Fraction(64) + Fraction(1, 4)])
def test_a_length_without_a_sign_is_refused(duration: Fraction) -> None:
    with pytest.raises(RenderError, match="no sign"):
        drawn_lengths(duration, None)


@pytest.mark.parametrize(("number", "odd"), [(8, 1), (12, 3), (7, 7), (1, 1)])
def test_an_odd_part_has_no_factor_of_two(number: int, odd: int) -> None:
    assert odd_part(number) == odd
