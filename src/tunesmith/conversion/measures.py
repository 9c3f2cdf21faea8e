"""The music of one part on the way to ABC: measures, the notes in them by time, and their bar lines."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from tunesmith.conversion.musicxml.lengths import Ratio

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element as Xml

__all__ = ["NO_RATIO", "Edge", "Measure", "Struck", "Tone"]

NO_RATIO: Final = Ratio(1, 1)


@dataclass(slots=True)
class Tone:
    """A pitch: letter, alteration in semitones, octave; tied on to the next or not, and its own length."""

    letter: str
    alter: int
    octave: int
    tied: bool
    held: bool
    duration: Fraction
    signed: bool


@dataclass(slots=True)
class Struck:
    """A note, chord or rest (no tones): times in whole notes from the start of the measure."""

    onset: Fraction
    duration: Fraction
    tones: list[Tone]
    ratio: Ratio = NO_RATIO
    tuplet_starts: bool = False
    tuplet_stops: bool = False
    invisible: bool = False
    joins_next: bool = False
    opens: int = 0
    closes: int = 0
    marks: list[str] = field(default_factory=list)
    words: dict[str, str] = field(default_factory=dict)
    graces: list[tuple[Tone, Fraction, bool]] = field(default_factory=list)  # with length, slashed


@dataclass(slots=True)
class Edge:
    """A bar line: its style, how often it closes and opens a repeat, the endings that start and stop at it."""

    style: str = ""
    closes: int = 0
    opens: int = 0
    starts: str = ""
    stops: bool = False


@dataclass(slots=True)
class Measure:
    """One measure of one part; layers by (staff, voice), what is said and changed at a time, by staff (0: all)."""

    number: str
    implicit: bool
    layers: dict[tuple[int, str], list[Struck]] = field(default_factory=dict)
    said: list[tuple[Fraction, int, str]] = field(default_factory=list)
    changes: list[tuple[Fraction, Xml]] = field(default_factory=list)
    left: Edge = field(default_factory=Edge)
    right: Edge = field(default_factory=Edge)
    length: Fraction = Fraction(0)
    new_line: bool = False
    rests: int = 0
    beams: bool = False
    padded: bool = True  # with invisible rests where a layer has nothing; else with rests
