"""What sounds when: a tune's notes as events with exact onsets, durations and MIDI pitches."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from math import lcm
from typing import TYPE_CHECKING, Final, TypeAlias

from tunesmith.errors import AbcError
from tunesmith.music.notes import SEMITONES
from tunesmith.notation.accidentals import Accidentals
from tunesmith.notation.elements import (
    Chord,
    ChordSymbol,
    Comment,
    Decoration,
    Element,
    Field,
    GraceGroup,
    InlineField,
    MultiBarRest,
    Note,
    Overlay,
    Rest,
    Space,
)
from tunesmith.notation.elements import element as value
from tunesmith.notation.key import Key
from tunesmith.notation.shifts import UNMOVED, Shift, shift_after
from tunesmith.notation.timing import fraction

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from fractions import Fraction

    from tunesmith.notation.bars import Bar
__all__ = ["Event", "Manner", "Played", "Struck", "play", "play_in_bars", "play_in_ticks"]

Timed: TypeAlias = Note | Chord | Rest | MultiBarRest
Struck: TypeAlias = tuple[int, int, tuple[int, ...]]
"""The ticks from the start of the bar, the written duration in ticks, and the MIDI numbers of what is struck."""
NOTHING: Final[tuple[tuple[str, ...], str | None]] = (), None
"""What stands before a note without marks."""


@value
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


@dataclass(frozen=True, slots=True)
class Manner:
    """How the notes of a voice sound at its start: key, shift, and how far accidentals hold."""

    key: Key
    shift: Shift = UNMOVED
    propagation: str = "octave"


@dataclass(slots=True)
class Strike:
    """One timed element of a bar as it would sound alone; `offset` is in ticks from the start of the bar.

    `pitches` are the MIDI numbers of its notes, () for a rest; in a `plain` one all last equally long, none is tied.
    """

    offset: int
    ticks: int
    element: Timed
    pitches: tuple[int, ...]
    plain: bool
    grace: tuple[int, ...]
    decorations: tuple[str, ...]
    chord_symbol: str | None
    layer: int


@dataclass(slots=True)
class Sounding:
    """A note that sounds; a tie makes it last longer."""

    midi: int
    ticks: int


@dataclass(frozen=True, slots=True)
class Played:
    """The onset, duration and MIDI numbers (none for a rest) of each event; a whole note has `resolution` ticks."""

    resolution: int
    notes: tuple[tuple[int, int, tuple[int, ...]], ...]


def play(bars: Sequence[Bar], order: Iterable[int], manner: Manner, *, overlays: bool = False) -> tuple[Event, ...]:
    """The events of these bars played in this order, with the `overlays` in them or without."""
    return tuple(played(bars, order, manner, overlays=overlays).events())


def play_in_ticks(bars: Sequence[Bar], order: Iterable[int], manner: Manner) -> Played:
    """When what sounds, without overlays, in whole numbers and without what is written: quicker than events."""
    player = played(bars, order, manner, overlays=False)
    return Played(player.resolution, tuple([(onset, ticks, pitches) for onset, ticks, pitches, _, _ in player.notes()]))


def play_in_bars(bars: Sequence[Bar], manner: Manner) -> tuple[int, list[list[Struck]]]:
    """The ticks of a whole note, and what is struck in each bar as written; a tie strikes no note again."""
    player = played(bars, range(len(bars)), manner, overlays=False)
    struck: list[list[Struck]] = [[] for _ in bars]
    for _, _, pitches, bar, strike in player.notes():
        struck[bar].append((strike.offset, strike.ticks, pitches))
    return player.resolution, struck


def played(bars: Sequence[Bar], order: Iterable[int], manner: Manner, *, overlays: bool) -> Player:
    """The player that has played the bars.

    Time is counted in ticks, the largest part of a whole note that measures every duration: sums of whole numbers are
    ten times faster than sums of fractions.
    """
    resolution = lcm(*{duration.denominator for bar in bars for duration in durations(bar.elements, overlays)})
    reader = BarPlayer(manner, resolution, overlays)
    written = [reader.read(bar) for bar in bars]
    player = Player(resolution)
    before = -1
    for index in order:
        if index <= before:  # a tie leads to what is written after it, over an ending perhaps, never back to a repeat
            player.held = {}
        player.play(index, *written[index])
        before = index
    return player


def durations(elements: Iterable[Element], overlays: bool) -> Iterator[Fraction]:
    """The durations of a bar's elements and of the notes in its chords."""
    for element in elements:
        if isinstance(element, Note):
            yield element.duration
        elif isinstance(element, Chord):
            yield element.duration
            yield from (note.duration for note in element.notes)
        elif isinstance(element, (Rest, MultiBarRest)):
            yield element.duration
        elif overlays and isinstance(element, Overlay):
            yield from durations(element.elements, overlays)


