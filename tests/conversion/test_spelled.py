from __future__ import annotations

from fractions import Fraction

import pytest

from tunesmith.conversion.measures import NO_RATIO, Edge, Measure, Struck, Tone
from tunesmith.conversion.musicxml.changes import Staff
from tunesmith.conversion.musicxml.lengths import Ratio
from tunesmith.conversion.spelled import (
    Speller,
    apart,
    border,
    ending,
    filled,
    is_binary,
    layers_of,
    line_text,
    opening,
    silent,
    tuplet_mark,
    tuplets,
    unit_for,
)
from tunesmith.notation import Key, Meter

EIGHTH, QUARTER, TRIPLET = Fraction(1, 8), Fraction(1, 4), Ratio(3, 2)


def tone(letter: str, octave: int = 5, alter: int = 0, **more: bool) -> Tone:
    flags = {"tied": False, "held": False, "signed": False} | more
    return Tone(letter, alter, octave, duration=EIGHTH, **flags)


def struck(onset: Fraction | int, duration: Fraction, *tones: Tone, ratio: Ratio = NO_RATIO) -> Struck:
    return Struck(Fraction(onset), duration, list(tones), ratio)


def measure(*notes: Struck) -> Measure:
    return Measure("1", implicit=False, layers={(1, "1"): list(notes)}, length=Fraction(1))


def spelt(*notes: Struck, key: str = "C", meter: str = "4/4") -> str:
    """The bar of these notes, in eighths."""
    staff = Staff(1)
    staff.key, staff.meter, staff.begun = Key.parse(key), Meter.parse(meter), True
    [line] = [line for line in Speller(EIGHTH, staff).lines([measure(*notes)]) if not line.startswith("w:")]
    return line


@pytest.mark.parametrize(
    ("lengths", "unit"),
    [([EIGHTH, EIGHTH, QUARTER], EIGHTH), ([QUARTER] * 3, QUARTER), ([Fraction(1, 16)] * 2 + [EIGHTH], Fraction(1, 16)),
     ([EIGHTH, QUARTER], EIGHTH), ([Fraction(1)], EIGHTH)],
)  # fmt: skip
def test_the_unit_is_the_length_that_most_notes_have(lengths: list[Fraction], unit: Fraction) -> None:
    assert unit_for([measure(*(struck(0, length, tone("C")) for length in lengths))]) == unit


def test_notes_of_a_tuplet_count_as_they_are_drawn() -> None:
    assert unit_for([measure(*[struck(0, Fraction(1, 24), tone("C"), ratio=TRIPLET)] * 3)]) == Fraction(1, 16)


def test_a_bar_is_spelt_with_its_beams_and_a_rest_where_nothing_sounds() -> None:
    notes = [struck(n * EIGHTH, EIGHTH, tone(letter)) for n, letter in enumerate("CDEF")]
    assert spelt(*notes) == "cd ef x4 |"


def test_an_accidental_is_written_where_the_key_and_the_bar_do_not_say_it() -> None:
    notes = [struck(n * QUARTER, QUARTER, tone("F", alter=alter)) for n, alter in enumerate((1, 0, 0, 1))]
    assert spelt(*notes, key="G") == "f2 =f2 f2 ^f2 |"


def test_a_chord_is_tied_as_a_whole_where_all_its_notes_are() -> None:
    whole = struck(0, Fraction(1), tone("C", tied=True), tone("E", tied=True))
    partly = struck(0, Fraction(1), tone("C", tied=True), tone("E"))
    assert spelt(whole) == "[ce]8- |"
    assert spelt(partly) == "[c-e]8 |"


def test_a_note_that_is_held_needs_no_accidental_of_its_own() -> None:
    first, held, again = tone("F", alter=1, tied=True), tone("F", alter=1, held=True), tone("F", alter=1)
    halves = [struck(n, Fraction(1), one) for n, one in enumerate((first, held, again))]
    staff = Staff(1)
    staff.meter, staff.begun = Meter.parse("4/4"), True
    bars = [measure(struck(0, Fraction(1), one.tones[0])) for one in halves]
    assert list(Speller(EIGHTH, staff).lines(bars)) == ["^f8- | f8 | ^f8 |"]


def test_a_note_that_says_it_is_held_by_nothing_is_spelt_as_any_other() -> None:
    assert spelt(struck(0, Fraction(1), tone("F", alter=1, held=True))) == "^f8 |"


