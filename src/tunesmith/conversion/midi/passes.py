"""Passes of a repeat compared: notes that return after whole bars are moved to the mean of their onsets."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from statistics import fmean
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tunesmith.conversion.midi.performed import Played

__all__ = ["agreed"]

NEAR: Final = 0.06  # seconds between the onsets of one note in two passes: each may be 30 ms off
SHORTEST: Final = 8  # notes in a row that make a pass
FARTHEST: Final = 32  # bars from one pass to the next


def agreed(notes: Sequence[Played], quarter: float, bar: float) -> list[Played]:
    """The notes, those that return moved to the mean of their onsets; `bar` in quarter notes."""
    passes = Passes(len(notes))
    for bars in range(1, FARTHEST + 1):
        for run in runs(notes, bars * bar, NEAR / quarter):
            for first, second in run:
                passes.join(first, second, bars)
    result = list(notes)
    for members in passes.groups():
        start = fmean(notes[one].start - bars * bar for one, bars in members)
        for one, bars in members:
            begin = start + bars * bar
            result[one] = replace(notes[one], start=begin, end=begin + notes[one].end - notes[one].start)
    return result


def runs(notes: Sequence[Played], shift: float, near: float) -> Iterator[list[tuple[int, int]]]:
    """The pairs of notes so far apart, where enough in a row have the same pitches."""
    starts = [note.start for note in notes]
    run: list[tuple[int, int]] = []
    for first, note in enumerate(notes):
        expected = note.start + shift
        place = bisect_left(starts, expected - near)
        near_ones = [
            n
            for n in range(place, min(place + 3, len(notes)))
            if starts[n] <= expected + near and notes[n].pitch == note.pitch
        ]
        second = min(near_ones, key=lambda n: abs(starts[n] - expected), default=None)
        if run and second != run[-1][1] + 1:
            if len(run) >= SHORTEST:
                yield run
            run = []
        if second is not None:
            run.append((first, second))
    if len(run) >= SHORTEST:
        yield run


class Passes:
    """Which notes are the same in several passes, and how many bars apart: disjoint sets."""

    def __init__(self, count: int) -> None:
        self.members: list[list[tuple[int, int]]] = [[(note, 0)] for note in range(count)]
        self.bars = [0] * count  # from the first note of its set

    def join(self, first: int, second: int, bars: int) -> None:
        """Make one set of those of two notes, the second so many bars after the first."""
        mine, others = self.members[first], self.members[second]
        if mine is others:
            return
        moved = self.bars[first] + bars - self.bars[second]
        for note, at in others:
            self.bars[note] = at + moved
            mine.append((note, at + moved))
            self.members[note] = mine

    def groups(self) -> Iterator[list[tuple[int, int]]]:
        """Each set of two notes or more, with their bars."""
        return (group for note, group in enumerate(self.members) if len(group) > 1 and group[0][0] == note)
