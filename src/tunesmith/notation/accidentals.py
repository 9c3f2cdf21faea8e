"""What the notes of a bar sound like: the signature, and the accidentals written so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Accidentals"]


class Accidentals:
    """The accidentals in force: an accidental holds to the end of the bar, for its own letter and octave.

    This is how tunes are written and how abc2midi plays them; `%%propagate-accidentals` (section 11.3 of the ABC
    standard 2.1) can say otherwise: `pitch` lets it hold in all octaves, `not` for its own note alone. An accidental
    on a grace note counts like any other; a change of key forgets those before it.
    """

    __slots__ = ("propagation", "signature", "written")

    def __init__(self, signature: Mapping[str, int], propagation: str = "octave") -> None:
        self.signature = signature
        self.propagation = propagation
        self.written: dict[tuple[str, int], int] = {}

    def start_bar(self) -> None:
        """Forget the accidentals of the bar before."""
        self.written.clear()

    def change_key(self, signature: Mapping[str, int]) -> None:
        """Change to another signature."""
        self.signature = signature
        self.written.clear()

    def expected(self, letter: str, octave: int) -> int:
        """The accidental, in semitones, of a note that has none written."""
        if self.propagation == "pitch":
            octave = 0
        return self.written.get((letter, octave), self.signature[letter])

    def apply(self, letter: str, octave: int, accidental: int | None) -> int:
        """The accidental, in semitones, that a note sounds with, given the one written before it if any."""
        if accidental is None:
            return self.expected(letter, octave) if self.written else self.signature[letter]
        if self.propagation == "pitch":
            octave = 0
        if self.propagation != "not":
            self.written[letter, octave] = accidental
        return accidental
