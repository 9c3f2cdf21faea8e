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
__all__ = ["Event", "Manner", "Played", "play", "play_in_ticks"]

TIMED: Final = (Note, Chord, Rest, MultiBarRest)
Timed: TypeAlias = Note | Chord | Rest | MultiBarRest
Place: TypeAlias = tuple[str, int]  # letter and octave
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
class Member:
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
    members: tuple[Member, ...]
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
    resolution, player = played(bars, order, manner, overlays=overlays)
    return tuple(player.events(resolution))


def play_in_ticks(bars: Sequence[Bar], order: Iterable[int], manner: Manner) -> Played:
    """When what sounds, without overlays, in whole numbers and without what is written: quicker than events."""
    resolution, player = played(bars, order, manner, overlays=False)
    return Played(resolution, tuple([(onset, ticks, pitches) for onset, ticks, pitches, *_ in player.notes()]))


def played(bars: Sequence[Bar], order: Iterable[int], manner: Manner, *, overlays: bool) -> tuple[int, Player]:
    """The ticks of a whole note, and the player that has played the bars.

    Time is counted in ticks, the largest part of a whole note that measures every duration: sums of whole numbers are
    ten times faster than sums of fractions.
    """
    resolution = lcm(*{duration.denominator for bar in bars for duration in durations(bar.elements, overlays)})
    reader = BarPlayer(manner, resolution, overlays)
    written = [reader.read(bar) for bar in bars]
    player = Player()
    before = -1
    for index in order:
        if index <= before:  # a tie leads to what is written after it, over an ending perhaps, never back to a repeat
            player.held = {}
        player.play(index, *written[index])
        before = index
    return resolution, player


def durations(elements: Iterable[Element], overlays: bool) -> Iterator[Fraction]:
    """The durations of a bar's elements and of the notes in its chords."""
    for element in elements:
        if isinstance(element, TIMED):
            yield element.duration
        if isinstance(element, Chord):
            yield from (note.duration for note in element.notes)
        elif overlays and isinstance(element, Overlay):
            yield from durations(element.elements, overlays)


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
        grace: tuple[int, ...] = ()
        marks: list[Decoration | ChordSymbol] = []
        for element in elements:
            if isinstance(element, TIMED):
                ticks = self.ticks(element)
                members = self.members(element, ticks)
                decorations, symbol = told(marks) if marks else NOTHING
                strikes.append(Strike(offset, ticks, element, members, grace, decorations, symbol, layer))
                offset += ticks
                if grace or marks:
                    grace, marks = (), []
            elif isinstance(element, Space):
                continue
            elif isinstance(element, GraceGroup):
                grace += tuple(self.midi(note) for note in element.notes)
            elif isinstance(element, (Decoration, ChordSymbol)):
                marks.append(element)
            elif isinstance(element, (Field, InlineField, Comment)):
                self.take(element)
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

    def members(self, element: Timed, ticks: int) -> tuple[Member, ...]:
        """The notes of a timed element, which lasts so many ticks."""
        if isinstance(element, Note):
            return (self.member(element, element.tied, ticks),)
        if isinstance(element, Chord):
            return tuple(self.member(note, note.tied or element.tied, self.ticks(note)) for note in element.notes)
        return ()

    def member(self, note: Note, tied: bool, ticks: int) -> Member:
        """A note as it sounds in its bar."""
        return Member((note.letter, note.octave), self.midi(note), note.accidental is not None, tied, ticks)

    def midi(self, note: Note) -> int:
        """The MIDI number of a note under the accidentals so far."""
        accidental = self.accidentals.apply(note.letter, note.octave, note.accidental)
        return 12 * (note.octave + 1) + SEMITONES[note.letter] + accidental + self.semitones

    def ticks(self, element: Timed) -> int:
        """How many ticks an element lasts."""
        over, under = element.duration.as_integer_ratio()
        return over * (self.resolution // under)


def told(marks: Sequence[Decoration | ChordSymbol]) -> tuple[tuple[str, ...], str | None]:
    """The names of the decorations, and the first chord symbol, before a note."""
    symbol = next((mark.name for mark in marks if isinstance(mark, ChordSymbol)), None)
    return tuple(mark.name for mark in marks if isinstance(mark, Decoration)), symbol


def continued(held: list[tuple[Place, Sounding]], member: Member) -> Sounding | None:
    """Take out of the held notes the one that this note continues, if any."""
    for index, (place, sounding) in enumerate(held):
        if sounding.midi == member.midi or (place == member.place and not member.signed):
            return held.pop(index)[1]
    return None


class Player:
    """Plays bars one after another and lets ties lead over their bar lines."""

    def __init__(self) -> None:
        self.now = 0
        self.struck: list[tuple[int, int, Strike, list[Sounding]]] = []
        self.held: dict[int, list[tuple[Place, Sounding]]] = {}  # by layer

    def play(self, index: int, strikes: Iterable[Strike], ticks: int) -> None:
        """Play one bar."""
        for strike in strikes:
            fresh = self.strike(strike)
            if fresh or not strike.members or strike.chord_symbol:
                self.struck.append((self.now + strike.offset, index, strike, fresh))
        self.now += ticks

    def strike(self, strike: Strike) -> list[Sounding]:
        """The notes that start here; those that a tie leads to last longer instead.

        A note without a sign of its own keeps the pitch of the note that is tied to it, over the bar line too; one that
        is spelled otherwise is the same note if it sounds the same.
        """
        held = self.held.pop(strike.layer, None) if self.held else None
        fresh = []
        for member in strike.members:
            sounding = continued(held, member) if held else None
            if sounding is None:
                sounding = Sounding(member.midi, member.ticks)
                fresh.append(sounding)
            else:
                sounding.ticks += member.ticks
            if member.tied:
                self.held.setdefault(strike.layer, []).append((member.place, sounding))
        return fresh

    def events(self, resolution: int) -> Iterator[Event]:
        """All that was played."""
        for onset, ticks, pitches, bar, strike in self.notes():
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

    def notes(self) -> Iterator[tuple[int, int, tuple[int, ...], int, Strike]]:
        """The onset, ticks, pitches, bar and strike of the notes of each element that last equally long."""
        for onset, bar, strike, fresh in self.struck:
            groups: dict[int, tuple[int, ...]]
            if len(fresh) == 1:
                groups = {fresh[0].ticks: (fresh[0].midi,)}
            else:
                lengths = {sounding.ticks: None for sounding in fresh} or (strike.ticks,)
                groups = {ticks: tuple([one.midi for one in fresh if one.ticks == ticks]) for ticks in lengths}
            for ticks, pitches in groups.items():
                yield onset, ticks, pitches, bar, strike
