"""Bars: the elements between bar lines, what they last together, and whether that fills the meter.

A short bar is no mistake at the edge of a part: an anacrusis starts one, and a completion makes a full bar together
with the anacrusis that is played after it, or with the other half of a bar that a repeat or ending cuts in two.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeAlias

from tunesmith.errors import AbcError
from tunesmith.notation.elements import (
    BarLine,
    Chord,
    Element,
    Ending,
    Field,
    InlineField,
    MultiBarRest,
    Note,
    Rest,
    Timed,
)
from tunesmith.notation.elements import element as value
from tunesmith.notation.meter import Meter
from tunesmith.notation.timing import total

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["Bar", "Fill", "read_bars"]

SHAPING = frozenset({Note, Chord, Rest, MultiBarRest, BarLine, Ending, Field, InlineField})
"""The elements that take time, divide the music, or may say its meter; most others are spaces."""

Fill: TypeAlias = Literal["full", "anacrusis", "completion", "short", "over", "empty"]


class Bordered:
    """A bar between its bar lines: what `Bar` and `Draft` have in common."""

    __slots__ = ()
    index: int
    opening: BarLine | None
    closing: BarLine | None

    @property
    def starts_part(self) -> bool:
        """Whether the bar line before it is a double bar or a repeat, or the tune starts here."""
        return self.index == 0 or (self.opening is not None and self.opening.double)

    @property
    def ends_part(self) -> bool:
        """Whether the bar line after it is a double bar or a repeat, or there is none."""
        return self.closing is None or self.closing.double


@value
class Bar(Bordered):
    """One bar: its `elements` without the bar lines around it, and the passes (`endings`) that play it, () for all.

    `number` is what players call it: they count from 1 as it is written, and an anacrusis at the start is bar 0.
    `duration` and `capacity` are in whole notes; in a free meter the capacity is 0 and every bar is full.
    """

    index: int
    elements: tuple[Element, ...]
    opening: BarLine | None
    closing: BarLine | None
    endings: tuple[int, ...]
    meter: Meter
    duration: Fraction
    number: int
    fill: Fill = "full"

    @property
    def capacity(self) -> Fraction:
        """How long a full bar is."""
        return self.meter.capacity


def merged(lines: Sequence[BarLine]) -> BarLine | None:
    """One bar line with the meaning of several in a row; None for none."""
    if len(lines) < 2:
        return lines[0] if lines else None
    closes, opens = max(line.closes for line in lines), max(line.opens for line in lines)
    text = "".join(line.text for line in lines)
    return BarLine(text, lines[0].position, closes, opens, any(line.double for line in lines))


@dataclass(slots=True)
class Draft(Bordered):
    """A bar before it is known how full it may be."""

    index: int
    elements: tuple[Element, ...]
    opening: BarLine | None
    endings: tuple[int, ...]
    meter: Meter
    duration: Fraction
    closing: BarLine | None = None


class BarReader:
    """Collects elements into bars."""

    def __init__(self, meter: Meter) -> None:
        self.bars: list[Draft] = []
        self.meter = meter
        self.bar_meter = meter  # that of the bar being collected: a change inside it counts from the next
        self.elements: list[Element] = []
        self.durations: list[Fraction] = []
        self.lines: list[BarLine] = []  # the bar lines before the bar being collected
        self.endings: tuple[int, ...] = ()

    def read(self, elements: Iterable[Element]) -> list[Draft]:
        """The bars that these elements make."""
        for element in elements:
            if type(element) not in SHAPING:
                self.elements.append(element)
                continue
            if isinstance(element, Timed):
                if not self.durations:
                    self.bar_meter = self.meter
                self.durations.append(element.duration)
            elif isinstance(element, BarLine):
                self.cut()
                self.lines.append(element)
                if element.double:
                    self.endings = ()
                continue
            elif isinstance(element, Ending):
                self.cut()
                self.endings = element.numbers
            elif isinstance(element, (Field, InlineField)) and element.letter == "M":
                self.meter = meter_or(element.value, self.meter)
            self.elements.append(element)
        self.cut()
        if self.bars:
            self.bars[-1].closing = merged(self.lines)
        return self.bars

    def cut(self) -> None:
        """Finish the bar being collected if anything in it takes time."""
        if not self.durations:
            return
        opening = merged(self.lines)
        if self.bars:
            self.bars[-1].closing = opening
        elements, duration = tuple(self.elements), total(self.durations)
        self.bars.append(Draft(len(self.bars), elements, opening, self.endings, self.bar_meter, duration))
        self.elements, self.durations, self.lines = [], [], []


def meter_or(value: str, otherwise: Meter) -> Meter:
    """The meter of a field in the body; the one before it if the field names no meter."""
    try:
        return Meter.parse(value)
    except AbcError:
        return otherwise


def read_bars(elements: Iterable[Element], meter: Meter) -> tuple[Bar, ...]:
    """Cut a tune's elements into bars and judge how full each is."""
    bars = BarReader(meter).read(elements)
    judged = fills(bars)
    first = 0 if judged[:1] == ["anacrusis"] else 1
    return tuple(
        Bar(
            bar.index,
            bar.elements,
            bar.opening,
            bar.closing,
            bar.endings,
            bar.meter,
            bar.duration,
            first + bar.index,
            fill,
        )
        for bar, fill in zip(bars, judged, strict=True)
    )


