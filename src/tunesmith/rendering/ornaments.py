"""Ornaments: what a fiddler makes of a note that carries a roll, a trill or grace notes.

A cut is the scale's note above, touched for the length of a grace note; a tap is the one below. An ornament takes its
time from the note it stands on and starts on the beat, so nothing around it moves.

    grace notes {gef}a    the graces, then what is left of the note
    long roll   ~d3       note, cut note, tap note: three equal thirds
    short roll  ~d2       cut note, tap note: two halves
    roll on less          one cut
    trill       Td        note and cut in turn, a grace note's time each
    lower, upper mordent  note, tap or cut, note
    turn                  cut, note, tap, note: four quarters
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["Stroke", "ornamented"]

LONG_ROLL: Final = Fraction(3, 8)
SHORT_ROLL: Final = Fraction(1, 4)
LARGEST_SHARE: Final = Fraction(1, 2)  # of the note, that its grace notes may take
ROLLS: Final = frozenset({"roll", "irishroll"})
MORDENTS: Final = {
    "lowermordent": False,
    "mordent": False,
    "pralltriller": True,
    "uppermordent": True,
}
TRILLS: Final = frozenset({"trill", "trill(", "tr"})
TURNS: Final = frozenset({"turn", "invertedturn", "turnx", "invertedturnx"})


@dataclass(frozen=True, slots=True)
class Stroke:
    """A part of a note as it sounds: from `start` for `length` whole notes after the note's own onset."""

    start: Fraction
    length: Fraction
    pitch: int
    light: bool = False


def ornamented(
    pitch: int,
    length: Fraction,
    graces: tuple[int, ...],
    decorations: Collection[str],
    scale: Collection[int],
    grace_length: Fraction,
) -> tuple[Stroke, ...]:
    """The strokes of one note of a `length` in whole notes; they follow each other without a gap and fill it.

    `graces` are MIDI numbers, `decorations` names, `scale` the pitch classes of the key; `grace_length` is that of
    one grace note in whole notes.
    """
    if graces:
        return with_graces(pitch, length, graces, grace_length)
    if not decorations:
        return (Stroke(Fraction(0), length, pitch),)
    names = set(decorations)
    cut, tap = neighbour(pitch, scale, 1), neighbour(pitch, scale, -1)
    if names & ROLLS:
        return rolled(pitch, length, cut, tap, grace_length)
    if names & TRILLS:
        return trilled(pitch, length, cut, grace_length)
    if names & TURNS:
        quarter = length / 4
        return tuple(Stroke(quarter * place, quarter, note) for place, note in enumerate((cut, pitch, tap, pitch)))
    for name, upper in MORDENTS.items():
        if name in names:
            return mordent(pitch, length, cut if upper else tap, grace_length)
    return (Stroke(Fraction(0), length, pitch),)


def with_graces(pitch: int, length: Fraction, graces: tuple[int, ...], grace_length: Fraction) -> tuple[Stroke, ...]:
    """The grace notes in a row on the beat, then the note; together they are as long as the note was."""
    each = min(grace_length, length * LARGEST_SHARE / len(graces))
    strokes = [Stroke(each * place, each, grace, light=True) for place, grace in enumerate(graces)]
    taken = each * len(graces)
    return (*strokes, Stroke(taken, length - taken, pitch))


def rolled(pitch: int, length: Fraction, cut: int, tap: int, grace_length: Fraction) -> tuple[Stroke, ...]:
    """A long roll, a short roll or a single cut, by what the note has room for."""
    if length < SHORT_ROLL:
        return with_graces(pitch, length, (cut,), grace_length)
    touches = (None, cut, tap) if length >= LONG_ROLL else (cut, tap)
    share = length / len(touches)
    strokes: list[Stroke] = []
    for place, touch in enumerate(touches):
        part = (
            with_graces(pitch, share, (touch,), grace_length)
            if touch is not None
            else (Stroke(Fraction(0), share, pitch),)
        )
        strokes += [Stroke(share * place + stroke.start, stroke.length, stroke.pitch, stroke.light) for stroke in part]
    return tuple(strokes)


def trilled(pitch: int, length: Fraction, cut: int, grace_length: Fraction) -> tuple[Stroke, ...]:
    """Note and cut in turn, ending on the note: an odd number of strokes, none shorter than a grace note."""
    count = max(1, int(length / grace_length))
    count -= 1 - count % 2
    each = length / count
    return tuple(Stroke(each * place, each, cut if place % 2 else pitch) for place in range(count))


def mordent(pitch: int, length: Fraction, touch: int, grace_length: Fraction) -> tuple[Stroke, ...]:
    """The note, its neighbour and the note again, the first two no longer than grace notes."""
    each = min(grace_length, length / 4)
    rest = Stroke(2 * each, length - 2 * each, pitch)
    return Stroke(Fraction(0), each, pitch), Stroke(each, each, touch, light=True), rest


def neighbour(pitch: int, scale: Collection[int], step: int) -> int:
    """The next note of the scale above (`step` 1) or below (-1)."""
    near = [pitch + step * distance for distance in range(1, 4)]
    return next((note for note in near if note % 12 in scale), near[1])
