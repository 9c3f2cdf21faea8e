"""A voice of ABC taken apart into the notes, marks and directions of MusicXML, bar by bar."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from tunesmith.conversion.musicxml.directions import annotation, direction_of, harmony, is_direction, rehearsal, tempo
from tunesmith.conversion.musicxml.heads import Head, beamed, grace_sign
from tunesmith.conversion.musicxml.lengths import Ratio, drawn_lengths
from tunesmith.conversion.musicxml.lyrics import sung
from tunesmith.conversion.musicxml.signatures import Signature
from tunesmith.errors import AbcError
from tunesmith.notation import (
    Annotation,
    Chord,
    ChordSymbol,
    Comment,
    Decoration,
    Ending,
    Field,
    GraceGroup,
    InlineField,
    LineBreak,
    MultiBarRest,
    Note,
    Overlay,
    Rest,
    SlurClose,
    SlurOpen,
    Space,
    Tempo,
    TupletMark,
)
from tunesmith.notation.accidentals import Accidentals
from tunesmith.notation.shifts import shift_after

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element as Xml

    from tunesmith.notation import Bar, Element
    from tunesmith.notation.voices import Voice

__all__ = ["LaidBar", "Layer", "VoiceLayout"]

Item: TypeAlias = "Head | Xml | Signature"
MOST_SLURS = 16


@dataclass(slots=True)
class Layer:
    """What sounds in a bar from its start, and how long, in whole notes."""

    items: list[Item] = field(default_factory=list)
    duration: Fraction = Fraction(0)

    def heads(self) -> list[Head]:
        """The notes and rests."""
        return [item for item in self.items if isinstance(item, Head)]


@dataclass(slots=True)
class LaidBar:
    """A bar and its layers; `new_line` where a line of the source begins, `rests` where it is a rest of whole bars."""

    bar: Bar
    layers: list[Layer]
    starts_ending: bool
    new_line: bool
    rests: int = 0


class VoiceLayout:
    """Lays the bars of one voice out, in the order of writing."""

    def __init__(self, voice: Voice, unit: Fraction, signature: Signature) -> None:
        self.unit = unit
        self.key = voice.manner.key
        self.shift = voice.manner.shift
        self.signature = signature
        self.accidentals = Accidentals(self.key.signature, voice.manner.propagation)
        self.words = sung(voice.elements)
        self.tied: dict[tuple[str, int], int] = {}  # the alterations of the notes that a tie leads on from
        self.slurs: list[int] = []
        self.opening = 0  # slurs that the next note opens
        self.last: Head | None = None
        self.marks: list[str] = []
        self.graces: list[Head] = []
        self.mark: TupletMark | None = None
        self.left = 0
        self.joined = False

    def lay(self, bar: Bar) -> LaidBar:
        """The next bar."""
        if bar.opening is not None:
            self.accidentals.start_bar()
        breaks = False
        for element in bar.elements:
            if isinstance(element, Note | Chord | Rest):
                break
            breaks |= isinstance(element, LineBreak) and not element.continued
        layers = [self.layer(bar.elements)]
        for overlay in (element for element in bar.elements if isinstance(element, Overlay)):
            self.accidentals.start_bar()
            tied, self.tied = self.tied, {}
            layers.append(self.layer(overlay.elements))
            self.tied = tied
        rests = sum(element.bars for element in bar.elements if isinstance(element, MultiBarRest))
        starts = any(isinstance(element, Ending) and element.numbers for element in bar.elements)
        return LaidBar(bar, layers, starts, breaks, rests)

    def layer(self, elements: Iterable[Element]) -> Layer:
        """One layer of a bar."""
        layer = Layer()
        self.joined = False
        for element in elements:
            self.take(element, layer)
        beamed(layer.heads())
        return layer

    def take(self, element: Element, layer: Layer) -> None:
        """Lay one element out."""
        if isinstance(element, Note | Chord | Rest):
            self.timed(element, layer)
        elif isinstance(element, Space | LineBreak):
            self.joined = False
        elif isinstance(element, GraceGroup):
            self.graces += [self.grace(note, element.slashed) for note in element.notes]
        elif isinstance(element, TupletMark):
            self.mark, self.left = element, element.span
        elif isinstance(element, SlurOpen):
            self.opening += 1
        elif isinstance(element, SlurClose):
            self.close_slur()
        elif isinstance(element, Decoration) and not is_direction(element.name):
            self.marks.append(element.name)
        else:
            self.beside(element, layer)

    def beside(self, element: Element, layer: Layer) -> None:
        """Lay out what belongs to a moment rather than to a note."""
        made: Item | None = None
        if isinstance(element, ChordSymbol):
            made = harmony(element.name)
        elif isinstance(element, Annotation):
            made = annotation(element.placement, element.words)
        elif isinstance(element, Decoration):
            made = direction_of(element.name)
        elif isinstance(element, Field | InlineField | Comment):
            made = self.field(element)
        if made is not None:
            layer.items.append(made)

    def field(self, element: Field | InlineField | Comment) -> Item | None:
        """What a field or directive changes."""
        self.shift = shift_after(self.shift, (element,))
        if isinstance(element, Comment):
            return self.signed()
        if element.letter == "L":
            with suppress(ValueError, ZeroDivisionError):
                self.unit = Fraction(element.value)
        if element.letter == "Q":
            stated = Tempo.parse(element.value, self.unit)
            return tempo(stated) if stated else None
        if element.letter == "P":
            return rehearsal(element.value)
        if element.letter == "K":
            with suppress(AbcError):
                key = self.key.changed(element.value)
                if key != self.key:
                    self.key = key
                    self.accidentals.change_key(key.signature)
        return self.signed(element.value) if element.letter in "KV" else None

    def signed(self, said: str = "") -> Signature | None:
        """The signature from here, if it is another one."""
        after = self.signature.after(self.key, self.shift, said)
        if after == self.signature:
            return None
        change = after.beyond(self.signature)
        self.signature = after
        return change

    def timed(self, element: Note | Chord | Rest, layer: Layer) -> None:
        """A note, chord or rest: one head for each note and each sign that its length needs."""
        ratio = Ratio(self.mark.count, self.mark.time) if self.mark and self.left else None
        notes = element.notes if isinstance(element, Chord) else (element,) if isinstance(element, Note) else ()
        for grace in self.graces:
            layer.items.append(grace)
        self.graces = []
        first: list[Head] = []
        pieces = [drawn_lengths(note.duration, ratio) for note in notes] or [drawn_lengths(element.duration, ratio)]
        sounding = [self.sounding(note, note.tied or (isinstance(element, Chord) and element.tied)) for note in notes]
        for place in range(max(map(len, pieces))):
            for index, drawn in ((index, one[place]) for index, one in enumerate(pieces) if place < len(one)):
                note = notes[index] if notes else None
                head = Head(drawn.duration, drawn.type, drawn.dots, ratio=drawn.ratio, chord=index > 0)
                if isinstance(note, Note):
                    self.set_pitch(head, note, sounding[index], place, len(pieces[index]))
                if isinstance(element, Rest):
                    head.invisible = element.invisible
                first += [head] if index == 0 else []
                layer.items.append(head)
        self.tied = {
            (note.letter, note.octave): alter
            for note, (alter, _, onward) in zip(notes, sounding, strict=True)
            if onward
        }
        self.finish(element, first, layer)

    def set_pitch(self, head: Head, note: Note, sounding: tuple[int, bool, bool], place: int, count: int) -> None:
        """The pitch of a head, and the ties to the heads before and after it."""
        alter, held, onward = sounding
        head.pitch = note.letter, alter, note.octave + self.shift.octaves
        if place == 0:
            head.accidental = note.accidental
        if place or held:
            head.ties.append("stop")
        if place + 1 < count or onward:
            head.ties.append("start")

    def sounding(self, note: Note, onward: bool) -> tuple[int, bool, bool]:
        """The alteration of a note, and whether it is held from the note before and into the next."""
        place = note.letter, note.octave
        if note.accidental is None and place in self.tied:
            return self.tied[place], True, onward
        alter = self.accidentals.apply(note.letter, note.octave, note.accidental)
        return alter, self.tied.get(place) == alter, onward

    def finish(self, element: Note | Chord | Rest, first: list[Head], layer: Layer) -> None:
        """Tuplet, slurs, marks and words of the element; `first` are the heads of its first note."""
        begin, end = first[0], first[-1]
        if self.mark and self.left:
            if self.left == self.mark.span:
                begin.tuplets.append("start")
            self.left -= 1
            if not self.left:
                end.tuplets.append("stop")
        for _ in range(self.opening):
            self.open_slur(begin)
        self.opening = 0
        begin.joined, self.joined = self.joined, True
        for head in first[1:]:
            head.joined = False
        begin.marks, self.marks = self.marks, []
        begin.lyrics = self.words.get(id(element), [])
        layer.duration += element.duration
        self.last = end

    def open_slur(self, head: Head) -> None:
        """A slur begins at a note, with the first number that is free."""
        number = next((n for n in range(1, MOST_SLURS + 1) if n not in self.slurs), None)
        if number is not None:
            self.slurs.append(number)
            head.slurs.append(("start", number))

    def close_slur(self) -> None:
        """The slur that was opened last ends at the note before."""
        if self.last is not None and self.slurs:
            self.last.slurs.append(("stop", self.slurs.pop()))

    def grace(self, note: Note, slashed: bool) -> Head:
        """A grace note."""
        alter = self.accidentals.apply(note.letter, note.octave, note.accidental)
        kind, dots = grace_sign(note.length * self.unit)
        pitch = note.letter, alter, note.octave + self.shift.octaves
        return Head(Fraction(0), kind, dots, pitch, note.accidental, grace=True, slashed=slashed)
