from __future__ import annotations

from fractions import Fraction

import pytest

from tunesmith.music.rhythms import RHYTHMS
from tunesmith.notation import Meter, Tempo, Tune
from tunesmith.rendering.tempo import tempo_of, usual_tempo


def test_a_reel_is_faster_than_a_hornpipe_and_a_slide_than_a_jig() -> None:
    common, six = Meter.parse("4/4"), Meter.parse("6/8")
    reel, hornpipe = (usual_tempo(RHYTHMS[name], common) for name in ("reel", "hornpipe"))
    slide, jig = (usual_tempo(RHYTHMS[name], six) for name in ("slide", "jig"))
    assert reel.whole_notes_a_minute > hornpipe.whole_notes_a_minute
    assert slide.whole_notes_a_minute > jig.whole_notes_a_minute


def test_a_rhythm_in_another_kind_of_meter_goes_by_the_meter() -> None:
    """A march in 6/8 is counted in dotted quarters, not in the quarters of a march in 4/4."""
    assert usual_tempo(RHYTHMS["march"], Meter.parse("6/8")).beat == Fraction(3, 8)
    assert usual_tempo(RHYTHMS["march"], Meter.parse("4/4")).beat == Fraction(1, 4)


def test_every_rhythm_has_its_own_tempo_in_its_usual_meter() -> None:
    """`compose` offers quicksteps: they are played in quick time, not as anything in 2/4."""
    assert usual_tempo(RHYTHMS["quickstep"], Meter.parse("2/4")) == Tempo(Fraction(1, 4), 112)
    for rhythm in RHYTHMS.values():
        assert usual_tempo(rhythm, Meter.parse(rhythm.meter)) == Tempo(rhythm.beat, rhythm.rate)


def test_every_meter_has_a_tempo() -> None:
    for text in ("none", "5/4", "7/8", "3/8", "15/8", "1/1"):
        assert usual_tempo(None, Meter.parse(text)).rate > 0


@pytest.mark.parametrize(
    ("value", "meter", "beat", "rate"),
    [
        ('"Adagio"', "4/4", Fraction(1, 4), 68),
        ('"Allegro con brio"', "4/4", Fraction(1, 4), 126),
        ('"Andante moderato"', "3/4", Fraction(1, 4), 100),
        ('"Allegretto"', "6/8", Fraction(3, 8), 116),
        ('"Sehr langsam"', "4/4", Fraction(1, 4), 40),
        ('"Adagio" 1/4=50', "4/4", Fraction(1, 4), 50),
    ],
)
def test_words_name_a_tempo(value: str, meter: str, beat: Fraction, rate: int) -> None:
    tempo = tempo_of(Tune.parse(f"X:1\nQ:{value}\nM:{meter}\nK:C\nC|"))
    assert (tempo.beat, tempo.rate) == (beat, rate)
