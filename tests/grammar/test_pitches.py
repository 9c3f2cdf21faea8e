from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tunesmith.grammar.layout import ACCIDENTAL, CHORD, NOTES, OUTSIDE, POSITION, TIE
from tunesmith.grammar.pitches import (
    alteration,
    any_letter,
    in_force,
    is_upper,
    letter_position,
    marks_needed,
    octave_mark,
    outside,
    pitch_fits,
    sound,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.scribe import Scribe

SHARP, FLAT, NATURAL = map(ord, "^_=")
LOW_F, C, F = 10, 14, 17


@pytest.mark.parametrize(
    ("letter", "position"), [("C", 14), ("B", 20), ("A", 19), ("c", 21), ("b", 27), ("a", 26), ("H", -1), ("z", -1)]
)
def test_positions_count_white_keys_from_c_two_octaves_below_the_letter_c(letter: str, position: int) -> None:
    assert letter_position(ord(letter)) == position


def test_capital_letters_reach_to_the_b_above_middle_c() -> None:
    assert is_upper(20)
    assert not is_upper(21)


def test_the_key_holds_until_an_accidental_does_for_its_octave_to_the_end_of_the_bar(
    scribe: Callable[..., Scribe],
) -> None:
    one = scribe()  # in D major
    assert in_force(one.state, one.plan, F) == 1
    assert one.write(" =F4") == ""
    assert one.write(" ") == ""  # which ends the note
    assert in_force(one.state, one.plan, F) == 0
    assert in_force(one.state, one.plan, F + 7) == 1
    assert one.write("d4 | ") == ""
    assert in_force(one.state, one.plan, F) == 1


@pytest.mark.parametrize(
    ("accidental", "semitones", "is_outside"), [(0, 1, False), (SHARP, 1, False), (NATURAL, 0, True), (FLAT, -1, True)]
)
def test_an_accidental_says_how_an_f_sounds_in_d_major(
    scribe: Callable[..., Scribe], accidental: int, semitones: int, is_outside: bool
) -> None:
    one = scribe()
    assert alteration(one.state, one.plan, accidental, F) == semitones
    assert outside(one.state, one.plan, accidental, F) == is_outside


def test_only_pitches_that_an_instrument_has_may_stand(scribe: Callable[..., Scribe]) -> None:
    one = scribe(pitches=frozenset({62, 66, 67}))
    written = [(0, 15), (0, F), (NATURAL, F), (0, F + 1), (SHARP, F + 1)]  # D, F sharp, F, G, G sharp
    assert [pitch_fits(one.state, one.plan, *note) for note in written] == [True, True, False, True, False]


@pytest.mark.parametrize(
    ("accidental", "position", "fits"),
    [
        (0, 15, True),  # D, the lowest note of this range
        (0, C, False),
        (FLAT, 15, False),  # D flat is below it
        (0, 26, True),  # a, the highest
        (SHARP, 26, False),
        (SHARP, F, False),  # an accidental that the key has already
        (NATURAL, F, True),
        (0, -1, False),
        (0, 42, False),  # beyond b''
    ],
)
def test_which_notes_may_stand(scribe: Callable[..., Scribe], accidental: int, position: int, fits: bool) -> None:
    one = scribe(lowest=62, highest=81)
    assert pitch_fits(one.state, one.plan, accidental, position) == fits


def test_a_courtesy_accidental_may_be_allowed(scribe: Callable[..., Scribe]) -> None:
    one = scribe(courtesy=True)
    assert pitch_fits(one.state, one.plan, SHARP, F)


def test_a_tied_note_is_the_same_one_without_an_accidental(scribe: Callable[..., Scribe]) -> None:
    one = scribe()
    one.state[TIE] = F + 1
    assert pitch_fits(one.state, one.plan, 0, F)
    assert not pitch_fits(one.state, one.plan, NATURAL, F)
    assert not pitch_fits(one.state, one.plan, 0, C)


def test_a_chord_has_no_position_twice(scribe: Callable[..., Scribe]) -> None:
    one = scribe()
    one.state[CHORD] = 1 << F
    assert not pitch_fits(one.state, one.plan, 0, F)
    assert pitch_fits(one.state, one.plan, 0, C)


@pytest.mark.parametrize(("notes", "fits"), [(2, False), (3, True)])
def test_a_quarter_of_the_notes_may_lie_outside_the_key(scribe: Callable[..., Scribe], notes: int, fits: bool) -> None:
    one = scribe(share_outside=0.25)
    one.state[NOTES] = notes
    assert pitch_fits(one.state, one.plan, NATURAL, F) == fits
    assert pitch_fits(one.state, one.plan, 0, F)


@pytest.mark.parametrize(("letter", "marks"), [("F", 0), ("E", -1), ("d", 0), ("f", 0), ("g", -1)])
def test_octave_marks_lead_a_letter_away_from_the_middle_only(
    scribe: Callable[..., Scribe], letter: str, marks: int
) -> None:
    one = scribe(lowest=66, highest=78)  # from F sharp to f sharp
    assert marks_needed(one.state, one.plan, 0, letter_position(ord(letter))) == marks


def test_a_letter_below_which_the_range_begins_needs_its_marks(scribe: Callable[..., Scribe]) -> None:
    one = scribe(lowest=84, highest=96)  # from c' to c''
    assert marks_needed(one.state, one.plan, 0, 22) == 1  # d'


def test_an_octave_mark_moves_the_note_the_way_its_letter_goes(scribe: Callable[..., Scribe]) -> None:
    one = scribe()
    one.state[POSITION] = F
    assert not octave_mark(one.state, one.plan, ord("'"))
    assert octave_mark(one.state, one.plan, ord(","))
    assert one.state[POSITION] == LOW_F
    assert not octave_mark(one.state, one.plan, ord(","))  # there is no note in range below


def test_no_letter_may_follow_an_accidental_that_no_note_in_range_needs(scribe: Callable[..., Scribe]) -> None:
    one = scribe(lowest=66, highest=68)  # from F sharp to G sharp
    assert any_letter(one.state, one.plan, FLAT)
    assert not any_letter(one.state, one.plan, NATURAL)  # G is natural already, and F natural too low


def test_a_note_counts_once_though_it_is_tied(scribe: Callable[..., Scribe]) -> None:
    one = scribe()
    one.state[POSITION], one.state[ACCIDENTAL] = F, NATURAL
    sound(one.state, one.plan)
    assert (one.state[NOTES], one.state[OUTSIDE]) == (1, 1)
    one.state[TIE], one.state[ACCIDENTAL] = F + 1, 0
    sound(one.state, one.plan)
    assert (one.state[NOTES], one.state[OUTSIDE]) == (1, 1)
