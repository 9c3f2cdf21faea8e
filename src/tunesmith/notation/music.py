"""Reads the tokens of music: each becomes an element with its exact duration, or a problem with a name.

Source: the ABC standard 2.1, section 4 (the tune body).
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from tunesmith.notation.barlines import bar_line
from tunesmith.notation.elements import (
    BarLine,
    BrokenRhythm,
    Chord,
    Decoration,
    Element,
    Ending,
    GraceGroup,
    LineBreak,
    Macro,
    MultiBarRest,
    Note,
    Overlay,
    Position,
    Problem,
    Rest,
    Severity,
    Space,
    Tie,
    TupletMark,
    Unknown,
    source_text,
)
from tunesmith.notation.meter import Meter
from tunesmith.notation.overlays import passed, put_last, spread
from tunesmith.notation.quotes import STRAIGHT, words_of
from tunesmith.notation.scanner import (
    DECORATIONS,
    SHORTHANDS,
    inner_notes,
    length_of,
    note_parts,
)
from tunesmith.notation.timing import Clock, fraction, rescaled, tuplet_defaults

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["MusicReader"]

ZERO = Fraction(0)
NOTHING = frozenset({"nil", "none", "nodefault"})
"""The words with which a `U:` field takes the meaning of a sign away (section 4.16)."""
BESIDE_NOTES = re.compile(r"(?:[\s>_^<=.~H-Wh-w()/-]|z[0-9/]*+|\"[^\"]*\"|![^!]*!)*+")


class Outside(NamedTuple):
    """Where the reader was when an overlay began: it goes on from there after the bar."""

    elements: list[Element]
    clock: Clock
    last: int
    waiting: bool
    sign: str
    at: Position


class MusicReader:
    """Reads tokens one after another; `elements` and `problems` hold what was found so far."""

    def __init__(self, unit: Fraction, meter: Meter, symbols: dict[str, str]) -> None:
        self.elements: list[Element] = []
        self.problems: list[Problem] = []
        self.clock = Clock(unit)
        self.meter = meter
        self.symbols = symbols
        self.last = -1  # the index of the note, chord or rest before, for ties and broken rhythm
        self.waiting = False  # a `>` or `<` still needs its second note
        self.bar_voice: Outside | None = None  # what an overlay interrupts
        self.group: int | None = None  # the index at which the music of a group of overlays begins
        self.closed: Fraction | None = None  # how much of its bar had passed when a group ended in it

    def problem(self, code: str, message: str, at: Position, severity: Severity = "error") -> None:
        """Record what is wrong at this place."""
        self.problems.append(Problem(code, message, at, severity))

    def timed(self, element: Note | Chord | Rest) -> None:
        """Add a note, chord or rest."""
        self.clock.step()
        elements = self.elements
        self.last = len(elements)
        self.waiting = False
        elements.append(element)

    def no_length(self, text: str, at: Position) -> tuple[int, int]:
        """The length 1, and a problem, for one that makes no sense."""
        self.problem("zero-length", f"a note cannot have the length {text!r}", at)
        return 1, 1

    def note(self, text: str, at: Position) -> None:
        """A note."""
        letter, octave, accidental, written = note_parts(text)
        over, under = length_of(written) or self.no_length(written, at)
        duration = self.clock.duration(over, under)
        self.timed(Note(text, at, duration, letter, octave, accidental, fraction(over, under)))

    def inner(
        self, notes: Iterable[tuple[str, int, bool]], at: Position, times: tuple[int, int] | None
    ) -> Iterator[Note]:
        """The notes of a chord, their lengths multiplied by its own, or (None) grace notes, which have no duration."""
        for text, offset, tied in notes:
            place = right(at, offset)
            letter, octave, accidental, written = note_parts(text)
            over, under = length_of(written) or self.no_length(written, place)
            duration = self.clock.duration(over * times[0], under * times[1]) if times else ZERO
            yield Note(text, place, duration, letter, octave, accidental, fraction(over, under), tied)

    def mailed_note(self, text: str, at: Position) -> None:
        """A note whose natural sign quoted-printable mail has turned into `=3D`."""
        self.problem("quoted-printable", "mail has turned a natural sign into '=3D'", at, "notice")
        self.note(text, at)

    def rest(self, text: str, at: Position) -> None:
        """A rest."""
        over, under = length_of(text[1:]) or self.no_length(text[1:], at)
        self.timed(Rest(text, at, self.clock.duration(over, under), fraction(over, under), text[0] == "x"))

    def bars_rest(self, text: str, at: Position) -> None:
        """A rest of whole bars."""
        bars = int(text[1:] or 1) or 1
        self.elements.append(MultiBarRest(text, at, self.meter.capacity * bars, bars, text[0] == "X"))

    def chord(self, text: str, at: Position) -> None:
        """A chord; its own length multiplies those inside."""
        inside, _, after = text[1:].partition("]")
        notes, rest = inner_notes(inside)
        if not notes:
            self.unknown(text, at)
            return
        if BESIDE_NOTES.fullmatch(rest) is None:
            self.problem("bad-chord", f"cannot read {rest.strip()!r} inside a chord", at)
        length = length_of(after) or self.no_length(after, at)
        members = tuple(self.inner(notes, right(at, 1), length))
        tied = all(note.tied for note in members)
        self.timed(Chord(text, at, members[0].duration, members, fraction(*length), tied))

    def grace(self, text: str, at: Position) -> None:
        """A group of grace notes."""
        slashed = text.startswith("{/")
        start = 1 + slashed
        notes, rest = inner_notes(text[start:-1])
        if not notes or BESIDE_NOTES.fullmatch(rest) is None:
            self.problem("bad-grace", f"cannot read {text!r} as grace notes", at)
        self.elements.append(GraceGroup(text, at, tuple(self.inner(notes, right(at, start), None)), slashed))

    def tuplet(self, text: str, at: Position) -> None:
        """The mark before a tuplet."""
        count, time, span = ([int(part or 0) for part in text[1:].split(":")] + [0, 0])[:3]
        if count < 2:
            self.unknown(text, at)
            return
        if self.clock.left:
            self.problem("short-tuplet", f"the tuplet before lacks {self.clock.left} of its notes", at)
        numbers = tuplet_defaults(count, time, span, self.meter.tuplet_time)
        mark = TupletMark(text, at, *numbers)
        self.clock.start_tuplet(mark)
        self.elements.append(mark)

    def broken(self, text: str, at: Position) -> None:
        """Broken rhythm between two notes."""
        mark = BrokenRhythm(text, at, len(text), text[0] == ">")
        if self.last < 0 or self.waiting:
            self.unknown(text, at)
            return
        before = self.elements[self.last]
        if isinstance(before, Note | Chord | Rest):
            self.elements[self.last] = rescaled(before, self.clock.break_rhythm(mark))
        self.elements.append(mark)
        self.waiting = True

    def tie(self, text: str, at: Position) -> None:
        """A tie after a note or chord."""
        before = self.elements[self.last] if self.last >= 0 else None
        if not isinstance(before, Note | Chord):
            self.unknown(text, at)
            return
        self.elements[self.last] = tied(before)
        self.elements.append(Tie(text, at))

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
            self.clock.left = 0

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
        self.elements.append(BarLine(text, at, int(not opens), int(opens), double=True))

    def label(self, text: str, at: Position) -> None:
        """The bracket of an ending that has words for numbers: it is played whenever it is reached."""
        if self.after_bar():
            self.elements.append(Ending(text, at, ()))
        else:
            self.unknown(text, at)

    def stray(self, text: str, at: Position) -> None:
        """A sign that opens or closes nothing, and has no note at its left."""
        self.problem("stray-sign", f"{text!r} belongs to nothing", at, "notice")
        self.elements.append(Unknown(text, at))

    def quoted(self, text: str, at: Position) -> None:
        """A chord symbol or an annotation."""
        self.elements.append(words_of(text, at, text[1:-1]))

    def typographic(self, text: str, at: Position) -> None:
        """A chord symbol or an annotation between typographic quotation marks."""
        self.problem("typographic-quotes", f'{text} stands between typographic quotes, not between ""', at, "notice")
        self.quoted(text, at)

    def decoration(self, text: str, at: Position) -> None:
        """A decoration, short or long, or what a `U:` field has made of its sign."""
        meaning = self.symbols.get(text)
        if meaning and meaning.startswith('"'):
            self.elements.append(words_of(text, at, meaning.strip('"')))
            return
        name = meaning.strip("!+") if meaning else SHORTHANDS.get(text) or text[1:-1]
        if name not in DECORATIONS and not (meaning and name in NOTHING):
            self.problem("unknown-decoration", f"no program knows the decoration {name!r}", at, "notice")
        self.elements.append(Decoration(text, at, name))

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
            inside = tuple(self.elements)
            self.elements, self.clock, self.last, self.waiting, sign, start = self.bar_voice
            self.bar_voice = None
            text = sign + source_text(inside)
            if self.group is None:
                self.elements.append(Overlay(text, start, inside))
                return
            added = spread(self.elements, self.group, inside, start, self.clock.unit)
            self.last += sum(place <= self.last for place in added)
            self.elements.append(Macro(text, start, 0))

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

    def continued(self, text: str, at: Position) -> None:
        """A backslash: the line goes on after the newline."""
        self.elements.append(LineBreak(text, at, continued=True))

    def forced(self, text: str, at: Position) -> None:
        """A score line break: `$`, or the `!` or `*` of older files."""
        self.elements.append(LineBreak(text, at, forced=True))

    def unknown(self, text: str, at: Position) -> None:
        """Characters that mean nothing here."""
        if len(text) == 1 and text in self.symbols:
            self.decoration(text, at)
            return
        if text in STRAIGHT:
            self.problem("typographic-quotes", f"{text} is a typographic quote, not {STRAIGHT[text]}", at)
            self.elements.append(Unknown(text, at))
            return
        self.problem("unknown-characters", f"{text!r} means nothing here", at)
        self.elements.append(Unknown(text, at))


def right(at: Position, columns: int) -> Position:
    """The place so many columns further."""
    return Position(at.line, at.column + columns)


def tied(element: Note | Chord) -> Note | Chord:
    """The same note, or every note of the chord, tied to the next."""
    if isinstance(element, Note):
        return element.but(tied=True)
    return element.but(tied=True, notes=tuple(note.but(tied=True) for note in element.notes))
