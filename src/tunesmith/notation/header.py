"""Reads a tune's header: fields, comments and stray text, down to the `K:` field (section 3.1)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tunesmith.errors import AbcError
from tunesmith.notation.elements import Comment, Element, Field, LineBreak, Position, Problem, Unknown
from tunesmith.notation.key import Key
from tunesmith.notation.meter import Meter, unit_of

if TYPE_CHECKING:
    from fractions import Fraction

__all__ = ["HeaderReader"]

HEADER_FIELD = re.compile(r"([A-Za-z+]):")
KEYLESS = Key.parse("none")


def header_end(lines: list[str]) -> int:
    """The index after the `K:` field; where there is none, that of the first line that is no field."""
    for index, line in enumerate(lines):
        if line.startswith("K:"):
            return index + 1
    fields = (HEADER_FIELD.match(line) or line.startswith("%") or not line.strip() for line in lines)
    return next((index for index, is_header in enumerate(fields) if not is_header), len(lines))


class HeaderReader:
    """Reads the header of a tune; `meter`, `unit` and `key` hold what it says, or the defaults."""

    def __init__(self) -> None:
        self.elements: list[Element] = []
        self.problems: list[Problem] = []
        self.meter = Meter.parse("none")
        self.unit: Fraction | None = None
        self.key = KEYLESS
        self.symbols: dict[str, str] = {}

    def read(self, lines: list[str]) -> int:
        """Read the header; returns the index of the first line of the body."""
        end = header_end(lines)
        for index, line in enumerate(lines[:end]):
            self.elements.append(self.line_element(line, index + 1))
            if index + 1 < len(lines):
                self.elements.append(LineBreak("\n", Position(index + 1, len(line) + 1)))
        if not end or not lines[end - 1].startswith("K:"):
            self.problem("no-key", "the header has no K: field, which must end it", min(end + 1, len(lines)), 1)
        return end

    def line_element(self, line: str, number: int) -> Element:
        """The element of one header line; its field takes effect."""
        position = Position(number, 1)
        if line.startswith("%"):
            return Comment(line, position, line.startswith("%%"))
        if not HEADER_FIELD.match(line):
            if line.strip():
                self.problems.append(Problem("stray-text", "a line of the header is no field", position, "notice"))
            return Unknown(line, position)
        value = line[2:].split("%", 1)[0].strip()
        self.apply(line[0], value, number)
        return Field(line, position, line[0], value)

    def apply(self, letter: str, value: str, number: int) -> None:
        """Let a header field take effect."""
        try:
            if letter == "M":
                self.meter = Meter.parse(value)
            elif letter == "K":
                self.key = Key.parse(value)
            elif letter == "L":
                self.unit = unit_of(value)
                if self.unit is None:
                    self.problem("bad-unit", f"{value!r} is no note length such as 1/8", number)
            elif letter == "U":
                symbol, _, name = value.partition("=")
                self.symbols[symbol.strip()] = name.strip().strip("!+")
        except AbcError as error:
            self.problem({"M": "bad-meter", "K": "bad-key"}[letter], error.message, number)

    def problem(self, code: str, message: str, line: int, column: int = 3) -> None:
        """Record what is wrong in the header."""
        self.problems.append(Problem(code, message, Position(line, column)))
