"""The feel of a rhythm: where the notes inside a beat really fall.

A beat is divided evenly on paper. Players lengthen its first note: the first of two eighths in a hornpipe, the first of
three in a jig. `amount` says by how much, from 0 (as written) to 1 (twice as long as the second): the first note of a
beat grows by `amount / 6` of the beat.

    even pair      |-----|-----|   1/2 -> 1/2 + amount/6
    jig's three    |---|---|---|   1/3 -> 1/3 + amount/6, 2/3 stays
    dotted pair    |-------|---|   3/4 -> 2/3: in a rhythm that swings, `d>e` is a way of writing the same two to one

The map bends time between those points in straight lines, so notes never cross and ends meet beginnings.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from tunesmith.music.rhythms import RHYTHMS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tunesmith.music.rhythms import Rhythm
    from tunesmith.notation import Meter

__all__ = ["STRAIGHT", "Bend", "swung_amount"]

HALF: Final = Fraction(1, 2)
THIRD: Final = Fraction(1, 3)
QUARTER: Final = Fraction(1, 4)
THIRDS: Final = frozenset({THIRD, 2 * THIRD})
QUARTERS: Final = frozenset({QUARTER, HALF, 3 * QUARTER})
LONGEST_GAIN: Final = Fraction(1, 6)


def swung_amount(rhythm: Rhythm | None, meter: Meter, asked: float | None) -> Fraction:
    """How much a tune swings, 0 to 1: as asked, else as its rhythm has it, else a little in compound time."""
    if asked is None:
        return (rhythm or RHYTHMS["jig"]).swing if rhythm or meter.compound else Fraction(0)
    return Fraction(asked).limit_denominator(1000)


@dataclass(frozen=True, slots=True)
class Bend:
    """How a beat bends: positions from 0 to 1 within it, as `written` and as `played`."""

    written: tuple[Fraction, ...]
    played: tuple[Fraction, ...]

    @classmethod
    def of(cls, onsets: Iterable[Fraction], compound: bool, amount: Fraction) -> Bend:
        """The bend of a beat in which notes start at `onsets` (0 <= onset < 1)."""
        inner = {onset for onset in onsets if onset}
        gain = amount * LONGEST_GAIN
        if not amount or not inner:
            return STRAIGHT
        if compound:
            return cls.at((THIRD, THIRD + gain), (2 * THIRD, 2 * THIRD)) if inner <= THIRDS else STRAIGHT
        if inner == {3 * QUARTER}:
            return cls.at((3 * QUARTER, 2 * THIRD))
        return cls.at((HALF, HALF + gain)) if HALF in inner and inner <= QUARTERS else STRAIGHT

    @classmethod
    def at(cls, *points: tuple[Fraction, Fraction]) -> Bend:
        """A bend at (written, played) points, given in order."""
        written, played = zip((Fraction(0), Fraction(0)), *points, (Fraction(1), Fraction(1)), strict=True)
        return cls(written, played)

    def place(self, position: Fraction) -> Fraction:
        """Where a written position, 0 to 1, is played."""
        end = next(index for index, point in enumerate(self.written) if position <= point) or 1
        low, high = self.written[end - 1], self.written[end]
        start, stop = self.played[end - 1], self.played[end]
        return start + (position - low) * (stop - start) / (high - low)


STRAIGHT: Final = Bend.at()
