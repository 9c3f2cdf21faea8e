"""Where the written time of a tune falls in played time, and how strongly each place in a bar is played."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from tunesmith.notation.meter import pulse
from tunesmith.rendering.swing import Bend

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tunesmith.analysis.timeline import PlayedBar
    from tunesmith.notation import Event

__all__ = ["Groove"]

DOWNBEAT, HALF_BAR, PULSE, OFF_PULSE = 100, 94, 90, 82
DIVIDED_UNITS: Final = frozenset({2, 4})  # the lower figures of simple meters whose quarters divide in two


@dataclass(frozen=True, slots=True)
class Groove:
    """Bars as played, in order, and the times that swing moves: `written[i]` falls at `played[i]`, straight in between.

    Without such times, all is played as written. All times in whole notes.
    """

    bars: tuple[PlayedBar, ...]
    bar_onsets: tuple[Fraction, ...]
    written: tuple[Fraction, ...] = ()
    played: tuple[Fraction, ...] = ()

    @classmethod
    def over(cls, bars: Sequence[PlayedBar], events: Iterable[Event], amount: Fraction) -> Groove:
        """The groove of these bars, in which `events` start, at a swing of `amount` (0 to 1)."""
        bar_onsets = tuple(bar.onset for bar in bars)
        if not amount:
            return cls(tuple(bars), bar_onsets)
        onsets: defaultdict[int, list[Fraction]] = defaultdict(list)
        for event in events:
            onsets[bisect_right(bar_onsets, event.onset) - 1].append(event.onset)
        bends: dict[int, list[tuple[Fraction, Fraction]]] = {}
        moved: dict[Fraction, Fraction] = {}
        for index, bar in enumerate(bars):
            if bar.bar.index not in bends:  # a bar swings alike whenever it is played
                bends[bar.bar.index] = list(bent_beats(bar, onsets[index], amount))
            moved |= {bar.onset + written: bar.onset + played for written, played in bends[bar.bar.index]}
        return cls(tuple(bars), bar_onsets, tuple(moved), tuple(moved.values()))

    def place(self, time: Fraction) -> Fraction:
        """When a written time is played."""
        index = bisect_right(self.written, time) - 1
        if index < 0:
            return time
        start, place = self.written[index], self.played[index]
        if start == time or index + 1 == len(self.written):
            return place + time - start
        return place + (time - start) * (self.played[index + 1] - place) / (self.written[index + 1] - start)

    def bar_at(self, time: Fraction) -> PlayedBar:
        """The bar that is being played at a written time."""
        return self.bars[max(0, bisect_right(self.bar_onsets, time) - 1)]

    def velocity(self, time: Fraction) -> int:
        """How hard a note is played, as a MIDI velocity: on the downbeat, mid-bar, on a pulse, or between."""
        bar = self.bar_at(time)
        since = time - bar.downbeat
        if not since:
            return DOWNBEAT
        if 2 * since == bar.bar.capacity:
            return HALF_BAR
        return OFF_PULSE if since % pulse(bar.bar.meter) else PULSE


def bent_beats(bar: PlayedBar, onsets: Sequence[Fraction], amount: Fraction) -> Iterator[tuple[Fraction, Fraction]]:
    """Where the beats of one bar begin, bend and end, as (written, played) since the bar's start, in order.

    The first beat of an anacrusis may begin before the music does.
    """
    meter, length = bar.bar.meter, pulse(bar.bar.meter)
    if not (meter.compound or meter.unit in DIVIDED_UNITS):
        amount = Fraction(0)
    start = (bar.downbeat - bar.onset) % -length
    while start < bar.bar.duration:
        places = [(onset - bar.onset - start) / length for onset in onsets]
        bend = Bend.of((place for place in places if 0 <= place < 1), meter.compound, amount)
        first = max(-start / length, Fraction(0))
        for position in (first, *(turn for turn in bend.written if first < turn < 1)):
            if start + position * length < bar.bar.duration:
                yield start + position * length, start + bend.place(position) * length
        start += length
    yield bar.bar.duration, bar.bar.duration
