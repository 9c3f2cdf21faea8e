"""Reads the tokens of music: each becomes an element with its exact duration, and problems are named on the way.

Source: the ABC standard 2.1, section 4 (the tune body).
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from tunesmith.notation.elements import (
    Annotation,
    BarLine,
    BrokenRhythm,
    Chord,
    ChordSymbol,
    Comment,
    Decoration,
    Element,
    Ending,
    Glue,
    GraceGroup,
    LineBreak,
    MultiBarRest,
    Note,
    Overlay,
    Position,
    Problem,
    Rest,
    Severity,
    SlurClose,
    SlurOpen,
    Space,
    Tie,
    TupletMark,
    Unknown,
)
from tunesmith.notation.meter import Meter
from tunesmith.notation.scanner import (
    DECORATIONS,
    SHORTHANDS,
    inner_notes,
    length_of,
    note_parts,
)
from tunesmith.notation.timing import ONE, Clock, fraction, rescaled, tuplet_defaults

__all__ = ["MusicReader"]

ZERO = Fraction(0)
BESIDE_NOTES = re.compile(r"(?:[\s>_^<=.~H-Wh-w()/-]|z[0-9/]*+|\"[^\"]*\"|![^!]*!)*+")


class MusicReader:
    """Reads tokens one after another; `elements` and `problems` hold what was found so far."""

    def __init__(self, unit: Fraction, meter: Meter, symbols: dict[str, str]) -> None:
        self.elements: list[Element] = []
        self.problems: list[Problem] = []
        self.clock = Clock(unit)
        self.meter = meter
        self.symbols = symbols
        self.line = 0
        self.last = -1  # the index of the note, chord or rest before, for ties and broken rhythm
        self.waiting = False  # a `>` or `<` still wants its second note

    def problem(self, code: str, message: str, offset: int, severity: Severity = "error") -> None:
        """Record what is wrong at this offset of the current line."""
        self.problems.append(Problem(code, message, Position(self.line, offset + 1), severity))

    def timed(self, element: Note | Chord | Rest) -> None:
        """Take a note, chord or rest in, with the broken rhythm before it."""
        factor = self.clock.step()
        self.last = len(self.elements)
        self.waiting = False
        self.elements.append(element if factor is ONE else rescaled(element, factor))

    def length(self, text: str, offset: int) -> Fraction:
        """A written length, 1 (and a problem) where it makes no sense."""
        parts = length_of(text)
        if parts is None:
            self.problem("zero-length", f"a note cannot have the length {text!r}", offset)
            return ONE
        return fraction(*parts)

    def make_note(self, text: str, offset: int, scale: Fraction | None, tied: bool = False) -> Note:
        """A note of this text; `scale` multiplies a chord's inner notes, None makes a grace note of no duration."""
        letter, octave, accidental, written = note_parts(text)
        length = self.length(written, offset)
        duration = ZERO if scale is None else self.clock.duration(length if scale is ONE else length * scale)
        return Note(text, Position(self.line, offset + 1), letter, octave, accidental, length, duration, tied)

    def note(self, text: str, offset: int) -> None:
        """A note."""
        self.timed(self.make_note(text, offset, ONE))

    def mailed_note(self, text: str, offset: int) -> None:
        """A natural that mail has made `=3D` of."""
        self.problem("quoted-printable", "mail has turned a natural sign into '=3D'", offset, "notice")
        self.note(text, offset)

    def rest(self, text: str, offset: int) -> None:
        """A rest."""
        length = self.length(text[1:], offset)
        duration = self.clock.duration(length)
        self.timed(Rest(text, Position(self.line, offset + 1), length, duration, text[0] == "x"))

    def bars_rest(self, text: str, offset: int) -> None:
        """A rest of whole bars."""
        bars = int(text[1:] or 1) or 1
        duration = self.meter.capacity * bars
        self.elements.append(MultiBarRest(text, Position(self.line, offset + 1), bars, duration, text[0] == "X"))

    def chord(self, text: str, offset: int) -> None:
        """A chord; its own length multiplies those inside."""
        inside, _, after = text[1:].partition("]")
        notes, rest = inner_notes(inside)
        if not notes:
            self.unknown(text, offset)
            return
        if BESIDE_NOTES.fullmatch(rest) is None:
            self.problem("bad-chord", f"cannot read {rest.strip()!r} inside a chord", offset)
        length = self.length(after, offset)
        members = tuple(self.make_note(note, offset + 1 + at, length, tied) for note, at, tied in notes)
        whole = Chord(text, Position(self.line, offset + 1), members, length, members[0].duration)
        self.timed(replace(whole, tied=True) if all(note.tied for note in members) else whole)

    def grace(self, text: str, offset: int) -> None:
        """A group of grace notes."""
        slashed = text.startswith("{/")
        start = 1 + slashed
        notes, rest = inner_notes(text[start:-1])
        if not notes or BESIDE_NOTES.fullmatch(rest) is None:
            self.problem("bad-grace", f"cannot read {text!r} as grace notes", offset)
        members = tuple(self.make_note(note, offset + start + at, None, tied) for note, at, tied in notes)
        self.elements.append(GraceGroup(text, Position(self.line, offset + 1), members, slashed))

    def tuplet(self, text: str, offset: int) -> None:
        """The mark before a tuplet."""
        count, time, span = ([int(part or 0) for part in text[1:].split(":")] + [0, 0])[:3]
        if count < 2:
            self.unknown(text, offset)
            return
        if self.clock.left:
            self.problem("short-tuplet", f"the tuplet before lacks {self.clock.left} of its notes", offset)
        numbers = tuplet_defaults(count, time, span, self.meter.tuplet_time)
        mark = TupletMark(text, Position(self.line, offset + 1), *numbers)
        self.clock.start_tuplet(mark)
        self.elements.append(mark)

    def broken(self, text: str, offset: int) -> None:
        """Broken rhythm between two notes."""
        mark = BrokenRhythm(text, Position(self.line, offset + 1), len(text), text[0] == ">")
        if self.last < 0 or self.waiting:
            self.unknown(text, offset)
            return
        before = self.elements[self.last]
        if isinstance(before, Note | Chord | Rest):
            self.elements[self.last] = rescaled(before, self.clock.break_rhythm(mark))
        self.elements.append(mark)
        self.waiting = True

    def tie(self, text: str, offset: int) -> None:
        """A tie after a note or chord."""
        before = self.elements[self.last] if self.last >= 0 else None
        if not isinstance(before, Note | Chord):
            self.unknown(text, offset)
            return
        self.elements[self.last] = tied(before)
        self.elements.append(Tie(text, Position(self.line, offset + 1)))

    def bar(self, text: str, offset: int) -> None:
        """A bar line of any kind."""
        self.settle(offset)
        self.elements.append(bar_line(text, Position(self.line, offset + 1)))

    def settle(self, offset: int) -> None:
        """Before a bar line, nothing may still be open between two notes."""
        if self.waiting:
            message = "broken rhythm leads to no note, so that only the note before it changes"
            self.problem("broken-rhythm-open", message, offset, "notice")
            self.clock.broken, self.waiting = ONE, False
        if self.clock.started:
            self.problem("short-tuplet", f"the tuplet lacks {self.clock.left} of its notes", offset)
            self.clock.left = 0

    def ending(self, text: str, offset: int) -> None:
        """The start of an alternative ending."""
        numbers: list[int] = []
        for part in text.strip("[.").split(","):
            first, _, last = part.partition("-")
            numbers += range(int(first), int(last or first) + 1)
        self.elements.append(Ending(text, Position(self.line, offset + 1), tuple(numbers)))

    def digits(self, text: str, offset: int) -> None:
        """Digits are an ending after a bar line, and nothing elsewhere."""
        (self.ending if self.after_bar() else self.unknown)(text, offset)

    def after_bar(self) -> bool:
        """Whether nothing but space stands between here and the bar line before."""
        passed = (Space, LineBreak)
        before = next((element for element in reversed(self.elements) if not isinstance(element, passed)), None)
        return isinstance(before, BarLine)

    def colon(self, text: str, offset: int) -> None:
        """A colon that lost its bar opens a repeat after a bar line, and closes one elsewhere (section 4.8)."""
        self.problem("lone-colon", "a repeat sign lost its bar", offset, "notice")
        opens = self.after_bar()
        self.settle(offset)
        self.elements.append(BarLine(text, Position(self.line, offset + 1), int(not opens), int(opens), double=True))

    def label(self, text: str, offset: int) -> None:
        """The bracket of an ending that has words for numbers: it is played whenever it is reached."""
        if self.after_bar():
            self.elements.append(Ending(text, Position(self.line, offset + 1), ()))
        else:
            self.unknown(text, offset)

    def stray(self, text: str, offset: int) -> None:
        """A sign that opens or closes nothing, with no note at its left."""
        self.problem("stray-sign", f"{text!r} belongs to nothing", offset, "notice")
        self.elements.append(Unknown(text, Position(self.line, offset + 1)))

    def quoted(self, text: str, offset: int) -> None:
        """A chord symbol or an annotation."""
        position, inside = Position(self.line, offset + 1), text[1:-1]
        if inside[:1] in ("^", "_", "<", ">", "@"):
            self.elements.append(Annotation(text, position, inside[0], inside[1:]))
        else:
            self.elements.append(ChordSymbol(text, position, inside))

    def decoration(self, text: str, offset: int) -> None:
        """A decoration, short or long."""
        name = self.symbols.get(text) or SHORTHANDS.get(text) or text[1:-1]
        if name not in DECORATIONS:
            self.problem("unknown-decoration", f"no program knows the decoration {name!r}", offset, "notice")
        self.elements.append(Decoration(text, Position(self.line, offset + 1), name))

    def comment(self, text: str, offset: int) -> None:
        """A comment to the end of the line."""
        self.elements.append(Comment(text, Position(self.line, offset + 1)))

    def overlay(self, text: str, offset: int) -> None:
        """Another voice in the same bar, not read."""
        self.problem("overlay", "a voice overlay is kept but not read", offset, "notice")
        self.elements.append(Overlay(text, Position(self.line, offset + 1)))

    def continued(self, text: str, offset: int) -> None:
        """A backslash: the line goes on after the newline."""
        self.elements.append(LineBreak(text, Position(self.line, offset + 1), continued=True))

    def forced(self, text: str, offset: int) -> None:
        """A score line break: `$`, or the `!` or `*` of old."""
        self.elements.append(LineBreak(text, Position(self.line, offset + 1), forced=True))

    def space(self, text: str, offset: int) -> None:
        """White space or a spacer."""
        self.elements.append(Space(text, Position(self.line, offset + 1)))

    def glue(self, text: str, offset: int) -> None:
        """Back quotes."""
        self.elements.append(Glue(text, Position(self.line, offset + 1)))

    def slur_open(self, text: str, offset: int) -> None:
        """The start of a slur."""
        self.elements.append(SlurOpen(text, Position(self.line, offset + 1)))

    def slur_close(self, text: str, offset: int) -> None:
        """The end of a slur."""
        self.elements.append(SlurClose(text, Position(self.line, offset + 1)))

    def unknown(self, text: str, offset: int) -> None:
        """Characters that mean nothing here."""
        if len(text) == 1 and text in self.symbols:
            self.decoration(text, offset)
            return
        self.problem("unknown-characters", f"{text!r} means nothing here", offset)
        self.elements.append(Unknown(text, Position(self.line, offset + 1)))


def tied(element: Note | Chord) -> Note | Chord:
    """The same note, or every note of the chord, tied to the next."""
    if isinstance(element, Note):
        return replace(element, tied=True)
    return replace(element, tied=True, notes=tuple(replace(note, tied=True) for note in element.notes))


def bar_line(text: str, position: Position) -> BarLine:
    """What a bar line's characters mean: colons at its start close a repeat, colons at its end open one."""
    core = re.sub(r"^\[\|\](?=:*\|)", "", text.removeprefix("."))  # an invisible bar beside another adds nothing
    closes, opens = len(core) - len(core.lstrip(":")), len(core) - len(core.rstrip(":"))
    if closes == len(core):  # `::` has no bar between its colons
        closes = opens = len(core) // 2
    bars = core.strip(":")
    invisible = bars == "[|]" and not closes and not opens
    double = bool(closes or opens or bars.count("|") > 1 or "]" in bars or "[" in bars) and not invisible
    return BarLine(text, position, closes, opens, double, invisible, text.startswith("."))
