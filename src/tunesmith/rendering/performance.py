"""A performance: every sound of a tune with its time, pitch and force; melody, chords and bass apart.

Times are in whole notes, exact, after swing and ornaments; `Performance.seconds` turns them into seconds.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction

    from tunesmith.notation import Element, Key, Meter

__all__ = ["HeldNote", "Performance", "PlayedNote", "VoicePart"]


@dataclass(frozen=True, slots=True)
class PlayedNote:
    """One sound: `onset` and `duration` in whole notes, MIDI pitch and velocity, and what is written for it, if any."""

    onset: Fraction
    duration: Fraction
    pitch: int
    velocity: int
    element: Element | None = None


@dataclass(frozen=True, slots=True)
class HeldNote:
    """A written note or chord that is not struck, since all of it is tied to the one before; times in whole notes."""

    onset: Fraction
    duration: Fraction
    element: Element


@dataclass(frozen=True, slots=True)
class VoicePart:
    """What one voice of several plays: its name for people, its sounds, what is held, and its General MIDI program.

    The pitches of `drums` are those of General MIDI's percussion.
    """

    name: str
    notes: tuple[PlayedNote, ...]
    held: tuple[HeldNote, ...]
    program: int
    drums: bool = False


@dataclass(frozen=True)  # without slots: the clock is worked out once
class Performance:
    """A tune's sounds, and what a MIDI file says beside them; `length` is in whole notes.

    The sounds of `melody` last through the notes that they are tied to, which are `held`. `voices` are the others of a
    tune of several; `name` is the melody's, where it has one; `drums` says whether it is for drums.

    `tempos` are (onset, whole notes a minute), `meters` and `keys` (onset, what holds from there), each in order with
    the first at 0. `program` (the melody's) and `chord_program` (of chords and bass) are General MIDI programs, from 0.
    """

    melody: tuple[PlayedNote, ...]
    held: tuple[HeldNote, ...]
    chords: tuple[PlayedNote, ...]
    bass: tuple[PlayedNote, ...]
    length: Fraction
    tempos: tuple[tuple[Fraction, Fraction], ...]
    meters: tuple[tuple[Fraction, Meter], ...]
    keys: tuple[tuple[Fraction, Key], ...]
    program: int
    chord_program: int
    voices: tuple[VoicePart, ...] = ()
    name: str = "Melody"
    drums: bool = False

    @cached_property
    def clock(self) -> tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...]]:
        """For each tempo: its onset in whole notes, the second at which it starts, and its seconds a whole note."""
        onsets = tuple(float(onset) for onset, _ in self.tempos)
        paces = tuple(60.0 / float(rate) for _, rate in self.tempos)
        starts = [0.0]
        for (first, then), pace in zip(pairwise(onsets), paces, strict=False):
            starts.append(starts[-1] + (then - first) * pace)
        return onsets, tuple(starts), paces

    def seconds(self, time: Fraction) -> float:
        """The second at which a time in whole notes is reached."""
        onsets, starts, paces = self.clock
        moment = float(time)
        place = max(0, bisect_right(onsets, moment) - 1)
        return starts[place] + (moment - onsets[place]) * paces[place]

    @cached_property
    def duration(self) -> float:
        """How long the music lasts in seconds, without the dying away of the last note."""
        return self.seconds(self.length)
