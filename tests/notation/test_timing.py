from __future__ import annotations

from fractions import Fraction

import pytest

from tunesmith.notation import BrokenRhythm, Position, TupletMark
from tunesmith.notation.timing import Clock, fraction, total, tuplet_defaults

EIGHTH = Fraction(1, 8)
HERE = Position(1, 1)


def test_a_sum_is_exact() -> None:
    assert total([Fraction(1, 12)] * 3 + [Fraction(3, 4)]) == 1
    assert total([]) == 0


def test_a_fraction_is_built_once() -> None:
    assert fraction(3, 8) is fraction(3, 8)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ((3, 0, 0), (3, 2, 3)),
        ((2, 0, 0), (2, 3, 2)),
        ((5, 0, 0), (5, 2, 5)),
        ((3, 2, 2), (3, 2, 2)),
        ((7, 4, 0), (7, 4, 7)),
    ],
)
def test_a_tuplet_fills_in_what_is_left_out(written: tuple[int, int, int], meant: tuple[int, int, int]) -> None:
    assert tuplet_defaults(*written, tuplet_time=2) == meant


def test_a_note_lasts_its_length_in_units() -> None:
    assert Clock(EIGHTH).duration(3, 2) == Fraction(3, 16)


def test_the_notes_of_a_tuplet_share_its_time_and_no_others() -> None:
    clock = Clock(EIGHTH)
    clock.start_tuplet(TupletMark("(3", HERE, 3, 2, 3))
    durations = []
    started = []
    for _ in range(4):
        durations.append(clock.duration(1, 1))
        clock.step()
        started.append(clock.started)
    assert durations == [Fraction(1, 12)] * 3 + [EIGHTH]
    assert started == [True, True, False, False]


@pytest.mark.parametrize(
    ("text", "dots", "before", "after"),
    [(">", 1, Fraction(3, 2), Fraction(1, 2)), ("<", 1, Fraction(1, 2), Fraction(3, 2)),
     (">>", 2, Fraction(7, 4), Fraction(1, 4))],
)  # fmt: skip
def test_broken_rhythm_gives_the_second_note_what_it_takes_from_the_first(
    text: str, dots: int, before: Fraction, after: Fraction
) -> None:
    clock = Clock(EIGHTH)
    assert clock.break_rhythm(BrokenRhythm(text, HERE, dots, text[0] == ">")) == before
    assert clock.duration(1, 1) == EIGHTH * after
    clock.step()
    assert clock.duration(1, 1) == EIGHTH


def test_a_broken_rhythm_that_leads_to_no_note_is_forgotten() -> None:
    clock = Clock(EIGHTH)
    clock.break_rhythm(BrokenRhythm(">", HERE, 1, longer_first=True))
    clock.drop_broken_rhythm()
    assert clock.duration(1, 1) == EIGHTH
