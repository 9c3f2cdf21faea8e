from __future__ import annotations

import pytest

from tunesmith.analysis.chords import ChordName

C, D, E, F, FIS, G, A, B = 0, 2, 4, 5, 6, 7, 9, 11


@pytest.mark.parametrize(
    ("symbol", "root", "sounds"),
    [
        ("G", G, {G, B, D}),
        ("Am", A, {A, C, E}),
        ("D7", D, {D, FIS, A, C}),
        ("F#m", FIS, {FIS, A, 1}),
        ("Bb", 10, {10, D, F}),
        ("Cmaj7", C, {C, E, G, B}),
        ("Asus4", A, {A, D, E}),
        ("D5", D, {D, A}),
        ("Bm7b5", B, {B, D, F, A}),
        ("(Em)", E, {E, G, B}),
        ("Gmaj13", G, {G, B, FIS, A, E}),
        ("Emin11", E, {E, G, D, FIS, A}),
        ("C6/9", C, {C, E, G, A, D}),
        ("H7", B, {B, 3, FIS, A}),
        ("G(Em)", G, {G, B, D}),
        ("Dm(maj7)", D, {D, F, A, 1}),
        ("Am7sus4", A, {A, D, E, G}),
    ],
)
def test_a_symbol_names_its_sounds(symbol: str, root: int, sounds: set[int]) -> None:
    chord = ChordName.parse(symbol)
    assert chord is not None
    assert (chord.root, chord.bass, set(chord.pitch_classes)) == (root, root, sounds)


@pytest.mark.parametrize(("symbol", "bass"), [("D/F#", FIS), ("G/b", B), ("Cm/Eb", 3)])
def test_a_bass_note_may_be_named(symbol: str, bass: int) -> None:
    chord = ChordName.parse(symbol)
    assert chord is not None
    assert chord.bass == bass


@pytest.mark.parametrize("words", ["N.C.", "Fine", "slowly", ""])
def test_words_are_no_chord(words: str) -> None:
    assert ChordName.parse(words) is None


def test_a_triad_is_named_by_its_intervals() -> None:
    assert [ChordName.triad("F#", kind).text for kind in ((0, 4, 7), (0, 3, 7), (0, 3, 6))] == ["F#", "F#m", "F#dim"]