def ticks_of(element: Timed, resolution: int) -> int:
    """How many ticks an element lasts."""
    over, under = element.duration.as_integer_ratio()
    return over * (resolution // under)


class BarPlayer:
    """Reads bars in the order of writing, so that a change of key holds for all that stands after it."""

    def __init__(self, manner: Manner, resolution: int, overlays: bool) -> None:
        self.key = manner.key
        self.shift = manner.shift
        self.semitones = manner.shift.semitones
        self.resolution = resolution
        self.overlays = overlays
        self.accidentals = Accidentals(manner.key.signature, manner.propagation)

    def read(self, bar: Bar) -> tuple[list[Strike], int]:
        """The strikes of a bar, and how many ticks it lasts."""
        if bar.opening is not None:
            self.accidentals.start_bar()
        strikes: list[Strike] = []
        ticks = self.read_layer(bar.elements, strikes, 0)
        overlays = [e for e in bar.elements if isinstance(e, Overlay)] if self.overlays else []
        for layer, overlay in enumerate(overlays, start=1):
            self.accidentals.start_bar()  # each overlay has accidentals of its own
            self.read_layer(overlay.elements, strikes, layer)
        return strikes, ticks

    def read_layer(self, elements: Iterable[Element], strikes: list[Strike], layer: int) -> int:
        """Add the strikes of a bar, or of what lies over it (`layer` from 1), and return its ticks."""
        offset = 0
        pitches: tuple[int, ...]
        grace: tuple[int, ...] = ()
        marks: list[Decoration | ChordSymbol] = []
        for element in elements:
            if isinstance(element, Space):
                continue
            if isinstance(element, Note):
                pitches, plain = (self.midi(element),), not element.tied
            elif isinstance(element, Chord):
                pitches, plain = tuple(map(self.midi, element.notes)), even(element)
            elif isinstance(element, (Rest, MultiBarRest)):
                pitches, plain = (), True
            else:
                if isinstance(element, GraceGroup):
                    grace += tuple(map(self.midi, element.notes))
                elif isinstance(element, (Decoration, ChordSymbol)):
                    marks.append(element)
                elif isinstance(element, (Field, InlineField, Comment)):
                    self.take(element)
                continue
            ticks = ticks_of(element, self.resolution)
            decorations, symbol = told(marks) if marks else NOTHING
            strikes.append(Strike(offset, ticks, element, pitches, plain, grace, decorations, symbol, layer))
            offset += ticks
            if grace or marks:
                grace, marks = (), []
        return offset

    def take(self, element: Field | InlineField | Comment) -> None:
        """Apply a field or directive to what follows."""
        if isinstance(element, Comment) and not element.directive:
            return
        self.shift = shift_after(self.shift, (element,))
        self.semitones = self.shift.semitones
        if not isinstance(element, Comment) and element.letter == "K":
            self.change_key(element.value)

    def change_key(self, value: str) -> None:
        """Change the key; one that does not exist, which the parser reports, changes nothing."""
        with suppress(AbcError):
            key = self.key.changed(value)
            if key != self.key:
                self.key = key
                self.accidentals.change_key(key.signature)

    def midi(self, note: Note) -> int:
        """The MIDI number of a note under the accidentals so far."""
        accidental = self.accidentals.apply(note.letter, note.octave, note.accidental)
        return 12 * (note.octave + 1) + SEMITONES[note.letter] + accidental + self.semitones


def even(chord: Chord) -> bool:
    """Whether the notes of a chord last equally long, and none is tied."""
    return not (chord.tied or any(note.tied or note.duration != chord.duration for note in chord.notes))


def told(marks: Sequence[Decoration | ChordSymbol]) -> tuple[tuple[str, ...], str | None]:
    """The names of the decorations, and the first chord symbol, before a note."""
    symbol = next((mark.name for mark in marks if isinstance(mark, ChordSymbol)), None)
    return tuple(mark.name for mark in marks if isinstance(mark, Decoration)), symbol


def continued(held: list[tuple[Note, Sounding]], note: Note, midi: int) -> Sounding | None:
    """Take out of the held notes the one that this note, which would sound as `midi`, continues, if any."""
    for index, (before, sounding) in enumerate(held):
        same_place = (before.letter, before.octave) == (note.letter, note.octave)
        if sounding.midi == midi or (same_place and note.accidental is None):
            return held.pop(index)[1]
    return None


class Player:
    """Plays bars one after another and lets ties lead over their bar lines; a whole note has `resolution` ticks."""

    def __init__(self, resolution: int) -> None:
        self.resolution = resolution
        self.now = 0
        self.struck: list[tuple[int, int, Strike, list[Sounding] | None]] = []  # None: the strike as it is
        self.held: dict[int, list[tuple[Note, Sounding]]] = {}  # by layer

    def play(self, index: int, strikes: Iterable[Strike], ticks: int) -> None:
        """Play one bar."""
        for strike in strikes:
            fresh = None if strike.plain and not self.held else self.strike(strike)
            if fresh is None or fresh or not strike.pitches or strike.chord_symbol:
                self.struck.append((self.now + strike.offset, index, strike, fresh))
        self.now += ticks

    def strike(self, strike: Strike) -> list[Sounding]:
        """The notes that start here; those that a tie leads to last longer instead.

        A note without a sign of its own keeps the pitch of the note that is tied to it, over the bar line too; one that
        is spelled otherwise is the same note if it sounds the same.
        """
        held = self.held.pop(strike.layer, None) if self.held else None
        element = strike.element
        notes = element.notes if isinstance(element, Chord) else (element,) if isinstance(element, Note) else ()
        together = isinstance(element, Chord) and element.tied
        fresh = []
        for note, midi in zip(notes, strike.pitches, strict=True):
            ticks = ticks_of(note, self.resolution)
            sounding = continued(held, note, midi) if held else None
            if sounding is None:
                sounding = Sounding(midi, ticks)
                fresh.append(sounding)
            else:
                sounding.ticks += ticks
            if note.tied or together:
                self.held.setdefault(strike.layer, []).append((note, sounding))
        return fresh

    def events(self) -> Iterator[Event]:
        """All that was played."""
        for onset, ticks, pitches, bar, strike in self.notes():
            yield Event(
                fraction(onset, self.resolution),
                fraction(ticks, self.resolution),
                pitches,
                strike.element,
                bar,
                strike.grace,
                strike.decorations,
                strike.chord_symbol,
            )

    def notes(self) -> Iterator[tuple[int, int, tuple[int, ...], int, Strike]]:
        """The onset, ticks, pitches, bar and strike of the notes of each element that last equally long."""
        for onset, bar, strike, fresh in self.struck:
            if fresh is None:
                yield onset, strike.ticks, strike.pitches, bar, strike
                continue
            for ticks in {sounding.ticks: None for sounding in fresh} or (strike.ticks,):
                yield onset, ticks, tuple([one.midi for one in fresh if one.ticks == ticks]), bar, strike
