"""Chord symbols: what `"Am7/G"` above a note asks the accompanist to play."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from tunesmith.notation.pitch import Pitch, fifths_of, name_of

__all__ = ["ChordName"]

SYMBOL: Final = re.compile(
    r"(?P<root>[A-G](?:##?|bb?|[♯♭])?)"
    r"(?P<kind>(?:maj|min|dim|aug|sus|add|no|[mMo°ø+#b♯♭()\-\s]|\d)*)"
    r"(?:/(?P<bass>[A-Ga-g](?:#|b|[♯♭])?))?"
)
KINDS: Final[dict[str, tuple[int, ...]]] = {
    "": (0, 4, 7),
    "maj": (0, 4, 7),
    "M": (0, 4, 7),
    "m": (0, 3, 7),
    "min": (0, 3, 7),
    "-": (0, 3, 7),
    "5": (0, 7),
    "6": (0, 4, 7, 9),
    "m6": (0, 3, 7, 9),
    "7": (0, 4, 7, 10),
    "m7": (0, 3, 7, 10),
    "min7": (0, 3, 7, 10),
    "-7": (0, 3, 7, 10),
    "maj7": (0, 4, 7, 11),
    "M7": (0, 4, 7, 11),
    "9": (0, 4, 10, 14),
    "m9": (0, 3, 10, 14),
    "add9": (0, 4, 7, 14),
    "sus": (0, 5, 7),
    "sus2": (0, 2, 7),
    "sus4": (0, 5, 7),
    "7sus4": (0, 5, 7, 10),
    "dim": (0, 3, 6),
    "o": (0, 3, 6),
    "°": (0, 3, 6),
    "dim7": (0, 3, 6, 9),
    "m7b5": (0, 3, 6, 10),
    "ø": (0, 3, 6, 10),
    "aug": (0, 4, 8),
    "+": (0, 4, 8),
    "aug7": (0, 4, 8, 10),
}
TRIADS: Final[dict[tuple[int, ...], str]] = {(0, 3, 7): "m", (0, 3, 6): "dim", (0, 4, 8): "aug"}
MINOR_BEGINNINGS: Final = ("min", "m", "-")


@dataclass(frozen=True, slots=True)
class ChordName:
    """A chord: its text, the pitch classes of `root` and `bass` (0 is C), `intervals` above the root in semitones."""

    text: str
    root: int
    intervals: tuple[int, ...]
    bass: int

    @classmethod
    @lru_cache(maxsize=512)
    def parse(cls, text: str) -> ChordName | None:
        """Read a chord symbol; None if it is none (`N.C.`, words). Section 4.18 of the ABC standard 2.1.

        A kind that is not in the table is played as the major or minor triad that it begins with.
        """
        match = SYMBOL.fullmatch(text.strip().strip("()"))
        if match is None:
            return None
        kind = re.sub(r"[()\s]", "", match["kind"])
        minor = kind.startswith(MINOR_BEGINNINGS) and not kind.startswith("maj")
        intervals = KINDS.get(kind, KINDS["m" if minor else ""])
        root = pitch_class(match["root"])
        return cls(text.strip(), root, intervals, pitch_class(match["bass"].capitalize()) if match["bass"] else root)

    @classmethod
    def triad(cls, root: str, intervals: tuple[int, ...]) -> ChordName:
        """The triad on a note name: major, minor or diminished by its intervals."""
        kind = TRIADS.get(intervals, "")
        return cls(root + kind, pitch_class(root), intervals, pitch_class(root))

    @property
    def pitch_classes(self) -> frozenset[int]:
        """The sounds of the chord, modulo 12."""
        return frozenset((self.root + interval) % 12 for interval in self.intervals)

    @property
    def fifth(self) -> int:
        """The pitch class that the bass alternates with: the chord's fifth where it has one, else its root."""
        fifths = [interval for interval in self.intervals if interval in (6, 7, 8)]
        return (self.root + fifths[0]) % 12 if fifths else self.root


def pitch_class(name: str) -> int:
    """A note name as a number from 0 (C) to 11 (B)."""
    spelled = name_of(fifths_of(name))
    accidental = spelled.count("#") - spelled[1:].count("b")
    return Pitch(spelled[0], 4, accidental).midi % 12
