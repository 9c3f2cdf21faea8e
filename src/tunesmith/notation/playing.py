"""What sounds when: a tune's notes as events with exact onsets, durations and MIDI pitches."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from math import lcm
from typing import TYPE_CHECKING, Final, TypeAlias

from tunesmith.errors import AbcError
from tunesmith.notation.accidentals import Accidentals
from tunesmith.notation.elements import (
    Chord,
    ChordSymbol,
    Decoration,
    Field,
    GraceGroup,
    InlineField,
    MultiBarRest,
    Note,
    Rest,
)
from tunesmith.notation.pitch import SEMITONES
from tunesmith.notation.timing import fraction

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from fractions import Fraction

    from tunesmith.notation.bars import Bar
    from tunesmith.notation.key import Key

__all__ = ["Event", "play"]

TIMED: Final = (Note, Chord, Rest, MultiBarRest)
Timed: TypeAlias = Note | Chord | Rest | MultiBarRest
Place: TypeAlias = tuple[str, int]  # letter and octave


@dataclass(frozen=True, slots=True)
class Event:
    """Notes that start and end together, or a rest.

    `onset` and `duration` are in whole notes, exact; tied notes are one event. `pitches` are MIDI numbers in the order
    of writing, () for a rest and for a chord symbol above a note that is held. `bar` is the index of the bar that
    `element`, the first if tied, is written in. `grace` are the MIDI numbers of the grace notes before it.
    """

    onset: Fraction
    duration: Fraction
    pitches: tuple[int, ...]
    element: Timed
    bar: int
    grace: tuple[int, ...] = ()
    decorations: tuple[str, ...] = ()
    chord_symbol: str | None = None


@dataclass(slots=True)
class Voice:
    """One note of a strike: where it stands on the staff, what it sounds like by itself, and whether a sign says so."""

    place: Place
    midi: int
    signed: bool
    tied: bool
    ticks: int


@dataclass(slots=True)
class Strike:
    """One timed element of a bar as it would sound alone; `offset` is in ticks from the start of the bar."""

    offset: int
    ticks: int
    element: Timed
    voices: tuple[Voice, ...]
    grace: tuple[int, ...]
    decorations: tuple[str, ...]
    chord_symbol: str | None


@dataclass(slots=True)
class Sounding:
    """A note that sounds; a tie makes it last longer."""

    midi: int
    ticks: int


def play(bars: Sequence[Bar], order: Iterable[int], key: Key) -> tuple[Event, ...]:
    """The events of these bars played in this order; `key` is the one at the start of the music.

    Time is counted in ticks, the largest part of a whole note that measures every duration: sums of whole numbers are
    ten times faster than sums of fractions.
    """
    resolution = lcm(*{duration.denominator for bar in bars for duration in durations(bar)})
    reader = BarReader(key, resolution)
    written = [reader.read(bar) for bar in bars]
    player = Player()
    before = -1
    for index in order:
        if index <= before:  # a tie leads to what is written after it, over an ending perhaps, never back to a repeat
            player.held = []
        player.play(index, *written[index])
        before = index
    return tuple(player.events(resolution))


def durations(bar: Bar) -> Iterator[Fraction]:
    """The durations of a bar's elements and of the notes in its chords."""
    for element in bar.elements:
        if isinstance(element, TIMED):
            yield element.duration
        if isinstance(element, Chord):
            yield from (note.duration for note in element.notes)


