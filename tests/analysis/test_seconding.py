from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tunesmith.analysis.chords import ChordName
from tunesmith.analysis.seconding import Moment, second_line
from tunesmith.music.instruments import INSTRUMENTS
from tunesmith.notation import Key, Pitch

FIDDLE, WHISTLE = INSTRUMENTS["fiddle"], INSTRUMENTS["tin-whistle"]
G_STRING = 55
IN_G = Key.parse("G").signature
TONIC = ChordName.parse("G")


def moment(top: int, chord: str = "G", *, ends: bool = False, goal: ChordName | None = None) -> Moment:
    return Moment(top, top, IN_G, ChordName.parse(chord), strong=True, ends=ends, goal=goal, follows=True)


def names(line: list[Pitch | None]) -> list[str]:
    return [f"{pitch.name}{pitch.octave}" if pitch else "rest" for pitch in line]


def test_thirds_and_sixths_on_notes_of_the_chord() -> None:
    melody = [moment(71), moment(74), moment(79), moment(74), moment(69, "D"), moment(67, ends=True, goal=TONIC)]
    assert names(second_line(melody, FIDDLE)) == ["G4", "B4", "B4", "B4", "F#4", "B3"]


def test_a_note_of_a_chord_outside_the_key_is_taken_from_the_scale_of_its_moment() -> None:
    raised = Moment(71, 71, {**IN_G, "G": 1}, ChordName.parse("E"), True, False, None, True)
    assert names(second_line([raised], FIDDLE)) == ["G#4"]


def test_the_last_note_is_of_the_goal_even_where_another_would_sound_sweeter() -> None:
    assert names(second_line([moment(69, "D")], FIDDLE)) == ["F#4"]
    assert names(second_line([moment(69, "D", goal=TONIC)], FIDDLE)) == ["D4"]


def test_where_the_instrument_has_nothing_below_the_second_joins_the_melody_or_rests() -> None:
    assert names(second_line([moment(62, "D")], WHISTLE)) == ["D4"]
    assert names(second_line([moment(60, "C"), moment(71)], WHISTLE)) == ["rest", "G4"]


def test_the_second_stays_below_the_lowest_note_of_a_double_stop() -> None:
    double = Moment(71, 67, IN_G, TONIC, True, False, None, False)
    assert names(second_line([double], FIDDLE)) == ["B3"]


@given(st.lists(st.sampled_from([67, 69, 71, 72, 74, 76, 78, 79, 81, 83]), min_size=2, max_size=12))
def test_no_fifths_or_octaves_in_a_row(melody: list[int]) -> None:
    line = second_line([moment(top) for top in melody], FIDDLE)
    for (top, low), (then_top, then_low) in pairwise(zip(melody, line, strict=True)):
        assert low
        assert then_low
        assert G_STRING <= low.midi <= top
        interval = (then_top - then_low.midi) % 12
        if (top - low.midi) % 12 == interval and interval in (0, 7):
            assert top == then_top or low == then_low
