"""A chart of chords that a tune is written to, and its tables in a plan."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from tunesmith.grammar.tables import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tunesmith.grammar.tables import Tree

__all__ = ["Chart", "ChartBar", "ChartChord", "chart_room", "chart_table", "chord_words"]

QUOTES = 2
ChartBar: TypeAlias = "tuple[tuple[int, bool], ...]"
"""By pulse, the chord in force (its place among those of the chart) and whether its symbol is written there."""


@dataclass(frozen=True, slots=True)
class ChartChord:
    """A chord of a chart: its symbol as it is written, and its pitch classes, from 0 for C."""

    symbol: str
    pitches: frozenset[int]

    @property
    def characters(self) -> int:
        """The characters of the symbol between its quotation marks, these included."""
        return len(self.symbol) + QUOTES

    @property
    def mask(self) -> int:
        """Bit p for the pitch class p."""
        return sum(1 << pitch for pitch in self.pitches)


@dataclass(frozen=True, slots=True)
class Chart:
    """The chords of each part of an outline, for all the bars that it may have; every bar has as many pulses.

    Attributes:
        off: the share of the notes on strong beats that may be none of the chord's, where one of these could stand.
    """

    chords: tuple[ChartChord, ...]
    parts: tuple[tuple[ChartBar, ...], ...]
    off: float = 1.0

    @property
    def pulses(self) -> int:
        """In a bar."""
        return len(self.parts[0][0])


def chord_words(chart: Chart | None) -> list[Tree]:
    """Return the symbol of each chord, up to the quotation mark that closes it."""
    return [words([chord.symbol], '"') for chord in chart.chords] if chart else []


def chart_table(chart: Chart | None) -> tuple[list[int], list[int]]:
    """Return the table of all bars, and where in it each part begins."""
    table: list[int] = []
    begins = []
    for bars in chart.parts if chart else ():
        begins.append(len(table))
        table += [2 * chord + written for bar in bars for chord, written in bar]
    return table, begins


def chart_room(chart: Chart, fill: Sequence[int], length: int, pickup: int) -> int:
    """Return how many characters a bar takes more at most for its symbols, and for no note being held across them.

    `fill` are the fewest characters that fill so many ticks; a bar has `length`, or what a `pickup` leaves of it.
    """
    bars = {bar for part in chart.parts for bar in part}
    return max(_room(chart, bar, fill, length, left) for bar in bars for left in (0, pickup))


def _room(chart: Chart, bar: ChartBar, fill: Sequence[int], length: int, left: int) -> int:
    """Return it for one bar that leaves so many ticks open."""
    pulse = length // len(bar)
    changes = [place * pulse for place, (_, written) in enumerate(bar) if written and place]
    pieces = [end - start for start, end in pairwise([0, *changes, length - left])]
    symbols = sum(chart.chords[chord].characters for chord, written in bar if written)
    return symbols + max(0, sum(fill[piece] for piece in pieces) - fill[length - left])
