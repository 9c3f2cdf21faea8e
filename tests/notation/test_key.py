from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tunesmith.errors import AbcError
from tunesmith.notation.key import MODES, Key
from tunesmith.notation.pitch import Interval, Pitch, name_of

keys = st.builds(
    lambda mode, fifths: Key(name_of(fifths - MODES[mode]), mode), st.sampled_from(sorted(MODES)), st.integers(-7, 7)
)


def altered(key: Key) -> str:
    """The altered notes of a signature, in the order of the line of fifths: `F# C#`."""
    return " ".join(Pitch(letter, 4, sign).name for letter, sign in key.signature.items() if sign)


@pytest.mark.parametrize(
    ("written", "canonical", "signature"),
    [
        ("G", "G", "F#"),
        ("Gmaj", "G", "F#"),
        ("A Major", "A", "F# C# G#"),
        ("A  ionian", "A", "F# C# G#"),
        ("Am", "Amin", ""),
        ("Amin", "Amin", ""),
        ("A aeolian", "Amin", ""),
        ("F# Minor", "F#min", "F# C# G#"),
        ("E Dorian", "Edor", "F# C#"),
        ("Ador", "Ador", "F#"),
        ("AMix", "Amix", "F# C#"),
        ("Aphr", "Aphr", "Bb"),
        ("Glyd", "Glyd", "F# C#"),
        ("Bloc", "Bloc", ""),
        ("Bb", "Bb", "Eb Bb"),
        ("EM", "Emin", "F#"),
        ("B♭min", "Bbmin", "Gb Db Ab Eb Bb"),
        ("HP", "HP", "F# C#"),
        ("Hp", "HP", "F# C#"),
        ("none", "none", ""),
        ("", "none", ""),
        ("D exp ^f _b", "D exp ^f _b", "F# Bb"),
        ("Dmix ^c", "Dmix ^c", "F# C#"),
        ("D =c", "D =c", "F#"),
        ("D ^g_b", "D ^g _b", "F# C# G# Bb"),
        ("Em % source key F#m", "Emin", "F#"),
    ],
)
def test_spellings_and_their_signatures(written: str, canonical: str, signature: str) -> None:
    key = Key.parse(written)
    assert str(key) == canonical
    assert altered(key) == signature


@pytest.mark.parametrize("written", ["H", "Gfoo", "g", "Bn", "nonesuch"])
def test_what_is_no_key(written: str) -> None:
    with pytest.raises(AbcError, match="is not a key"):
        Key.parse(written)


@pytest.mark.parametrize(("written", "reason"), [("G#", "8 sharps"), ("Dbmin", "8 flats"), ("D#lyd", "10 sharps")])
def test_keys_that_no_signature_can_write(written: str, reason: str) -> None:
    with pytest.raises(AbcError, match=f"does not exist: it would have {reason}"):
        Key.parse(written)


def test_words_that_say_nothing_of_pitch_are_kept_apart() -> None:
    assert Key.parse("C clef=bass octave=-1").extras == ("clef=bass", "octave=-1")
    assert Key.parse("clef=alto").extras == ("clef=alto",)
    assert Key.parse("G (repeat of part A)").extras == ("(repeat", "of", "part", "A)")


def test_scale_and_degrees() -> None:
    key = Key.parse("Ador")
    assert key.scale == ("A", "B", "C", "D", "E", "F#", "G")
    assert key.degree(Pitch("C", 5)) == (3, 0)
    assert key.degree(Pitch("G", 4, 1)) == (7, 1)
    assert key.pitch(3, 4) == Pitch("C", 5)
    assert key.pitch(8, 4) == Pitch("A", 5)
    assert key.pitch_classes == {9, 11, 0, 2, 4, 6, 7}


def test_relative_and_parallel() -> None:
    assert str(Key.parse("G").relative("minor")) == "Emin"
    assert str(Key.parse("Ador").relative("major")) == "G"
    assert str(Key.parse("G").parallel("minor")) == "Gmin"
    with pytest.raises(AbcError, match="8 flats"):
        Key.parse("Db").parallel("minor")


def test_explicit_accidentals_move_with_the_key() -> None:
    third = Interval(2, 3)
    assert str(Key.parse("Dmix ^c").transposed(third)) == "Fmix =e"
    assert str(Key.parse("D exp ^f _b").transposed(Interval(1, 2))) == "E exp ^g ^f"
    assert Key.parse("none").transposed(third) == Key.parse("none")


@given(keys)
def test_the_canonical_spelling_names_the_same_key(key: Key) -> None:
    assert Key.parse(str(key)) == key


@given(keys, st.integers(-7, 7))
def test_the_signature_moves_with_the_key(key: Key, fifths: int) -> None:
    interval = Interval.along_fifths(fifths, 7 * fifths)
    try:
        moved = key.transposed(interval)
    except AbcError:
        assert abs(key.fifths + fifths) > 7
        return
    for letter, sign in key.signature.items():
        pitch = Pitch(letter, 4, sign) + interval
        assert moved.signature[pitch.letter] == pitch.accidental
    assert moved.transposed(-interval) == key
