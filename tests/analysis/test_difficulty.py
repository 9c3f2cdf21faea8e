"""How hard a tune is, in grades."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tunesmith.analysis.difficulty import Difficulty, difficulty_of
from tunesmith.music.instruments import INSTRUMENTS, Instrument
from tunesmith.notation import Tempo, Tune

SLOW, FAST = Tempo(Fraction(1, 4), 60), Tempo(Fraction(1, 4), 240)


def tune(music: str) -> Tune:
    return Tune.parse(f"X:1\nL:1/4\nM:4/4\nK:G\n{music} |]\n")


def graded(tune: Tune, tempo: Tempo, instrument: Instrument | None = None) -> Difficulty:
    difficulty = difficulty_of(tune, tempo, instrument)
    assert difficulty
    return difficulty


SCALE = tune("G A B c | d c B A")
ARPEGGIO = tune("G, D G d | g b d' g")


def test_a_slow_scale_is_easy_and_a_fast_arpeggio_hard() -> None:
    easy, hard = graded(SCALE, SLOW), graded(ARPEGGIO, Tempo(Fraction(1, 4), 400))
    assert {aspect.name: aspect.grade for aspect in easy.aspects} == {"range": "easy", "speed": "easy", "leaps": "easy"}
    assert {aspect.grade for aspect in hard.aspects} == {"hard"}
    assert (easy.grade, hard.grade) == ("easy", "hard")


def test_amounts_are_semitones_notes_a_second_and_a_share() -> None:
    amounts = {aspect.name: aspect.amount for aspect in graded(ARPEGGIO, FAST).aspects}
    assert amounts == {"range": 31, "speed": pytest.approx(4), "leaps": pytest.approx(3 / 7)}


@pytest.mark.parametrize(("note", "frets", "grade"), [("b", 7, "easy"), ("d'", 10, "moderate"), ("g'", 15, "hard")])
def test_strings_have_positions(note: str, frets: int, grade: str) -> None:
    position = graded(tune(f"g a g {note}"), SLOW, INSTRUMENTS["mandolin"]).aspects[-1]
    assert (position.name, position.amount, position.grade) == ("position", frets, grade)
    assert "position" not in {one.name for one in graded(SCALE, SLOW, INSTRUMENTS["tin-whistle"]).aspects}


def test_one_note_is_no_tune() -> None:
    assert difficulty_of(tune("G4"), SLOW) is None
