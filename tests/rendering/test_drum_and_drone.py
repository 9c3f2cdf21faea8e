"""What plays along without chords: strokes of a drum, and a drone."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from tunesmith.music.instruments import INSTRUMENTS
from tunesmith.notation import Tune
from tunesmith.rendering.performance import Performance
from tunesmith.rendering.player import Playing, perform
from tunesmith.rendering.sound import RATE, loudness, part_sound, synthesize

JIG = Tune.parse("X:1\nR:jig\nM:6/8\nL:1/8\nK:Ador\nE|A3 ABc|ded cBA|G3 GAB|A6|]\n")
REEL = Tune.parse("X:1\nR:reel\nM:4/4\nL:1/8\nK:D transpose=2\nd2fd Adfd|e8|]\n")
DRUM = INSTRUMENTS["bodhrán"].drum


def played(tune: Tune, player: str) -> Performance:
    return perform(tune, Playing(accompaniment=player, swing=0))


def test_a_jig_has_a_deep_stroke_on_each_beat_and_two_light_ones_after_it() -> None:
    performance = played(JIG, "bodhrán")
    deep, light = ([note.onset for note in part] for part in (performance.bass, performance.chords))
    beats = [Fraction(1, 8) + beat * Fraction(3, 8) for beat in range(6)]
    assert deep == [*beats, Fraction(1, 8) + 3 * Fraction(3, 4)]  # none in the pickup, one in the last bar
    assert light == [beat + eighth for beat in beats for eighth in (Fraction(1, 8), Fraction(1, 4))]
    assert DRUM
    assert {note.pitch for note in performance.bass} == {DRUM.deep}


def test_the_first_stroke_of_a_bar_is_the_strongest() -> None:
    first, second, *_ = played(JIG, "bodhrán").bass
    assert first.velocity > second.velocity > played(JIG, "bodhrán").chords[0].velocity


@pytest.mark.parametrize(("tune", "pitches"), [(JIG, {45, 52}), (REEL, {52, 59})])
def test_a_drone_holds_tonic_and_fifth_as_they_sound(tune: Tune, pitches: set[int]) -> None:
    performance = played(tune, "drone")
    assert {note.pitch for note in performance.chords} == pitches
    assert performance.bass == ()


@pytest.mark.parametrize("player", ["bodhrán", "drone"])
def test_it_sounds_all_through_and_9_db_below_the_melody(player: str) -> None:
    performance = played(JIG, player)
    length = round(performance.duration * RATE)
    melody = part_sound(performance, performance.melody, performance.program, length)
    notes = (*performance.chords, *performance.bass)
    backing = part_sound(performance, notes, performance.chord_program, length)
    assert loudness(backing) > 0.001
    for second in range(1, int(performance.duration) - 1):
        assert loudness(backing[second * RATE : (second + 1) * RATE]) > 0.25 * loudness(backing)
    mixed = synthesize(performance).samples[:length]
    share = float(mixed @ melody / (melody @ melody))
    rest = mixed - share * melody
    assert 20 * np.log10(loudness(rest) / loudness(share * melody)) == pytest.approx(-9, abs=0.5)


def test_strokes_come_when_they_should() -> None:
    performance = played(JIG, "bodhrán")
    length = round(performance.duration * RATE)
    drum = part_sound(performance, performance.bass, performance.chord_program, length)
    for note in performance.bass[:4]:
        start = round(performance.seconds(note.onset) * RATE)
        before, after = (float(np.abs(part).max()) for part in (drum[start - 882 : start], drum[start : start + 2205]))
        assert after > 3 * before  # within 50 ms
