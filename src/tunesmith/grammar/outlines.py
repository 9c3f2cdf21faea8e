"""Outlines: what is settled of a tune before its first character, such as header, parts, range and ending."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from tunesmith.grammar.charts import Chart

__all__ = ["Ending", "Fragment", "Outline", "PartOutline"]

Ending = Literal["home", "open", "any"]
Symbols = Literal["free", "none", "first"]


@dataclass(frozen=True, slots=True)
class PartOutline:
    """What is asked of one part: whether it is repeated, the part that it brings back, and its bars.

    Of these it has from `least` to `most`, in steps of a `phrase`.
    """

    least: int = 4
    most: int = 32
    repeated: bool | None = None
    copy_of: int | None = None
    phrase: int = 1


@dataclass(frozen=True, slots=True)
class Fragment:
    """A few bars between given music: the room in the first, what the last leaves open (whole notes), and a tie."""

    bars: int
    room: Fraction
    leaves: Fraction = Fraction(0)
    tied_position: int | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """All that is settled before the first character.

    Attributes:
        units, meters, keys: what the header may say: unit note lengths, (beats, beat unit), (name, alterations of
            C D E F G A B). One of each leaves no choice.
        tempo: what `Q:` must say, "" for no such line, None to leave it open.
        parts: at least `least_parts` of these, in order.
        least_total: bars in all.
        pickup: its length in whole notes, 0 for none, None for either.
        endings: whether parts may have first and second endings.
        lowest, highest: MIDI numbers.
        pitches: those between that may be written, None for all.
        share_outside: of the notes that may lie outside the key signature, from 0 to 1.
        forced: the music that the tune begins with, in canonical spelling.
        symbols: chord symbols may be written ("free"), not ("none"), or the first must stand in the first full bar
            ("first"), for which the `pickup` has to be settled.
        chart: the chords that must stand, and no others; for one unit, one meter and a settled pickup.
        ending: "home" for a last note that is the tonic and at rest, "open" for one that is another degree; of a
            fragment, too.
        last_shares: of a full bar of each meter, what is left where such a last note begins at the latest, in parts of
            BAR_SHARES; () asks for nothing more.
    """

    units: Sequence[Fraction]
    meters: Sequence[tuple[int, int]]
    keys: Sequence[tuple[str, Sequence[int]]]
    parts: Sequence[PartOutline]
    least_parts: int
    limit: int
    tempo: str | None = None
    reference: int = 1
    least_total: int = 8
    pickup: Fraction | None = None
    endings: bool = True
    chords: bool = True
    lowest: int = 43
    highest: int = 96
    pitches: frozenset[int] | None = None
    share_outside: float = 1.0
    courtesy: bool = False
    forced: str = ""
    fragment: Fragment | None = None
    symbols: Symbols = "free"
    chart: Chart | None = None
    ending: Ending = "any"
    last_shares: Sequence[int] = ()

    def allows(self, number: int) -> bool:
        """Return whether a note may be written, by its MIDI number."""
        return self.lowest <= number <= self.highest and (self.pitches is None or number in self.pitches)
