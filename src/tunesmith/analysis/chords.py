"""Chord symbols: what `"Am7/G"` above a note asks the accompanist to play."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from tunesmith.music.chord_symbols import read_symbol, root_name, triad_kind
from tunesmith.music.notes import pitch_class

__all__ = ["ChordName"]


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
        """Read a chord symbol; None if it is none (`N.C.`, words). Section 4.18 of the ABC standard 2.1."""
        parts = read_symbol(text)
        if parts is None:
            return None
        root = pitch_class(root_name(parts.root))
        bass = pitch_class(root_name(parts.bass)) if parts.bass else root
        return cls(text.strip(), root, parts.intervals, bass)

    @classmethod
    def triad(cls, root: str, intervals: tuple[int, ...]) -> ChordName:
        """The triad on a note name: major, minor or diminished by its intervals."""
        return cls(root + triad_kind(intervals), pitch_class(root), intervals, pitch_class(root))

    def moved(self, semitones: int) -> ChordName:
        """The chord so many semitones higher, under the same name."""
        return replace(self, root=(self.root + semitones) % 12, bass=(self.bass + semitones) % 12)

    @property
    def pitch_classes(self) -> frozenset[int]:
        """The sounds of the chord, modulo 12."""
        return frozenset((self.root + interval) % 12 for interval in self.intervals)

    @property
    def fifth(self) -> int:
        """The pitch class that the bass alternates with: the chord's fifth where it has one, else its root."""
        fifths = [interval for interval in self.intervals if interval in (6, 7, 8)]
        return (self.root + fifths[0]) % 12 if fifths else self.root
