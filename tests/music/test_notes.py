from __future__ import annotations

import re

import pytest

from tunesmith.music.notes import (
    ACCIDENTALS,
    LETTERS,
    LINE_OF_FIFTHS,
    NAME_SIGNS,
    SEMITONES,
    SIGN,
    SIGNS,
    SPELLED,
    pitch_class,
)
from tunesmith.notation import Key, Tune
from tunesmith.notation.pitch import fifths_of


@pytest.mark.parametrize(("sign", "alteration"), SIGNS.items())
def test_a_sign_is_read_by_all_as_the_same(sign: str, alteration: int) -> None:
    assert re.fullmatch(SIGN, sign)
    assert SPELLED[alteration] == sign
    tune = Tune.parse(f"X:1\nM:4/4\nL:1/4\nK:C\n{sign}G4|]")
    assert [event.pitches for event in tune.events()] == [(67 + alteration,)]
    assert tune.canonical().endswith(f" {sign}G4 |]")
    assert Key.parse(f"D exp {sign}f").signature["F"] == alteration


def test_nothing_else_is_a_sign() -> None:
    pattern = re.compile(SIGN)
    assert [text for text in ("", "#", "^_", "^^^", "==", "___") if pattern.fullmatch(text)] == []


def test_the_grammar_writes_the_single_signs() -> None:
    assert {chr(code) for code in ACCIDENTALS} == {sign for sign in SIGNS if len(sign) == 1}


def test_letters_fifths_and_semitones_agree() -> None:
    assert sorted(LINE_OF_FIFTHS) == sorted(LETTERS) == sorted(SEMITONES)
    for name in (letter + sign for letter in LETTERS for sign in NAME_SIGNS):
        assert 7 * fifths_of(name) % 12 == pitch_class(name)


@pytest.mark.parametrize(("name", "place"), [("C", 0), ("F#", 6), ("Bb", 10), ("Cb", 11)])
def test_a_note_name_has_a_pitch_class(name: str, place: int) -> None:
    assert pitch_class(name) == place
