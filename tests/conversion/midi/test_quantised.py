from __future__ import annotations

from fractions import Fraction

import pytest

from tunesmith.conversion.midi.performed import Played
from tunesmith.conversion.midi.quantised import DOTTED, QUARTER, best_points, lasting, placed, quantised, spread

SLOW = 0.5  # seconds a quarter note


def notes(*starts: float, length: float = 0.45) -> list[Played]:
    return [Played(start, start + length, 60 + place, 80) for place, start in enumerate(starts)]


def test_a_division_includes_the_end_of_its_beat() -> None:
    assert spread(2, DOTTED) == (Fraction(0), Fraction(3, 4), Fraction(3, 2))


@pytest.mark.parametrize(
    ("beat", "times", "points"),
    [
        (QUARTER, [0.01, 0.52], (0, Fraction(1, 2))),
        (QUARTER, [0.0, 0.34, 0.66], (0, Fraction(1, 3), Fraction(2, 3))),
        (QUARTER, [0.02, 0.74], (0, Fraction(3, 4))),
        (QUARTER, [0.97], (1,)),  # a little early for the next beat
        (DOTTED, [0.0, 0.5, 1.03], (0, Fraction(1, 2), 1)),
        (DOTTED, [0.0, 0.76, 1.0], (0, Fraction(3, 4), 1)),
    ],
)
def test_a_beat_is_divided_as_its_notes_are_best_explained(
    beat: Fraction, times: list[float], points: tuple[Fraction, ...]
) -> None:
    assert best_points(times, SLOW, beat, after=False) == points


def test_a_point_that_is_taken_is_left_to_the_note_before() -> None:
    assert best_points([0.02], SLOW, QUARTER, after=True)[0] > 0


def test_more_notes_than_the_finest_division_holds_are_on_twelfths() -> None:
    times = [n / 12 for n in range(12)]
    assert best_points(times, SLOW, QUARTER, after=False) == tuple(Fraction(n, 12) for n in range(12))


def test_beats_begin_at_an_offset() -> None:
    assert placed(notes(0.0, 0.5, 1.5), SLOW, QUARTER, Fraction(1, 2)) == [0, Fraction(1, 2), Fraction(3, 2)]


@pytest.mark.parametrize(
    ("length", "after", "duration"),
    [
        (0.9, 1, 1),  # held to the next
        (0.3, 1, Fraction(1, 4)),  # let go long before
        (0.5, 2, Fraction(1, 2)),
        (0.2, Fraction(1, 4), Fraction(1, 4)),
        (1.0, None, 1),  # the last one
    ],
)
def test_a_note_lasts_to_the_next_unless_it_is_let_go(
    length: float, after: Fraction | None, duration: Fraction
) -> None:
    assert lasting(Played(0, length, 60, 80), Fraction(0), after, SLOW) == duration


def test_of_two_notes_on_one_point_the_later_stays() -> None:
    on_grid = quantised(notes(0.0, 1.0, 1.001), SLOW, QUARTER)
    assert [note.onset for note in on_grid] == sorted({note.onset for note in on_grid})


def test_unsteady_eighths_are_eighths() -> None:
    on_grid = quantised(notes(0.02, 0.48, 1.03, 1.49), SLOW, QUARTER)
    assert [(note.onset, note.end) for note in on_grid] == [(Fraction(n, 2), Fraction(n + 1, 2)) for n in range(4)]
