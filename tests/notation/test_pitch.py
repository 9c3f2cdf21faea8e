from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tunesmith.notation.pitch import Interval, Pitch, fifths_of, name_of

pitches = st.builds(Pitch, st.sampled_from("ABCDEFG"), st.integers(0, 8), st.integers(-2, 2))
intervals = st.builds(Interval.along_fifths, st.just(0), st.just(0)) | st.builds(
    lambda fifths, octaves: Interval.along_fifths(fifths, 7 * fifths + 12 * octaves),
    st.integers(-6, 6),
    st.integers(-5, 5),
)


@pytest.mark.parametrize(
    ("pitch", "midi"),
    [(Pitch("C", 4), 60), (Pitch("A", 4), 69), (Pitch("B", 3, 1), 60), (Pitch("C", 4, -1), 59), (Pitch("F", 5, 2), 79)],
)
def test_midi_number(pitch: Pitch, midi: int) -> None:
    assert pitch.midi == midi


@pytest.mark.parametrize(("name", "fifths"), [("C", 0), ("F", -1), ("F#", 6), ("Bb", -2), ("Cb", -7), ("B##", 19)])
def test_line_of_fifths(name: str, fifths: int) -> None:
    assert fifths_of(name) == fifths
    assert name_of(fifths) == name


@pytest.mark.parametrize("name", ["H", "", "f", "F#b", "Bbbb"])
def test_what_is_no_note_name(name: str) -> None:
    with pytest.raises(ValueError, match="is not a note name"):
        fifths_of(name)


def test_a_third_is_spelled_by_its_steps() -> None:
    assert Pitch("A", 4) + Interval(2, 3) == Pitch("C", 5)
    assert Pitch("A", 4) + Interval(1, 3) == Pitch("B", 4, 1)
    assert Pitch("C", 5) - Pitch("A", 4) == Interval(2, 3)


def test_an_interval_that_cannot_be() -> None:
    with pytest.raises(ValueError, match="never"):
        Interval.along_fifths(1, 5)


@pytest.mark.parametrize(
    ("pitch", "simple"),
    [
        (Pitch("F", 4, 2), Pitch("G", 4)),
        (Pitch("B", 4, -2), Pitch("A", 4)),
        (Pitch("B", 4, 2), Pitch("C", 5, 1)),
        (Pitch("E", 4, 1), Pitch("E", 4, 1)),
    ],
)
def test_simplified_spares_double_accidentals(pitch: Pitch, simple: Pitch) -> None:
    assert pitch.simplified() == simple


@given(pitches, pitches)
def test_difference_is_the_interval_between(low: Pitch, high: Pitch) -> None:
    assert low + (high - low) == high


@given(pitches, intervals)
def test_adding_an_interval_is_undone_by_its_opposite(pitch: Pitch, interval: Interval) -> None:
    moved = pitch + interval
    assert moved.midi == pitch.midi + interval.semitones
    assert moved.fifths == pitch.fifths + interval.fifths
    assert moved + -interval == pitch


@given(pitches)
def test_simplified_keeps_the_sound(pitch: Pitch) -> None:
    simple = pitch.simplified()
    assert simple.midi == pitch.midi
    assert abs(simple.accidental) < 2
