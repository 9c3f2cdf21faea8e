"""Reads a tune's body line by line: music, fields, comments, the first of several voices, and the end of the tune.

Source: the ABC standard 2.1, sections 2.2 (files), 3 (fields) and 7 (voices).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tunesmith.errors import AbcError
from tunesmith.notation.elements import (
    Comment,
    Field,
    Glue,
    InlineField,
    LineBreak,
    OtherVoice,
    Position,
    SlurClose,
    SlurOpen,
    Space,
    Unknown,
)
from tunesmith.notation.meter import Meter, unit_of
from tunesmith.notation.music import MusicReader
from tunesmith.notation.scanner import is_field_line, scan

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction
    from typing import TypeAlias

    from tunesmith.notation.elements import Element

    Reader: TypeAlias = Callable[["BodyReader", str, Position], None]

__all__ = ["BodyReader"]

NOTICES = {
    "w": ("words", "words under the tune are kept but not set to its notes"),
    "m": ("macro", "macros are not expanded"),
    "U": ("redefined-symbol", "redefined symbols are not looked up"),
}


class BodyReader(MusicReader):
    """Reads the lines of a tune's body in order."""

    def __init__(self, unit: Fraction, meter: Meter, symbols: dict[str, str]) -> None:
        super().__init__(unit, meter, symbols)
        self.voice: str | None = None
        self.muted = False  # while another voice than the first has the word
        self.ended = False

    def read_line(self, line: str, number: int, newline: bool) -> None:
        """Read one line of source, given without its newline."""
        start = Position(number, 1)
        if self.ended or not line.strip():
            self.read_outside(line, start)
        elif line.startswith("%"):
            self.elements.append(Comment(line, start, line.startswith("%%")))
        elif is_field_line(line):
            self.read_field(line, start)
        elif self.muted and not line.startswith("[V:"):
            self.elements.append(OtherVoice(line, start))
        else:
            self.read_music(line, number)
        if newline:
            self.elements.append(LineBreak("\n", Position(number, len(line) + 1)))

    def read_outside(self, line: str, at: Position) -> None:
        """An empty line ends a tune; what follows is not music any more (section 2.2.2)."""
        self.ended = bool(self.elements)
        if not line:
            return
        if line.strip():
            if not self.problems or self.problems[-1].code != "text-after-tune":
                self.problem("text-after-tune", "an empty line ended the tune, so this is not read", at)
            self.elements.append(Unknown(line, at))
        else:
            self.elements.append(Space(line, at))

    def read_music(self, line: str, number: int) -> None:
        """Read a line of music token by token."""
        for kind, text, offset in scan(line):
            at = Position(number, offset + 1)
            if self.muted and kind != "inline":
                self.elements.append(OtherVoice(line[offset:], at))
                break
            READERS[kind](self, text, at)

    def read_field(self, line: str, at: Position) -> None:
        """Read a field that stands on a line of its own."""
        letter, value = line[0], line[2:].split("%", 1)[0].strip()
        self.elements.append(Field(line, at, letter, value))
        self.apply(letter, value, at)

    def apply(self, letter: str, value: str, at: Position) -> None:
        """Let a field in the body take effect on what follows."""
        if letter == "L":
            unit = unit_of(value)
            if unit is None:
                self.problem("bad-unit", f"{value!r} is no note length such as 1/8", at)
            else:
                self.clock.unit = unit
        elif letter == "M":
            try:
                self.meter = Meter.parse(value)
            except AbcError as error:
                self.problem("bad-meter", error.message, at)
        elif letter == "V":
            self.choose_voice(value, at)
        elif letter in NOTICES:
            self.problem(*NOTICES[letter], at, "notice")

    def choose_voice(self, value: str, at: Position) -> None:
        """Read only the first voice of the tune (section 7)."""
        name = value.split(maxsplit=1)[0] if value else ""
        if self.voice is None and self.last < 0:
            self.voice = name
        self.muted = name != self.voice
        if self.muted:
            self.problem("other-voice", "only the first voice is read", at, "notice")

    def inline(self, text: str, at: Position) -> None:
        """A field in brackets."""
        letter, value = text[1], text[3:-1].strip()
        self.elements.append(InlineField(text, at, letter, value))
        self.apply(letter, value, at)


def sign(kind: type[Element]) -> Reader:
    """Reads a sign that means the same wherever it stands."""

    def read(reader: BodyReader, text: str, at: Position) -> None:
        reader.elements.append(kind(text, at))

    return read


READERS: dict[str, Reader] = {
    "mailed_note": BodyReader.mailed_note,
    "note": BodyReader.note,
    "space": sign(Space),
    "bar": BodyReader.bar,
    "broken": BodyReader.broken,
    "rest": BodyReader.rest,
    "bars_rest": BodyReader.bars_rest,
    "colon": BodyReader.colon,
    "tuplet": BodyReader.tuplet,
    "slur_open": sign(SlurOpen),
    "slur_close": sign(SlurClose),
    "tie": BodyReader.tie,
    "quoted": BodyReader.quoted,
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
    "overlay": BodyReader.overlay,
    "forced": BodyReader.forced,
    "unknown": BodyReader.unknown,
}
