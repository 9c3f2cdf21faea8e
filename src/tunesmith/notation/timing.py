"""Exact durations: what the unit note length, tuplets and broken rhythm make of a written length."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from tunesmith.notation.elements import BrokenRhythm, Chord, Note, Rest, TupletMark

__all__ = ["Clock", "fraction", "rescaled", "tuplet_defaults"]

TUPLET_TIMES = {2: 3, 3: 2, 4: 3, 6: 2, 8: 3}
ONE = Fraction(1)


@lru_cache(maxsize=8192)
def fraction(numerator: int, denominator: int) -> Fraction:
    """A fraction, built once."""
    return Fraction(numerator, denominator)


@lru_cache(maxsize=8192)
def product(left: Fraction, right: Fraction) -> Fraction:
    """A product of fractions, worked out once."""
    return left * right


def tuplet_defaults(count: int, time: int, span: int, tuplet_time: int) -> tuple[int, int, int]:
    """Fill in what `(p:q:r` leaves out (0); `tuplet_time` is the meter's own `q`. Section 4.13."""
    return count, time or TUPLET_TIMES.get(count, tuplet_time), span or count


def rescaled(element: Note | Chord | Rest, factor: Fraction) -> Note | Chord | Rest:
    """The same element, `factor` times as long."""
    if isinstance(element, Chord):
        notes = tuple(replace(note, duration=note.duration * factor) for note in element.notes)
        return replace(element, notes=notes, duration=element.duration * factor)
    return replace(element, duration=element.duration * factor)


class Clock:
    """Keeps the unit, the tuplet and the broken rhythm that bear on the next note."""

    def __init__(self, unit: Fraction) -> None:
        self.unit = unit
        self.tuplet = ONE
        self.left = self.span = 0
        self.broken = ONE

    def start_tuplet(self, mark: TupletMark) -> None:
        """The next `span` notes are in the tuplet."""
        self.tuplet = fraction(mark.time, mark.count)
        self.left = self.span = mark.span

    @property
    def started(self) -> bool:
        """Whether the tuplet has some of its notes, but not all."""
        return 0 < self.left < self.span

    def break_rhythm(self, mark: BrokenRhythm) -> Fraction:
        """What the note before a `>` or `<` is multiplied by; the next note will get the counterpart. Section 4.4."""
        short = fraction(1, 1 << mark.dots)
        self.broken, before = (short, 2 - short) if mark.longer_first else (2 - short, short)
        return before

    def duration(self, length: Fraction) -> Fraction:
        """The duration of a note of this written length inside the current tuplet, broken rhythm left out."""
        scaled = product(self.unit, length)
        return product(scaled, self.tuplet) if self.left else scaled

    def step(self) -> Fraction:
        """Count one note as played; returns the broken rhythm's factor for it, mostly 1."""
        self.left -= self.left > 0
        factor, self.broken = self.broken, ONE
        return factor
