"""Where the written time of a tune falls in played time, and how heavy each place in a bar is."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from tunesmith.rendering.swing import STRAIGHT, Bend
from tunesmith.rendering.tempo import pulse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tunesmith.notation import Event, Meter
    from tunesmith.rendering.timeline import PlayedBar

__all__ = ["Beat", "Groove"]

DOWNBEAT, HALF_BAR, PULSE, OFF_PULSE = 100, 94, 90, 82
DIVIDED_UNITS: Final = frozenset({2, 4})  # the lower figures of simple meters whose quarters divide in two


@dataclass(frozen=True, slots=True)
class Beat:
    """One beat from `start`, for `length` whole notes, and how it bends."""

    start: Fraction
    length: Fraction
    meter: Meter
    bend: Bend = STRAIGHT

    def position(self, time: Fraction) -> Fraction:
        """A time within the beat, from 0 to 1."""
        return (time - self.start) / self.length

    def place(self, time: Fraction) -> Fraction:
        """When a written time within the beat is played."""
        return self.start + self.length * self.bend.place(self.position(time))

    def bent(self, onsets: Iterable[Fraction], amount: Fraction) -> Beat:
        """The same beat with notes at these times, at a swing of `amount`."""
        if not (self.meter.compound or self.meter.unit in DIVIDED_UNITS):
            return self
        bend = Bend.of(map(self.position, onsets), self.meter.compound, amount)
        return Beat(self.start, self.length, self.meter, bend)


@dataclass(frozen=True, slots=True)
class Groove:
    """Bars as played, in order, and their beats; without beats, time passes as written."""

    bars: tuple[PlayedBar, ...]
    bar_onsets: tuple[Fraction, ...]
    beats: tuple[Beat, ...] = ()
    beat_starts: tuple[Fraction, ...] = ()

    @classmethod
    def over(cls, bars: Sequence[PlayedBar], events: Iterable[Event], amount: Fraction) -> Groove:
        """The groove of these bars, in which `events` start, at a swing of `amount` (0 to 1)."""
        bar_onsets = tuple(played.onset for played in bars)
        if not amount:
            return cls(tuple(bars), bar_onsets)
        beats = [beat for played in bars for beat in beats_of(played)]
        starts = tuple(beat.start for beat in beats)
        onsets: defaultdict[int, list[Fraction]] = defaultdict(list)
        for event in events:
            onsets[bisect_right(starts, event.onset) - 1].append(event.onset)
        bent = tuple(beat.bent(onsets[place], amount) for place, beat in enumerate(beats))
        return cls(tuple(bars), bar_onsets, bent, starts)

    def place(self, time: Fraction) -> Fraction:
        """When a written time is played, both in whole notes; what lies beyond the last beat stays where it is."""
        index = bisect_right(self.beat_starts, time) - 1
        if index < 0:
            return time
        beat = self.beats[index]
        return beat.place(time) if time < beat.start + beat.length else time

    def bar_at(self, time: Fraction) -> PlayedBar:
        """The bar that is being played at a written time."""
        return self.bars[max(0, bisect_right(self.bar_onsets, time) - 1)]

    def velocity(self, time: Fraction) -> int:
        """How hard a note is played, as a MIDI velocity: on the downbeat, mid-bar, on a pulse, or between."""
        played = self.bar_at(time)
        since = time - played.downbeat
        if not since:
            return DOWNBEAT
        if 2 * since == played.bar.capacity:
            return HALF_BAR
        return OFF_PULSE if since % pulse(played.bar.meter) else PULSE


def beats_of(played: PlayedBar) -> Iterator[Beat]:
    """The beats of one bar from its downbeat on; the first of an anacrusis may begin before the music does."""
    length = pulse(played.bar.meter)
    start = played.downbeat
    while start < played.end:
        if start + length > played.onset:
            yield Beat(start, length, played.bar.meter)
        start += length
