"""Reads a tune's header: fields, comments and stray text, down to the `K:` field (section 3.1)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tunesmith.errors import AbcError
from tunesmith.music.fields import FIELD_LINE, letters
from tunesmith.notation.elements import Comment, Element, Field, LineBreak, Position, Problem, Unknown
from tunesmith.notation.escapes import decoded_text, uncommented
from tunesmith.notation.key import Key
from tunesmith.notation.macros import Macros
from tunesmith.notation.meter import Meter, unit_of
from tunesmith.notation.scanner import is_music_line

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from fractions import Fraction

__all__ = ["HeaderReader", "continued", "define_symbol", "field_value"]

HEADER_FIELD: Final = re.compile(FIELD_LINE)
KEYLESS: Final = Key.parse("none")
AMONG_MUSIC: Final = letters("music")
WORDS: Final = letters("words")


def field_value(letter: str, text: str) -> str:
    """The value of a field out of what stands after its colon: its words as people read them, without a comment."""
    if "\\" not in text and "&" not in text:
        return text.partition("%")[0].strip()
    value = uncommented(text)
    return decoded_text(value) if letter in WORDS else value


def continued(before: Field, value: str) -> Field:
    """A field with what a `+:` line adds to it (section 3.3)."""
    added = decoded_text(value) if before.letter in WORDS else value
    return before.but(value=f"{before.value} {added}".strip(), continued=True)


def define_symbol(symbols: dict[str, str], value: str) -> None:
    """Read the value of a `U:` field, such as `T = !trill!` or `W = "^softly"` (section 4.16)."""
    symbol, _, meaning = value.partition("=")
    symbols[symbol.strip()] = meaning.strip()


def begins_header(line: str) -> bool:
    """Whether a line is a field that does not stand among the music, so that what is before it is still the header."""
    return HEADER_FIELD.match(line) is not None and line[0] not in AMONG_MUSIC


def is_stray(line: str) -> bool:
    """Whether a line is neither a field nor a comment."""
    return not line.startswith("%") and HEADER_FIELD.match(line) is None


class HeaderReader:
    """Reads the header of a tune; `meter`, `unit`, `key` and the others hold what it says, or the defaults.

    `cut` says that an empty line ended the tune before its music.
    """

    def __init__(self) -> None:
        self.elements: list[Element] = []
        self.problems: list[Problem] = []
        self.meter = Meter.parse("none")
        self.unit: Fraction | None = None
        self.key = KEYLESS
        self.symbols: dict[str, str] = {}
        self.macros = Macros()
        self.cut = False
        self.keyed = False
        self.field = -1  # the index of the field that a `+:` line would go on with

    def read(self, lines: list[str], blocks: Collection[int] = ()) -> int:
        """Read the header; returns the index of the first line of the body. `blocks` are lines of text blocks."""
        end = self.end(lines, blocks)
        for index, line in enumerate(lines[:end]):
            element = (
                Comment(line, Position(index + 1, 1), True) if index in blocks else self.read_line(line, index + 1)
            )
            self.elements.append(element)
            if index + 1 < len(lines):
                self.elements.append(LineBreak("\n", Position(index + 1, len(line) + 1)))
        if not self.keyed:
            self.problem("no-key", "the header has no K: field, which must end it", min(end + 1, len(lines)), 1)
        return end

    def end(self, lines: Sequence[str], blocks: Collection[int]) -> int:
        """The index after the `K:` field and the lines that go on with it; where there is none, of the first music."""
        key = next((i for i, line in enumerate(lines) if line.startswith("K:") and i not in blocks), -1)
        last = next((index for index in range(key - 1, -1, -1) if begins_header(lines[index])), -1)
        begun = False
        for index, line in enumerate(lines):
            if index in blocks:
                begun = True
            elif index == key:
                return next((after for after in range(key + 1, len(lines)) if lines[after][:2] != "+:"), len(lines))
            elif not line.strip():
                self.cut = begun
                if begun:
                    return index
            elif (index > last and is_music_line(line)) or (key < 0 and is_stray(line)):
                return index
            else:
                begun = True
        return len(lines)

    def read_line(self, line: str, number: int) -> Element:
        """The element of one header line; its field takes effect."""
        position = Position(number, 1)
        if line.startswith("%"):
            return Comment(line, position, line.startswith("%%"))
        if not HEADER_FIELD.match(line):
            if line.strip():
                self.problems.append(Problem("stray-text", "a line of the header is no field", position, "notice"))
            return Unknown(line, position)
        letter, value = line[0], field_value(line[0], line[2:])
        if letter != "+":
            self.field = len(self.elements)
        elif isinstance(before := self.elements[self.field] if self.field >= 0 else None, Field):
            self.elements[self.field] = before = continued(before, value)
            self.apply(before.letter, before.value, number)
            return Field(line, position, letter, value)
        self.apply(letter, value, number)
        return Field(line, position, letter, value)

    def apply(self, letter: str, value: str, number: int) -> None:
        """Let a header field take effect."""
        try:
            if letter == "M":
                self.meter = Meter.parse(value)
            elif letter == "K":
                self.keyed = True
                self.key = Key.parse(value)
            elif letter == "L":
                self.unit = unit_of(value)
                if self.unit is None:
                    self.problem("bad-unit", f"{value!r} is no note length such as 1/8", number)
            elif letter == "U":
                define_symbol(self.symbols, value)
            elif letter == "m" and not self.macros.define(value):
                self.problem("bad-macro", f"{value!r} defines no macro such as T = ABc", number)
        except AbcError as error:
            self.problem({"M": "bad-meter", "K": "bad-key"}[letter], error.message, number)

    def problem(self, code: str, message: str, line: int, column: int = 3) -> None:
        """Record what is wrong in the header."""
        self.problems.append(Problem(code, message, Position(line, column)))