def fills(bars: Sequence[Draft]) -> list[Fill]:
    """How full each bar is."""
    result: list[Fill] = []
    repeat_start = part_start = 0
    common: Draft | None = None  # the last bar before the endings
    divided = set(pieces(bars))
    for bar in bars:
        if bar.starts_part:
            part_start = bar.index
            if bar.opening is not None and (bar.opening.opens or bar.opening.closes) and not bar.endings:
                repeat_start = bar.index
        capacity = bar.meter.capacity
        full = bar.duration is capacity or bar.duration == capacity  # equal fractions are mostly the same object
        if full or bar.index in divided:
            result.append("full" if full else "completion")
        else:
            result.append(fill_of(bar, bars, {repeat_start, part_start, 0}, common))
        common = common if bar.endings else bar
    return result


def pieces(bars: Sequence[Draft]) -> Iterator[int]:
    """The indices of what dotted and invisible bar lines make of full bars."""
    start = 0
    for bar in bars:
        if bar.closing is not None and (bar.closing.dotted or bar.closing.invisible):
            continue
        end = bar.index + 1
        if end > start + 1 and total([one.duration for one in bars[start:end]]) == bars[start].meter.capacity:
            yield from range(start, end)
        start = end


def fill_of(bar: Draft, bars: Sequence[Draft], starts: set[int], common: Draft | None) -> Fill:
    """How full a bar is that is longer or shorter than its meter; `starts`: where its repeat, part and tune start."""
    capacity = bar.meter.capacity
    if not capacity or any(isinstance(e, MultiBarRest) for e in bar.elements):
        return "full"
    if bar.duration > capacity:
        return "over"
    starts_ending = bar.index > 0 and bar.endings != bars[bar.index - 1].endings
    if starts_ending and common is not None and common.duration + bar.duration == capacity:
        return "completion"
    if completes(bar, bars, starts):
        return "completion" if bar.index else "anacrusis"
    return "anacrusis" if bar.starts_part and not bar.endings else "short"


def completes(bar: Draft, bars: Sequence[Draft], starts: set[int]) -> bool:
    """Whether the bar ends a part, or stands before an ending, and makes a full bar with one that may follow it."""
    after = bar.index + 1
    before_ending = after < len(bars) and bars[after].endings != bar.endings
    if not (bar.ends_part or before_ending):
        return False
    followers = starts - {bar.index} | ({after} if after < len(bars) else set())
    return any(bars[index].duration + bar.duration == bar.meter.capacity for index in followers)
