"""Lengths as they are drawn: a type, dots, and the tuplet that stretches or squeezes them."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Final, NamedTuple

from tunesmith.conversion.musicxml.names import NOTE_TYPES
from tunesmith.errors import RenderError

__all__ = ["Drawn", "Ratio", "drawn_lengths"]

DOTTED: Final = {Fraction(2) - Fraction(1, 2**dots): dots for dots in range(4)}
LARGEST, SMALLEST = max(NOTE_TYPES.values()), min(NOTE_TYPES.values())
TYPES: Final = {length: name for name, length in NOTE_TYPES.items()}


class Ratio(NamedTuple):
    """So many notes, `actual`, in the time of `normal`."""

    actual: int
    normal: int

    @property
    def factor(self) -> Fraction:
        """What a drawn length is multiplied by."""
        return Fraction(self.normal, self.actual)


class Drawn(NamedTuple):
    """One drawn note of a `duration` in whole notes; a `ratio` of None is no tuplet."""

    duration: Fraction
    type: str
    dots: int
    ratio: Ratio | None


@lru_cache(maxsize=4096)
def drawn_lengths(duration: Fraction, ratio: Ratio | None) -> tuple[Drawn, ...]:
    """The drawn notes, tied together, that last as long as this one in a tuplet of this ratio.

    A length that is no binary fraction is in a tuplet of its own. RenderError for one beyond a 1024th or 32 breves.
    """
    nominal = duration / ratio.factor if ratio else duration
    odd = odd_part(nominal.denominator)
    if odd > 1:
        normal = 1 << (odd.bit_length() - 1)
        own = Ratio(odd, normal)
        nominal /= own.factor
        ratio = Ratio(ratio.actual * odd, ratio.normal * normal) if ratio else own
    if nominal.denominator > SMALLEST.denominator or nominal > 8 * LARGEST:
        raise RenderError(f"a note of {duration} of a whole note has no sign in MusicXML")
    factor = ratio.factor if ratio else Fraction(1)
    return tuple(Drawn(length * factor, name, dots, ratio) for length, name, dots in signs(nominal))


def signs(length: Fraction) -> list[tuple[Fraction, str, int]]:
    """The lengths, types and dots of the fewest signs, longest first, that make up a binary fraction."""
    found: list[tuple[Fraction, str, int]] = []
    while length:
        largest = max(sign for sign in (base * dot for base in TYPES for dot in DOTTED) if sign <= length)
        base = max(base for base in TYPES if base <= largest)
        found.append((largest, TYPES[base], DOTTED[largest / base]))
        length -= largest
    return found


def odd_part(number: int) -> int:
    """The number without its factors of two."""
    return number // (number & -number)
