"""How each element is written in the canonical spelling."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from tunesmith.errors import AbcError
from tunesmith.music.notes import SPELLED
from tunesmith.notation.elements import (
    Annotation,
    BarLine,
    Chord,
    ChordSymbol,
    Decoration,
    Element,
    Field,
    GraceGroup,
    InlineField,
    MultiBarRest,
    Note,
    Rest,
    TupletMark,
)
from tunesmith.notation.key import Key
from tunesmith.notation.meter import Meter, Tempo
from tunesmith.notation.scanner import DECORATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

__all__ = [
    "DIRECTIONS",
    "decoration_text",
    "length_text",
    "line_text",
    "mark_text",
    "meter_text",
    "octave_text",
    "pitch_text",
    "tuplet_text",
]

DECORATION_SPELLINGS = {
    "staccato": ".",
    "roll": "~",
    "trill": "T",
    "upbow": "u",
    "downbow": "v",
    "uppermordent": "P",
    "pralltriller": "P",
    "lowermordent": "M",
    "mordent": "M",
    "accent": "!>!",
    "emphasis": "!>!",
    "segno": "S",
    "coda": "O",
}

DIRECTIONS = frozenset(
    name
    for names in (
        "segno coda D.S. D.S.alfine D.S.alcoda D.C. D.C.alfine D.C.alcoda dacoda dacapo fine",
        "pppp ppp pp p mp mf f ff fff ffff sfz ped ped-up",
        "crescendo( crescendo) diminuendo( diminuendo) <( <) >( >)",
    )
    for name in names.split(" ")
)
"""The decorations that belong to a moment and not to a note; they stand before the space."""


def timed_text(timed: Note | Chord | Rest | MultiBarRest, length: tuple[int, int]) -> str:
    """A note, chord or rest with its length in units (numerator and denominator, in lowest terms), and its tie."""
    if isinstance(timed, Note):
        return note_text(timed.letter, timed.octave, timed.accidental, length, timed.tied)
    if isinstance(timed, Rest):
        return ("x" if timed.invisible else "z") + parts_text(*length)
    if isinstance(timed, MultiBarRest):
        return ("X" if timed.invisible else "Z") + parts_text(timed.bars, 1)
    return f"[{''.join(member_texts(timed))}]{parts_text(*length)}" + "-" * timed.tied


def member_texts(chord: Chord) -> Iterator[str]:
    """The notes of a chord; one that differs in length from the first, or alone is tied, says so."""
    first = chord.notes[0].length
    for note in chord.notes:
        yield pitch_text(note) + length_text(note.length / first) + "-" * (note.tied and not chord.tied)


@lru_cache(maxsize=8192)
def note_text(letter: str, octave: int, accidental: int | None, length: tuple[int, int], tied: bool) -> str:
    """A note of these parts."""
    return placed_text(letter, octave, accidental) + parts_text(*length) + "-" * tied


def pitch_text(note: Note) -> str:
    """A note's accidental, letter and octave."""
    return placed_text(note.letter, note.octave, note.accidental)


def placed_text(letter: str, octave: int, accidental: int | None) -> str:
    """A letter in its octave, with the accidental before it."""
    return ("" if accidental is None else SPELLED[accidental]) + octave_text(letter, octave)


def octave_text(letter: str, octave: int) -> str:
    """A letter in its octave: `C,` `C` `c` `c'`."""
    return letter + "," * (4 - octave) if octave < 5 else letter.lower() + "'" * (octave - 5)


def length_text(length: Fraction) -> str:
    """A length in units: nothing for 1, `/` for a half, `/4`, `3/2`."""
    return parts_text(*length.as_integer_ratio())


def parts_text(over: int, under: int) -> str:
    """The same of a numerator and denominator in lowest terms."""
    if under == 1:
        return "" if over == 1 else str(over)
    return ("" if over == 1 else str(over)) + "/" + ("" if (over, under) == (1, 2) else str(under))


def tuplet_text(mark: TupletMark) -> str:
    """`(3` for a triplet, `(p:q:r` for all others."""
    return "(3" if (mark.count, mark.time, mark.span) == (3, 2, 3) else f"({mark.count}:{mark.time}:{mark.span}"


def decoration_text(mark: Decoration) -> str:
    """A decoration; those without a meaning are left out."""
    if mark.name not in DECORATIONS:
        return ""
    return DECORATION_SPELLINGS.get(mark.name, f"!{mark.name}!")


def mark_text(element: Element) -> str:
    """What stands before the space before a note."""
    if isinstance(element, ChordSymbol | Annotation):
        return quoted_text(element)
    if isinstance(element, GraceGroup):
        return "".join(element.text.split())
    if isinstance(element, Decoration):
        return decoration_text(element)
    if isinstance(element, Field | InlineField):
        text = field_text(element.letter, element.value)
        return f"[{text}]" if text else ""
    return ""


def quoted_text(element: ChordSymbol | Annotation) -> str:
    """A chord symbol or annotation between quotes, also where a sign or curled quotes stand for it."""
    if element.text.startswith('"'):
        return element.text
    return f'"{element.name}"' if isinstance(element, ChordSymbol) else f'"{element.placement}{element.words}"'


def field_text(letter: str, value: str) -> str:
    """A key, meter or tempo in its canonical spelling; nothing for other fields, and for what makes no sense."""
    try:
        if letter == "K":
            return f"K:{Key.parse(value)}"
        if letter == "M":
            return f"M:{meter_text(Meter.parse(value))}"
        tempo = Tempo.parse(value) if letter == "Q" else None
        return f"Q:{tempo}" if tempo else ""
    except AbcError:
        return ""


def meter_text(meter: Meter) -> str:
    """`4/4` for `C`, `2/2` for `C|`."""
    return {"C": "4/4", "C|": "2/2"}.get(meter.symbol, meter.symbol)


def line_text(line: BarLine) -> str:
    """A bar line in its canonical spelling."""
    if line.closes and line.opens:
        return "::" if line.closes == line.opens == 1 else ":" * line.closes + "|" + ":" * line.opens
    if line.closes or line.opens:
        return ":" * line.closes + "|" + ":" * line.opens
    if line.double:
        return "|]" if "]" in line.text else "||"
    return "|"
