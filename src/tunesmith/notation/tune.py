"""A tune: its header, its music as elements with exact durations, its bars and its form."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from tunesmith.errors import AbcError
from tunesmith.notation.bars import Bar, read_bars
from tunesmith.notation.canonical import Beams, canonical
from tunesmith.notation.elements import Element, Field, Position, Problem
from tunesmith.notation.form import Form, read_form
from tunesmith.notation.header import HeaderReader
from tunesmith.notation.key import Key
from tunesmith.notation.meter import Meter, Tempo
from tunesmith.notation.order import play_order
from tunesmith.notation.parser import BodyReader
from tunesmith.notation.playing import Event, play
from tunesmith.notation.transposition import (
    interval_between,
    nearest_interval,
    transposed,
)

if TYPE_CHECKING:
    from fractions import Fraction

    from tunesmith.notation.pitch import Interval

__all__ = ["Tune"]


@dataclass(frozen=True)  # without slots: bars and form are worked out once, when they are asked for
class Tune:
    """One tune, read from ABC.

    `header` and `elements` hold every character of the text between them; `problems` says what could not be taken at
    its word. `meter` and `unit` (the unit note length, in whole notes) are those at the start of the music.
    """

    text: str
    header: tuple[Element, ...] = field(compare=False, repr=False)
    elements: tuple[Element, ...] = field(compare=False, repr=False)
    problems: tuple[Problem, ...] = field(compare=False, repr=False)
    meter: Meter = field(compare=False)
    unit: Fraction = field(compare=False)
    key: Key = field(compare=False)

    @classmethod
    def parse(cls, text: str) -> Tune:
        """Read one tune; `AbcError` if there is no music in it. Whatever else is wrong is in `problems`."""
        return read_tune(text)

    @property
    def fields(self) -> tuple[Field, ...]:
        """The information fields of the header, in order."""
        return tuple(element for element in self.header if isinstance(element, Field))

    def value(self, letter: str) -> str | None:
        """The value of the first field with this letter, None if there is none."""
        return next((element.value for element in self.fields if element.letter == letter), None)

    @property
    def reference(self) -> int | None:
        """The number of the `X:` field, None if it has none."""
        digits = re.match(r"\d{1,9}", self.value("X") or "")
        return int(digits[0]) if digits else None

    @property
    def title(self) -> str | None:
        """The first title."""
        return self.value("T")

    @property
    def rhythm(self) -> str | None:
        """The kind of tune, such as `jig`, as the `R:` field has it."""
        return self.value("R")

    @cached_property
    def tempo(self) -> Tempo | None:
        """The tempo, None if the tune says none in figures."""
        value = self.value("Q")
        return None if value is None else Tempo.parse(value, self.unit)

    @cached_property
    def bars(self) -> tuple[Bar, ...]:
        """The bars, in the order of writing."""
        return read_bars(self.elements, self.meter)

    @cached_property
    def form(self) -> Form:
        """The parts and how they are repeated."""
        return read_form(self.bars)

    def canonical(self, *, beams: Beams = "source") -> str:
        """The canonical spelling: the same notes, durations, bars and form, written in the one way of this project."""
        return canonical(self, beams=beams)

    def play_order(self) -> tuple[int, ...]:
        """The indices of the bars as they are played: repeats, endings, jumps and parts called by name written out."""
        return play_order(self.bars, self.value("P"))

    def events(self, *, expanded: bool = True) -> tuple[Event, ...]:
        """What sounds when, in the order of playing, or (`expanded=False`) of writing."""
        order = self.play_order() if expanded else range(len(self.bars))
        return play(self.bars, order, self.key)

    def transpose(self, semitones: int) -> Tune:
        """The tune so many semitones higher, in the key with the fewest sharps or flats; other voices are left out."""
        return self.moved(nearest_interval(self.key, semitones))

    def in_key(self, key: Key) -> Tune:
        """The tune in another key of its mode, by the smallest interval; `RequestError` if the modes differ."""
        return self.moved(interval_between(self.key, key))

    def moved(self, interval: Interval) -> Tune:
        """The tune an interval higher; `AbcError` if a note would leave the range of MIDI."""
        return read_tune(transposed(self.header, self.elements, self.key, interval))

    @property
    def losses(self) -> tuple[str, ...]:
        """The codes of the problems that lost or changed music, each once, sorted; empty if all was read."""
        return tuple(sorted({problem.code for problem in self.problems if problem.severity == "error"}))


@lru_cache(maxsize=64)  # a tune is read, checked, spelt and rendered one after the other, and never changes
def read_tune(text: str) -> Tune:
    """Read a tune's header and body."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    header = HeaderReader()
    body_start = header.read(lines)
    unit = header.unit or header.meter.default_unit
    body = BodyReader(unit, header.meter, header.symbols)
    for index in range(body_start, len(lines)):
        body.read_line(lines[index], index + 1, index + 1 < len(lines))
    body.settle(Position(len(lines), len(lines[-1]) + 1))
    if body.last < 0:
        raise AbcError("there is no note in this tune", min(body_start + 1, len(lines)), 1)
    problems = tuple(header.problems + body.problems)
    return Tune(text, tuple(header.elements), tuple(body.elements), problems, header.meter, unit, header.key)
