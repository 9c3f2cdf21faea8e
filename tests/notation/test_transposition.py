from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tunesmith.corpus.sources import read_tunes
from tunesmith.errors import AbcError, RequestError
from tunesmith.notation import Key, Tune
from tunesmith.notation.key import MODES
from tunesmith.notation.pitch import name_of
from tunesmith.notation.transposition import nearest_interval, transposed_symbol

if TYPE_CHECKING:
    from pathlib import Path

keys = st.builds(
    lambda mode, fifths: Key(name_of(fifths - MODES[mode]), mode), st.sampled_from(sorted(MODES)), st.integers(-7, 7)
)
signs = st.sampled_from(["", "", "", "", "^", "_", "=", "^^", "__"])
notes = st.builds("{}{}{}".format, signs, st.sampled_from("CDEFGABcdefgab"), st.sampled_from(["", "2", "-", ">C"]))
elements = notes | st.sampled_from(["|", "z", "{^gf}", "[^CE]-", "[CE]", "[K:Ador]", "[K:Eb]", '"Am7/G"', "(3ABc"])
melodies = st.lists(elements, min_size=1, max_size=40).map(lambda parts: "C " + " ".join(parts))


def tune_of(music: str, key: str = "G") -> Tune:
    return Tune.parse(f"X:1\nL:1/8\nM:4/4\nK:{key}\n{music}")


def body(tune: Tune) -> str:
    return "".join(element.text for element in tune.elements)


def sound(tune: Tune, shift: int = 0) -> list[tuple[object, ...]]:
    return [
        (event.onset, event.duration, [p + shift for p in event.pitches], [p + shift for p in event.grace])
        for event in tune.events()
    ]


@pytest.mark.parametrize(
    ("key", "semitones", "goal"),
    [
        ("G", 2, "A"),
        ("G", -2, "F"),
        ("G", 1, "Ab"),
        ("G", -1, "F#"),
        ("C", 6, "F#"),
        ("Ador", 2, "Bdor"),
        ("Amix", 3, "Cmix"),
        ("Emin", 1, "Fmin"),
        ("Dphr", 12, "Dphr"),
        ("none", 2, "none"),
        ("D exp ^f _b", 2, "E exp ^g ^f"),
        ("Dmix ^c", 5, "Gmix ^f"),
    ],
)
def test_the_key_with_fewer_accidentals_is_chosen(key: str, semitones: int, goal: str) -> None:
    moved = tune_of("DEFG", key).transpose(semitones)
    assert str(moved.key) == goal
    assert sound(moved) == sound(tune_of("DEFG", key), semitones)


@pytest.mark.parametrize(
    ("key", "music", "semitones", "moved"),
    [
        ("G", "G^c=f_B | f", 2, "A^d=g=c | g"),
        ("G", "G^c=f_B | f", 1, "A=d_g_c | g"),
        ("C", "^F2-|F2 F2", 2, "^G2-|G2 G2"),
        ("C", "{^fg}a [^Ce]2 z", -2, "{=ef}g [=B,d]2 z"),
        ("D", "[K:A]c [K:D]c", 1, "[K:Bb]d [K:Eb]d"),
        ("none", "C=E F", 2, "D^F G"),
        ("C", "C, c' ^^F", 2, "D, d' ^^G"),
    ],
)
def test_notes_keep_their_place_in_the_scale(key: str, music: str, semitones: int, moved: str) -> None:
    tune = tune_of(music, key)
    assert sound(tune.transpose(semitones)) == sound(tune, semitones)
    assert body(tune.transpose(semitones)) == moved


def test_double_accidentals_stay_only_where_there_was_one() -> None:
    assert body(tune_of("^c ^^f", "G").transpose(4)) == "^e ^^a"


def test_transposing_to_a_key() -> None:
    tune = tune_of("EFGA", "Emin")
    assert body(tune.in_key(Key.parse("Dmin"))) == "DEFG"
    assert body(tune.in_key(Key.parse("Amin"))) == "ABcd"
    assert str(tune_of("C", "C").in_key(Key.parse("Gb")).key) == "Gb"


@pytest.mark.parametrize(("key", "goal"), [("Ador", "G"), ("none", "C"), ("G", "none")])
def test_a_key_of_another_mode_is_refused(key: str, goal: str) -> None:
    with pytest.raises(RequestError, match="key must have a tonic and the mode of the tune's own"):
        tune_of("A", key).in_key(Key.parse(goal))


def test_notes_out_of_range_are_refused_where_they_stand() -> None:
    with pytest.raises(AbcError, match='line 5, column 3: "c\'" cannot be moved by 48 semitones'):
        tune_of("A c'").transpose(48)


@pytest.mark.parametrize(
    ("symbol", "moved"),
    [
        ("Am7/G", "Bm7/A"),
        ("F#dim", "G#dim"),
        ("Bb", "C"),
        ("(D7sus4)", "(E7sus4)"),
        ("Fine", "Fine"),
        ("D.C.", "D.C."),
        ("Allegro", "Allegro"),
        ("", ""),
    ],
)
def test_chord_symbols_move_and_words_do_not(symbol: str, moved: str) -> None:
    assert transposed_symbol(symbol, nearest_interval(Key.parse("G"), 2)) == moved


def test_comments_and_clefs_in_key_fields_are_kept() -> None:
    moved = Tune.parse("X:1\nK:G clef=bass % as printed\n[K:treble]G\nK: D\nd").transpose(2)
    assert moved.text == "X:1\nK:A clef=bass % as printed\n[K:treble]A\nK:E\ne"


@given(melodies, keys, st.integers(-12, 12))
def test_every_pitch_moves_and_no_duration_does(music: str, key: Key, semitones: int) -> None:
    tune = tune_of(music, str(key))
    moved = tune.transpose(semitones)
    assert sound(moved) == sound(tune, semitones)
    assert [bar.duration for bar in moved.bars] == [bar.duration for bar in tune.bars]
    assert sound(moved.transpose(-semitones)) == sound(tune)


def test_real_tunes_move_and_come_back(corpus_folder: Path) -> None:
    chooser = random.Random(6)
    for source in chooser.sample(list(read_tunes(corpus_folder / "irishman_sample.json")), 80):
        tune = Tune.parse(source.abc)
        semitones = chooser.randint(-6, 6)
        moved = tune.transpose(semitones)
        assert sound(moved) == sound(tune, semitones)
        assert sound(moved.transpose(-semitones)) == sound(tune)


def test_an_empty_group_of_grace_notes_moves_as_it_is() -> None:
    assert Tune.parse("X:1\nL:1/4\nK:C\n{}C{}D|]\n").transpose(2).text.endswith("{}D{}E|]\n")
