"""Pitches and intervals: letters on the staff, semitones in the ear, and the line of fifths between them.

The line of fifths puts every spelling of a note in one row, each a fifth above the one before it::

    ... Bbb Fb Cb Gb Db Ab Eb Bb F  C  G  D  A  E  B  F# C# G# D# A# E# B# F## ...
        -9  -8 -7 -6 -5 -4 -3 -2 -1 0  1  2  3  4  5  6  7  8  9  10 11 12 13

A key signature is seven neighbours in that row, so moving a tune to another key is adding one number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from tunesmith.music.notes import LETTERS, LINE_OF_FIFTHS, NAME_SIGNS, SEMITONES

__all__ = ["Interval", "Pitch", "fifths_of", "name_of"]

FIFTHS_UP: Final = 7  # a sharp moves a note seven places up the line of fifths
NAME: Final = re.compile(r"([A-G])(##?|bb?|[♯♭])?")


def fifths_of(name: str) -> int:
    """The place of a note name such as `F#` on the line of fifths, where C is 0; ValueError for any other text."""
    match = NAME.fullmatch(name)
    if match is None:
        raise ValueError(f"{name!r} is not a note name: a letter A to G, then # or b")
    return LINE_OF_FIFTHS.index(match[1]) - 1 + FIFTHS_UP * NAME_SIGNS[match[2] or ""]


def name_of(fifths: int) -> str:
    """The note name at a place on the line of fifths: 6 is `F#`, -2 is `Bb`."""
    accidental, place = divmod(fifths + 1, FIFTHS_UP)
    return LINE_OF_FIFTHS[place] + ("#" * accidental if accidental > 0 else "b" * -accidental)


@dataclass(frozen=True, slots=True)
class Interval:
    """A distance between two pitches: `steps` on the staff and `semitones` in the ear, both positive upwards.

    A minor third up is `Interval(2, 3)`; an augmented second, the same in the ear, is `Interval(1, 3)`.
    """

    steps: int
    semitones: int

    @classmethod
    def along_fifths(cls, fifths: int, semitones: int) -> Interval:
        """The interval that moves by `fifths` on the line of fifths and sounds `semitones` wide.

        ValueError if the two do not belong together: the same note class must lie at both.
        """
        steps, remainder = divmod(7 * semitones - fifths, 12)
        if remainder:
            raise ValueError(f"{fifths} fifths can never be {semitones} semitones")
        return cls(steps, semitones)

    @property
    def fifths(self) -> int:
        """How far the interval moves on the line of fifths."""
        return 7 * self.semitones - 12 * self.steps

    def __neg__(self) -> Interval:
        return Interval(-self.steps, -self.semitones)


@dataclass(frozen=True, slots=True)
class Pitch:
    """A spelled pitch as it sounds.

    `letter` is A to G; `octave` counts as in scientific pitch notation, so ABC's `C` is C4 (middle C) and `c` is C5;
    `accidental` is in semitones, sharps positive.
    """

    letter: str
    octave: int
    accidental: int = 0

    @property
    def midi(self) -> int:
        """The MIDI number; middle C is 60."""
        return 12 * (self.octave + 1) + SEMITONES[self.letter] + self.accidental

    @property
    def step(self) -> int:
        """The place on the staff: whole octaves of seven letters each, so neighbours differ by one and C0 is 0."""
        return 7 * self.octave + LETTERS.index(self.letter)

    @property
    def fifths(self) -> int:
        """The place on the line of fifths, where C is 0."""
        return LINE_OF_FIFTHS.index(self.letter) - 1 + FIFTHS_UP * self.accidental

    @property
    def name(self) -> str:
        """The note name without its octave, such as `F#`."""
        return name_of(self.fifths)

    def __add__(self, interval: Interval) -> Pitch:
        octave, index = divmod(self.step + interval.steps, 7)
        natural = Pitch(LETTERS[index], octave)
        return Pitch(natural.letter, octave, self.midi + interval.semitones - natural.midi)

    def __sub__(self, other: Pitch) -> Interval:
        return Interval(self.step - other.step, self.midi - other.midi)

    def simplified(self) -> Pitch:
        """The same sound one letter further, where that spares two or more sharps or flats; else the pitch itself."""
        if abs(self.accidental) < 2:
            return self
        octave, index = divmod(self.step + (1 if self.accidental > 0 else -1), 7)
        neighbour = Pitch(LETTERS[index], octave)
        return Pitch(neighbour.letter, octave, self.midi - neighbour.midi).simplified()
