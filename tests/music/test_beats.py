from __future__ import annotations

from fractions import Fraction

import pytest

from tunesmith.music.beats import beam_group, is_compound, longest_beam, pulse_of
from tunesmith.notation import Meter, Tune
from tunesmith.notation.meter import pulse

METERS = {  # the pulse, the beam where notes are grouped anew, and the longest beam
    "2/4": ("1/4", "1/4", "1/2"),
    "3/4": ("1/4", "1/4", "3/4"),
    "4/4": ("1/4", "1/2", "1/2"),
    "2/2": ("1/4", "1/2", "1/2"),
    "3/2": ("1/4", "1/4", "3/2"),
    "3/8": ("1/8", "3/8", "3/8"),
    "6/8": ("3/8", "3/8", "3/8"),
    "9/8": ("3/8", "3/8", "3/8"),
    "12/8": ("3/8", "3/8", "3/8"),
    "5/8": ("1/8", "1/4", "5/8"),
    "6/4": ("1/4", "3/4", "3/4"),
    "9/4": ("1/4", "3/4", "3/4"),
}


@pytest.mark.parametrize(("meter", "lengths"), METERS.items())
def test_how_a_bar_falls_into_beats(meter: str, lengths: tuple[str, str, str]) -> None:
    beats, unit = map(int, meter.split("/"))
    assert (pulse_of(beats, unit), beam_group(beats, unit), longest_beam(beats, unit)) == tuple(map(Fraction, lengths))
    assert pulse(Meter.parse(meter)) == pulse_of(beats, unit)
    assert Meter.parse(meter).compound == is_compound(beats, unit)


@pytest.mark.parametrize("meter", METERS)
def test_what_is_grouped_anew_is_within_the_longest_beam(meter: str) -> None:
    """So that the grammar takes an opening that the canonical spelling has grouped."""
    beats, unit = map(int, meter.split("/"))
    assert (longest_beam(beats, unit) / beam_group(beats, unit)).denominator in (1, 2)
    assert beam_group(beats, unit) <= longest_beam(beats, unit)


def test_six_quarters_are_two_groups_of_three() -> None:
    """As abc2midi stresses them, abcjs counts them and IrishMAN's tunes are spaced."""
    spelling = Tune.parse("X:1\nL:1/8\nM:6/4\nK:C\nABcdefABcdef|").canonical(beams="beat")
    assert spelling.endswith(" ABcdef ABcdef |")


def test_a_bar_without_a_meter_has_a_pulse_and_beams() -> None:
    assert (pulse_of(0, 4), beam_group(0, 4)) == (Fraction(1, 4), Fraction(1, 2))
