from __future__ import annotations

from fractions import Fraction

import pytest

from tunesmith.notation import Meter
from tunesmith.notation.tempo_words import rate_in_words, stated_tempo


@pytest.mark.parametrize(
    ("words", "rate"),
    [
        ('"Allegro"', 126),
        ("Andante moderato", 100),  # not andante alone
        ("Allegro, ma non troppo", 126),
        ("Très vif", 184),
        ("mässig", 112),
        ("prestidigitation", None),  # presto is no word of it
        ("", None),
    ],
)
def test_the_longest_tempo_word_tells_the_rate(words: str, rate: int | None) -> None:
    assert rate_in_words(words) == rate


@pytest.mark.parametrize(
    ("value", "meter", "beat", "rate"),
    [
        ('"Adagio"', "4/4", Fraction(1, 4), 68),
        ('"Adagio"', "6/8", Fraction(3, 8), 68),  # in pulses of the meter
        ('"Adagio" 1/2=50', "4/4", Fraction(1, 2), 50),  # figures say more than words
    ],
)
def test_words_count_in_the_pulse_of_the_meter(value: str, meter: str, beat: Fraction, rate: int) -> None:
    tempo = stated_tempo(value, Meter.parse(meter), Fraction(1, 8))
    assert tempo is not None
    assert (tempo.beat, tempo.rate, tempo.words) == (beat, rate, "Adagio")


@pytest.mark.parametrize("value", [None, '"with joy"'])
def test_what_names_no_tempo_states_none(value: str | None) -> None:
    assert stated_tempo(value, Meter.parse("4/4"), Fraction(1, 8)) is None
