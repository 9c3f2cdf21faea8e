"""Bars: the elements between bar lines, what they last together, and whether that fills the meter.

A short bar is no mistake at the edge of a part: an anacrusis starts one, and a completion makes a full bar together
with the anacrusis that is played after it, or with the other half of a bar that a repeat or ending cuts in two.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
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
)
from tunesmith.notation.meter import Meter

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Bar", "Fill", "read_bars"]

Fill: TypeAlias = Literal["full", "anacrusis", "completion", "short", "over", "empty"]
ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its `elements` without the bar lines around it, and the passes (`endings`) that play it, () for all.

    `duration` and `capacity` are in whole notes; in a free meter the capacity is 0 and every bar is full.
    """

    index: int
    elements: tuple[Element, ...]
    opening: BarLine | None
    closing: BarLine | None
    endings: tuple[int, ...]
    meter: Meter
    duration: Fraction
    fill: Fill = "full"

    @property
    def capacity(self) -> Fraction:
        """How long a full bar is."""
        return self.meter.capacity

    @property
    def starts_part(self) -> bool:
        """Whether the bar line before it is a double bar or a repeat, or the tune starts here."""
        return self.index == 0 or (self.opening is not None and self.opening.double)

    @property
    def ends_part(self) -> bool:
        """Whether the bar line after it is a double bar or a repeat, or there is none."""
        return self.closing is None or self.closing.double


def merged(lines: Sequence[BarLine]) -> BarLine | None:
    """One bar line that means what several in a row mean; None for none."""
    if len(lines) < 2:
        return lines[0] if lines else None
    closes, opens = max(line.closes for line in lines), max(line.opens for line in lines)
    text = "".join(line.text for line in lines)
    return BarLine(text, lines[0].position, closes, opens, any(line.double for line in lines))


class BarBuilder:
    """Collects elements into bars."""

    def __init__(self, meter: Meter) -> None:
        self.bars: list[Bar] = []
        self.meter = meter
        self.bar_meter = meter  # that of the bar being collected: a change inside it counts from the next
        self.elements: list[Element] = []
        self.lines: list[BarLine] = []  # the bar lines before the bar being collected
        self.endings: tuple[int, ...] = ()
        self.duration = ZERO
        self.timed = False

    def take(self, element: Element) -> None:
        """Add one element."""
        if isinstance(element, Note | Chord | Rest | MultiBarRest):
            if not self.timed:
                self.bar_meter = self.meter
            self.duration += element.duration
            self.timed = True
        elif isinstance(element, BarLine):
            self.take_line(element)
            return
        elif isinstance(element, Ending):
            self.cut()
            self.endings = element.numbers
        elif isinstance(element, Field | InlineField) and element.letter == "M":
            self.meter = meter_or(element.value, self.meter)
        self.elements.append(element)

    def take_line(self, line: BarLine) -> None:
        """End the bar being collected, or add to the bar lines before it."""
        self.cut()
        self.lines.append(line)
        if line.double:
            self.endings = ()

    def cut(self) -> None:
        """Finish the bar being collected if anything in it takes time."""
        if not self.timed:
            return
        opening = merged(self.lines)
        self.bars.append(
            Bar(len(self.bars), tuple(self.elements), opening, None, self.endings, self.bar_meter, self.duration)
        )
        self.elements, self.lines, self.duration, self.timed = [], [], ZERO, False

    def finish(self) -> list[Bar]:
        """The bars, each with its closing bar line."""
        self.cut()
        after = merged(self.lines)
        closings = [bar.opening for bar in self.bars[1:]] + [after]
        return [replace(bar, closing=closing) for bar, closing in zip(self.bars, closings, strict=False)]


def meter_or(value: str, otherwise: Meter) -> Meter:
    """The meter of a field in the body, or the one so far where the field makes no sense."""
    try:
        return Meter.parse(value)
    except AbcError:
        return otherwise


def read_bars(elements: Iterable[Element], meter: Meter) -> tuple[Bar, ...]:
    """Cut a tune's elements into bars and judge how full each is."""
    builder = BarBuilder(meter)
    for element in elements:
        builder.take(element)
    bars = builder.finish()
    return tuple(replace(bar, fill=fill) for bar, fill in zip(bars, fills(bars), strict=True))


def fills(bars: Sequence[Bar]) -> list[Fill]:
    """How full each bar is."""
    result: list[Fill] = []
    repeat_start = part_start = 0
    common: Bar | None = None  # the last bar before the endings
    for bar in bars:
        if bar.starts_part:
            part_start = bar.index
            if bar.opening is not None and (bar.opening.opens or bar.opening.closes) and not bar.endings:
                repeat_start = bar.index
        result.append(fill_of(bar, bars, {repeat_start, part_start, 0}, common))
        common = common if bar.endings else bar
    return result


def fill_of(bar: Bar, bars: Sequence[Bar], starts: set[int], common: Bar | None) -> Fill:
    """How full one bar is; `starts` are the bars from which its repeat, its part and the tune start."""
    capacity = bar.capacity
    if not capacity or bar.duration == capacity or any(isinstance(e, MultiBarRest) for e in bar.elements):
        return "full"
    if bar.duration > capacity:
        return "over"
    starts_ending = bar.index > 0 and bar.endings != bars[bar.index - 1].endings
    if starts_ending and common is not None and common.duration + bar.duration == capacity:
        return "completion"
    if completes(bar, bars, starts):
        return "completion" if bar.index else "anacrusis"
    return "anacrusis" if bar.starts_part and not bar.endings else "short"


def completes(bar: Bar, bars: Sequence[Bar], starts: set[int]) -> bool:
    """Whether the bar ends a part, or stands before an ending, and makes a full bar with one that may follow it."""
    after = bar.index + 1
    before_ending = after < len(bars) and bars[after].endings != bar.endings
    if not (bar.ends_part or before_ending):
        return False
    followers = starts - {bar.index} | ({after} if after < len(bars) else set())
    return any(bars[index].duration + bar.duration == bar.capacity for index in followers)
