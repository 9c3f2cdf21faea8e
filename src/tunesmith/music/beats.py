"""How a bar falls into beats: compound meters, the pulse that dancers follow, and how far a beam reaches.

The ABC standard 2.1 calls 6/8, 9/8 and 12/8 compound (section 4.13) and leaves beams to the spaces in the text
(section 4.7). What it does not say is taken from the programs that play ABC and from tunes. A bar of six or nine
quarters falls into groups of three: abc2midi 4.84 stresses the first and the fourth quarter of 6/4, abcjs 6.7 takes a
dotted half for a beat (`getBeatLength`), and IrishMAN's tunes join notes across it (`edcBcA`) and say `Q:3/4=90`.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

__all__ = ["beam_group", "is_compound", "longest_beam", "pulse_of"]

QUARTER, HALF = Fraction(1, 4), Fraction(1, 2)


def is_compound(beats: int, unit: int) -> bool:
    """Whether the beat is dotted: 6/8, 9/8, 12/8 and the like, 3/16 too, but not 6/4, whose pulse is a quarter."""
    return beats % 3 == 0 and (beats > 3 or unit > 8) and unit >= 8


def pulse_of(beats: int, unit: int) -> Fraction:
    """The pulse that dancers follow, in whole notes: a dotted quarter in 6/8, a quarter in 3/4, 4/4 and no meter."""
    if is_compound(beats, unit):
        return Fraction(3, unit)
    return QUARTER if not beats or unit == 2 else Fraction(1, unit)


@lru_cache(maxsize=256)
def beam_group(beats: int, unit: int) -> Fraction:
    """How much of a bar one beam spans where notes are grouped anew, in whole notes; `beats` is 0 without a meter."""
    if falls_into_threes(beats) or (beats, unit) == (3, 8) or is_compound(beats, unit):
        return Fraction(3, unit)
    if not beats or (unit in (2, 4) and Fraction(beats, unit) in (1, 2)):
        return HALF
    return QUARTER


def longest_beam(beats: int, unit: int) -> Fraction:
    """How much of a bar a beam may span, as IrishMAN's tunes are written: a group of three, half of 4/4, else all."""
    bar = Fraction(beats, unit)
    if falls_into_threes(beats):
        return Fraction(3, unit)
    return bar / 2 if bar == 1 else bar


def falls_into_threes(beats: int) -> bool:
    """Whether the notes that a meter counts come in groups of three."""
    return beats > 3 and beats % 3 == 0
