"""Exact durations: what the unit note length, tuplets and broken rhythm make of a written length."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import lcm
from typing import TYPE_CHECKING

from tunesmith.notation.elements import BrokenRhythm, Chord, Note, Rest, TupletMark

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Clock", "fraction", "rescaled", "total", "tuplet_defaults"]

TUPLET_TIMES = {2: 3, 3: 2, 4: 3, 6: 2, 8: 3}
EVEN = (1, 1)  # the broken rhythm of a note that has none


@lru_cache(maxsize=8192)
def fraction(numerator: int, denominator: int) -> Fraction:
    """A fraction, built once."""
    return Fraction(numerator, denominator)


def total(durations: Sequence[Fraction]) -> Fraction:
    """The sum of durations, counted in the largest part of a whole note that measures them all."""
    parts = [duration.as_integer_ratio() for duration in durations]
    resolution = lcm(*{denominator for _, denominator in parts})
    return fraction(sum([count * (resolution // part) for count, part in parts]), resolution)


def tuplet_defaults(count: int, time: int, span: int, tuplet_time: int) -> tuple[int, int, int]:
    """Fill in what `(p:q:r` leaves out (0); `tuplet_time` is the meter's own `q`. Section 4.13."""
    return count, time or TUPLET_TIMES.get(count, tuplet_time), span or count


def rescaled(element: Note | Chord | Rest, factor: Fraction) -> Note | Chord | Rest:
    """The same element, `factor` times as long."""
    if isinstance(element, Chord):
        notes = tuple(note.but(duration=note.duration * factor) for note in element.notes)
        return element.but(notes=notes, duration=element.duration * factor)
    (over, under), (more, less) = element.duration.as_integer_ratio(), factor.as_integer_ratio()
    return element.but(duration=fraction(over * more, under * less))


class Clock:
    """Keeps the unit, the tuplet and the broken rhythm that apply to the next note."""

    def __init__(self, unit: Fraction) -> None:
        self.change_unit(unit)
        self.tuplet = EVEN  # the time of its notes for so many of them
        self.left = self.span = 0
        self.around: list[tuple[tuple[int, int], int, int]] = []  # tuplet, left, span of those that this one is within
        self.broken = EVEN  # the numerator and denominator of what the next note is multiplied by

    def change_unit(self, unit: Fraction) -> None:
        """Count in another unit from here on."""
        self.unit = unit
        self.unit_parts = unit.as_integer_ratio()

    def start_tuplet(self, mark: TupletMark) -> None:
        """The next `span` notes are in the tuplet."""
        self.tuplet = mark.time, mark.count
        self.left = self.span = mark.span

    def nest_tuplet(self, mark: TupletMark) -> TupletMark:
        """The next `span` notes are in this tuplet too, within the one around it; the mark of both together."""
        self.around.append((self.tuplet, self.left - mark.span, self.span))
        both = mark.but(count=mark.count * self.tuplet[1], time=mark.time * self.tuplet[0])
        self.start_tuplet(both)
        return both

    def resume_tuplet(self) -> tuple[int, int, int] | None:
        """Go on with the tuplet around the one that ended: its numbers for the notes left in it, None if none are."""
        self.tuplet, self.left, self.span = self.around.pop()
        return (self.tuplet[1], self.tuplet[0], self.left) if self.left else None

    @property
    def started(self) -> bool:
        """Whether the tuplet has some of its notes, but not all."""
        return 0 < self.left < self.span

    def break_rhythm(self, mark: BrokenRhythm) -> Fraction:
        """What the note before a `>` or `<` is multiplied by; the next note will get the counterpart. Section 4.4."""
        part = 1 << mark.dots
        after, before = (1, 2 * part - 1) if mark.longer_first else (2 * part - 1, 1)
        self.broken = after, part
        return fraction(before, part)

    def duration(self, numerator: int, denominator: int) -> Fraction:
        """The duration of a note of this written length if it is the next."""
        over, under = self.unit_parts
        if self.left:
            over, under = over * self.tuplet[0], under * self.tuplet[1]
        if self.broken is not EVEN:
            over, under = over * self.broken[0], under * self.broken[1]
        return fraction(numerator * over, denominator * under)

    def drop_broken_rhythm(self) -> None:
        """Forget a broken rhythm that leads to no note."""
        self.broken = EVEN

    def step(self) -> None:
        """Count one note as played."""
        if self.left:
            self.left -= 1
        self.broken = EVEN
