"""Checking repeats, endings and the last bar line.

Source: the ABC standard 2.1, sections 4.8 (repeat and bar symbols) and 4.9 (first and second repeats).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tunesmith.notation.elements import BarLine, Chord, Comment, Ending, LineBreak, MultiBarRest, Note, Rest, Space
from tunesmith.notation.findings import Edit, Finding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tunesmith.notation.elements import Element

__all__ = ["repeats"]

TIMED = (Note, Chord, Rest, MultiBarRest)


@dataclass(slots=True)
class Books:
    """What is open while a tune is read."""

    found: list[Finding] = field(default_factory=list)
    opened: BarLine | None = None
    closed: BarLine | None = None  # the last repeat sign, if nothing but plain bars follow it
    first: Ending | None = None  # a first ending without a second yet
    line: BarLine | None = None
    last_sound: Element | None = None
    trailing: bool = False  # whether a sign such as a slur's end stands behind it
    sounded: bool = False  # whether anything sounds since the last bar line

    def take(self, element: Element) -> None:
        """Read one element."""
        if isinstance(element, BarLine):
            self.take_line(element)
        elif isinstance(element, Ending) and element.numbers:
            self.take_ending(element)
        elif isinstance(element, TIMED):
            self.last_sound, self.sounded, self.trailing = element, True, False
        elif not isinstance(element, Space | LineBreak | Comment):
            self.trailing = True

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
        self.line, self.sounded = line, False

    def close(self, line: BarLine) -> None:
        """Read the end of a repeat."""
        if self.opened is None and self.closed is not None:
            edits = _replaced(self.closed, "::") if self.closed.text == ":|" else ()
            self.say("repeat-not-opened", "this repeat is closed, but was not opened after the one before", line,
                     "write :: for the :| before", edits)  # fmt: skip
        self.opened, self.closed = None, line

    def take_ending(self, ending: Ending) -> None:
        """Read the number of an ending."""
        if 1 in ending.numbers:
            self.first = ending
        elif self.first is None:
            message = "there is no first ending before this one"
            self.say("ending-without-first", message, ending, "write |1 or take it out")
        else:
            if self.line is None or not self.line.closes:
                self.say("first-ending-not-closed", "the ending before this one does not end in :|", ending,
                         "write :| before it")  # fmt: skip
            self.closed = None
            self.first = self.first if max(ending.numbers) < 2 else None

    def finish(self) -> None:
        """Find what is open at the end of the tune."""
        if self.first is not None:
            self.say("second-ending-missing", "this first ending has no second", self.first, "write :|2 after it")
        if self.opened is not None:
            message = "this repeat is not closed"
            self.say("repeat-not-closed", message, self.opened, "write :| where it ends", self.last(":|"))
        elif self.last_sound is not None and (self.sounded or self.line is None or not self.line.double):
            message = "the tune does not end in a double bar line or a repeat"
            self.say("no-final-bar-line", message, self.last_sound, "write |] at its end", self.last("|]"))

    def last(self, text: str) -> tuple[Edit, ...]:
        """Return the edit that ends the tune in this bar line, if it ends in a note or in a bar line that says less."""
        if self.sounded and isinstance(self.last_sound, Note | Rest) and not self.trailing:
            line, column = self.last_sound.position
            return (Edit(line, column, self.last_sound.text, f"{self.last_sound.text} {text}"),)
        if self.sounded or self.line is None or self.line.text not in ("|", "||", "|]"):
            return ()
        return _replaced(self.line, text)

    def say(self, code: str, message: str, at: Element, mend: str, edits: tuple[Edit, ...] = ()) -> None:
        """Note a finding."""
        self.found.append(Finding(code, "warning", message, *at.position, mend, edits))


def _replaced(line: BarLine, text: str) -> tuple[Edit, ...]:
    return (Edit(*line.position, line.text, text),)


def repeats(elements: Iterable[Element]) -> list[Finding]:
    """Find repeats that are not opened or closed, endings without their fellows, and a tune that does not end."""
    books = Books()
    for element in elements:
        books.take(element)
    books.finish()
    return books.found
