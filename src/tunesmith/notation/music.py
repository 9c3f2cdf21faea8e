"""Reads bar lines, endings and overlays, between which the notes of a tune stand.

Source: the ABC standard 2.1, sections 4.8 to 4.10 (bar lines, repeats and endings) and 7.4 (voice overlay).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tunesmith.notation.barlines import bar_line
from tunesmith.notation.elements import (
    BarLine,
    Element,
    Ending,
    Field,
    InlineField,
    LineBreak,
    Macro,
    Overlay,
    Position,
    Space,
    Timed,
    source_text,
)
from tunesmith.notation.notes import NoteReader
from tunesmith.notation.overlays import passed, put_last, spread
from tunesmith.notation.timing import Clock, total

if TYPE_CHECKING:
    from fractions import Fraction

    from tunesmith.notation.meter import Meter

__all__ = ["MusicReader"]


class Outside(NamedTuple):
    """Where the reader was when an overlay began: it goes on from there after the bar."""

    elements: list[Element]
    clock: Clock
    last: int
    waiting: bool
    sign: str
    at: Position


class MusicReader(NoteReader):
    """Reads the tokens of music one after another."""

    def __init__(self, unit: Fraction, meter: Meter, symbols: dict[str, str]) -> None:
        super().__init__(unit, meter, symbols)
        self.bar_voice: Outside | None = None  # what an overlay interrupts
        self.group: int | None = None  # the index at which the music of a group of overlays begins
        self.closed: Fraction | None = None  # how much of its bar had passed when a group ended in it

    def bar(self, text: str, at: Position) -> None:
        """A bar line of any kind."""
        self.end_bar(at)
        self.elements.append(bar_line(text, at))

    def end_bar(self, at: Position) -> None:
        """Before a bar line: an overlay of one bar ends, and nothing may still be open between two notes."""
        if self.bar_voice is not None and self.group is None:
            self.end_overlay(at)
        self.settle(at)
        if self.closed is not None and self.bar_voice is None:
            moved = put_last(self.elements, passed(self.elements) - self.closed, self.clock.unit)
            self.last -= sum(place < self.last for place in moved)
            self.closed = None

    def settle(self, at: Position) -> None:
        """Before a bar line, nothing may still be open between two notes."""
        if self.waiting:
            message = "broken rhythm leads to no note, so that only the note before it changes"
            self.problem("broken-rhythm-open", message, at, "notice")
            self.clock.drop_broken_rhythm()
            self.waiting = False
        if self.clock.started:
            self.problem("short-tuplet", f"the tuplet lacks {self.clock.left} of its notes", at)
            self.clock.left, self.clock.around = 0, []

    def ending(self, text: str, at: Position) -> None:
        """The start of an alternative ending."""
        numbers: list[int] = []
        for part in text.strip("[.").split(","):
            first, _, last = part.partition("-")
            numbers += range(int(first), int(last or first) + 1)
        self.elements.append(Ending(text, at, tuple(numbers)))

    def digits(self, text: str, at: Position) -> None:
        """Digits are an ending after a bar line, and nothing elsewhere."""
        (self.ending if self.after_bar() else self.unknown)(text, at)

    def after_bar(self) -> bool:
        """Whether nothing but space stands between here and the bar line before."""
        passed = (Space, LineBreak)
        before = next((element for element in reversed(self.elements) if not isinstance(element, passed)), None)
        return isinstance(before, BarLine)

    def colon(self, text: str, at: Position) -> None:
        """A colon without a bar line opens a repeat after a bar line, and closes one elsewhere (section 4.8)."""
        self.problem("lone-colon", "a repeat sign has lost its bar line", at, "notice")
        opens = self.after_bar()
        self.end_bar(at)
        again = opens and self.only_pickup_repeated()
        self.elements.append(BarLine(text, at, int(not opens), int(opens and not again), double=not again))

    def only_pickup_repeated(self) -> bool:
        """Whether a repeat is open that has had less than a bar so far, so that a colon does not open another."""
        music: list[Fraction] = []
        for element in reversed(self.elements):
            if isinstance(element, Timed):
                music.append(element.duration)
            elif isinstance(element, BarLine) and (element.opens or element.closes):
                return bool(element.opens and music) and total(music) < self.meter.capacity
        return False

    def dashed(self, text: str, at: Position) -> None:
        """A colon between two notes of a line is a dashed bar line, as abcm2ps has it."""
        before = next((element for element in reversed(self.elements) if not isinstance(element, Space)), None)
        if before is None or isinstance(before, BarLine | LineBreak | Field | InlineField | Ending):
            self.colon(text, at)
            return
        self.problem("lone-colon", "a colon between notes is a dashed bar line, and repeats nothing", at, "notice")
        self.end_bar(at)
        self.elements.append(BarLine(text, at, dotted=True))

    def label(self, text: str, at: Position) -> None:
        """The bracket of an ending that has words for numbers: it is played whenever it is reached."""
        if self.after_bar():
            self.elements.append(Ending(text, at, ()))
        else:
            self.unknown(text, at)

    def overlay(self, text: str, at: Position) -> None:
        """An overlay: what follows, to the end of the bar, sounds from the start of the bar."""
        self.end_overlay(at)
        self.settle(at)
        self.bar_voice = Outside(self.elements, self.clock, self.last, self.waiting, text, at)
        self.elements, self.clock, self.last = [], Clock(self.clock.unit), -1

    def end_overlay(self, at: Position) -> None:
        """Go back from an overlay, if there is one, to the bar that it lies over."""
        if self.bar_voice is not None:
            self.settle(at)
            inside = self.elements
            ends: list[Element] = []
            while self.group is not None and inside and isinstance(inside[-1], LineBreak):
                ends.insert(0, inside.pop())
            self.elements, self.clock, self.last, self.waiting, sign, start = self.bar_voice
            self.bar_voice = None
            text = sign + source_text(inside)
            if self.group is None:
                self.elements.append(Overlay(text, start, tuple(inside)))
                return
            added = spread(self.elements, self.group, inside, start, self.clock.unit)
            self.last += sum(place <= self.last for place in added)
            self.elements += [Macro(text, start, 0), *ends]

    def open_group(self, text: str, at: Position) -> None:
        """The start of a group of overlays, all of which sound from here on, over bar lines."""
        if self.bar_voice is not None or self.group is not None:
            self.stray(text, at)
            return
        self.elements.append(Macro(text, at, 0))
        self.group = len(self.elements)

    def end_group(self, text: str, at: Position) -> None:
        """The end of a group of overlays: the music goes on where it was before the first of them."""
        if self.group is None:
            self.stray(text, at)
            return
        self.end_overlay(at)
        self.group = None
        self.closed = passed(self.elements)
        self.elements.append(Macro(text, at, 0))

    def close_group(self, at: Position) -> None:
        """End an overlay, and a group of them that nothing ends."""
        self.end_overlay(at)
        if self.group is not None:
            self.problem("overlay-open", "nothing ends the overlays that begin with '(&'", at)
            self.group = None
