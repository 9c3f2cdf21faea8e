from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from tunesmith.errors import RenderError, RequestError
from tunesmith.notation import Tune
from tunesmith.rendering.performance import Performance
from tunesmith.rendering.player import Playing, perform

PLAIN = Playing(swing=0, ornaments=False)


def play(music: str, playing: Playing | None = None, header: str = "M:4/4\nL:1/8\nK:G") -> Performance:
    return perform(Tune.parse(f"X:1\n{header}\n{music}\n"), playing)


def test_a_plain_performance_is_what_is_written() -> None:
    heard = play("|: {c}GA ~B2 [ce]4- | [ce]8 :|", PLAIN)
    sounds = [(note.onset, note.pitch) for note in heard.melody]
    once = [(Fraction(0), 67), (Fraction(1, 8), 69), (Fraction(1, 4), 71), (Fraction(1, 2), 72), (Fraction(1, 2), 76)]
    assert sounds == once + [(onset + 2, pitch) for onset, pitch in once]
    assert heard.length == 4


def test_every_note_knows_what_was_written_for_it() -> None:
    heard = play("~G3 A B4 |]")
    texts = [note.element.text for note in heard.melody if note.element]
    assert texts == ["G3"] * 5 + ["A", "B4"]


def test_the_highest_note_of_a_chord_carries_the_ornament() -> None:
    heard = play("{d}[Gc]8 |]")
    assert [note.pitch for note in heard.melody] == [67, 74, 72]


def test_staccato_is_short_and_an_accent_loud() -> None:
    plain, short, loud, _ = play(".G2 G2 !>!G2 G2 |]".replace(".G2 G2", "G2 .G2"), PLAIN).melody
    assert short.duration < plain.duration / 1.5
    assert loud.velocity > plain.velocity


def test_the_tune_s_own_tempo_goes_before_the_usual_one_and_the_asked_before_both() -> None:
    named = "M:4/4\nL:1/8\nQ:1/4=60\nK:G"
    assert play("G8 |]", header=named).duration == 4
    assert play("G8 |]", Playing(tempo=120), named).duration == 2
    assert play("G6 |]", Playing(tempo=60), "M:6/8\nL:1/8\nQ:1/8=300\nK:G").duration == 2
    assert play("G8 |]", header="R:reel\nM:4/4\nL:1/8\nK:G").duration < 4


def test_a_tempo_may_change_on_the_way() -> None:
    heard = play("G8 | [Q:1/4=60] G8 |]", header="M:4/4\nL:1/8\nQ:1/4=120\nK:G")
    assert heard.tempos == ((Fraction(0), Fraction(30)), (Fraction(1), Fraction(15)))
    assert heard.seconds(Fraction(1)) == 2
    assert heard.seconds(Fraction(3, 2)) == heard.seconds(Fraction(1)) + 2
    assert heard.duration == 6


def test_a_fermata_holds_its_note() -> None:
    header = "M:4/4\nL:1/8\nQ:1/4=60\nK:G"
    held, plain = play("G4 !fermata!G4 | G8 |]", header=header), play("G4 G4 | G8 |]", header=header)
    assert held.duration == pytest.approx(plain.duration + 2 * 0.6)
    assert [tempo for _, tempo in held.tempos] == [15, Fraction(15) / Fraction(8, 5), 15]


def test_who_plays_along_and_what() -> None:
    heard = play("GBd GBd | GBd g3 |]", Playing("flute", "piano"), "R:jig\nM:6/8\nL:1/8\nK:G")
    assert (heard.program, heard.chord_program) == (73, 0)
    assert {note.pitch % 12 for note in heard.chords} == {7, 11, 2}
    alone = play("GBd GBd |]", Playing(accompaniment="none"))
    assert (alone.chords, alone.bass) == ((), ())


def test_the_strings_of_a_strum_sound_one_after_another() -> None:
    onsets = [float(note.onset) for note in play('"G"G8 | G8 |]', Playing(accompaniment="guitar", swing=0)).chords[:3]]
    assert onsets == sorted(set(onsets))
    assert onsets[-1] - onsets[0] < 0.05


@pytest.mark.parametrize(
    ("playing", "message"),
    [
        ({"instrument": "sackbut"}, "instrument must be one of accordion, banjo, .*, not 'sackbut'"),
        (
            {"accompaniment": "zither"},
            "accompaniment must be one of bodhrán, bouzouki, drone, guitar, piano, none, not 'zither'",
        ),
        ({"swing": -1}, "swing must be a number from 0 to 1, not -1"),
        ({"tempo": 5}, "tempo must be a number from 10 to 1000, not 5"),
    ],
)
def test_what_cannot_be_played_is_refused(playing: dict[str, Any], message: str) -> None:
    with pytest.raises(RequestError, match=message):
        Playing(**playing)


def test_a_tune_without_end_and_a_note_beyond_hearing_are_refused() -> None:
    with pytest.raises(RenderError, match="lasts 80 minutes; up to 15"):
        play("Z1200 | G8 |]", header="M:4/4\nL:1/8\nQ:1/4=60\nK:G")
    with pytest.raises(RenderError, match="beyond the pitches that MIDI has"):
        play("G,,,,,,,,, |]")


def test_the_same_tune_is_always_played_the_same(hard_tune: str) -> None:
    tune = Tune.parse(hard_tune)
    assert perform(tune) == perform(tune)
