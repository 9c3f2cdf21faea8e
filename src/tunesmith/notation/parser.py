"""Reads a tune's body line by line: music, fields, comments, its voices in turn, and the end of the tune.

Source: the ABC standard 2.1, sections 2.2 (files), 3 (fields), 7 (voices) and 9 (macros).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from tunesmith.errors import AbcError
from tunesmith.notation.elements import (
    Comment,
    Field,
    Glue,
    InlineField,
    LineBreak,
    Macro,
    Position,
    SlurClose,
    SlurOpen,
    Space,
    Timed,
    Unknown,
)
from tunesmith.notation.header import continued, define_symbol, field_value
from tunesmith.notation.meter import Meter, unit_of
from tunesmith.notation.music import MusicReader
from tunesmith.notation.scanner import is_field_line, is_music_line, scan
from tunesmith.notation.timing import Clock
from tunesmith.notation.voices import DEFAULT_VOICE, voice_name

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction
    from typing import TypeAlias

    from tunesmith.notation.elements import Element
    from tunesmith.notation.header import HeaderReader

    Reader: TypeAlias = Callable[["BodyReader", str, Position], None]

__all__ = ["BodyReader"]


class Place(NamedTuple):
    """The state in which a voice goes on after music of another voice."""

    clock: Clock
    meter: Meter
    last: int
    waiting: bool


class BodyReader(MusicReader):
    """Reads the lines of a tune's body in order."""

    def __init__(self, header: HeaderReader, unit: Fraction) -> None:
        super().__init__(unit, header.meter, header.symbols)
        self.start = unit, header.meter
        self.macros = header.macros
        self.voice: str | None = None
        self.places: dict[str, Place] = {}
        self.names: dict[str, None] = {}  # of the voices, in the order in which they are first called
        self.field = -1  # the index of the field that a `+:` line would go on with
        self.unread: list[int] = []  # the lines with words or music after the end of the tune
        self.ended: Position | None = None
        self.gap: Position | None = None  # an empty line before the music
        if header.cut:
            self.ended = header.elements[-1].position if header.elements else Position(1, 1)

    def read_line(self, line: str, number: int, newline: bool) -> None:
        """Read one line of source, given without its newline."""
        start = Position(number, 1)
        if self.gap and line.strip():
            self.cross_gap(line)
        if self.ended or not line.strip():
            self.read_outside(line, start)
        elif line.startswith("%"):
            self.elements.append(Comment(line, start, line.startswith("%%")))
        elif is_field_line(line):
            self.read_field(line, start)
        elif self.macros.pairs:
            self.read_macros(line, number)
        else:
            self.read_music(line, start)
        if newline:
            self.elements.append(LineBreak("\n", Position(number, len(line) + 1)))

    def read_block(self, line: str, number: int, newline: bool) -> None:
        """Read a line of a text block, which holds neither fields nor music."""
        self.elements.append(Comment(line, Position(number, 1), directive=True))
        if newline:
            self.elements.append(LineBreak("\n", Position(number, len(line) + 1)))

    def read_outside(self, line: str, at: Position) -> None:
        """An empty line ends a tune; what follows is not music any more (section 2.2.2)."""
        if not self.ended:
            self.close_group(at)
            if any(isinstance(element, Timed) for element in self.elements):
                self.ended = at
            else:
                self.gap = self.gap or at
        if line.strip():
            self.unread.append(at.line)
            self.elements.append(Unknown(line, at))
        elif line:
            self.elements.append(Space(line, at))

    def cross_gap(self, line: str) -> None:
        """Between its header and its music an empty line does not end a tune, if what follows is music or a field."""
        at, self.gap = self.gap, None
        if at and (is_field_line(line) or is_music_line(line) or line.startswith("%")):
            message = "an empty line before the music: other programs read nothing after it"
            self.problem("empty-line", message, at, "notice")
        else:
            self.ended = at

    def read_music(self, line: str, at: Position) -> None:
        """Read a line of music token by token."""
        number, shift = at
        for kind, text, offset in scan(line):
            READERS[kind](self, text, position(number, offset + shift))

    def read_macros(self, line: str, number: int) -> None:
        """Read a line of music in which macros stand for other music."""
        for piece in self.macros.cut(line):
            at = Position(number, piece.offset + 1)
            if piece.music is None:
                self.read_music(piece.text, at)
                continue
            sign, elements = Macro(piece.text, at, 0), self.elements
            elements.append(sign)
            for kind, text, _ in scan(piece.music):
                grouped = kind in GROUPS or (kind == "overlay" and self.group is not None)
                (BodyReader.unknown if grouped else READERS[kind])(self, text, at)
            if elements is self.elements:
                mark = next(index for index in range(len(elements) - 1, -1, -1) if elements[index] is sign)
                elements[mark] = Macro(piece.text, at, len(elements) - mark - 1)
            else:
                self.problem("bad-macro", f"the macro {piece.text!r} reaches over the end of an overlay", at)

    def read_field(self, line: str, at: Position) -> None:
        """Read a field that stands on a line of its own."""
        letter, value = line[0], field_value(line[0], line[2:])
        before = self.elements[self.field] if letter == "+" and 0 <= self.field < len(self.elements) else None
        if isinstance(before, Field):
            self.elements[self.field] = continued(before, value)
        else:
            self.field = len(self.elements)
        if letter == "V":
            self.choose_voice(value, at)
        self.elements.append(Field(line, at, letter, value))
        self.apply(letter, value, at)

    def apply(self, letter: str, value: str, at: Position) -> None:
        """Apply a field in the body to what follows."""
        if letter == "L":
            unit = unit_of(value)
            if unit is None:
                self.problem("bad-unit", f"{value!r} is no note length such as 1/8", at)
            else:
                self.clock.change_unit(unit)
        elif letter == "M":
            try:
                self.meter = Meter.parse(value)
            except AbcError as error:
                self.problem("bad-meter", error.message, at)
        elif letter == "U":
            define_symbol(self.symbols, value)
        elif letter == "m" and not self.macros.define(value):
            self.problem("bad-macro", f"{value!r} defines no macro such as T = ABc", at)
        elif letter == "w":
            self.problem("words", "words under the tune are kept but not set to its notes", at, "notice")

    def choose_voice(self, value: str, at: Position) -> None:
        """Go on with another voice; music before the first `V:` belongs to voice 1 (section 7)."""
        name = voice_name(value)
        self.close_group(at)
        before = self.voice or (DEFAULT_VOICE if self.last >= 0 else name)
        self.names.setdefault(before)
        self.names.setdefault(name)
        if name != before:
            self.places[before] = Place(self.clock, self.meter, self.last, self.waiting)
            self.clock, self.meter, self.last, self.waiting = self.places.get(name) or self.beginning()
        self.voice = name

    def beginning(self) -> Place:
        """Where a voice begins."""
        unit, meter = self.start
        return Place(Clock(unit), meter, -1, False)

    def inline(self, text: str, at: Position) -> None:
        """A field in brackets."""
        letter, value = text[1], text[3:-1].strip()
        if letter == "V":
            self.choose_voice(value, at)
        self.elements.append(InlineField(text, at, letter, value))
        self.apply(letter, value, at)

    def finish(self, at: Position) -> bool:
        """End the tune: what is open in any voice is settled; whether any voice has a note or a rest."""
        self.close_group(at)
        sounding = False
        for place in [Place(self.clock, self.meter, self.last, self.waiting), *self.places.values()]:
            self.clock, self.meter, self.last, self.waiting = place
            self.settle(at)
            sounding |= self.last >= 0
        if self.unread:
            first, last = self.unread[0], self.unread[-1]
            lines = "this line is" if first == last else f"the {last - first + 1} lines from here on are"
            self.problem("text-after-tune", f"an empty line ended the tune, so {lines} not read", Position(first, 1))
        return sounding