class BarReader:
    """Reads bars in the order of writing, so that a change of key holds for all that stands after it."""

    def __init__(self, key: Key, resolution: int) -> None:
        self.key = key
        self.resolution = resolution
        self.accidentals = Accidentals(key.signature)

    def read(self, bar: Bar) -> tuple[list[Strike], int]:
        """The strikes of a bar, and how many ticks it lasts."""
        if bar.opening is not None:
            self.accidentals.start_bar()
        strikes: list[Strike] = []
        offset = 0
        grace: tuple[int, ...] = ()
        marks: list[Decoration | ChordSymbol] = []
        for element in bar.elements:
            if isinstance(element, TIMED):
                ticks = self.ticks(element)
                strikes.append(Strike(offset, ticks, element, self.voices(element), grace, *told(marks)))
                offset += ticks
                grace, marks = (), []
            elif isinstance(element, GraceGroup):
                grace += tuple(self.midi(note) for note in element.notes)
            elif isinstance(element, Decoration | ChordSymbol):
                marks.append(element)
            elif isinstance(element, Field | InlineField) and element.letter == "K":
                self.change_key(element.value)
        return strikes, offset

    def change_key(self, value: str) -> None:
        """Let another key hold from here; one that does not exist is the reader's to report, and changes nothing."""
        with suppress(AbcError):
            key = self.key.changed(value)
            if key != self.key:
                self.key = key
                self.accidentals.change_key(key.signature)

    def voices(self, element: Timed) -> tuple[Voice, ...]:
        """The notes of a timed element."""
        if isinstance(element, Note):
            return (self.voice(element, element.tied),)
        if isinstance(element, Chord):
            return tuple(self.voice(note, note.tied or element.tied) for note in element.notes)
        return ()

    def voice(self, note: Note, tied: bool) -> Voice:
        """A note as it sounds in its bar."""
        place = note.letter, note.octave
        return Voice(place, self.midi(note), note.accidental is not None, tied, self.ticks(note))

    def midi(self, note: Note) -> int:
        """The MIDI number of a note under the accidentals so far."""
        accidental = self.accidentals.hear(note.letter, note.octave, note.accidental)
        return 12 * (note.octave + 1) + SEMITONES[note.letter] + accidental

    def ticks(self, element: Timed) -> int:
        """How many ticks an element lasts."""
        duration = element.duration
        return duration.numerator * (self.resolution // duration.denominator)


def told(marks: Sequence[Decoration | ChordSymbol]) -> tuple[tuple[str, ...], str | None]:
    """The names of the decorations, and the first chord symbol, before a note."""
    if not marks:
        return (), None
    symbol = next((mark.name for mark in marks if isinstance(mark, ChordSymbol)), None)
    return tuple(mark.name for mark in marks if isinstance(mark, Decoration)), symbol


def continued(held: list[tuple[Place, Sounding]], voice: Voice) -> Sounding | None:
    """Take out of the held notes the one that this note continues, if any."""
    for index, (place, sounding) in enumerate(held):
        if sounding.midi == voice.midi or (place == voice.place and not voice.signed):
            return held.pop(index)[1]
    return None


class Player:
    """Plays bars one after another and lets ties lead over their bar lines."""

    def __init__(self) -> None:
        self.now = 0
        self.struck: list[tuple[int, int, Strike, list[Sounding]]] = []
        self.held: list[tuple[Place, Sounding]] = []

    def play(self, index: int, strikes: Iterable[Strike], ticks: int) -> None:
        """Play one bar."""
        for strike in strikes:
            fresh = self.strike(strike)
            if fresh or not strike.voices or strike.chord_symbol:
                self.struck.append((self.now + strike.offset, index, strike, fresh))
        self.now += ticks

    def strike(self, strike: Strike) -> list[Sounding]:
        """The notes that start here; those that a tie leads to last longer instead.

        A note without a sign of its own keeps the pitch of the note that is tied to it, over the bar line too; one that
        is spelled otherwise is the same note if it sounds the same.
        """
        held, self.held = self.held, []
        fresh = []
        for voice in strike.voices:
            sounding = continued(held, voice) if held else None
            if sounding is None:
                sounding = Sounding(voice.midi, 0)
                fresh.append(sounding)
            sounding.ticks += voice.ticks
            if voice.tied:
                self.held.append((voice.place, sounding))
        return fresh

    def events(self, resolution: int) -> Iterator[Event]:
        """All that was played: one event for the notes of an element that last equally long."""
        for onset, bar, strike, fresh in self.struck:
            for ticks in {sounding.ticks: None for sounding in fresh} or (strike.ticks,):
                pitches = tuple([sounding.midi for sounding in fresh if sounding.ticks == ticks])
                yield Event(
                    fraction(onset, resolution),
                    fraction(ticks, resolution),
                    pitches,
                    strike.element,
                    bar,
                    strike.grace,
                    strike.decorations,
                    strike.chord_symbol,
                )
