"""Writes a line of notes as a second voice of a tune: below each line of its music, the same line with other notes.

The second has the lengths, rests, bar lines, repeats, endings, and changes of key, meter and unit of the melody, and
nothing that is said or drawn with it: no chord symbols, words, decorations, grace notes or slurs.
"""

from __future__ import annotations

import re
from contextlib import suppress
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from tunesmith.errors import AbcError
from tunesmith.music.notes import SPELLED
from tunesmith.notation import (
    BarLine,
    BrokenRhythm,
    Chord,
    Ending,
    Field,
    InlineField,
    LineBreak,
    MultiBarRest,
    Note,
    Rest,
    Space,
    Timed,
    TupletMark,
)
from tunesmith.notation.accidentals import Accidentals
from tunesmith.notation.directives import last_directive
from tunesmith.notation.elements import source_text
from tunesmith.notation.spelling import length_text
from tunesmith.notation.transposition import spelled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tunesmith.notation import Element, Pitch, Tune

__all__ = ["with_voice"]

NAME: Final = 'name="Second"'
COPIED: Final = (BarLine, Ending, BrokenRhythm, TupletMark, Rest, MultiBarRest)
SHARED: Final = ("K", "M", "L")
"""The fields that hold for one voice at a time, so that each voice needs its own."""
BELOW: Final = ("w", "s", "+")
"""The fields that belong to the music before them."""


def with_voice(tune: Tune, notes: Mapping[int, Pitch | None]) -> str:
    """The text of a tune of one voice with a second one.

    `notes` has its pitch, or None for a rest, for each struck note of the melody by the identity of the element; a note
    without one is tied to the note before.
    """
    first = tune.melody.name
    second = "3" if first == "2" else "2"
    writer = SecondWriter(tune, notes)
    text, name = source_text(tune.header), f" {NAME}"
    for system in systems(tune.elements):
        above = source_text(system)
        below = re.sub(r" *(\n) *|(?<= ) +", r"\1", "".join(map(writer.text, system)))
        below = "".join(line for line in below.strip(" ").splitlines(keepends=True) if line.strip())
        text += f"V:{first}\n{ended(above)}V:{second}{name}\n{ended(below)}"
        name = ""
    return text if tune.text.endswith("\n") else text[:-1]


def ended(text: str) -> str:
    """Whole lines."""
    return text if text.endswith("\n") else f"{text}\n"


def systems(elements: Iterable[Element]) -> Iterator[list[Element]]:
    """The elements of each line of music, with the lines of fields before it and of words after it."""
    system: list[Element] = []
    music = False
    for line in lines(elements):
        below = isinstance(line[0], Field) and line[0].letter in BELOW
        if music and not below:
            yield system
            system, music = [], False
        system += line
        music = music or any(isinstance(element, Timed | BarLine) for element in line)
    if music:
        yield system


def lines(elements: Iterable[Element]) -> Iterator[list[Element]]:
    """The elements of each line, with those that a backslash continues it in."""
    line: list[Element] = []
    goes_on = False
    for element in elements:
        line.append(element)
        if not isinstance(element, LineBreak) or element.forced:
            continue
        if not (goes_on or element.continued):
            yield line
            line = []
        goes_on = element.continued
    if line:
        yield line


class SecondWriter:
    """Writes the second's text of each element, and follows the accidentals in force."""

    def __init__(self, tune: Tune, notes: Mapping[int, Pitch | None]) -> None:
        self.notes = notes
        self.key = tune.key
        propagation = last_directive(tune.header, "propagate-accidentals") or "octave"
        self.accidentals = Accidentals(tune.key.signature, propagation)
        struck = [element for element in tune.elements if isinstance(element, Timed)]
        self.led_on = {id(one) for one, after in pairwise(struck) if self.is_tied_to(after)}
        self.pitch: Pitch | None = None  # the last that was struck

    def is_tied_to(self, element: Timed) -> bool:
        """Whether a note goes on with the one before it."""
        return isinstance(element, Note | Chord) and id(element) not in self.notes

    def text(self, element: Element) -> str:
        """What the second has in the place of one element."""
        if isinstance(element, Note | Chord):
            return self.note(element)
        if isinstance(element, LineBreak):
            return element.text
        if isinstance(element, Space):
            return " " * element.text.isspace()
        if isinstance(element, Field | InlineField):
            return self.field(element)
        if isinstance(element, BarLine):
            self.accidentals.start_bar()
        return element.text if isinstance(element, COPIED) else ""

    def note(self, element: Note | Chord) -> str:
        """A note or rest as long as the melody's."""
        length = element.length if isinstance(element, Note) else element.notes[0].length * element.length
        tied = self.is_tied_to(element)
        self.pitch = self.pitch if tied else self.notes[id(element)]
        if self.pitch is None:
            return "z" + length_text(length)
        sign = "" if tied else self.sign(self.pitch)
        return sign + spelled(self.pitch) + length_text(length) + "-" * (id(element) in self.led_on)

    def sign(self, pitch: Pitch) -> str:
        """The accidental that a note needs before it."""
        if self.accidentals.expected(pitch.letter, pitch.octave) == pitch.accidental:
            return ""
        self.accidentals.apply(pitch.letter, pitch.octave, pitch.accidental)
        return SPELLED[pitch.accidental]

    def field(self, field: Field | InlineField) -> str:
        """A field that the second needs too, on its own line or not."""
        if field.letter == "K":
            with suppress(AbcError):
                self.key = self.key.changed(field.value)
                self.accidentals.change_key(self.key.signature)
        return field.text if field.letter in SHARED else ""
