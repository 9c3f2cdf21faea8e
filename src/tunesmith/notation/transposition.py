"""Moves a tune to another key: notes, grace notes, chord symbols and all key fields, each spelled as its key asks.

A note keeps its place in the scale: its letter moves with the key, and it gets an accidental where it had one. So the
signature, not the note, takes up the sharps and flats, and moving a tune there and back gives the same text.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeAlias

from tunesmith.errors import AbcError, RequestError
from tunesmith.music.chord_symbols import read_symbol, root_name
from tunesmith.music.notes import SPELLED
from tunesmith.notation.accidentals import Accidentals
from tunesmith.notation.directives import last_directive
from tunesmith.notation.elements import (
    BarLine,
    Chord,
    ChordSymbol,
    Field,
    GraceGroup,
    InlineField,
    LineBreak,
    Macro,
    MultiBarRest,
    Note,
    Overlay,
    Rest,
    Space,
)
from tunesmith.notation.key import MODES, MOST, Key
from tunesmith.notation.pitch import Interval, Pitch, fifths_of, name_of
from tunesmith.notation.scanner import PARTS, with_inner_notes
from tunesmith.notation.spelling import octave_text
from tunesmith.notation.voices import DEFAULT_VOICE, voice_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tunesmith.notation.elements import Element

__all__ = [
    "Transposer",
    "interval_between",
    "nearest_interval",
    "spelled",
    "transposed",
    "transposed_symbol",
    "without_macros",
]

KEY_FIELD: Final = re.compile(r"(?P<label>\[?K:)(?P<value>[^%\]]*?)(?P<end>\s*(?:%.*|\])?)")
WRITTEN_PITCH: Final = re.compile(rf"(?:=3D|[\^_]{PARTS}|[\^_=]*)[A-Ga-g][',]*")
Place: TypeAlias = tuple[str, int]  # letter and octave


def nearest_interval(key: Key, semitones: int) -> Interval:
    """The spelling of so many semitones that leads from `key` to the signature with the fewest sharps or flats.

    Where F sharp and G flat are as good as each other, the sharps are taken; whole octaves change no signature.
    """
    fifths = 7 * semitones % 12
    candidates = [0] if fifths == 0 else [fifths - 24, fifths - 12, fifths, fifths + 12]
    best = min(candidates, key=lambda shift: (abs(key.fifths + shift), -shift))
    return Interval.along_fifths(best, semitones)


def interval_between(key: Key, goal: Key) -> Interval:
    """The smallest interval, up or down, from one key to another of the same mode; RequestError if there is none."""
    if key.mode not in MODES or goal.mode != key.mode:
        raise RequestError(f"must have a tonic and the mode of the tune's own, {key}, not {goal}", field="key")
    fifths = fifths_of(goal.tonic) - fifths_of(key.tonic)
    return Interval.along_fifths(fifths, (7 * fifths + 5) % 12 - 5)


def transposed(
    header: Sequence[Element], music: Iterable[Element], key: Key, interval: Interval, written_out: str = "none"
) -> str:
    """The text of a tune an interval higher: `key` is the one in its header, `music` all elements after that.

    Macros are written out, since what they stand for moves with the key. `written_out` says which accidentals stand
    before the notes instead of in the signature, as `%%writeout-accidentals` has it (section 11.3): `added` those that
    the key adds to its mode, `all` all. AbcError if a note would leave the range of MIDI.
    """
    start = Transposer(key, interval, last_directive(header, "propagate-accidentals") or "octave", written_out)
    head = [start.field(element) if is_key(element) else element.text for element in without_macros(header)]
    return "".join([*head, *moved_voices(without_macros(music), start)])


def without_macros(elements: Iterable[Element]) -> Iterator[Element]:
    """The elements but those that define macros, with the ends of their lines, and the signs of macros.

    A line with nothing but the text of a group of overlays goes too, since an empty line would end the tune.
    """
    dropped = kept = False
    for element in elements:
        if isinstance(element, Macro) or (isinstance(element, Field) and element.letter == "m"):
            dropped = True
        elif isinstance(element, LineBreak):
            if kept or not dropped:
                yield element
            if not element.continued:
                dropped = kept = False
        else:
            kept = kept or not isinstance(element, Space)
            yield element


def moved_voices(music: Iterable[Element], start: Transposer) -> Iterator[str]:
    """The texts of elements, each moved as the voice goes that it is in."""
    movers: dict[str, Transposer] = {}
    mover, begun = start, False
    for element in music:
        if isinstance(element, Field | InlineField) and element.letter == "V":
            name = voice_name(element.value)
            if not movers:
                movers[DEFAULT_VOICE if begun else name] = start
            mover = movers.setdefault(name, start.afresh(start.header_key))
        begun = begun or hasattr(element, "duration")
        yield mover.text(element)


def transposed_symbol(name: str, interval: Interval) -> str:
    """A chord symbol such as `Am7/G` an interval higher; words that are no chord symbol stay what they are."""
    parts = read_symbol(name)
    if parts is None:
        return name
    root, bass = moved_name(root_name(parts.root), interval), moved_name(root_name(parts.bass), interval)
    inside = parts.other.strip()[1:-1]
    other = f"({transposed_symbol(inside, interval)})" if inside else ""
    return parts.opening + root + parts.kind + parts.slash + bass + other + parts.closing


def signed(key: Key, written_out: str) -> Key:
    """The key as its signature is drawn where these accidentals are written out before the notes."""
    if written_out == "added":
        return replace(key, explicit=(), only=False)
    return Key("", "none") if written_out == "all" else key


def moved_name(name: str, interval: Interval) -> str:
    """A note name an interval higher, with one sharp or flat at most; the empty name stays empty."""
    if not name:
        return name
    fifths = fifths_of(name) + interval.fifths
    while not -8 <= fifths <= 12:
        fifths += -12 if fifths > 0 else 12
    return name_of(fifths)


def is_key(element: Element) -> bool:
    """Whether an element is a `K:` field."""
    return isinstance(element, Field | InlineField) and element.letter == "K"


def spelled(pitch: Pitch) -> str:
    """A pitch in ABC, without its accidental."""
    return octave_text(pitch.letter, pitch.octave)


class Transposer:
    """Writes elements in another key, and follows the accidentals in force in both keys."""

    def __init__(self, key: Key, interval: Interval, propagation: str = "octave", written_out: str = "none") -> None:
        self.header_key = key
        self.written_out = written_out
        self.propagation = propagation
        self.semitones = interval.semitones
        self.wanted = interval
        self.source_ties: dict[Place, int] = {}
        self.target_ties: dict[Place, int] = {}
        self.start_key(key)

    def afresh(self, key: Key) -> Transposer:
        """Another that moves as far, for what begins in this key."""
        return Transposer(key, self.wanted, self.propagation, self.written_out)

    def towards(self, interval: Interval) -> Transposer:
        """Another that goes on from here, and moves by this interval."""
        return Transposer(self.key, interval, self.propagation, self.written_out)

    def start_key(self, key: Key) -> None:
        """Begin a key, and choose the one that it becomes."""
        fits = abs(key.fifths + self.wanted.fifths) <= MOST
        self.interval = self.wanted if fits else nearest_interval(key, self.semitones)
        self.key, self.goal = key, signed(key.transposed(self.interval), self.written_out)
        self.source = Accidentals(self.key.signature, self.propagation)
        self.target = Accidentals(self.goal.signature, self.propagation)

    def text(self, element: Element) -> str:
        """The text of an element in the new key."""
        if isinstance(element, Note):
            return self.timed([element], element.text, element.tied)
        if isinstance(element, Chord):
            return self.timed(element.notes, element.text, element.tied)
        if isinstance(element, GraceGroup):
            return self.grace(element)
        if isinstance(element, BarLine):
            self.source.start_bar()
            self.target.start_bar()
        elif isinstance(element, Rest | MultiBarRest):
            self.source_ties, self.target_ties = {}, {}
        elif isinstance(element, ChordSymbol):
            return f'"{transposed_symbol(element.name, self.interval)}"'
        elif isinstance(element, Overlay):
            layer = self.afresh(self.key)
            return "&" + "".join(map(layer.text, without_macros(element.elements)))
        elif is_key(element):
            return self.field(element)
        return element.text

    def field(self, element: Element) -> str:
        """A `K:` field in the new key; one that says nothing of the key, or names none that exists, stays as it is."""
        match = KEY_FIELD.fullmatch(element.text)
        with suppress(AbcError):
            key = Key.parse(match["value"]) if match else self.key
            if match and self.key.changed(match["value"]) == key:
                if key != self.key:
                    self.start_key(key)
                return " ".join([match["label"] + str(self.goal), *key.extras]) + match["end"]
        return element.text

    def timed(self, notes: Sequence[Note], text: str, tied: bool) -> str:
        """The text of a note or chord; a note that is tied to needs no accidental of its own."""
        source_ties, target_ties = self.source_ties, self.target_ties
        self.source_ties, self.target_ties = {}, {}
        moved = []
        for note in notes:
            place = note.letter, note.octave
            continues = note.accidental is None and place in source_ties
            alteration = source_ties[place] if continues else self.source.apply(*place, note.accidental)
            pitch = self.pitch(note, alteration)
            goal = pitch.letter, pitch.octave
            moved.append(self.written(note, pitch, target_ties.get(goal)))
            if tied or note.tied:
                self.source_ties[place], self.target_ties[goal] = alteration, pitch.accidental
        return replaced(text, notes, moved)

    def grace(self, group: GraceGroup) -> str:
        """The text of grace notes."""
        sounding = [self.source.apply(note.letter, note.octave, note.accidental) for note in group.notes]
        pitches = [self.pitch(note, alteration) for note, alteration in zip(group.notes, sounding, strict=True)]
        moved = [self.written(note, pitch, None) for note, pitch in zip(group.notes, pitches, strict=True)]
        return replaced(group.text, group.notes, moved)

    def pitch(self, note: Note, alteration: int) -> Pitch:
        """Where a note goes; double sharps and flats stay only where the note had one before."""
        pitch = Pitch(note.letter, note.octave, alteration) + self.interval
        if not 0 <= pitch.midi <= 127:
            raise AbcError(f"{note.text!r} cannot be moved by {self.interval.semitones} semitones", *note.position)
        return pitch.simplified() if abs(pitch.accidental) > max(1, abs(alteration)) else pitch

    def written(self, note: Note, pitch: Pitch, expected: int | None) -> str:
        """A note at its new pitch, signed where it was signed and where it must be; `expected` is that of a tie."""
        unsigned = self.target.expected(pitch.letter, pitch.octave) if expected is None else expected
        if note.accidental is None and unsigned == pitch.accidental:
            return WRITTEN_PITCH.sub(spelled(pitch), note.text, count=1)
        self.target.apply(pitch.letter, pitch.octave, pitch.accidental)
        return WRITTEN_PITCH.sub(SPELLED[pitch.accidental] + spelled(pitch), note.text, count=1)


def replaced(text: str, notes: Sequence[Note], moved: Sequence[str]) -> str:
    """A text in which each note, in order, is written anew."""
    return moved[0] if notes and text == notes[0].text else with_inner_notes(text, moved)
