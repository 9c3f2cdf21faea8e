from __future__ import annotations

from fractions import Fraction

from tunesmith.corpus.measures import measures_of, written
from tunesmith.notation import Tune

TEXT = 'X:1\nL:1/8\nM:3/4\nK:D\n A |: "D"d4 z2 | [FA]2 ^c4 :|\n z6 |]'


def test_measures_know_their_sounds_lengths_and_lines() -> None:
    upbeat, first, second, last = measures_of(Tune.parse(TEXT))
    assert (upbeat.duration, upbeat.capacity, upbeat.after) == (Fraction(1, 8), Fraction(3, 4), "|:")
    assert first.sounds == (((("D", 5, None),), Fraction(1, 2)), ((), Fraction(1, 4)))
    assert second.sounds == (((("F", 4, None), ("A", 4, None)), Fraction(1, 4)), ((("C", 5, 1),), Fraction(1, 2)))
    assert second.rhythm == (Fraction(1, 4), Fraction(1, 2))
    assert (last.silent, second.silent, last.after) == (True, False, "|]")


def test_a_tune_is_written_as_it_was() -> None:
    tune = Tune.parse(TEXT)
    assert Tune.parse(written(tune, measures_of(tune))).canonical() == tune.canonical()
