"""Meter and tempo: the fields `M:` and `Q:`, and the unit note length that follows from a meter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from tunesmith.errors import AbcError
from tunesmith.music.beats import is_compound, pulse_of
from tunesmith.notation.timing import fraction

__all__ = ["Meter", "Tempo", "pulse", "unit_of"]

FRACTION = re.compile(r"\(?\s*(\d{1,3}(?:\s*\+\s*\d{1,3})*)\s*\)?\s*/\s*(\d{1,3})$")
UNIT = re.compile(r"\s*(\d{1,3})(?:\s*/\s*(\d{1,8}))?\s*(?:%|$)")
BEAT = re.compile(r"(\d{1,3})/([1-9]\d{0,2})")
TEMPO = re.compile(
    r"(?:(?P<beats>\d{1,3}/[1-9]\d{0,2}(?:\s+\d{1,3}/[1-9]\d{0,2})*|C[1-9]?)\s*=\s*)?(?P<rate>\d{1,4}(?:\.\d{1,4})?)$"
)


@dataclass(frozen=True, slots=True)
class Meter:
    """A meter: `beats` over `unit`, as `6/8`; a free meter (`M:none`) has `beats` 0. `symbol` is how it is written.

    Source: the ABC standard 2.1, section 3.1.6.
    """

    beats: int
    unit: int
    symbol: str

    @classmethod
    @lru_cache(maxsize=1024)
    def parse(cls, text: str) -> Meter:
        """Read the value of an `M:` field; `AbcError` (line 1, column 1) if it is no meter."""
        value = text.split("%", 1)[0].strip()
        if value.lower() in ("", "none", "free"):
            return cls(0, 4, "none")
        if value in ("C", "C|"):
            return cls(*((4, 4) if value == "C" else (2, 2)), value)
        match = FRACTION.match(value)
        beats = sum(map(int, match[1].split("+"))) if match else 0
        if match is None or not beats or not is_power_of_two(int(match[2])):
            raise AbcError(f"{text!r} is not a meter such as 6/8, C, C|, 3+2/8 or none", 1, 1)
        return cls(beats, int(match[2]), value.replace(" ", ""))

    def __str__(self) -> str:
        return self.symbol

    @property
    def free(self) -> bool:
        """Whether bars may have any length."""
        return not self.beats

    @property
    def compound(self) -> bool:
        """Whether the beat is dotted: 6/8, 9/8, 12/8 and the like."""
        return is_compound(self.beats, self.unit)

    @property
    def capacity(self) -> Fraction:
        """The length of a full bar, in whole notes; 0 for a free meter."""
        return fraction(self.beats, self.unit)

    @property
    def default_unit(self) -> Fraction:
        """The unit note length where there is no `L:`: 1/16 under 3/4 of a whole note a bar, else 1/8."""
        return Fraction(1, 16) if self.beats and self.capacity < Fraction(3, 4) else Fraction(1, 8)

    @property
    def tuplet_time(self) -> int:
        """The `q` of a tuplet whose default depends on the meter: 3 in compound time, else 2."""
        return 3 if self.compound or (self.beats == 3 and self.unit == 8) else 2


def pulse(meter: Meter) -> Fraction:
    """The pulse that dancers follow, in whole notes."""
    return pulse_of(meter.beats, meter.unit)


@dataclass(frozen=True, slots=True)
class Tempo:
    """A tempo: `rate` beats a minute, each of `beat` whole notes; and the words that stand beside it.

    Source: the ABC standard 2.1, section 3.1.8.
    """

    beat: Fraction
    rate: float
    words: str = ""

    @classmethod
    def parse(cls, text: str, unit: Fraction = Fraction(1, 8)) -> Tempo | None:
        """Read the value of a `Q:` field; the old `Q:180` and `C3=40` count units. None if it gives no rate."""
        words = " ".join(re.findall(r'"([^"]*)"', text))
        match = TEMPO.match(re.sub(r'"[^"]*"', "", text.split("%", 1)[0]).strip())
        if match is None or not float(match["rate"]):
            return None
        return cls(beat_of(match["beats"], unit), float(match["rate"]), words)

    def __str__(self) -> str:
        return f"{self.beat.numerator}/{self.beat.denominator}={self.rate:g}"

    @property
    def whole_notes_a_minute(self) -> Fraction:
        """How many whole notes pass in a minute."""
        return self.beat * Fraction(self.rate)


def beat_of(beats: str | None, unit: Fraction) -> Fraction:
    """The length of a tempo's beat in whole notes: `3/8`, `1/4 1/8`, `C`, `C3`, or the unit where none is said."""
    if beats is None:
        return unit
    if beats.startswith("C"):
        return unit * int(beats[1:] or 1)
    return sum((Fraction(int(over), int(under)) for over, under in BEAT.findall(beats)), Fraction(0)) or unit


def is_power_of_two(number: int) -> bool:
    """Whether a note value of this denominator exists."""
    return number > 0 and number & (number - 1) == 0


def unit_of(text: str) -> Fraction | None:
    """The unit note length of an `L:` field, in whole notes; None if it says none. Section 3.1.7."""
    match = UNIT.match(text)
    if match is None or not int(match[1]) or (match[2] and not int(match[2])):
        return None
    return Fraction(int(match[1]), int(match[2] or 1))
