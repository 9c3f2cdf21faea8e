"""Meters, unit note lengths and tempos."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tunesmith.errors import AbcError
from tunesmith.notation.meter import Meter, Tempo, pulse, unit_of


@pytest.mark.parametrize(
    ("text", "capacity", "unit"),
    [
        ("6/8", Fraction(3, 4), Fraction(1, 8)),
        ("C", Fraction(1), Fraction(1, 8)),
        ("C|", Fraction(1), Fraction(1, 8)),
        ("2/4", Fraction(1, 2), Fraction(1, 16)),
        ("3+2+2/8", Fraction(7, 8), Fraction(1, 8)),
        ("(2+3)/16", Fraction(5, 16), Fraction(1, 16)),
        ("none", Fraction(0), Fraction(1, 8)),
        ("", Fraction(0), Fraction(1, 8)),
    ],
)
def test_capacity_and_default_unit(text: str, capacity: Fraction, unit: Fraction) -> None:
    meter = Meter.parse(text)
    assert (meter.capacity, meter.default_unit) == (capacity, unit)


@pytest.mark.parametrize("text", ["6/8", "C", "C|", "3+2/8", "none"])
def test_a_meter_is_written_as_it_was_read(text: str) -> None:
    assert str(Meter.parse(text)) == text


@pytest.mark.parametrize("text", ["6", "6/7", "0/4", "x/8", "4/0", "99999/8", "9/8 EDC"])
def test_what_is_no_meter(text: str) -> None:
    with pytest.raises(AbcError, match="is not a meter"):
        Meter.parse(text)


@pytest.mark.parametrize("text", ["6/8", "9/8", "12/8", "6/16"])
def test_compound_meters(text: str) -> None:
    assert Meter.parse(text).compound


@pytest.mark.parametrize("text", ["4/4", "3/4", "3/8", "2/2", "6/4", "7/8", "none"])
def test_other_meters_are_not_compound(text: str) -> None:
    assert not Meter.parse(text).compound


def test_tuplets_of_five_last_three_only_in_three_eight_and_compound_time() -> None:
    assert [Meter.parse(text).tuplet_time for text in ("6/8", "3/8", "4/4", "3/4")] == [3, 3, 2, 2]


@pytest.mark.parametrize(
    ("meter", "length"), [("6/8", "3/8"), ("9/8", "3/8"), ("4/4", "1/4"), ("C|", "1/4"), ("3/4", "1/4"), ("7/8", "1/8")]
)
def test_the_pulse_of_a_meter(meter: str, length: str) -> None:
    assert pulse(Meter.parse(meter)) == Fraction(length)


def test_tempo() -> None:
    assert Tempo.parse("1/4=120") == Tempo(Fraction(1, 4), 120)
    assert Tempo.parse('"Allegro" 3/8=100.5') == Tempo(Fraction(3, 8), 100.5, "Allegro")
    assert Tempo.parse("1/4 1/8=60") == Tempo(Fraction(3, 8), 60)
    assert Tempo.parse("180", Fraction(1, 8)) == Tempo(Fraction(1, 8), 180)
    assert Tempo.parse("C3=40", Fraction(1, 8)) == Tempo(Fraction(3, 8), 40)
    assert str(Tempo(Fraction(1, 4), 96)) == "1/4=96"
    assert Tempo(Fraction(3, 8), 100).whole_notes_a_minute == Fraction(75, 2)


@pytest.mark.parametrize("text", ['"Slowly"', "", "1/4", "0", "1/0=3", "9" * 400, "fast"])
def test_a_tempo_without_figures_is_none(text: str) -> None:
    assert Tempo.parse(text) is None


def test_unit_note_lengths() -> None:
    assert [unit_of(text) for text in ("1/8", "1/16 % dotted", "1", "1/0", "x")] == [
        Fraction(1, 8),
        Fraction(1, 16),
        Fraction(1),
        None,
        None,
    ]
