"""Notes as MusicXML draws them, with everything that is attached to them, and the beams between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from tunesmith.conversion.musicxml.names import MARKS, NOTE_TYPES
from tunesmith.conversion.musicxml.xml import add, node

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

    from tunesmith.conversion.musicxml.lengths import Ratio
    from tunesmith.conversion.musicxml.lyrics import Syllable

__all__ = ["Head", "beamed", "note_element"]

ACCIDENTALS: Final = {-2: "flat-flat", -1: "flat", 0: "natural", 1: "sharp", 2: "double-sharp"}
BEAMED: Final = ("eighth", "16th", "32nd", "64th", "128th", "256th", "512th", "1024th")
GROUPS: Final = ("ornaments", "technical", "articulations")


@dataclass(slots=True)
class Head:
    """One `<note>`: a note, another note of its chord, a rest (no `pitch`) or a grace note.

    `pitch` is letter, alteration and octave; `duration` in whole notes; `joined` to the note before by a beam.
    """

    duration: Fraction
    type: str
    dots: int
    pitch: tuple[str, int, int] | None = None
    accidental: int | None = None
    ratio: Ratio | None = None
    chord: bool = False
    grace: bool = False
    slashed: bool = False
    whole_bar: bool = False
    invisible: bool = False
    joined: bool = False
    ties: list[str] = field(default_factory=list)
    tuplets: list[str] = field(default_factory=list)
    slurs: list[tuple[str, int]] = field(default_factory=list)
    beams: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    lyrics: list[Syllable] = field(default_factory=list)

    @property
    def levels(self) -> int:
        """How many beams it has."""
        return BEAMED.index(self.type) + 1 if self.type in BEAMED and self.pitch else 0


def note_element(head: Head, divisions: int, voice: int) -> Element:
    """The `<note>` of a head, its children in the order of the schema."""
    note = node("note", attributes={"print-object": "no"} if head.invisible else None)
    if head.grace:
        add(note, "grace", attributes={"slash": "yes"} if head.slashed else None)
    if head.chord:
        add(note, "chord")
    add_pitch(note, head)
    if not head.grace:
        add(note, "duration", int(head.duration * 4 * divisions))
    for tie in head.ties:
        add(note, "tie", attributes={"type": tie})
    add(note, "voice", voice)
    add_sign(note, head)
    add_notations(note, head)
    for syllable in head.lyrics:
        lyric = add(note, "lyric", attributes={"number": str(syllable.verse)})
        add(lyric, "syllabic", syllable.syllabic)
        add(lyric, "text", syllable.text)
        if syllable.extended:
            add(lyric, "extend")
    return note


def add_sign(note: Element, head: Head) -> None:
    """How the note is drawn: type, dots, accidental, tuplet and beams."""
    if not head.whole_bar:
        add(note, "type", head.type)
        for _ in range(head.dots):
            add(note, "dot")
    if head.accidental is not None:
        add(note, "accidental", ACCIDENTALS[head.accidental])
    if head.ratio:
        change = add(note, "time-modification")
        add(change, "actual-notes", head.ratio.actual)
        add(change, "normal-notes", head.ratio.normal)
    for level, beam in enumerate(head.beams, start=1):
        add(note, "beam", beam, {"number": str(level)})


def add_pitch(note: Element, head: Head) -> None:
    """The pitch of a note, or the sign of a rest."""
    if head.pitch is None:
        add(note, "rest", attributes={"measure": "yes"} if head.whole_bar else None)
        return
    letter, alteration, octave = head.pitch
    pitch = add(note, "pitch")
    add(pitch, "step", letter)
    if alteration:
        add(pitch, "alter", alteration)
    add(pitch, "octave", octave)


def add_notations(note: Element, head: Head) -> None:
    """Ties, slurs, tuplets and marks."""
    notations = node("notations")
    for tie in head.ties:
        add(notations, "tied", attributes={"type": tie})
    for kind, number in head.slurs:
        add(notations, "slur", attributes={"type": kind, "number": str(number)})
    for kind in head.tuplets:
        add(notations, "tuplet", attributes={"type": kind})
    known = [MARKS[mark] for mark in head.marks if mark in MARKS]
    for group in GROUPS:
        if any(name == group for name, *_ in known):
            inside = add(notations, group)
            for _, element, attributes, text in (mark for mark in known if mark[0] == group):
                add(inside, element, text, attributes)
    for _, element, attributes, text in (mark for mark in known if not mark[0]):
        add(notations, element, text, attributes)
    if len(notations):
        note.append(notations)


def beamed(heads: Sequence[Head]) -> None:
    """Give the notes of one layer of a bar their beams: notes that are joined have a common one."""
    group: list[Head] = []
    for head in heads:
        if head.grace or head.chord:
            continue
        if not (head.joined and head.levels and group):
            finish(group)
            group = []
        if head.levels:
            group.append(head)
    finish(group)


def finish(group: Sequence[Head]) -> None:
    """The beams of one group, level by level."""
    if len(group) < 2:
        return
    for place, head in enumerate(group):
        before = group[place - 1].levels if place else 0
        after = group[place + 1].levels if place + 1 < len(group) else 0
        for level in range(1, head.levels + 1):
            head.beams.append(beam(before >= level, after >= level, place > 0))


def beam(before: bool, after: bool, backward: bool) -> str:
    """The kind of one beam, which the notes before and after have too or not."""
    if before:
        return "continue" if after else "end"
    return "begin" if after else "backward hook" if backward else "forward hook"


def grace_sign(length: Fraction) -> tuple[str, int]:
    """The type and dots of a grace note: the nearest type that is no longer, with a dot where that is meant."""
    base = max(
        (name for name in NOTE_TYPES if NOTE_TYPES[name] <= length), key=NOTE_TYPES.__getitem__, default="1024th"
    )
    return base, int(length == NOTE_TYPES[base] * Fraction(3, 2))
