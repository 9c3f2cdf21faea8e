from __future__ import annotations

import json
from fractions import Fraction

import pytest

from tunesmith.notation import Tune
from tunesmith.rendering.player import Playing
from tunesmith.studio.tasks.performing import beat_of, performed, rounded

TUNE = 'X:1\nM:4/4\nL:1/8\nQ:1/4=120\nK:D\nA2 |: "D"d4 f4 | a6 :|\n'


def test_a_performance_is_in_seconds() -> None:
    answer = json.loads(performed(TUNE, Playing(swing=0, ornaments=False)))
    assert (answer["beat"], answer["beats"], answer["pickup"]) == (0.5, 4, 0.5)
    assert [(bar["number"], bar["at"]) for bar in answer["bars"]] == [(0, 0), (1, 0.5), (2, 2.5), (1, 4), (2, 6)]
    assert answer["seconds"] == 7.5


def test_every_player_is_a_part_and_a_sound_knows_where_it_is_written() -> None:
    parts = json.loads(performed(TUNE, Playing(swing=0, ornaments=False)))["parts"]
    melody, chords, bass = parts
    assert (melody["name"], chords["name"], bass["name"]) == ("melody", "chords", "bass")
    first, second, *_ = melody["notes"]
    assert (first["at"], first["pitch"], first["line"], first["column"]) == (0, 69, 6, 1)
    assert (second["at"], second["pitch"]) == (0.5, 74)
    assert chords["notes"]
    assert chords["notes"][0]["line"] is None


@pytest.mark.parametrize(
    ("fields", "beat"),
    [
        ("M:6/8\nL:1/8", Fraction(3, 8)),
        ("M:4/4\nL:1/8\nQ:1/2=60", Fraction(1, 2)),  # the tempo's own
        ("M:3/4\nL:1/8\nQ:1/2=60", Fraction(1, 4)),  # of which no bar holds so many
        ("M:4/4\nL:1/8\nQ:1/8=200", Fraction(1, 4)),  # nobody taps so fast
    ],
)
def test_the_beat_that_is_tapped(fields: str, beat: Fraction) -> None:
    assert beat_of(Tune.parse(f"X:1\n{fields}\nK:D\nd2|]")) == beat


def test_nobody_hears_less_than_a_tenth_of_a_millisecond() -> None:
    assert rounded(1.23456789) == 1.2346
