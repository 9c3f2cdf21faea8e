"""What sounds when: a tune's notes as events with exact onsets, durations and MIDI pitches."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
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
    Overlay,
    Rest,
)
from tunesmith.notation.pitch import SEMITONES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tunesmith.notation.bars import Bar
    from tunesmith.notation.key import Key

__all__ = ["Event", "play"]

ZERO: Final = Fraction(0)
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
    duration: Fraction


@dataclass(slots=True)
class Strike:
    """One timed element of a bar as it would sound alone; `offset` counts from the start of the bar."""

    offset: Fraction
    element: Timed
    voices: tuple[Voice, ...] = ()
    grace: tuple[int, ...] = ()
    decorations: tuple[str, ...] = ()
    chord_symbol: str | None = None


@dataclass(slots=True)
class Sounding:
    """A note that sounds; a tie makes it last longer."""

    midi: int
    duration: Fraction


def play(bars: Sequence[Bar], order: Iterable[int], key: Key) -> tuple[Event, ...]:
    """The events of these bars played in this order; `key` is the one at the start of the music."""
    reader = BarReader(key)
    written = [reader.read(bar) for bar in bars]
    player = Player()
    before = -1
    for index in order:
        if index <= before:  # a tie leads to what is written after it, over an ending perhaps, never back to a repeat
            player.held = {}
        player.play(index, *written[index])
        before = index
    return tuple(player.events())


class BarReader:
    """Reads bars in the order of writing, so that a change of key holds for all that stands after it."""

    def __init__(self, key: Key) -> None:
        self.key = key
        self.accidentals = Accidentals(key.signature)

    def read(self, bar: Bar) -> tuple[list[Strike], Fraction]:
        """The strikes of a bar, and how long it lasts; what follows an overlay's `&` is not played."""
        if bar.opening is not None:
            self.accidentals.start_bar()
        strikes: list[Strike] = []
        offset = ZERO
        grace: tuple[int, ...] = ()
        marks: list[Decoration | ChordSymbol] = []
        for element in bar.elements:
            if isinstance(element, Note | Chord | Rest | MultiBarRest):
                strikes.append(Strike(offset, element, self.voices(element), grace, *told(marks)))
                offset += element.duration
                grace, marks = (), []
            elif isinstance(element, GraceGroup):
                grace += tuple(self.midi(note) for note in element.notes)
            elif isinstance(element, Decoration | ChordSymbol):
                marks.append(element)
            elif isinstance(element, Field | InlineField) and element.letter == "K":
                self.change_key(element.value)
            elif isinstance(element, Overlay):
                break
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
        return Voice((note.letter, note.octave), self.midi(note), note.accidental is not None, tied, note.duration)

    def midi(self, note: Note) -> int:
        """The MIDI number of a note under the accidentals so far."""
        accidental = self.accidentals.hear(note.letter, note.octave, note.accidental)
        return 12 * (note.octave + 1) + SEMITONES[note.letter] + accidental


def told(marks: Sequence[Decoration | ChordSymbol]) -> tuple[tuple[str, ...], str | None]:
    """The names of the decorations, and the first chord symbol, before a note."""
    symbol = next((mark.name for mark in marks if isinstance(mark, ChordSymbol)), None)
    return tuple(mark.name for mark in marks if isinstance(mark, Decoration)), symbol


class Player:
    """Plays bars one after another and lets ties lead over their bar lines."""

    def __init__(self) -> None:
        self.now = ZERO
        self.struck: list[tuple[Fraction, int, Strike, list[Sounding]]] = []
        self.held: dict[Place, Sounding] = {}

    def play(self, index: int, strikes: Iterable[Strike], duration: Fraction) -> None:
        """Play one bar."""
        for strike in strikes:
            fresh = self.strike(strike)
            if fresh or not strike.voices or strike.chord_symbol:
                self.struck.append((self.now + strike.offset, index, strike, fresh))
        self.now += duration

    def strike(self, strike: Strike) -> list[Sounding]:
        """The notes that start here; those that a tie leads to last longer instead.

        A note without a sign of its own keeps the pitch of the note that is tied to it, over the bar line too; one that
        is spelled otherwise is the same note if it sounds the same.
        """
        held, self.held = self.held, {}
        fresh = []
        for voice in strike.voices:
            sounding = None if voice.signed else held.get(voice.place)
            if sounding is None and held:
                sounding = next((other for other in held.values() if other.midi == voice.midi), None)
            if sounding is not None:
                sounding.duration += voice.duration
            else:
                sounding = Sounding(voice.midi, voice.duration)
                fresh.append(sounding)
            if voice.tied:
                self.held[voice.place] = sounding
        return fresh

    def events(self) -> Iterator[Event]:
        """All that was played: one event for the notes of an element that last equally long."""
        for onset, bar, strike, fresh in self.struck:
            marks = strike.grace, strike.decorations, strike.chord_symbol
            if not fresh:
                yield Event(onset, strike.element.duration, (), strike.element, bar, *marks)
            for duration in dict.fromkeys(sounding.duration for sounding in fresh):
                pitches = tuple(sounding.midi for sounding in fresh if sounding.duration == duration)
                yield Event(onset, duration, pitches, strike.element, bar, *marks)
