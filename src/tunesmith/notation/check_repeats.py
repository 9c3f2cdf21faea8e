"""Checking repeats, endings and the last bar line.

Source: the ABC standard 2.1, sections 4.8 (repeat and bar symbols) and 4.9 (first and second repeats).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import takewhile
from typing import TYPE_CHECKING

from tunesmith.notation.elements import (
    BarLine,
    Comment,
    Ending,
    LineBreak,
    Note,
    Rest,
    Space,
    Timed,
)
from tunesmith.notation.findings import Edit, Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tunesmith.notation.elements import Element

__all__ = ["repeats"]


@dataclass(slots=True)
class RepeatState:
    """The repeats and endings that are open while a tune is read."""

    found: list[Finding] = field(default_factory=list)
    opened: BarLine | None = None
    closed: BarLine | None = None  # the last repeat sign, if nothing but plain bars follow it
    endings: list[Ending] = field(default_factory=list)  # of the repeat that is being read
    ended: bool = False  # a double bar line or repeat sign was the last thing before
    line: BarLine | None = None

    def take_line(self, line: BarLine) -> None:
        """Read a bar line."""
        if line.closes:
            self.close(line)
        elif line.double:
            self.closed = None
        if line.opens:
            if self.opened is not None:
                self.say("repeat-not-closed", "this repeat is opened, and the next one opened before it is closed",
                         self.opened, "write :| where it ends")  # fmt: skip
            self.opened, self.closed = line, None
        self.line = line
        self.ended = line.double or line.closes > 0

    def go_on(self) -> None:
        """Read music that follows a double bar line without an ending: the endings before it are complete."""
        self.ended = False
        if self.numbers != {1}:
            self.endings = []

    @property
    def numbers(self) -> set[int]:
        """The numbers of the endings so far."""
        return {number for ending in self.endings for number in ending.numbers}

    def close(self, line: BarLine) -> None:
        """Read the end of a repeat."""
        if self.opened is None and self.closed is not None:
            edits = _replaced(self.closed, "::") if self.closed.text == ":|" else ()
            self.say("repeat-not-opened", "this repeat is closed, but was not opened after the one before", line,
                     "write :: for the :| before", edits)  # fmt: skip
        self.opened, self.closed = None, line

    def take_ending(self, ending: Ending) -> None:
        """Read the numbers of an ending; there may be any (section 4.9)."""
        before = self.numbers
        self.ended = False
        if 1 in ending.numbers:
            self.endings = [ending]
            return
        if not before:
            message = "there is no first ending before this one"
            self.say("ending-without-first", message, ending, "write |1 or take it out")
            return
        if self.line is None or not self.line.closes:
            self.say("first-ending-not-closed", "the ending before this one does not end in :|", ending,
                     "write :| before it")  # fmt: skip
        if twice := before & set(ending.numbers):
            self.say("ending-twice", f"there is an ending {min(twice)} already", ending, "give it another number")
        elif min(ending.numbers) > max(before) + 1:
            self.say("ending-missing", f"there is no ending {max(before) + 1} before this one", ending,
                     f"write |{max(before) + 1}")  # fmt: skip
        self.closed = None
        self.endings.append(ending)

    def finish(self, elements: Sequence[Element]) -> None:
        """Find what is open at the end of the tune."""
        if self.numbers == {1}:
            message = "this first ending has no second"
            self.say("second-ending-missing", message, self.endings[0], "write :|2 after it")
        tail = list(takewhile(lambda element: not isinstance(element, Timed), reversed(elements)))
        closing = next((element for element in tail if isinstance(element, BarLine)), None)
        last = elements[-1 - len(tail)] if len(tail) < len(elements) else None
        if self.opened is not None:
            message, edits = "this repeat is not closed", ended(last, closing, tail, ":|")
            self.say("repeat-not-closed", message, self.opened, "write :| where it ends", edits)
        elif last is not None and (closing is None or not closing.double):
            message, edits = "the tune does not end in a double bar line or a repeat", ended(last, closing, tail, "|]")
            self.say("no-final-bar-line", message, last, "write |] at its end", edits)

    def say(self, code: str, message: str, at: Element, fix: str, edits: tuple[Edit, ...] = ()) -> None:
        """Note a finding."""
        self.found.append(Finding(code, "warning", message, *at.position, fix, edits))


def ended(last: Element | None, closing: BarLine | None, tail: Iterable[Element], text: str) -> tuple[Edit, ...]:
    """Return the edit that ends the tune in this bar line, if it ends in a note or in a bar line that says less.

    `tail` is what follows the last note or rest, `closing` the bar line among it.
    """
    if closing is not None:
        return _replaced(closing, text) if closing.text in ("|", "||", "|]") else ()
    if isinstance(last, Note | Rest) and all(map(_blank, tail)):
        return (Edit(*last.position, last.text, f"{last.text} {text}"),)
    return ()


def _blank(element: Element) -> bool:
    """Whether a bar line may be written before this element."""
    return isinstance(element, Space | LineBreak | Comment) or (isinstance(element, Ending) and bool(element.numbers))


def _replaced(line: BarLine, text: str) -> tuple[Edit, ...]:
    return (Edit(*line.position, line.text, text),)


def repeats(elements: Sequence[Element]) -> list[Finding]:
    """Find repeats that are not opened or closed, endings that are missing, and a tune without a final bar line."""
    state = RepeatState()
    for element in elements:
        if isinstance(element, BarLine):
            state.take_line(element)
        elif isinstance(element, Ending) and element.numbers:
            state.take_ending(element)
        elif state.ended and isinstance(element, Timed):
            state.go_on()
    state.finish(elements)
    return state.found
