"""Reads a tune's body: lines to tokens, tokens to elements with exact durations, and every problem on the way.

Source: the ABC standard 2.1, sections 2 (files), 3 (fields) and 4 (the tune body).
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from tunesmith.errors import AbcError
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
    Field,
    Glue,
    GraceGroup,
    InlineField,
    LineBreak,
    MultiBarRest,
    Note,
    OtherVoice,
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
    is_field_line,
    length_of,
    note_parts,
    scan,
)
from tunesmith.notation.timing import ONE, Clock, fraction, rescaled, tuplet_defaults

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["BodyReader", "unit_of"]

ZERO = Fraction(0)
NOTICES = {
    "w": ("words", "words under the tune are kept but not set to its notes"),
    "m": ("macro", "macros are not expanded"),
    "U": ("redefined-symbol", "redefined symbols are not looked up"),
}
BESIDE_NOTES = re.compile(r"(?:[\s>_^<=.~H-Wh-w()/-]|z[0-9/]*|\"[^\"]*\"|![^!]*!)*")


def unit_of(value: str) -> Fraction | None:
    """The unit note length of an `L:` field; None if it is none. Section 3.1.7."""
    match = re.match(r"\s*(\d{1,4})(?:\s*/\s*(\d{1,4}))?\s*(?:%|$)", value)
    if match is None or not int(match[1]) or (match[2] and not int(match[2])):
        return None
    return Fraction(int(match[1]), int(match[2] or 1))


class BodyReader:
    """Reads the lines of a tune's body in order; `elements` and `problems` hold what was found so far."""

    def __init__(self, unit: Fraction, meter: Meter, symbols: dict[str, str] | None = None) -> None:
        self.elements: list[Element] = []
        self.problems: list[Problem] = []
        self.clock = Clock(unit)
        self.meter = meter
        self.symbols = symbols or {}
        self.line = 0
        self.last = -1  # the index of the note, chord or rest before, for ties and broken rhythm
        self.waiting = False  # a `>` or `<` still wants its second note
        self.voice: str | None = None
        self.muted = False
        self.ended = False

    def problem(self, code: str, message: str, offset: int, severity: Severity = "error") -> None:
        """Record what is wrong at this offset of the current line."""
        self.problems.append(Problem(code, message, Position(self.line, offset + 1), severity))

    def read_line(self, line: str, number: int, newline: bool) -> None:
        """Read one line of source, given without its newline."""
        self.line = number
        if self.ended or not line.strip():
            self.read_outside(line)
        elif line.startswith("%"):
            self.elements.append(Comment(line, Position(number, 1), line.startswith("%%")))
        elif is_field_line(line):
            self.read_field(line)
        elif self.muted and not line.startswith("[V:"):
            self.elements.append(OtherVoice(line, Position(number, 1)))
        else:
            self.read_music(line)
        if newline:
            self.elements.append(LineBreak("\n", Position(number, len(line) + 1)))

    def read_outside(self, line: str) -> None:
        """An empty line ends a tune; what follows is not music any more (section 2.2.2)."""
        self.ended = bool(self.elements)
        if not line:
            return
        if line.strip():
            if not self.problems or self.problems[-1].code != "text-after-tune":
                self.problem("text-after-tune", "an empty line ended the tune, so this is not read", 0)
            self.elements.append(Unknown(line, Position(self.line, 1)))
        else:
            self.elements.append(Space(line, Position(self.line, 1)))

    def read_music(self, line: str) -> None:
        """Read a line of music token by token."""
        number = self.line
        for kind, text, offset in scan(line):
            if self.muted and kind != "inline":
                self.elements.append(OtherVoice(line[offset:], Position(number, offset + 1)))
                break
            READERS[kind](self, text, offset)

    def read_field(self, line: str) -> None:
        """Read a field that stands on a line of its own."""
        letter, value = line[0], line[2:].split("%", 1)[0].strip()
        self.elements.append(Field(line, Position(self.line, 1), letter, value))
        self.apply(letter, value, 0)

    def apply(self, letter: str, value: str, offset: int) -> None:
        """Let a field in the body take effect on what follows."""
        if letter == "L":
            unit = unit_of(value)
            if unit is None:
                self.problem("bad-unit", f"{value!r} is no note length such as 1/8", offset)
            else:
                self.clock.unit = unit
        elif letter == "M":
            try:
                self.meter = Meter.parse(value)
            except AbcError as error:
                self.problem("bad-meter", error.message, offset)
        elif letter == "V":
            self.choose_voice(value, offset)
        elif letter in NOTICES:
            self.problem(*NOTICES[letter], offset, "notice")

    def choose_voice(self, value: str, offset: int) -> None:
        """Read only the first voice of the tune (section 7)."""
        name = value.split(maxsplit=1)[0] if value else ""
        if self.voice is None and self.last < 0:
            self.voice = name
        self.muted = name != self.voice
        if self.muted:
            self.problem("other-voice", "only the first voice is read", offset, "notice")

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
        self.elements[self.last] = replace(before, tied=True)
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

    def quoted(self, text: str, offset: int) -> None:
        """A chord symbol or an annotation."""
        position, inside = Position(self.line, offset + 1), text[1:-1]
        if inside[:1] in ("^", "_", "<", ">", "@"):
            self.elements.append(Annotation(text, position, inside[0], inside[1:]))
        else:
            self.elements.append(ChordSymbol(text, position, inside))

    def inline(self, text: str, offset: int) -> None:
        """A field in brackets."""
        letter, value = text[1], text[3:-1].strip()
        self.elements.append(InlineField(text, Position(self.line, offset + 1), letter, value))
        self.apply(letter, value, offset)

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


def bar_line(text: str, position: Position) -> BarLine:
    """What a bar line's characters mean: colons at its start close a repeat, colons at its end open one."""
    core = text.removeprefix(".")
    closes, opens = len(core) - len(core.lstrip(":")), len(core) - len(core.rstrip(":"))
    if closes == len(core):  # `::` has no bar between its colons
        closes = opens = len(core) // 2
    bars = core.strip(":")
    double = bool(closes or opens or bars.count("|") > 1 or "]" in bars or "[" in bars)
    return BarLine(text, position, closes, opens, double, bars == "[|]", text.startswith("."))


READERS: dict[str, Callable[[BodyReader, str, int], None]] = {
    "note": BodyReader.note,
    "space": BodyReader.space,
    "bar": BodyReader.bar,
    "broken": BodyReader.broken,
    "rest": BodyReader.rest,
    "bars_rest": BodyReader.bars_rest,
    "colon": BodyReader.colon,
    "tuplet": BodyReader.tuplet,
    "slur_open": BodyReader.slur_open,
    "slur_close": BodyReader.slur_close,
    "tie": BodyReader.tie,
    "quoted": BodyReader.quoted,
    "grace": BodyReader.grace,
    "inline": BodyReader.inline,
    "ending": BodyReader.ending,
    "chord": BodyReader.chord,
    "digits": BodyReader.digits,
    "decoration": BodyReader.decoration,
    "glue": BodyReader.glue,
    "continued": BodyReader.continued,
    "comment": BodyReader.comment,
    "overlay": BodyReader.overlay,
    "forced": BodyReader.forced,
    "unknown": BodyReader.unknown,
}