@pytest.mark.parametrize(("octave", "text"), [(3, "C,8 |"), (4, "C8 |"), (5, "c8 |"), (7, "c''8 |")])
def test_octaves_are_marks_below_c_and_above_b(octave: int, text: str) -> None:
    assert spelt(struck(0, Fraction(1), tone("C", octave))) == text


def test_words_stand_below_with_holds_and_gaps() -> None:
    notes = [struck(n * QUARTER, QUARTER, tone("C")) for n in range(4)]
    notes[0].words, notes[2].words = {"1": "Lo-_"}, {"1": "ch"}
    staff = Staff(1)
    staff.begun = True
    assert list(Speller(QUARTER, staff).lines([measure(*notes)]))[1] == "w: Lo-_ ch"


def test_notes_that_overlap_are_in_layers_of_their_own() -> None:
    first, second, third = (struck(onset * EIGHTH, QUARTER, tone("C")) for onset in (0, 1, 2))
    assert apart([first, second, third]) == [[first, third], [second]]


def test_a_staff_has_its_layers_that_sound() -> None:
    rest, note = struck(0, QUARTER), struck(0, QUARTER, tone("C"))
    both = Measure("1", implicit=False, layers={(1, "1"): [rest], (1, "2"): [note], (2, "3"): [note]})
    assert layers_of(both, 1) == [[note]]
    assert silent(Measure("1", implicit=False, layers={(1, "1"): [rest]}))
    assert not silent(both)


def test_gaps_are_filled_with_rests() -> None:
    full = filled([struck(QUARTER, QUARTER, tone("C"))], Fraction(1), invisible=True)
    assert [(one.onset, one.duration, one.invisible) for one in full] == [
        (0, QUARTER, True), (QUARTER, QUARTER, False), (Fraction(1, 2), Fraction(1, 2), True)
    ]  # fmt: skip


def test_a_tuplet_ends_where_time_is_even_again() -> None:
    notes = [struck(0, Fraction(1, 12), ratio=TRIPLET) for _ in range(6)]
    assert tuplets([*notes, struck(0, EIGHTH)]) == {id(notes[0]): "(3", id(notes[3]): "(3"}


def test_a_tuplet_that_the_file_brackets_is_one() -> None:
    notes = [struck(0, Fraction(1, 12), ratio=TRIPLET) for _ in range(6)]
    notes[0].tuplet_starts = notes[5].tuplet_stops = True
    assert tuplets(notes) == {id(notes[0]): "(3:2:6"}
    assert tuplet_mark(5, 4, 5) == "(5:4:5"


@pytest.mark.parametrize(("length", "binary"), [(Fraction(3, 8), True), (Fraction(1, 12), False), (Fraction(2), True)])
def test_lengths_without_a_tuplet_are_halves_of_halves(length: Fraction, binary: bool) -> None:
    assert is_binary(length) == binary


@pytest.mark.parametrize(
    ("right", "left", "text"),
    [
        (Edge(), Edge(), "|"),
        (Edge(closes=1), Edge(), ":|"),
        (Edge(closes=2), Edge(), "::|"),
        (Edge(), Edge(opens=1), "|:"),
        (Edge(closes=1), Edge(opens=1), "::"),
        (Edge("light-light"), Edge(), "||"),
        (Edge(), Edge("heavy-light"), "[|"),
    ],
)
def test_two_edges_make_a_bar_line(right: Edge, left: Edge, text: str) -> None:
    assert line_text(right, left) == text


def test_an_ending_that_is_over_is_ended_by_a_double_bar() -> None:
    assert border(Edge(stops=True), Edge(), last=False) == "||"
    assert border(Edge(stops=True), Edge(), last=True) == "|]"
    assert border(Edge(stops=True), Edge(starts="2"), last=False) == "|"


@pytest.mark.parametrize(("starts", "text"), [("1", "[1 "), ("1, 2", "[1,2 "), ("", ""), ("Fine", "")])
def test_an_ending_has_its_numbers(starts: str, text: str) -> None:
    assert ending(Edge(starts=starts)) == text


@pytest.mark.parametrize(("edge", "text"), [(Edge(), ""), (Edge(opens=1), "|: "), (Edge("heavy-light"), "[| ")])
def test_the_first_bar_line_is_written_where_it_says_something(edge: Edge, text: str) -> None:
    assert opening(edge) == text
