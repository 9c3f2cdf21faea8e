"""Chord symbols: one table for all who read them."""

from __future__ import annotations

import pytest

from tunesmith.music.chord_symbols import intervals_of, is_no_chord, read_symbol


@pytest.mark.parametrize(
    ("kind", "intervals"),
    [
        ("", (0, 4, 7)), ("m", (0, 3, 7)), ("min", (0, 3, 7)), ("dim7", (0, 3, 6, 9)), ("ø", (0, 3, 6, 10)),
        ("6/9", (0, 4, 7, 9, 14)), ("7sus4", (0, 5, 7, 10)), ("sus2", (0, 2, 7)), ("add9", (0, 4, 7, 14)),
        ("maj7", (0, 4, 7, 11)), ("M7", (0, 4, 7, 11)), ("m(maj7)", (0, 3, 7, 11)), ("9", (0, 4, 10, 14)),
        ("m7b5", (0, 3, 6, 10)), ("7#9", (0, 4, 7, 10, 15)), ("7b5", (0, 4, 6, 10)), ("aug7", (0, 4, 8, 10)),
        ("5", (0, 7)), ("no3", (0, 7)), ("13", (0, 4, 10, 14, 21)), ("+", (0, 4, 8)), ("°", (0, 3, 6)),
    ],
)  # fmt: skip
def test_the_notes_of_a_kind(kind: str, intervals: tuple[int, ...]) -> None:
    assert intervals_of(kind) == intervals


@pytest.mark.parametrize(
    ("name", "root", "bass"),
    [("G", "G", ""), ("Am7/G", "A", "G"), ("C6/9", "C", ""), ("C6/9/E", "C", "E"), ("Bb/d", "Bb", "d"), ("H7", "H", ""),
     ("(Em)", "E", ""), ("F♯m", "F♯", "")],
)  # fmt: skip
def test_root_and_bass(name: str, root: str, bass: str) -> None:
    parts = read_symbol(name)
    assert parts is not None
    assert (parts.root, parts.bass) == (root, bass)


def test_another_chord_may_stand_in_brackets() -> None:
    parts = read_symbol("G(Em)")
    assert parts is not None
    assert (parts.root, parts.kind, parts.other) == ("G", "", "(Em)")


@pytest.mark.parametrize("words", ["Fine", "slowly", "", "A bad cabbage", "Da capo", "1.", "x3"])
def test_words_are_none(words: str) -> None:
    assert read_symbol(words) is None


@pytest.mark.parametrize("words", ["N.C.", "NC", "n.c.", "(N.C.)", "tacet", "no chord"])
def test_silence_has_names(words: str) -> None:
    assert is_no_chord(words)
