"""The names of notes: letters, how far apart they are, and the accidentals before or after them."""

from __future__ import annotations

from typing import Final

__all__ = [
    "ACCIDENTALS",
    "FLAT",
    "LETTERS",
    "LINE_OF_FIFTHS",
    "NAME_SIGNS",
    "NATURAL",
    "SEMITONES",
    "SHARP",
    "SIGN",
    "SIGNS",
    "SPELLED",
    "pitch_class",
]

LETTERS: Final = "CDEFGAB"
SEMITONES: Final = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
"""How far each letter is above the C below it."""
LINE_OF_FIFTHS: Final = "FCGDAEB"

SIGNS: Final = {"^^": 2, "^": 1, "=": 0, "_": -1, "__": -2}
"""Accidentals before a note of ABC, in semitones (section 4.2 of the ABC standard 2.1)."""
SPELLED: Final = {alteration: sign for sign, alteration in SIGNS.items()}
SIGN: Final = r"\^\^?|__?|="
"""The pattern of a sign."""
SHARP, FLAT, NATURAL = map(ord, "^_=")
"""The signs of composed tunes, as code points: the grammar writes no double ones."""
ACCIDENTALS: Final = (SHARP, FLAT, NATURAL)

NAME_SIGNS: Final = {"": 0, "#": 1, "##": 2, "b": -1, "bb": -2, "♯": 1, "♭": -1}
"""Accidentals behind the letter of a note name, in semitones."""


def pitch_class(name: str) -> int:
    """The pitch class of a note name such as `F#`, from 0 (C) to 11 (B)."""
    return (SEMITONES[name[0]] + NAME_SIGNS[name[1:]]) % 12
