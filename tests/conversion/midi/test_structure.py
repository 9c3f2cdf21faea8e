from __future__ import annotations

from fractions import Fraction

import pytest

from tunesmith.conversion.midi.quantised import GridNote
from tunesmith.conversion.midi.structure import (
    Section,
    best_pickup,
    found_key,
    found_meter,
    recurrence,
    repeated,
    resting,
    sections,
)
from tunesmith.notation import Meter

HALF = Fraction(1, 2)
SCALE = (67, 69, 71, 72, 74, 76, 78, 79)  # G major


def eighths(*pitches: int, start: Fraction = Fraction(0), bar: int = 8) -> list[GridNote]:
    """Eighth notes, the first of each bar from `start` on louder than the others."""
    return [
        GridNote(start + HALF * place, HALF, pitch, 80 if place % bar else 110) for place, pitch in enumerate(pitches)
    ]


@pytest.mark.parametrize("pickup", [Fraction(0), Fraction(1), Fraction(3, 2)])
def test_bars_begin_on_the_heaviest_notes(pickup: Fraction) -> None:
    before = [GridNote(HALF * place, HALF, 62, 80) for place in range(int(pickup / HALF))]
    found, _ = best_pickup(before + eighths(*SCALE * 8, start=pickup), Meter.parse("4/4"))
    assert found == pickup


@pytest.mark.parametrize(("meter", "bar"), [("4/4", 8), ("6/8", 6), ("3/4", 6)])
def test_a_meter_is_found_by_its_bars(meter: str, bar: int) -> None:
    notes = eighths(*(SCALE[place * place % 7] for place in range(16 * bar)), bar=bar)
    assert found_meter(notes).capacity == Meter.parse(meter).capacity


def test_notes_come_again_four_bars_later() -> None:
    notes = eighths(*range(60, 92), *range(60, 92))
    assert recurrence(notes, Fraction(4)) == HALF
    assert recurrence(notes, Fraction(3)) == 0


@pytest.mark.parametrize(
    ("pitches", "stated", "key"),
    [
        ((67, 71, 74, 67, 69, 72, 78, 67), None, "G"),
        ((69, 72, 76, 69, 71, 74, 78, 69), None, "Ador"),
        ((67, 71, 74, 67, 69, 72, 76, 67), (0, False), "Gmix"),  # its signature is believed
    ],
)
def test_a_key_fits_the_notes_and_is_where_the_tune_ends(
    pitches: tuple[int, ...], stated: tuple[int, bool] | None, key: str
) -> None:
    assert str(found_key(eighths(*pitches), stated)) == key


def test_a_tune_rests_on_its_last_long_note() -> None:
    notes = [*eighths(67, 69), GridNote(Fraction(1), Fraction(2), 71, 80), GridNote(Fraction(3), HALF, 62, 80)]
    assert resting(notes) == 71
    assert resting(eighths(67, 69)) == 69


def test_a_part_that_is_played_twice_is_written_once() -> None:
    assert sections("abcdabcdefghefgh") == [Section(0, 4, 2), Section(8, 12, 2)]
    assert sections("abcdefgh") == [Section(n, n + 1) for n in range(8)]


def test_another_end_the_second_time_is_a_second_ending() -> None:
    assert repeated("abcdabce", 0, 4) == Section(0, 4, 2, 1, (7, 8))
    assert repeated("abcdefabcdxy", 0, 6) == Section(0, 6, 2, 2, (10, 12))
    assert repeated("abcdabxy", 0, 4) is None  # too little comes back


def test_a_section_costs_the_bars_that_are_written() -> None:
    assert Section(0, 1).cost == 1
    assert Section(0, 8, 2).cost == 8.5  # signs of repeats count a little
    assert Section(0, 8, 2, 1, (15, 16)).cost == 9.5
    assert Section(0, 7, 2).cost == pytest.approx(7.9)  # and uneven lengths
