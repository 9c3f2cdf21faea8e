from __future__ import annotations

from fractions import Fraction

import pytest

from tunesmith.conversion.measures import Edge, Measure
from tunesmith.conversion.midi.performed import Performed
from tunesmith.conversion.midi.quantised import DOTTED, QUARTER, GridNote
from tunesmith.conversion.midi.reader import (
    beat_of,
    cut,
    ended,
    halves,
    joined,
    measure_of,
    parted,
    stated_meter,
    tempo_of,
    tone_of,
    written,
)
from tunesmith.notation import Key, Meter

D = Key.parse("D")
ZERO, ONE, BAR = Fraction(0), Fraction(1), Fraction(4)


def quarters(*pitches: int) -> list[GridNote]:
    return [GridNote(Fraction(place), Fraction(1), pitch, 80) for place, pitch in enumerate(pitches)]


@pytest.mark.parametrize(
    ("meter", "beat", "tempo"), [("4/4", QUARTER, "1/4=120"), ("6/8", DOTTED, "3/8=80"), ("2/2", QUARTER, "1/4=120")]
)
def test_a_tempo_is_in_beats_of_the_meter(meter: str, beat: Fraction, tempo: str) -> None:
    assert beat_of(Meter.parse(meter)) == beat
    assert tempo_of(Meter.parse(meter), 0.5) == tempo


@pytest.mark.parametrize(("stated", "meter"), [(None, None), ((6, 8), "6/8"), ((4, 3), None)])
def test_a_meter_that_makes_no_sense_is_not_believed(stated: tuple[int, int] | None, meter: str | None) -> None:
    found = stated_meter(Performed((), "", 0.5, stated, None, 0))
    assert (str(found) if found else None) == meter


@pytest.mark.parametrize(
    ("pitch", "key", "spelt"),
    [
        (66, "D", ("F", 1, 4)),  # in the scale
        (70, "D", ("A", 1, 4)),  # else raised
        (70, "Eb", ("B", -1, 4)),
        (66, "Eb", ("G", -1, 4)),  # in keys of flats lowered
        (60, "C", ("C", 0, 4)),
        (59, "Gb", ("C", -1, 4)),  # C flat lies below middle C, but in its octave
    ],
)
def test_a_pitch_is_spelt_in_its_key(pitch: int, key: str, spelt: tuple[str, int, int]) -> None:
    tone = tone_of(pitch, Key.parse(key))
    assert (tone.letter, tone.alter, tone.octave) == spelt


def test_a_note_over_a_bar_line_is_cut_and_held_on() -> None:
    notes = [GridNote(Fraction(3), Fraction(2), 62, 80)]
    assert list(cut(notes, ZERO, BAR)) == [(Fraction(3), ONE, 62, False, True)]
    assert list(cut(notes, BAR, 2 * BAR)) == [(ZERO, ONE, 62, True, False)]


def test_the_last_note_is_held_to_the_end_of_its_bar_where_little_is_missing() -> None:
    assert ended([GridNote(ZERO, Fraction(3), 62, 80)], BAR)[-1].end == BAR
    assert ended([GridNote(ZERO, Fraction(2), 62, 80)], BAR)[-1].end == 2


def test_a_measure_holds_what_sounds_in_it_in_whole_notes() -> None:
    measure = measure_of([(ZERO, Fraction(2), 62, False, False)], D, Fraction(1), BAR)
    [struck] = measure.layers[1, "1"]
    assert (measure.length, struck.onset, struck.duration) == (Fraction(3, 4), ZERO, QUARTER / 4)
    assert struck.tones[0].held


def test_a_pickup_is_a_measure_before_its_bar_and_put_back_where_no_repeat_is_between() -> None:
    piece = [(Fraction(n), Fraction(1), 62 + n, False, False) for n in range(4)]
    both = halves(piece, D, BAR, Fraction(1))
    assert [(one.implicit, one.length) for one in both] == [(True, QUARTER / 4), (False, Fraction(3, 4))]
    assert [one.length for one in joined([measure_of(piece, D, Fraction(1), BAR), *both])] == [1, Fraction(3, 4)]


def test_a_note_that_is_held_into_a_pickup_is_one_again() -> None:
    bar = measure_of([(ZERO, Fraction(3), 62, False, True)], D, ZERO, Fraction(3))
    pickup = measure_of([(ZERO, Fraction(1), 62, True, False)], D, ZERO, Fraction(1))
    pickup.implicit = True
    [whole] = joined([bar, pickup])
    [struck] = whole.layers[1, "1"]
    assert (struck.duration, struck.tones[0].tied) == (ONE, False)


@pytest.mark.parametrize(
    ("right", "left", "is_parted"),
    [
        (Edge(), Edge(), False),
        (Edge(closes=1), Edge(), True),
        (Edge(), Edge(starts="1"), True),
        (Edge("x"), Edge(), False),
    ],
)
def test_repeats_and_endings_part_measures(right: Edge, left: Edge, is_parted: bool) -> None:
    assert parted(right, left) == is_parted


def signs(measures: list[Measure]) -> list[tuple[int, str, int]]:
    return [(one.left.opens, one.left.starts, one.right.closes) for one in measures]


def test_a_part_that_is_played_twice_is_written_once_with_its_endings() -> None:
    part = (62, 64, 66, 67) * 3
    notes = quarters(*part, 69, 69, 69, 69, *part, 62, 62, 62, 62)
    bars = written(notes, D, ZERO, BAR, ZERO)
    assert signs(bars) == [(1, "", 0), (0, "", 0), (0, "", 0), (0, "1", 1), (0, "2", 0)]
    assert bars[-1].right.style == "light-heavy"


def test_the_last_bar_completes_the_pickup() -> None:
    bars = written(quarters(*range(60, 60 + 32)), D, Fraction(1), BAR, Fraction(1))
    assert [one.length for one in bars] == [QUARTER / 4, *[Fraction(1)] * 7, Fraction(3, 4)]
