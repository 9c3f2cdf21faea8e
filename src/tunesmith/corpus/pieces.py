"""A text in canonical spelling, cut once into the pieces that change with the key, and put together in any other.

Every accidental that is in force moves with its letter. So, as long as none becomes a double one, a written pitch
becomes the same other one wherever it stands, and each piece needs to be moved only once.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from tunesmith.music.notes import SIGN, SPELLED
from tunesmith.notation import ChordSymbol, Pitch, Position
from tunesmith.notation.canonical import wrapped
from tunesmith.notation.pitch import Interval
from tunesmith.notation.quotes import words_of
from tunesmith.notation.scanner import note_parts
from tunesmith.notation.transposition import spelled, transposed_symbol

if TYPE_CHECKING:
    from tunesmith.notation import Key

__all__ = ["Pieces", "rewrapped"]

BAR = re.compile(  # a bar of canonical text with the bar line and the ending after it, or what stands after the last
    r'(?:"[^"]*"|[^" ]| (?![|:]|\[\|))*(?: (?::*\|[|:\]]*|::|\[\|\])(?:\d[\d,]*)?(?: \[\d[\d,]*)?|$)'
)
PIECE = re.compile(rf"""("[^"\n]*"|![^!\n]*!|\[[A-Za-z]:[^\]\n]*\]|(?:{SIGN})?[A-Ga-g][,']*)""")
"""Words above the notes, and the pitches of notes; marks and fields, which stay, have such letters too."""
BREAK = "\n"
"""Stands between two bars, in which there is no line break."""
UNEVEN = re.compile(r'\\|\[K:|\{[^}]*"')
"""An escaped character, a change of key, words among grace notes: what is not the same wherever it stands."""
LOWEST, HIGHEST = 2, 125  # MIDI numbers that are in range with any accidental
START = Position(1, 1)


class Pieces:
    """The text of a tune in `key`, cut."""

    def __init__(self, text: str, key: Key) -> None:
        head, music = parted(text)
        self.key = key
        self.even = not key.explicit and UNEVEN.search(text) is None
        self.head = head[1:-1]
        self.pieces = PIECE.split(BREAK.join(BAR.findall(music)))
        self.movable = set(self.pieces[1::2])
        self.others = {piece: piece for piece in self.pieces[::2]}

    def moved(self, interval: Interval) -> str | None:
        """The text an interval higher, under `X:0`; None where that takes more than moving each piece."""
        moved = {piece: moved_piece(piece, interval.steps, interval.semitones) for piece in self.movable}
        if not self.even or None in moved.values():
            return None
        music = "".join(map((self.others | moved).__getitem__, self.pieces))
        return "\n".join(["X:0", *self.head, f"K:{self.key.transposed(interval)}", *wrapped(music.split(BREAK))])


@lru_cache(maxsize=8192)
def moved_piece(piece: str, steps: int, semitones: int) -> str | None:
    """A piece an interval higher; None for a note that would get a double sharp or flat, or is at the edge of MIDI."""
    interval = Interval(steps, semitones)
    if piece[0] == '"':
        words = words_of(piece, START, piece[1:-1])
        return f'"{transposed_symbol(words.name, interval)}"' if isinstance(words, ChordSymbol) else piece
    if piece[0] in "![":
        return piece
    letter, octave, accidental, *_ = note_parts(piece)
    pitch = Pitch(letter, octave, accidental or 0) + interval
    if not LOWEST <= pitch.midi <= HIGHEST:
        return None
    if accidental is None:  # what it needs is in the signature, or before an earlier note
        return spelled(pitch)
    return SPELLED[pitch.accidental] + spelled(pitch) if abs(pitch.accidental) <= max(1, abs(accidental)) else None


def rewrapped(text: str) -> str:
    """A text in canonical spelling but for its line breaks, with its lines broken where they should be."""
    head, music = parted(text)
    return "\n".join([*head, *wrapped(BAR.findall(music))])


def parted(text: str) -> tuple[list[str], str]:
    """The lines of the header of a text in canonical spelling, and its music as one line."""
    lines = text.split("\n")
    start = next(number for number, line in enumerate(lines) if line.startswith("K:")) + 1
    return lines[:start], "".join(line.removesuffix(" ") for line in lines[start:-1]) + lines[-1]
