"""Ornaments that players of an instrument may add to a tune, at long notes and at notes that are repeated.

    length, place                              ornament
    three eighths, on a beat                   long roll
    a quarter on a strong beat in four         short roll
    a quarter on another beat of a reel        triplet of one note (fiddle)
    a quarter on a beat of three               cut
    an eighth like the one before, on a beat   cut
    the same, off the beat                     tap (not on the fiddle)

Where an instrument has no roll or tap (`music.ornamenting`), a roll becomes a cut and a tap is left out. What is tied,
carries an ornament or is the last note of a part stays plain. The sources are named in `music.ornamenting`.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from tunesmith.analysis.timeline import placed
from tunesmith.errors import RequestError
from tunesmith.music.beats import is_compound
from tunesmith.music.notes import LETTERS
from tunesmith.music.ornamenting import ORNAMENTED, STYLES
from tunesmith.music.rhythms import dance_of_meter, rhythm_of
from tunesmith.notation import Chord, Decoration, GraceGroup, Note, Rest
from tunesmith.notation.meter import pulse
from tunesmith.notation.pitch import Pitch
from tunesmith.notation.spelling import length_text
from tunesmith.notation.transposition import spelled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tunesmith.music.ornamenting import Style
    from tunesmith.notation import Bar, Element, Tune

__all__ = ["Ornament", "suggested_ornaments", "with_ornaments"]

Kind: TypeAlias = Literal["long roll", "short roll", "cut", "tap", "triplet"]
EIGHTH, QUARTER, DOTTED, HALF = Fraction(1, 8), Fraction(1, 4), Fraction(3, 8), Fraction(1, 2)
FULL: Final = Fraction(1)


@dataclass(frozen=True, slots=True)
class Ornament:
    """An ornament that a note may have: the note's bar, as players count, its name, line and column, and the change.

    The `old` text at the place becomes the `new` one.
    """

    kind: Kind
    bar: int
    note: str
    line: int
    column: int
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Place:
    """A note that might be ornamented: where in its bar it begins, its MIDI number, and whether it repeats the last."""

    note: Note
    bar: Bar
    offset: Fraction
    sound: int
    repeated: bool

    @property
    def on_beat(self) -> bool:
        """Whether it begins on a pulse of the dance."""
        return not self.offset % pulse(self.bar.meter)

    @property
    def compound(self) -> bool:
        """Whether its beats have three eighths."""
        return is_compound(self.bar.meter.beats, self.bar.meter.unit)


def suggested_ornaments(tune: Tune, instrument: str) -> list[Ornament]:
    """Ornaments for a tune as players of the instrument have them, in the order of writing; none in other dances.

    RequestError for an instrument without such a style.
    """
    if instrument not in STYLES:
        problem = f"must be one of {', '.join(STYLES)}, not {instrument!r}"
        raise RequestError(problem, field="instrument", limits={"choices": list(STYLES)})
    rhythm = rhythm_of(tune.rhythm or dance_of_meter(str(tune.meter)))
    if rhythm is None or rhythm.name not in ORNAMENTED:
        return []
    style, reel = STYLES[instrument], rhythm.name == "reel"
    kinds = ((place, kind_of(place, style, reel=reel)) for place in places(tune))
    return [ornament(place, kind) for place, kind in kinds if kind is not None]


def with_ornaments(tune: Tune, ornaments: Iterable[Ornament]) -> str:
    """The tune's text with these ornaments, which were suggested for it."""
    lines = tune.text.split("\n")
    for one in sorted(ornaments, key=lambda one: (one.line, one.column), reverse=True):
        line, start = lines[one.line - 1], one.column - 1
        lines[one.line - 1] = line[:start] + one.new + line[start + len(one.old) :]
    return "\n".join(lines)


def places(tune: Tune) -> Iterator[Place]:
    """The plain notes of full bars that are not the last of a part."""
    sounds = {id(event.element): event.pitches[0] for event in tune.events(expanded=False) if event.pitches}
    before: Note | None = None
    for bar in tune.bars:
        notes = [element for element in bar.elements if isinstance(element, Note | Chord)]
        adorned = False
        for offset, element in placed(bar):
            adorned = adorned or isinstance(element, GraceGroup | Decoration)
            if not isinstance(element, Note | Chord | Rest):
                continue
            last = bar.ends_part and bool(notes) and element is notes[-1]
            tied = bool(before and before.tied)
            if isinstance(element, Note) and not (adorned or last or tied or element.tied) and regular(bar):
                yield Place(element, bar, offset, sounds[id(element)], same_place(before, element))
            before, adorned = element if isinstance(element, Note) else None, False


def regular(bar: Bar) -> bool:
    """Whether a bar is full, and its meter one of three eighths to a beat or of a whole note."""
    meter = bar.meter
    return bar.fill == "full" and (is_compound(meter.beats, meter.unit) or meter.capacity == FULL)


def same_place(before: Note | None, note: Element) -> bool:
    """Whether two notes stand on the same place of the staff, the second without an accidental of its own."""
    if before is None or not isinstance(note, Note) or note.accidental is not None:
        return False
    return (before.letter, before.octave) == (note.letter, note.octave)


def kind_of(place: Place, style: Style, *, reel: bool) -> Kind | None:
    """The ornament of a note by the table above; None for a plain one."""
    length = place.note.duration
    if place.sound % 12 in style.bare or place.sound < style.lowest:
        return None
    touched = place.sound > style.lowest  # whether a finger is left for the tap
    if length == EIGHTH:
        return repeated(place, style, touched)
    if not place.on_beat:
        return None
    if length == DOTTED:
        return "long roll" if touched else "cut"
    if length != QUARTER:
        return None
    if place.compound:
        return "cut"
    if place.offset % HALF:
        return "triplet" if reel and style.triplets else None
    return "short roll" if touched else "cut"


def repeated(place: Place, style: Style, touched: bool) -> Kind | None:
    """What parts an eighth from the same note before it."""
    if not place.repeated:
        return None
    if place.on_beat:
        return "cut"
    return "tap" if style.parts and touched else None


def ornament(place: Place, kind: Kind) -> Ornament:
    """The change of the text that gives a note its ornament."""
    note = place.note
    line, column = note.position.line, note.position.column
    name = f"{note.letter}{note.octave}"
    if kind == "triplet":
        written = spelled(Pitch(note.letter, note.octave, 0))
        signed = note.text[: note.text.index(written[0])] + written
        each = length_text(note.length / 2)
        return Ornament(
            kind, place.bar.number, name, line, column, note.text, f"(3{signed}{each}{(written + each) * 2}"
        )
    new = "~" if kind in ("long roll", "short roll") else f"{{{neighbour(note, -1 if kind == 'tap' else 1)}}}"
    return Ornament(kind, place.bar.number, name, line, column, "", new)


def neighbour(note: Note, step: int) -> str:
    """The note a step of the scale above or below, as ABC."""
    octave, place = divmod(LETTERS.index(note.letter) + step, len(LETTERS))
    return spelled(Pitch(LETTERS[place], note.octave + octave, 0))