@lru_cache(maxsize=16384)
def position(line: int, column: int) -> Position:
    """A place in the text, built once."""
    return Position(line, column)


def sign(kind: type[Element]) -> Reader:
    """Make the reader of a sign that means the same wherever it stands."""

    def read(reader: BodyReader, text: str, at: Position) -> None:
        reader.elements.append(kind(text, at))

    return read


GROUPS = ("group", "group_end")
"""The signs around overlays of several bars, which no macro may hold."""
READERS: dict[str, Reader] = {
    "mailed_note": BodyReader.mailed_note,
    "note": BodyReader.note,
    "microtone": BodyReader.microtone,
    "space": sign(Space),
    "bar": BodyReader.bar,
    "broken": BodyReader.broken,
    "rest": BodyReader.rest,
    "bars_rest": BodyReader.bars_rest,
    "dashed": BodyReader.dashed,
    "colon": BodyReader.colon,
    "tuplet": BodyReader.tuplet,
    "slur_open": sign(SlurOpen),
    "slur_close": sign(SlurClose),
    "tie": BodyReader.tie,
    "quoted": BodyReader.quoted,
    "typographic": BodyReader.typographic,
    "grace": BodyReader.grace,
    "inline": BodyReader.inline,
    "ending": BodyReader.ending,
    "chord": BodyReader.chord,
    "digits": BodyReader.digits,
    "decoration": BodyReader.decoration,
    "stray": BodyReader.stray,
    "label": BodyReader.label,
    "glue": sign(Glue),
    "continued": BodyReader.continued,
    "comment": sign(Comment),
    "group": BodyReader.open_group,
    "group_end": BodyReader.end_group,
    "overlay": BodyReader.overlay,
    "forced": BodyReader.forced,
    "unknown": BodyReader.unknown,
}
