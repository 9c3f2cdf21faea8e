from __future__ import annotations

from fractions import Fraction

import pytest

from tunesmith.analysis.harmony import chord_changes
from tunesmith.analysis.timeline import played_bars
from tunesmith.music.instruments import INSTRUMENTS
from tunesmith.music.rhythms import RHYTHMS
from tunesmith.notation import Tune
from tunesmith.rendering.accompaniment import Strum, accompanist_for, strums

GUITAR, BOUZOUKI = INSTRUMENTS["guitar"], INSTRUMENTS["bouzouki"]
REEL = 'X:1\nM:4/4\nL:1/8\nK:G\nD2 |"G"G2BG DGBG | "Am"c2ec "D"A2FA | "G"G8 |]\n'
JIG = 'X:1\nM:6/8\nL:1/8\nK:G\n"G"GAB "D"ABc | "G"d6 |]\n'
WALTZ = 'X:1\nM:3/4\nL:1/8\nK:G\n"G"G2B2d2 | "C/E"c6 | "G"G6 |]\n'


def played(abc: str, player: str = "guitar") -> tuple[Strum, ...]:
    tune, hands = Tune.parse(abc), INSTRUMENTS[player].hands
    assert hands
    return strums(played_bars(tune), chord_changes(tune), hands)


def test_a_waltz_goes_to_the_piano_and_a_slip_jig_to_the_bouzouki_unless_asked() -> None:
    assert accompanist_for(RHYTHMS["waltz"], None) == INSTRUMENTS["piano"]
    assert accompanist_for(RHYTHMS["slip jig"], None) == BOUZOUKI
    assert accompanist_for(RHYTHMS["waltz"], "guitar") == accompanist_for(RHYTHMS["reel"], None) == GUITAR
    assert accompanist_for(RHYTHMS["reel"], "none") is None


def test_nothing_is_played_in_the_pickup() -> None:
    assert played(REEL)[0].onset == Fraction(1, 4)


def test_a_reel_alternates_bass_and_chord_root_and_fifth() -> None:
    first_bar = [strum for strum in played(REEL) if strum.onset < Fraction(5, 4)]
    assert [strum.part for strum in first_bar] == ["bass", "chord", "bass", "chord"]
    assert [strum.pitches[0] % 12 for strum in first_bar if strum.part == "bass"] == [7, 2]


def test_a_chord_that_changes_in_mid_bar_is_played_there() -> None:
    second_bar = [strum for strum in played(REEL) if Fraction(5, 4) <= strum.onset < Fraction(9, 4)]
    roots = [strum.pitches[0] % 12 for strum in second_bar if strum.part == "bass"]
    assert roots == [9, 9]  # the root of A minor, then the fifth of D in its turn


def test_a_jig_answers_on_the_third_of_each_beat() -> None:
    first_bar = [(strum.onset, strum.part) for strum in played(JIG) if strum.onset < Fraction(3, 4)]
    assert first_bar == [
        (Fraction(0), "bass"),
        (Fraction(1, 4), "chord"),
        (Fraction(3, 8), "bass"),
        (Fraction(5, 8), "chord"),
    ]


def test_a_waltz_is_bass_and_two_chords_and_a_named_bass_is_played() -> None:
    strummed = played(WALTZ)
    assert [strum.part for strum in strummed[:6]] == ["bass", "chord", "chord"] * 2
    assert strummed[3].pitches[0] % 12 == 4


def test_the_last_bar_holds_its_chord() -> None:
    *_, bass, chord = played(REEL)
    assert bass.onset == chord.onset
    assert bass.duration == chord.duration == 1


def test_a_bouzouki_plays_no_thirds() -> None:
    sounds = {pitch % 12 for strum in played(JIG, "bouzouki") for pitch in strum.pitches}
    assert sounds == {7, 2, 9}  # G with D, D with A; never a B


def test_nothing_is_played_before_the_first_chord() -> None:
    assert {strum.onset >= Fraction(1) for strum in played('X:1\nM:4/4\nL:1/8\nK:G\nG8 | "G"G8 | G8 |]\n')} == {True}


def test_a_cadence_in_the_last_bar_ends_on_its_last_chord() -> None:
    last = [strum for strum in played('X:1\nM:4/4\nL:1/4\nK:C\n"C"C4 | "G7"B2 "C"c2 |]') if strum.onset >= 1]
    assert [(strum.onset, strum.part, strum.pitches[0] % 12) for strum in last if strum.part == "bass"] == [
        (Fraction(1), "bass", 7),
        (Fraction(3, 2), "bass", 0),
    ]
    assert all(strum.duration == Fraction(1, 2) for strum in last)


@pytest.mark.parametrize("silence", ["N.C.", "NC", "tacet"])
def test_no_chord_is_silence_until_the_next(silence: str) -> None:
    onsets = {strum.onset for strum in played(f'X:1\nM:4/4\nL:1/4\nK:C\n"C"C4 | "{silence}"D4 | "G"E4 | C4 |]')}
    assert not {onset for onset in onsets if 1 <= onset < 2}
    assert {onset for onset in onsets if 2 <= onset < 3}


def test_chords_over_another_voice_than_the_melody_are_played() -> None:
    text = 'X:1\nM:3/4\nL:1/4\nK:C\n[V:c] "C"x3|"F"x3|]\n[V:l] cde|gab|]'
    assert [strum.pitches[0] % 12 for strum in played(text) if strum.part == "bass"] == [0, 5]


def test_chords_sound_as_far_off_as_the_notes_above_which_they_stand() -> None:
    assert played('X:1\nM:4/4\nL:1/4\nK:D transpose=-2\n"D"DEFG |]') == played('X:1\nM:4/4\nL:1/4\nK:C\n"C"CDEF |]')
